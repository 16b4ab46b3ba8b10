"""Wording: built in, or by a chat model that never decides what is asked."""

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from interviewer.adapters.llm_phraser import LlmPhraser, connect
from interviewer.adapters.plain_phraser import PERSONAS, PlainPhraser
from interviewer.session import Session
from tests.fakes import a_rubric, services

QUESTION = "How would you notice that it works badly?"


def model(*answers):
    return GenericFakeChatModel(messages=iter([AIMessage(a) if isinstance(a, str) else a for a in answers]))


def phrased(*answers, persona="neutral"):
    return LlmPhraser(model(*answers), "fake:model", PlainPhraser()).phrase(QUESTION, last_words="x", persona=persona)


class TestPlain:
    @pytest.mark.parametrize("persona", [*PERSONAS, "unheard of"])
    def test_keeps_the_question_whole(self, persona):
        text, wording = PlainPhraser().phrase(QUESTION, last_words="", persona=persona)
        assert text.endswith(QUESTION) and wording == "built-in" and text.count("?") == 1

    def test_is_the_same_every_time(self):
        assert len({PlainPhraser().phrase(QUESTION, last_words=x, persona="warm") for x in "abc"}) == 1


class TestModel:
    def test_a_good_wording_is_taken_and_named(self):
        assert phrased('"What would tell you it fails?"') == ("What would tell you it fails?", "fake:model")

    @pytest.mark.parametrize(
        "answer",
        ["What fails? And why?", "It would fail.", "", "so " * 61 + "?", "Sure! What fails? Good luck."],
        ids=["two questions", "a statement", "nothing", "too long", "chatter after it"],
    )
    def test_what_is_not_one_question_falls_back_visibly(self, answer):
        text, wording = phrased(answer)
        assert text == QUESTION
        assert wording.startswith("built-in") and "fake:model did not answer with one question" in wording

    def test_a_provider_that_fails_falls_back_visibly(self):
        class Broken:
            def invoke(self, _):
                raise TimeoutError("no provider")

        text, wording = LlmPhraser(Broken(), "fake:model", PlainPhraser()).phrase(
            QUESTION, last_words="", persona="warm"
        )
        assert text.endswith(QUESTION) and "fake:model failed (TimeoutError)" in wording

    def test_the_candidates_words_are_context_and_cut(self):
        class Listening:
            def invoke(self, messages):
                self.heard = messages
                return AIMessage("Why?")

        heard = Listening()
        LlmPhraser(heard, "m", PlainPhraser()).phrase(QUESTION, last_words="a" * 5000, persona="brisk")
        assert len(heard.heard[1].content) < 1000 and "short and direct" in heard.heard[0].content

    @pytest.mark.parametrize("name", ["nosuchprovider:model", "openai:gpt-x", "nonsense"])
    def test_a_model_that_cannot_be_made_is_a_visible_fallback(self, name, monkeypatch):
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        text, wording = connect(name, PlainPhraser()).phrase(QUESTION, last_words="", persona="neutral")
        assert text == QUESTION and f"{name} cannot be used" in wording


class TestInASession:
    def probe(self, *answers):
        phraser = LlmPhraser(model(*answers), "fake:model", PlainPhraser())
        return Session.open(services(phraser=phraser), "toy", focus=["measure"]).interview.probes[-1]

    def test_a_good_wording_is_asked(self):
        probe = self.probe("What would tell you that it fails?")
        assert (probe.text, probe.wording) == ("What would tell you that it fails?", "fake:model")

    def test_a_leak_is_refused(self):
        probe = self.probe("Is it the share of letters that reach the right drawer?")
        assert probe.text in a_rubric().checkpoint("measure").probes
        assert "refused" in probe.wording and "shares" in probe.wording
