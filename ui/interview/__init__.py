"""The Interview page: home, the running conversation, and the scorecard after it."""
