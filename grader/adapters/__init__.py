"""Where the grader touches the outside world: the encoder, rubric files and calibration files."""
