"""A scorecard on a page: verdicts, evidence, replay, challenges and downloads."""
