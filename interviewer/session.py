"""A session: every operation on one stored interview, for the page and the terminal alike."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.errors import InputError
from grader.overrides import original, override
from grader.report.formats import as_dict
from grader.rubric import Level, Rubric
from grader.scorecard import Scorecard, Verdict
from interviewer import events as e
from interviewer.errors import AnswerRefused, NotExpected, StaleSession
from interviewer.interview import Interview, apply, replay
from interviewer.services import Services
from interviewer.turn.judging import judge, signature_today, stored_scorecard
from interviewer.turn.opening import begin, preview
from interviewer.turn.replying import Interviewer

LONGEST_ANSWER = 20_000
"""Most characters of one answer."""
SHORTEST_ANSWER = 4
"""Fewest characters of one answer."""


class Session:
    """One interview, from the first question to the scorecard. Its state is in the event store, never here."""

    def __init__(self, session_id: str, services: Services) -> None:
        """Bind an existing session; `open` and `import_transcript` make new ones."""
        self.id = session_id
        self._services = services
        self._recorded: list[e.Recorded] = []
        self._interview = Interview()
        self._judged: _Judged | None = None

    @classmethod
    def open(
        cls,
        services: Services,
        problem: str,
        *,
        level: Level = "senior",
        minutes: int = 45,
        persona: str = "neutral",
        practice: bool = False,
        focus: Sequence[str] = (),
    ) -> "Session":
        """Start an interview and ask the opening question. InputError for an unknown problem or `focus` checkpoint."""
        rubric = services.rubric(problem)
        opened = e.Opened(problem, rubric.digest, level, minutes, persona, practice, tuple(focus))
        session = cls(new_id(), services)
        session._append(begin(services, rubric, opened))
        return session

    @classmethod
    def import_transcript(cls, services: Services, imported: e.TranscriptImported) -> "Session":
        """Store the transcript of an interview held elsewhere as a session of its own; `close` grades it."""
        rubric = services.rubric(imported.problem)
        session = cls(new_id(), services)
        session._append([replace(imported, digest=rubric.digest)])
        return session

    @classmethod
    def preview(cls, services: Services, problem: str, checkpoint: str, said: str = "") -> e.ProbePosed | None:
        """As `interviewer.turn.opening.preview`: the follow-up question about one gap; nothing is stored."""
        return preview(services, problem, checkpoint, said)

    @property
    def events(self) -> tuple[e.Recorded, ...]:
        """All events that were read or stored, in order."""
        return tuple(self._recorded)

    @property
    def interview(self) -> Interview:
        """The state after these events."""
        return self._interview

    @property
    def rubric(self) -> Rubric:
        """The rubric of the problem; InputError when it is gone."""
        return self._services.rubric(self._interview.problem)

    def refresh(self) -> "Session":
        """Read the events again. SessionNotFound when there are none."""
        self._recorded = self._services.events.read(self.id)
        self._interview = replay(self._recorded)
        return self

    def resume(self) -> "Session":
        """Read the events, and reply if a reply is owed: exactly once."""
        self.refresh()
        self.reply()
        return self

    def answer(self, text: str, seen: int | None = None) -> None:
        """Store the candidate's turn, then reply.

        `seen` is the number of events that the caller has shown; StaleSession when there are more. AnswerRefused
        keeps the text of an answer that is too short or too long.
        """
        self.take(text, seen)
        self.reply()

    def take(self, text: str, seen: int | None = None) -> None:
        """Store the candidate's turn without replying yet."""
        _check_length(text)
        self._check_seen(seen)
        self._append([e.AnswerGiven(text)])

    def amend(self, text: str, seen: int | None = None) -> None:
        """Replace the last answer until the next turn. Refused once the interviewer has told a fact or given a hint."""
        _check_length(text)
        self._check_seen(seen)
        if not self.can_amend:
            raise NotExpected("The last answer can no longer be amended.", "Say it in your next answer.")
        self._append([e.AnswerAmended(text)])

    @property
    def can_amend(self) -> bool:
        """Whether the last answer may still be rewritten."""
        for recorded in reversed(self._recorded):
            if isinstance(recorded.event, e.HintGiven | e.FactRevealed | e.Skipped):
                return False
            if isinstance(recorded.event, e.AnswerGiven):
                return self._interview.state in ("asked", "replied")
        return False

    def skip(self, seen: int | None = None) -> None:
        """Leave the question unanswered, which is not zero, and ask the next one."""
        self._check_seen(seen)
        aimed = self._interview.aimed
        self._append([e.Skipped(aimed.checkpoint if aimed else "")])
        self.reply()

    def hint(self, seen: int | None = None) -> None:
        """Give the next hint for the question at hand; NotExpected when there is none left."""
        self._check_seen(seen)
        hint = self.next_hint()
        if hint is None:
            raise NotExpected("There is no further hint for this question.", "Answer, or skip it.")
        self._append([hint])

    def next_hint(self) -> e.HintGiven | None:
        """Return the hint that would be given now, or None."""
        return self._interviewer().next_hint()

    def pause(self, seen: int | None = None) -> None:
        """Stop the clock."""
        self._check_seen(seen)
        self._append([e.Paused()])

    def go_on(self, seen: int | None = None) -> None:
        """Start the clock again."""
        self._check_seen(seen)
        self._append([e.Resumed()])

    def note(self, text: str) -> None:
        """Keep the candidate's notes."""
        self._append([e.NoteWritten(text[:LONGEST_ANSWER])])

    def sketch(self, text: str) -> None:
        """Keep the candidate's sketch."""
        self._append([e.SketchDrawn(text[:LONGEST_ANSWER])])

    def close(self, reason: str = "candidate", seen: int | None = None) -> Scorecard:
        """End the interview and store its scorecard. Ending a closed one gives the scorecard again."""
        if self._interview.state != "closed":
            self._check_seen(seen)
            self._append([e.Closed(reason)])
        scorecard = self.scorecard()
        if self._interview.scorecard is None:
            self._append([e.Graded(as_dict(original(scorecard)))])
        return scorecard

    def scorecard(self) -> Scorecard:
        """Judge everything said so far, with people's verdicts in place of the grader's.

        An interview that ended keeps the judgment it got, whatever became of the rubric; `regrade` makes a new one.
        """
        interview = self._interview
        if self._judged is None or not self._judged.fits(interview):
            self._judged = _Judged(interview, stored_scorecard(interview) or judge(self._services, interview))
        return override(self._judged.scorecard, interview.overrides)

    def regrade(self) -> Scorecard:
        """Judge an ended interview again, by the rubric and calibration of today; both judgments are kept."""
        scorecard = as_dict(judge(self._services, self._interview))
        if scorecard != self._interview.scorecard:
            self._append([e.Graded(scorecard)])
        return self.scorecard()

    @property
    def outdated(self) -> bool:
        """Whether rubric, guide, encoder or calibration changed since the judgment; False when the rubric is gone."""
        today = signature_today(self._services, self._interview)
        return bool(today) and self.scorecard().signature != today

    def overrule(self, checkpoint: str, verdict: Verdict, reason: str, who: str = "", seen: int | None = None) -> None:
        """Put a person's verdict over the grader's; InputError for an unknown checkpoint or without a reason."""
        self._check_seen(seen)
        if checkpoint not in {c.id for c in self.scorecard().checkpoints}:
            raise InputError(f"There is no checkpoint '{checkpoint}' on this scorecard.", "Choose one of those listed.")
        if not reason.strip():
            raise InputError("A reason is missing.", "Say in a few words why you judge otherwise.")
        self._append([e.VerdictOverridden(checkpoint, verdict, reason.strip(), who.strip())])

    def undo_override(self, checkpoint: str, seen: int | None = None) -> None:
        """Take the last override of a checkpoint back; NotExpected when there is none."""
        self._check_seen(seen)
        if checkpoint not in {o.checkpoint for o in self._interview.overrides}:
            raise NotExpected("There is no override to undo.", "Reload the page.")
        self._append([e.OverrideUndone(checkpoint)])

    def reply(self) -> None:
        """Reply to the candidate's turn, if a reply is owed, and store the reply: all of it or nothing.

        When another tab or process has replied meanwhile, its reply counts.
        """
        if not self._interview.owes_reply:
            return
        try:
            self._append(self._interviewer().reply())
        except StaleSession:
            self.refresh()
            if self._interview.owes_reply:
                raise

    def _interviewer(self) -> Interviewer:
        return Interviewer(self._services, self._interview)

    def _append(self, events: Sequence[e.Event]) -> None:
        at = self._services.clock.now()
        fresh = [e.Recorded(self._interview.seq + i, at, event) for i, event in enumerate(events)]
        interview = self._interview
        for recorded in fresh:
            interview = apply(interview, recorded)
        self._services.events.append(self.id, self._interview.seq, events, at)
        self._recorded += fresh
        self._interview = interview

    def _check_seen(self, seen: int | None) -> None:
        if seen is not None and seen != self._interview.seq:
            raise StaleSession("This interview went on in another tab.", "Continue from its newest state.")


def new_id() -> str:
    """Return a session id of 144 random bits."""
    return secrets.token_urlsafe(18)


@dataclass(frozen=True)
class _Judged:
    """The last judgment, before overrides, and the interview it is of."""

    interview: Interview
    scorecard: Scorecard

    def fits(self, interview: Interview) -> bool:
        """Whether it is the judgment of an interview, too; notes, pauses and overrides change nothing."""
        was = self.interview
        return was.scorecard is interview.scorecard and was.answer == interview.answer


def _check_length(text: str) -> None:
    length = len(text.strip())
    if length < SHORTEST_ANSWER:
        raise AnswerRefused(
            f"That answer has {length} characters; the shortest that can be read has {SHORTEST_ANSWER}.",
            "Say a little more, or press Skip.",
            text,
        )
    if len(text) > LONGEST_ANSWER:
        raise AnswerRefused(
            f"That answer has {len(text):,} characters; the limit is {LONGEST_ANSWER:,}.",
            "Shorten it, or send it in two turns.",
            text,
        )
