"""What the interviewer says next. Everything here is a function of the events, the rubric and the guide."""

from grader.errors import VivaError
from grader.language.meaning import last_sentences
from grader.rubric import Checkpoint, Rubric
from grader.scorecard import Scorecard
from interviewer import events as e
from interviewer.interview import Interview
from interviewer.services import Services
from interviewer.turn import reading
from interviewer.turn.discretion import Discretion, cited
from interviewer.turn.judging import heard
from interviewer.turn.probing import (
    Gap,
    Question,
    choose,
    deeper,
    earned_last,
    gaps,
    guide_phases,
    next_gap,
    open_question,
    questions_left,
    spoken_of,
    wording,
)
from interviewer.turn.revealing import reveal
from library.guide import Section
from library.index.ports import FoundSection

LAST_HINT = 3
"""Level of the hint that may nearly give the answer."""
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


class Interviewer:
    """The interviewer at one moment of an interview."""

    def __init__(self, services: Services, interview: Interview) -> None:
        """Look at an interview as it stands; InputError when its rubric is gone."""
        self._services = services
        self._interview = interview
        self._rubric: Rubric = services.rubric(interview.problem)
        self._discretion = Discretion(self._rubric, services.encoder, services.calibration())

    def reply(self) -> list[e.Event]:
        """Return the reply to the candidate's last act: an answer or a skip."""
        interview = self._interview
        nudge: list[e.Event] = [e.Nudged(_NUDGED)] if self._late() else []
        if interview.just_skipped:
            return nudge + self.next_question()
        read = self._read()
        action = reading.ACTIONS[read.kind]
        if action in _REMARKS and (action == "wait" or interview.remarks < _MOST_REMARKS):
            return [*nudge, e.Remarked(_REMARKS[action], read.kind)]
        facts = self._facts(read)
        if action == "reveal":
            return nudge + facts
        if interview.purpose == "closing" and action != "advance":
            return [*nudge, *facts, e.Remarked(_NOTED, read.kind)]
        if action == "deepen" and (question := self._deeper()):
            return [*nudge, *facts, question]
        left: list[e.Event] = [e.Remarked(_LEFT, read.kind)] if action == "leave_gap" else []
        return nudge + facts + left + self.next_question(leave_phase=action == "advance")

    def next_question(self, *, leave_phase: bool = False) -> list[e.Event]:
        """Return the next question, with the change of phase before it if there is one."""
        rubric, interview = self._rubric, self._interview
        card = self._heard()
        found, spoke_of = gaps(rubric, card, interview), spoken_of(card)
        while gap := next_gap(rubric, found, interview, spoke_of=spoke_of, leave_phase=leave_phase):
            found = [other for other in found if other is not gap]
            if probe := self.probe(gap):
                advance = [e.PhaseAdvanced(gap.phase)] if gap.phase != interview.phase else []
                return [*advance, probe]
        if rubric.twist and not interview.focus and rubric.twist not in interview.questions:
            return [e.QuestionPosed(rubric.twist, "twist")]
        if interview.purpose != "closing":
            return [e.QuestionPosed(_CLOSING, "closing")]
        return [e.Remarked(_NOTED, "closing")]

    def probe(self, gap: Gap) -> e.ProbePosed | None:
        """Return the follow-up about a gap; None when no question about it is fit to be asked."""
        found, missing = self._sections(gap)
        sections = [f.section for f in found]

        def safe(question: Question) -> bool:
            section = cited(sections, question.section)
            return not self._discretion.objection(question.text, gap.checkpoint, section, self._interview.last_words)

        question = choose(gap, found, self._interview, self._services.encoder, safe=safe)
        question = question or open_question(gap, self._interview, safe=safe)
        if question is None:
            return None
        why = f"{_SO_FAR.get(gap.verdict, 'not said')} so far, worth {gap.value:g}; {_from(question)}{missing}"
        return self._worded(question, gap.checkpoint, why, cited(sections, question.section))

    def next_hint(self) -> e.HintGiven | None:
        """Return the hint that would be given now, or None."""
        interview = self._interview
        checkpoint_id = interview.aimed.checkpoint if interview.aimed else ""
        if not checkpoint_id:
            open_gaps = gaps(self._rubric, self._heard(), interview)
            here = [g.checkpoint.id for g in open_gaps if g.phase == interview.phase and g.checkpoint.hints]
            earlier = [h.checkpoint for h in interview.hints if h.checkpoint in here]
            checkpoint_id = next(iter([*earlier, *here]), "")
        return self._hint_for(self._rubric.checkpoint(checkpoint_id)) if checkpoint_id else None

    def _hint_for(self, checkpoint: Checkpoint) -> e.HintGiven | None:
        """Return the next hint for a checkpoint; one that gives the claim away before the third is passed over."""
        given = max((h.level for h in self._interview.hints if h.checkpoint == checkpoint.id), default=0)
        for level, text in list(enumerate(checkpoint.hints, 1))[given:]:
            if level >= LAST_HINT or not self._discretion.gives_away(text, checkpoint):
                return e.HintGiven(text, checkpoint.id, level)
        return None

    def _heard(self) -> Scorecard:
        return heard(self._services, self._interview)

    def _read(self) -> reading.Reading:
        rubric, interview = self._rubric, self._interview
        known = [rubric.prompt, *interview.questions[-1:], *(t for c in rubric.checkpoints for t in c.phrasings)]
        earned = earned_last(self._heard())
        stray = reading.strays(interview.last_words, known, self._services.encoder, earned)
        return reading.read(interview.last_words, prompt=rubric.prompt, stray=stray)

    def _facts(self, read: reading.Reading) -> list[e.Event]:
        told, only_known = self._interview.told, read.kind != "clarifying"
        return [*reveal(read.questions, self._rubric, self._services.encoder, told, only_known=only_known)]

    def _deeper(self) -> e.ProbePosed | None:
        """Follow a thin answer to a probe up once, on the candidate's own phrase, unless the gap is closed already."""
        interview, card = self._interview, self._heard()
        aimed, open_gaps = interview.aimed, gaps(self._rubric, card, interview)
        if aimed is None or aimed.source == "candidate" or questions_left(self._rubric, open_gaps, interview) <= 0:
            return None
        if aimed.checkpoint not in {gap.id for gap in card.gaps}:
            return None
        checkpoint = self._rubric.checkpoint(aimed.checkpoint)
        question = deeper(checkpoint, interview.last_words, self._services.encoder)
        if question is None or question.text in interview.questions:
            return None
        if self._discretion.objection(question.text, checkpoint, said=interview.last_words):
            return None
        return e.ProbePosed(question.text, checkpoint.id, aimed.section, "candidate", "a thin answer: one step deeper")

    def _worded(self, question: Question, checkpoint: Checkpoint, why: str, section: Section | None) -> e.ProbePosed:
        interview = self._interview
        persona = interview.opened.persona if interview.opened else "neutral"
        said = interview.last_words
        text, wording = self._services.phraser.phrase(question.text, last_words=said, persona=persona)
        if text != question.text and (no := self._discretion.objection(text, checkpoint, section, said)):
            text, wording = question.text, f"built-in: the wording of {wording} was refused, it {no}"
        return e.ProbePosed(text, checkpoint.id, question.section, question.source, why, wording)

    def _sections(self, gap: Gap) -> tuple[list[FoundSection], str]:
        query = f"{wording(gap.checkpoint)}\n{last_sentences(self._interview.last_words)}"
        try:
            found = self._services.guide.search(
                query, problem=self._rubric.id, phase=gap.phase, phases=guide_phases(self._rubric)
            )
        except VivaError as error:
            return [], f"; the guide is not available: {error.message}"
        return found, ""

    def _late(self) -> bool:
        interview = self._interview
        minutes = interview.opened.minutes if interview.opened else 45
        return not interview.nudged and interview.elapsed >= NUDGE * 60 * minutes


def _from(question: Question) -> str:
    if question.source == "open":
        return "the rubric has no question for it, so an open one"
    whose = {"rubric": "the rubric's question", "guide": "the guide's question", "candidate": "your own words"}
    return f"{whose[question.source]}, fit {question.fit:.2f}"
