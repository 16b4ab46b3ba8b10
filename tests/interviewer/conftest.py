"""What tests of the interviewer share: an index of the shipped guide, built once, and a session that was opened."""

from pathlib import Path

import pytest

from interviewer.services import Services
from interviewer.session import Session
from tests.fakes import services


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an index of the shipped guide, made with the shipped encoder."""
    from interviewer import __main__ as terminal

    folder = tmp_path_factory.mktemp("viva")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIVA_DATA", str(folder))
        assert terminal.main(["index"]) == 0
    return folder


@pytest.fixture
def world() -> Services:
    """What the session of `session` runs on."""
    return services()


@pytest.fixture
def session(world: Services) -> Session:
    """A session of the toy problem, at its opening question."""
    return Session.open(world, "toy")
