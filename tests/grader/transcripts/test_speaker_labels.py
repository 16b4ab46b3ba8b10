"""Words of an answer never become a speaker, whatever the style of the labels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.transcripts import read_transcript, to_answer

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
    "dashes": ("Interviewer - {}", "Candidate - {}"),
    "no space": ("Interviewer:{}", "Candidate:{}"),
    "wide colon": ("Interviewer：{}", "Candidate：{}"),
    "bold with a time inside": ("**Interviewer (00:12):** {}", "**Candidate (00:15):** {}"),
    "italic": ("_Interviewer:_ {}", "_Candidate:_ {}"),
    "numbered": ("1. **Interviewer:** {}", "2. **Candidate:** {}"),
    "signs": ("🎤 Interviewer: {}", "🧑 Candidate: {}"),
    "headings with times": ("#### Interviewer (00:12)\n{}", "#### Candidate (00:15)\n{}"),
    "bold names alone": ("**Dana**\n\n{}", "**Sam**\n\n{}"),
    "roles alone": ("Interviewer\n{}", "Candidate\n{}"),
    "an assistant's page": ("ChatGPT said:\n{}", "You said:\n{}"),
    "dates": ("[3/12/2024, 10:02:11] Dana: {}", "[3/12/2024, 10:02:40] Sam: {}"),
    "headings with dates": ("Dana Reyes (03/12/2024, 10:02 AM)\n{}", "Sam Ortiz (03/12/2024, 10:04 AM)\n{}"),
    "dash and time": ("Dana Reyes - 00:12\n{}", "Sam Ortiz - 00:12\n{}"),
    "time behind the colon": ("Dana: [00:12] {}", "Sam: [00:40] {}"),
    "time and dash before": ("00:12 - Dana: {}", "00:40 - Sam: {}"),
    "small names": ("dana: {}", "sam: {}"),
    "addresses": ("dana.r@example.com: {}", "sam.o@example.com: {}"),
    "recording time in brackets": ("(00:00:12) Dana Reyes: {}", "(00:00:40) Sam Ortiz: {}"),
    "titles": ("Dr. Dana Reyes: {}", "Sam (Acme): {}"),
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


def test_a_metric_at_a_rank_is_no_speaker() -> None:
    text = "I begin with the goal.\nPrecision@10: 0.4\nUser: id, country\nPrecision@10: 0.4"
    assert read_transcript(text).labels == ("",)
    mail = "dana@example.org: Where do you begin?\n\nsam@example.org: With the goal.\n\ndana@example.org: Why?\n"
    assert read_transcript(mail).labels == ("dana@example.org", "sam@example.org")


def test_a_role_word_inside_an_answer_is_no_speaker_among_names() -> None:
    answer = "Three stages.\nCandidate: a video that may be shown.\nThat is all."
    text = f"Dana: What do you rank?\n\nSam: {answer}\n\nDana: Why three?\n\nSam: Because of time."
    assert [u.text for u in read_transcript(text).utterances] == [
        "What do you rank?",
        answer,
        "Why three?",
        "Because of time.",
    ]


def test_roles_can_be_swapped() -> None:
    transcript = read_transcript("Interviewer: Where do you begin?\n\nCandidate: With the goal.")
    assert [t.speaker for t in to_answer(transcript)[0].turns] == ["interviewer", "candidate"]
    assert [t.speaker for t in to_answer(transcript, "interviewer")[0].turns] == ["candidate", "interviewer"]
    with pytest.raises(KeyError):
        to_answer(transcript, "Nobody")
