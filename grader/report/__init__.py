"""A scorecard as something to hand out: its formats, read back from JSON, and without people's names."""
