"""Where the interviewer touches the world: Chroma, SQL, models and files."""
