"""The Progress page: past interviews, compared."""
