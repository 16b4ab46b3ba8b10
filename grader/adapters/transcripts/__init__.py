"""Transcripts of any known format -> utterances by speaker -> an answer to judge."""

from grader.adapters.transcripts.reading import MAX_BYTES, read_transcript
from grader.adapters.transcripts.roles import suggest_candidate, to_answer
from grader.adapters.transcripts.utterance import Transcript, Utterance

__all__ = ["MAX_BYTES", "Transcript", "Utterance", "read_transcript", "suggest_candidate", "to_answer"]
