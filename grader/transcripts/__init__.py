"""Transcripts of any known format -> utterances by speaker -> an answer to judge.

`contents` gives the bytes of a file, `read_transcript` detects the format and reads it, `suggest_candidate` guesses who
is judged, `to_answer` gives what the grader takes. `formats` holds one module per format; each says how well a text
fits it (`fits`) and reads it (`read`).
"""

from grader.transcripts.detection import read_transcript
from grader.transcripts.encoding import MAX_BYTES, contents
from grader.transcripts.roles import suggest_candidate, to_answer
from grader.transcripts.utterance import Transcript, Utterance

__all__ = ["MAX_BYTES", "Transcript", "Utterance", "contents", "read_transcript", "suggest_candidate", "to_answer"]
