"""A session: what the page and the terminal both do with an interview."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from grader.errors import InputError
from grader.grading import signature
from grader.overrides import original, override
from grader.report.formats import as_dict
from grader.report.stored import from_dict
from grader.rubric import Level, Rubric
from grader.scorecard import Scorecard, Verdict
from interviewer import events as e
from interviewer.errors import AnswerRefused, NotExpected, StaleSession
from interviewer.interview import Interview, apply, replay
from interviewer.services import Services
from interviewer.turn.judging import judge
from interviewer.turn.probing import Gap
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
        self._graded: tuple[object, Scorecard] | None = None

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
        _check_focus(rubric, focus)
        session = cls(new_id(), services)
        opened = e.Opened(problem, rubric.digest, level, minutes, persona, practice, tuple(focus))
        begin: list[e.Event] = [opened, e.PhaseAdvanced(_first_phase(rubric, focus))]
        begin.append(e.Remarked(rubric.prompt, "drill") if focus else e.QuestionPosed(rubric.prompt, "opening"))
        if focus:
            session._interview = session._with(begin)  # the first question is chosen as if this had happened
            begin += session._interviewer().next_question()
            session._interview = Interview()
        session._append(begin)
        return session

    @classmethod
    def import_transcript(cls, services: Services, imported: e.TranscriptImported) -> "Session":
        """Keep a transcript of an interview held elsewhere as a session of its own; `close` grades it."""
        rubric = services.rubric(imported.problem)
        session = cls(new_id(), services)
        session._append([replace(imported, digest=rubric.digest)])
        return session

    @classmethod
    def preview(cls, services: Services, problem: str, checkpoint: str, said: str = "") -> e.ProbePosed | None:
        """Return the follow-up that an interview would pose about one gap after these words; nothing is stored.

        None when no question about it is fit to be asked. InputError for an unknown problem.
        """
        rubric = services.rubric(problem)
        phase = rubric.phase_of[checkpoint]
        begin = [e.Opened(problem, rubric.digest), e.PhaseAdvanced(phase), e.QuestionPosed(rubric.prompt, "opening")]
        session = cls("", services)
        session._interview = session._with([*begin, *([e.AnswerGiven(said)] if said.strip() else [])])
        return session._interviewer().probe(Gap(rubric.checkpoint(checkpoint), phase, 1.0, "missed"))

    @property
    def events(self) -> tuple[e.Recorded, ...]:
        """Everything that happened, newest state read."""
        return tuple(self._recorded)

    @property
    def interview(self) -> Interview:
        """What the events lead to."""
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
        """Read the events and make the reply that is missing, if one is: exactly once."""
        self.refresh()
        self.reply()
        return self

    def answer(self, text: str, seen: int | None = None) -> None:
        """Store the candidate's turn, then reply.

        `seen` is the number of events that the caller has shown; StaleSession when there are more. AnswerRefused keeps
        the text of an answer that is too short or too long.
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
        found = self.next_hint()
        if found is None:
            raise NotExpected("There is no further hint for this question.", "Answer, or skip it.")
        self._append([found])

    def next_hint(self) -> e.HintGiven | None:
        """Return the hint that would be given now, or None."""
        return self._interviewer().next_hint()

    def pause(self, seen: int | None = None) -> None:
        """Stop the clock."""
        self._check_seen(seen)
        self._append([e.Paused()])

    def go_on(self, seen: int | None = None) -> None:
        """Let the clock go on."""
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
        """Judge everything said so far, with what people said over the grader's verdicts.

        An interview that ended keeps the judgment it got, whatever became of the rubric; `regrade` makes a new one.
        """
        interview = self._interview
        key = (interview.answer, id(interview.scorecard))
        if self._graded is None or self._graded[0] != key:
            self._graded = (key, self._stored() or judge(self._services, interview))
        return override(self._graded[1], interview.overrides)

    def regrade(self) -> Scorecard:
        """Judge an interview that ended again, by the rubric and calibration of today; both judgments are kept."""
        found = as_dict(judge(self._services, self._interview))
        if found != self._interview.scorecard:
            self._append([e.Graded(found)])
        return self.scorecard()

    @property
    def outdated(self) -> bool:
        """Whether rubric, guide, encoder or calibration changed since the judgment; False when the rubric is gone."""
        services = self._services
        try:
            rubric = self.rubric
        except InputError:
            return False
        protected = (*rubric.texts, *services.guide_texts())
        return self.scorecard().signature != signature(rubric, services.encoder, services.calibration(), protected)

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

    def _stored(self) -> Scorecard | None:
        """Return the judgment an ended interview got; None when there is none, or one that can no longer be read."""
        if self._interview.state != "closed" or self._interview.scorecard is None:
            return None
        try:
            return from_dict(self._interview.scorecard)
        except InputError:
            return None

    def reply(self) -> None:
        """Make the interviewer's reply to the candidate's turn, if one is owed, and store it: all of it or nothing.

        When another tab or process made it meanwhile, that reply is taken over.
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

    def _with(self, events: Sequence[e.Event]) -> Interview:
        at = self._services.clock.now()
        return replay(e.Recorded(i, at, event) for i, event in enumerate(events))

    def _check_seen(self, seen: int | None) -> None:
        if seen is not None and seen != self._interview.seq:
            raise StaleSession("This interview went on in another tab.", "Continue from its newest state.")


def new_id() -> str:
    """Return a session id of 144 random bits."""
    return secrets.token_urlsafe(18)


def _first_phase(rubric: Rubric, focus: Sequence[str]) -> str:
    return next((rubric.phase_of[c] for c in focus if c in rubric.phase_of), rubric.phases[0].id)


def _check_focus(rubric: Rubric, focus: Sequence[str]) -> None:
    unknown = [c for c in focus if c not in rubric.phase_of]
    if unknown:
        hint = "Choose checkpoints of its scorecard."
        raise InputError(f"There is no checkpoint '{unknown[0]}' in '{rubric.id}'.", hint)


def _check_length(text: str) -> None:
    said = len(text.strip())
    if said < SHORTEST_ANSWER:
        raise AnswerRefused(
            f"That answer has {said} characters; the shortest that can be read has {SHORTEST_ANSWER}.",
            "Say a little more, or press Skip.",
            text,
        )
    if len(text) > LONGEST_ANSWER:
        raise AnswerRefused(
            f"That answer has {len(text):,} characters; the limit is {LONGEST_ANSWER:,}.",
            "Shorten it, or send it in two turns.",
            text,
        )
