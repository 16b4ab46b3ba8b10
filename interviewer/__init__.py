"""Conducts the interview: asks from the guide what the rubric shows missing."""
