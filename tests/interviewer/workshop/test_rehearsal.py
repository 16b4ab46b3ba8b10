"""What the first turns would wait for is done before, and leaves no trace."""

from interviewer.session import Session
from interviewer.workshop.rehearsal import rehearse
from tests.fakes import StemEncoder, services
from tests.interviewer.turns import VAGUE


class Remembering(StemEncoder):
    """Knows which texts it was asked for first while `seen` was recorded."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def encode(self, texts):
        self.seen |= {*texts}
        return super().encode(texts)

    def words(self, texts):
        self.seen |= {*texts}
        return super().words(texts)


def test_after_it_a_turn_encodes_its_own_words_only():
    encoder = Remembering()
    held = services(encoder=encoder)
    rehearse(held, "toy")
    before, encoder.seen = encoder.seen, set()
    Session.open(held, "toy").answer(VAGUE)
    assert encoder.seen - before == {VAGUE}


def test_it_stores_nothing():
    held = services()
    rehearse(held, "toy")
    assert held.events.sessions() == []
