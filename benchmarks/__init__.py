"""Speed and agreement: each module prints one table."""
