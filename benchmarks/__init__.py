"""Measure speed and agreement: one command a module, each prints a table."""
