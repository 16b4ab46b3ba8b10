"""Makes the grader's own two models, the encoder and the stance model, from the concept bank.

`python -m grader train encoder` and `python -m grader train stance`; docs/model-card.md says what came out of it.
"""
