"""A session: what the page and the terminal both do with an interview."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.answer import Answer
from grader.calibration import Calibration
from grader.errors import InputError, VivaError
from grader.grading import grade, signature
from grader.overrides import original, override
from grader.ports import Encoder
from grader.report import as_dict
from grader.rubric import Checkpoint, Level, Rubric
from grader.scorecard import Scorecard, Verdict
from grader.stored import from_dict
from interviewer import events as e
from interviewer import reading
from interviewer.discretion import Discretion, cited
from interviewer.errors import AnswerRefused, NotExpected, StaleSession
from interviewer.guide import Section
from interviewer.interview import Interview, apply, replay
from interviewer.listening import Listener
from interviewer.ports import Clock, Events, FoundSection, Guide, Phraser
from interviewer.probing import Gap, Question, choose, deeper, gaps, next_gap, questions_left, spoken_of
from interviewer.revealing import reveal

LONGEST_ANSWER = 20_000
"""Most characters of one answer."""
LAST_HINT = 3
"""Level of the hint that may nearly give the answer."""
SHORTEST_ANSWER = 4
"""Fewest characters of one answer."""
NUDGE = 0.8
"""Share of the planned time after which the candidate is told."""

_REMARKS = {
    "decline": "I won't give the answer away here; a hint is one button away. The question stands.",
    "redirect": "Let's stay with the design. The question stands.",
    "return": "Of course: go back to it, and I'll follow.",
    "wait": "Take your time.",
}
_MOST_REMARKS = 2
"""How often a candidate is sent back to a question before the next one is asked."""
_LEFT = "We leave that."
_SO_FAR = {"partial": "half said", "contradicted": "the opposite was said"}
_CLOSING = "That is all I wanted to ask. Is there anything you would add or change before we end?"
_NOTED = "Noted. End the interview whenever you are ready."
_NUDGED = "About a fifth of the time is left."


@dataclass(frozen=True)
class Services:
    """Everything a session asks of the world."""

    events: Events
    guide: Guide
    phraser: Phraser
    clock: Clock
    encoder: Encoder
    calibration: Callable[[], Calibration]
    """The calibration of the encoder."""
    rubrics: Callable[[], Mapping[str, Rubric]]
    """The sound rubrics by id, as they are now."""
    guide_texts: Callable[[], Sequence[str]]
    """Guide text that may not be pasted for credit."""
    listener: Listener = field(default_factory=Listener)
    """What was said in recent turns; a memory only, nothing depends on it."""


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
        rubric = _rubric(services, problem)
        _check_focus(rubric, focus)
        session = cls(new_id(), services)
        opened = e.Opened(problem, rubric.digest, level, minutes, persona, practice, tuple(focus))
        begin: list[e.Event] = [opened, e.PhaseAdvanced(_first_phase(rubric, focus))]
        begin.append(e.Remarked(rubric.prompt, "drill") if focus else e.QuestionPosed(rubric.prompt, "opening"))
        if focus:
            session._interview = session._with(begin)  # the first question is chosen as if this had happened
            begin += session._next_question(session._interview)
            session._interview = Interview()
        session._append(begin)
        return session

    @classmethod
    def import_transcript(cls, services: Services, imported: e.TranscriptImported) -> "Session":
        """Keep a transcript of an interview held elsewhere as a session of its own; `close` grades it."""
        rubric = _rubric(services, imported.problem)
        session = cls(new_id(), services)
        session._append([replace(imported, digest=rubric.digest)])
        return session

    @classmethod
    def preview(cls, services: Services, problem: str, checkpoint: str, said: str = "") -> e.ProbePosed | None:
        """Return the follow-up that an interview would pose about one gap after these words; nothing is stored.

        None when no question about it is fit to be asked. InputError for an unknown problem.
        """
        rubric = _rubric(services, problem)
        phase = rubric.phase_of[checkpoint]
        begin = [e.Opened(problem, rubric.digest), e.PhaseAdvanced(phase), e.QuestionPosed(rubric.prompt, "opening")]
        session = cls("", services)
        session._interview = session._with([*begin, *([e.AnswerGiven(said)] if said.strip() else [])])
        return session._probe(Gap(rubric.checkpoint(checkpoint), phase, 1.0, "missed"), session._interview)

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
        return _rubric(self._services, self._interview.problem)

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
        interview = self._interview
        checkpoint_id = interview.aimed.checkpoint if interview.aimed else ""
        if not checkpoint_id:
            here = [g for g in self._gaps() if g.phase == interview.phase and g.checkpoint.hints]
            earlier = [h.checkpoint for h in interview.hints]
            checkpoint_id = next((c for c in earlier if c in {g.checkpoint.id for g in here}), "")
            checkpoint_id = checkpoint_id or (here[0].checkpoint.id if here else "")
        if not checkpoint_id:
            return None
        return self._hint_for(self.rubric.checkpoint(checkpoint_id))

    def _hint_for(self, checkpoint: Checkpoint) -> e.HintGiven | None:
        """Return the next hint for a checkpoint; one that gives the claim away before the third is passed over."""
        given = max((h.level for h in self._interview.hints if h.checkpoint == checkpoint.id), default=0)
        for level, text in list(enumerate(checkpoint.hints, 1))[given:]:
            if level >= LAST_HINT or not self._discretion().gives_away(text, checkpoint):
                return e.HintGiven(text, checkpoint.id, level)
        return None

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
            self._graded = (key, self._stored() or self._grade(interview))
        return override(self._graded[1], interview.overrides)

    def regrade(self) -> Scorecard:
        """Judge an interview that ended again, by the rubric and calibration of today; both judgments are kept."""
        found = as_dict(self._grade(self._interview))
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
            self._append(self._reply(self._interview))
        except StaleSession:
            self.refresh()
            if self._interview.owes_reply:
                raise

    # What to say next. Everything below is a function of the events, the rubric and the guide.

    def _reply(self, interview: Interview) -> list[e.Event]:
        nudge: list[e.Event] = [e.Nudged(_NUDGED)] if self._late(interview) else []
        if interview.just_skipped:
            return nudge + self._next_question(interview)
        read = self._read(interview)
        action = reading.ACTIONS[read.kind]
        if action in _REMARKS and (action == "wait" or interview.remarks < _MOST_REMARKS):
            return [*nudge, e.Remarked(_REMARKS[action], read.kind)]
        facts = self._facts(read, interview)
        if action == "reveal":
            return nudge + facts
        if interview.purpose == "closing" and action != "advance":
            return [*nudge, *facts, e.Remarked(_NOTED, read.kind)]
        if action == "deepen" and (question := self._deeper(interview)):
            return [*nudge, *facts, question]
        left: list[e.Event] = [e.Remarked(_LEFT, read.kind)] if action == "leave_gap" else []
        return nudge + facts + left + self._next_question(interview, leave_phase=action == "advance")

    def _read(self, interview: Interview) -> reading.Reading:
        stray = not spoken_of(self._heard(interview)) and self._strays(interview)
        return reading.read(interview.last_words, prompt=self.rubric.prompt, stray=stray)

    def _strays(self, interview: Interview) -> bool:
        rubric = self.rubric
        known = [rubric.prompt, *interview.questions[-1:], *(t for c in rubric.checkpoints for t in c.phrasings)]
        return reading.strays(interview.last_words, known, self._services.encoder)

    def _facts(self, read: reading.Reading, interview: Interview) -> list[e.Event]:
        only_known = read.kind != "clarifying"
        return [*reveal(read.questions, self.rubric, self._services.encoder, interview.told, only_known=only_known)]

    def _next_question(self, interview: Interview, *, leave_phase: bool = False) -> list[e.Event]:
        rubric = self.rubric
        card = self._heard(interview)
        found, spoke_of = gaps(rubric, card, interview), spoken_of(card)
        while gap := next_gap(rubric, found, interview, spoke_of=spoke_of, leave_phase=leave_phase):
            found = [other for other in found if other is not gap]
            if probe := self._probe(gap, interview):
                advance = [e.PhaseAdvanced(gap.phase)] if gap.phase != interview.phase else []
                return [*advance, probe]
        drill = bool(interview.opened and interview.opened.focus)
        if rubric.twist and not drill and rubric.twist not in interview.questions:
            return [e.QuestionPosed(rubric.twist, "twist")]
        if interview.purpose != "closing":
            return [e.QuestionPosed(_CLOSING, "closing")]
        return [e.Remarked(_NOTED, "closing")]

    def _probe(self, gap: Gap, interview: Interview) -> e.ProbePosed | None:
        found, missing = self._sections(gap, interview)
        sections = [f.section for f in found]
        discretion = self._discretion()

        def safe(question: Question) -> bool:
            section = cited(sections, question.section)
            return not discretion.objection(question.text, gap.checkpoint, section, interview.last_words)

        question = choose(gap, found, interview, self._services.encoder, safe=safe)
        if question is None:
            return None
        why = f"{_SO_FAR.get(gap.verdict, 'not said')} so far, worth {gap.value:g}; {_from(question)}{missing}"
        return self._worded(question, gap.checkpoint, why, cited(sections, question.section))

    def _deeper(self, interview: Interview) -> e.ProbePosed | None:
        """Follow a thin answer to a probe up once, on the candidate's own phrase, unless the gap is closed already."""
        aimed, card = interview.aimed, self._heard(interview)
        open_gaps = gaps(self.rubric, card, interview)
        if aimed is None or aimed.source == "candidate" or questions_left(self.rubric, open_gaps, interview) <= 0:
            return None
        if aimed.checkpoint not in {gap.id for gap in card.gaps}:
            return None
        checkpoint = self.rubric.checkpoint(aimed.checkpoint)
        question = deeper(checkpoint, interview.last_words, self._services.encoder)
        if question is None or question.text in interview.questions:
            return None
        if self._discretion().objection(question.text, checkpoint, said=interview.last_words):
            return None
        return e.ProbePosed(question.text, checkpoint.id, aimed.section, "candidate", "a thin answer: one step deeper")

    def _worded(self, question: Question, checkpoint: Checkpoint, why: str, section: Section | None) -> e.ProbePosed:
        opened = self._interview.opened
        persona = opened.persona if opened else "neutral"
        said = self._interview.last_words
        text, wording = self._services.phraser.phrase(question.text, last_words=said, persona=persona)
        if text != question.text and (no := self._discretion().objection(text, checkpoint, section, said)):
            text, wording = question.text, f"built-in: the wording of {wording} was refused, it {no}"
        return e.ProbePosed(text, checkpoint.id, question.section, question.source, why, wording)

    def _sections(self, gap: Gap, interview: Interview) -> tuple[list[FoundSection], str]:
        query = f"{gap.checkpoint.claim} {interview.last_words[-300:]}"
        try:
            found = self._services.guide.search(query, problem=self.rubric.id, phase=gap.phase, limit=3)
        except VivaError as error:
            return [], f"; the guide is not available: {error.message}"
        return found, ""

    def _discretion(self) -> Discretion:
        return Discretion(self.rubric, self._services.encoder, self._services.calibration())

    def _gaps(self) -> list[Gap]:
        return gaps(self.rubric, self._heard(self._interview), self._interview)

    def _late(self, interview: Interview) -> bool:
        minutes = interview.opened.minutes if interview.opened else 45
        return not interview.nudged and interview.elapsed >= NUDGE * 60 * minutes

    def _heard(self, interview: Interview) -> Scorecard:
        """Return what was said so far, which is all that the next question depends on."""
        services, rubric = self._services, self.rubric
        protected = sum(map(len, services.guide_texts()))
        by = (rubric.digest, interview.level, services.encoder.id, services.calibration(), protected)
        return services.listener.hear(interview.answer, by, lambda answer: self._judge(interview, answer))

    def _grade(self, interview: Interview) -> Scorecard:
        return self._judge(interview, interview.answer)

    def _judge(self, interview: Interview, answer: Answer) -> Scorecard:
        rubric = self.rubric
        return grade(
            rubric,
            answer,
            encoder=self._services.encoder,
            calibration=self._services.calibration(),
            protected=(*rubric.texts, *self._services.guide_texts()),
            level=_level(interview.level),
            warnings=interview.imported.warnings if interview.imported else (),
        )

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


def _rubric(services: Services, problem: str) -> Rubric:
    rubrics = services.rubrics()
    if problem not in rubrics:
        known = ", ".join(sorted(rubrics)) or "none"
        raise InputError(f"There is no problem '{problem}'.", f"Known: {known}.")
    return rubrics[problem]


def _first_phase(rubric: Rubric, focus: Sequence[str]) -> str:
    return next((rubric.phase_of[c] for c in focus if c in rubric.phase_of), rubric.phases[0].id)


def _check_focus(rubric: Rubric, focus: Sequence[str]) -> None:
    unknown = [c for c in focus if c not in rubric.phase_of]
    if unknown:
        hint = "Choose checkpoints of its scorecard."
        raise InputError(f"There is no checkpoint '{unknown[0]}' in '{rubric.id}'.", hint)


def _level(level: str) -> Level:
    return level if level in ("junior", "mid", "senior", "staff") else "senior"  # type: ignore[return-value]


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


def _from(question: Question) -> str:
    whose = {"rubric": "the rubric's question", "guide": "the guide's question", "candidate": "your own words"}
    return f"{whose[question.source]}, fit {question.fit:.2f}"
