"""Packs: rubrics, examples and chapters that are checked, installed and removed together."""
