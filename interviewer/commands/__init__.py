"""The commands of `python -m interviewer`, one module each."""
