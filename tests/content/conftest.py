"""The real encoder, shared by all content tests: every text is encoded once."""

import pytest

from grader.adapters.encoder import SentenceTransformerEncoder
from tests.content.shipped import shelf


@pytest.fixture(scope="session")
def encoder() -> SentenceTransformerEncoder:
    encoder = SentenceTransformerEncoder()
    encoder.encode([text for rubric in shelf().rubrics.values() for text in rubric.texts])
    return encoder
