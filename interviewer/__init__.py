"""Conducts the interview: asks from the guide what the rubric shows missing."""

import os

# The grader multiplies many small matrices. Threads of numpy's BLAS only wait for each other there: on two busy cores a
# turn took ten times as long with them. An own setting wins; encoding has its own threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
