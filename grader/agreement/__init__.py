"""The grader against people: rows, labels and fitted calibrations, and how far verdicts agree."""
