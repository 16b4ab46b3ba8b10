"""How an interview begins: its first events, and a preview of one question."""

from collections.abc import Sequence

from grader.errors import InputError
from grader.rubric import Rubric
from interviewer import events as e
from interviewer.interview import Interview, replay
from interviewer.services import Services
from interviewer.turn.probing import Gap
from interviewer.turn.replying import Interviewer


def begin(services: Services, rubric: Rubric, opened: e.Opened) -> list[e.Event]:
    """Return the first events: the prompt as a question or, in a drill, the prompt and a question about a checkpoint.

    InputError for a checkpoint of the drill that the rubric does not have.
    """
    _check_focus(rubric, opened.focus)
    phase = rubric.phase_of[opened.focus[0]] if opened.focus else rubric.phases[0].id
    events: list[e.Event] = [opened, e.PhaseAdvanced(phase)]
    if not opened.focus:
        return [*events, e.QuestionPosed(rubric.prompt, "opening")]
    events.append(e.Remarked(rubric.prompt, "drill"))
    return events + Interviewer(services, _after(services, events)).next_question()


def preview(services: Services, problem: str, checkpoint: str, answer: str = "") -> e.ProbePosed | None:
    """Return the follow-up question about one gap after an answer; nothing is stored.

    None when no question about it is fit to be asked. InputError for an unknown problem.
    """
    rubric = services.rubric(problem)
    phase = rubric.phase_of[checkpoint]
    events = [e.Opened(problem, rubric.digest), e.PhaseAdvanced(phase), e.QuestionPosed(rubric.prompt, "opening")]
    interview = _after(services, [*events, *([e.AnswerGiven(answer)] if answer.strip() else [])])
    return Interviewer(services, interview).probe(Gap(rubric.checkpoint(checkpoint), phase, 1.0, "missed"))


def _after(services: Services, events: Sequence[e.Event]) -> Interview:
    at = services.clock.now()
    return replay(e.Recorded(i, at, event) for i, event in enumerate(events))


def _check_focus(rubric: Rubric, focus: Sequence[str]) -> None:
    unknown = [c for c in focus if c not in rubric.phase_of]
    if unknown:
        hint = "Choose checkpoints of its scorecard."
        raise InputError(f"There is no checkpoint '{unknown[0]}' in '{rubric.id}'.", hint)
