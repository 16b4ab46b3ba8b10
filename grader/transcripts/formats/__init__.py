"""Transcript formats, one module each: how well a text fits (`fits`), and its utterances (`read`)."""
