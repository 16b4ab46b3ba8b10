"""Where the grader touches the world: encoders and files."""
