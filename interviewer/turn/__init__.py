"""One answer in, one reply out: what the turn was, what is still missing, and what is asked next."""
