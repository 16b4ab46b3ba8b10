"""An interview with roles in place of names: every event type, those to come included."""

from dataclasses import dataclass

from interviewer import events as e
from interviewer.records.anonymous_events import with_roles


@dataclass(frozen=True)
class Whispered(e.Event):
    """An event type that the module does not know."""

    text: str
    to: tuple[str, ...]
    seconds: float


def test_an_unknown_event_type_loses_its_names_too():
    recorded = [e.Recorded(0, 0.0, Whispered("Dana, ask Robin.", ("Robin",), 1.5))]
    (shown,) = with_roles(recorded, {"Dana": "candidate", "Robin": "interviewer"})
    assert shown.event == Whispered("[candidate], ask [interviewer].", ("[interviewer]",), 1.5)


def test_an_event_of_ids_alone_stays_as_it_is():
    recorded = [e.Recorded(0, 0.0, e.Opened("dana", "00", focus=("robin",))), e.Recorded(1, 0.0, e.Closed("candidate"))]
    assert with_roles(recorded, {"Dana": "candidate", "Robin": "interviewer"}) == recorded
