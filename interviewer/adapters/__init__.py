"""Where the interviewer touches the outside world: the event store and chat models."""
