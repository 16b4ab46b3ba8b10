"""Interviews that were held: their history, in words, as an archive, and without people's names."""
