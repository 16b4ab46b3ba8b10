"""The Review page: a transcript is read, corrected and graded."""
