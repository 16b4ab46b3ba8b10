"""Words of an answer never become a speaker, whatever the style of the labels."""

import pytest
from grader.adapters.transcripts import read_transcript
from hypothesis import given, settings
from hypothesis import strategies as st

TRAPS = (
    "Funnel: 100k -> 500",
    "Note: the index is stale by a day.",
    "Candidate generation: two towers, then a merge.",
    "Candidates: about five hundred for each request.",
    "User: id, country, age of the account",
    "Item: id, language, age",
    "System: answers in 200 ms",
    "Step 1: log everything",
    "1. Goal: fewer returns",
    "- Pros: simple",
    "- Cons: slow",
    "Offline: recall at 500",
    "Online: bookings per user",
    "Latency budget 0:10 of a second",
    "At 10:30 traffic doubles: plan for that.",
    "The ratio is 3:1, see https://example.org/a:b for more.",
    "So what do I optimize? Two things: joy and trust.",
    "**Metrics:** bookings, complaints",
    "Assumption: ten million users",
    "> a line that I quote: nothing else",
    "def score(x): return 1",
    "Precision@10: 0.4",
    "Trade-off: freshness against cost",
)
STYLES = {
    "roles": ("Interviewer: {}", "Candidate: {}"),
    "bold roles": ("**Interviewer:** {}", "**Candidate:** {}"),
    "bold outside": ("**Interviewer**: {}", "**Candidate**: {}"),
    "capitals": ("INTERVIEWER: {}", "CANDIDATE: {}"),
    "role headings": ("### Interviewer\n\n{}", "### Candidate\n\n{}"),
    "bracketed roles": ("[Interviewer]: {}", "[Candidate]: {}"),
    "names": ("Dana: {}", "Sam: {}"),
    "full names": ("Dana Reyes: {}", "Sam O'Neil-Ortiz: {}"),
    "bold names": ("**Dana:** {}", "**Sam:** {}"),
    "times before": ("[00:01:02] Dana: {}", "[00:01:05] Sam: {}"),
    "times after": ("Dana (01:02): {}", "Sam (01:05): {}"),
    "Otter": ("Dana  1:02\n{}", "Sam  1:02\n{}"),
    "Rev": ("Dana (01:02):\n{}", "Sam (01:02):\n{}"),
    "Rev, times that start again": ("Dana (01:02):\n{}", "Sam (01:05):\n{}"),
    "numbers": ("Speaker 1: {}", "Speaker 2: {}"),
    "underscores": ("SPEAKER_00: {}", "SPEAKER_01: {}"),
    "a role and a name": ("Interviewer: {}", "Priya: {}"),
}
FIRST = "How would you rank what people see first?"
SECOND = "And how would you know that it works?"


@pytest.mark.parametrize("style", STYLES)
@given(lines=st.lists(st.sampled_from(TRAPS), min_size=1, max_size=8), more=st.sampled_from(TRAPS))
@settings(max_examples=40, deadline=None)
def test_traps_stay_in_the_answer(style: str, lines: list[str], more: str) -> None:
    asks, answers = STYLES[style]
    first = "\n".join(("I would begin with the goal.", *lines, "That is my plan."))
    second = f"I would test it.\n{more}"
    text = "\n\n".join((asks.format(FIRST), answers.format(first), asks.format(SECOND), answers.format(second)))
    assert [u.text for u in read_transcript(text).utterances] == [FIRST, first, SECOND, second]


@given(lines=st.lists(st.sampled_from(TRAPS), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_an_answer_without_labels_stays_whole(lines: list[str]) -> None:
    text = "\n".join(("I would begin with the goal, which is joy.", *lines))
    transcript = read_transcript(text)
    assert [u.text for u in transcript.utterances] == [text]
    assert transcript.labels == ("",)
