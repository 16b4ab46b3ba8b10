"""What the first turns of an interview would wait for, done while the candidate still thinks."""

from grader.answer import Answer, Turn
from grader.language.leaks import sentences
from interviewer import events as e
from interviewer.interview import replay
from interviewer.services import Services
from interviewer.session import Session
from interviewer.turn.judging import judge
from interviewer.turn.revealing import whole

_HELLO = "Hello, I am ready to begin with the design now."


def rehearse(services: Services, problem: str) -> None:
    """Judge a greeting and look for one question about each checkpoint; nothing is stored, only remembered.

    InputError for an unknown problem, CalibrationError without a calibration.
    """
    rubric = services.rubric(problem)
    interview = replay([e.Recorded(0, 0.0, e.Opened(problem, rubric.digest))])
    judge(services, interview, Answer((Turn("candidate", _HELLO),)))
    services.encoder.encode(
        [text for fact in rubric.reveals for text in (*fact.ask, *sentences(fact.answer), whole(fact))]
    )
    for checkpoint in rubric.checkpoints:
        Session.preview(services, problem, checkpoint.id)
