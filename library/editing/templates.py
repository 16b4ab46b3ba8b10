"""What a new file begins with: sound as it stands."""

TEMPLATES = {
    "rubric": """id: my_problem
title: My problem
prompt: Design a system that ...
phases:
- id: setup
  checkpoints:
  - id: goal
    claim: The candidate states one goal that can be measured.
    anchors:
    - We want more people to finish what they came for.
    contrasts:
    - The goal is to use the newest model.
    probes:
    - What should be better for people afterwards?
""",
    "chapter": """---
title: My chapter
problems: [my_problem]
phases: [setup]
---

# My chapter

## One idea

Say it in a paragraph or two.

> Ask: What would you ask about it?
""",
}
"""Text by kind of file."""
