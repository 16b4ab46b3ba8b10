"""Makes the grader's own two models, the encoder and the stance model, from the concept bank.

`python -m grader.training encoder OUT` and `python -m grader.training stance OUT`; the app uses neither result yet.
"""
