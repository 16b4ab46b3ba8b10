"""Tools for authors: scripted interviews, lint, and what a section of the guide is good for."""
