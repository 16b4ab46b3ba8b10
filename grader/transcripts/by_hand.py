"""What a person corrects in a transcript: who says which paragraph, and where another problem begins."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from grader.language.sentences import units
from grader.transcripts import quality
from grader.transcripts.utterance import Transcript, Utterance, joined

INTERVIEWER, CANDIDATE = "Interviewer", "Candidate"
"""Labels for speakers that had none."""
NOBODY = ""
"""Given to a piece, it leaves the piece out."""
_LONG = 60
"""Words of a piece without breaks; longer ones are cut at sentences."""
_OPENS = re.compile(
    r"(?:(?:please|now|next|then|okay|ok|so|let'?s)[,:]?\s+){0,3}(?:design|build|tell me|walk me|imagine|suppose)\b",
    re.I,
)


def pieces(transcript: Transcript) -> tuple[Utterance, ...]:
    """Return what can be given a speaker and begin a part: turns, and paragraphs where it is not known who speaks."""
    alone = _one_speaker(transcript)
    return tuple(
        piece for u in transcript.utterances for piece in (_paragraphs(u) if alone or quality.nobody(u.label) else [u])
    )


def unsure(found: Sequence[Utterance], transcript: Transcript) -> list[int]:
    """Return the pieces by index of which a person may have to say who speaks: nobody is named, or one speaker is."""
    alone = _one_speaker(transcript)
    return [i for i, piece in enumerate(found) if alone or quality.nobody(piece.label)]


def _one_speaker(transcript: Transcript) -> bool:
    return len({label.casefold() for label in transcript.labels}) == 1


def guess(piece: Utterance) -> str:
    """Return who probably says a piece without a label: short questions and tasks are the interviewer's."""
    text = piece.text.strip()
    asks = text.endswith("?") or bool(_OPENS.match(text))
    return INTERVIEWER if asks and len(text.split()) <= _LONG else CANDIDATE


def corrected(transcript: Transcript, speakers: Mapping[int, str], starts: Collection[int]) -> tuple[Transcript, ...]:
    """Return the transcript as corrected, in one part or in several.

    `speakers` gives labels to pieces by their index, NOBODY leaves one out; a part begins at each piece in `starts`.
    Parts without words are dropped. Without corrections it is the transcript itself.
    """
    if not speakers and not starts:
        return (transcript,)
    parts: list[list[Utterance]] = [[]]
    starts = frozenset(starts)
    for i, piece in enumerate(pieces(transcript)):
        if i in starts and parts[-1]:
            parts.append([])
        label = speakers.get(i, piece.label)
        if i not in speakers or label != NOBODY:
            parts[-1].append(replace(piece, label=label))
    whole = len(parts) == 1
    return tuple(_part(transcript, part, whole) for part in parts if any(u.text.strip() for u in part))


def _part(transcript: Transcript, said: list[Utterance], whole: bool) -> Transcript:
    """Return one part with the warnings that are its own; only the whole keeps what the file says of its problem."""
    part = replace(transcript, utterances=joined(said, "\n\n"), warnings=())
    if not whole:
        part = replace(part, problem="", reached=None, skipped=())
    return replace(part, warnings=quality.warnings(part))


def _paragraphs(utterance: Utterance) -> Iterator[Utterance]:
    """Cut at empty lines, else at line ends, else at sentences; only the first keeps the time."""
    for separator in (r"\n[ \t]*\n", r"\n"):
        texts = [text.strip() for text in re.split(separator, utterance.text) if text.strip()]
        if len(texts) > 1:
            break
    seconds = utterance.seconds
    for piece in (piece for text in texts for piece in _pieces(text)):
        yield replace(utterance, text=piece, seconds=seconds)
        seconds = None


def _pieces(text: str) -> Iterator[str]:
    if len(text.split()) <= 2 * _LONG:
        yield text
        return
    held: list[str] = []
    for start, end in units(text):
        held.append(text[start:end])
        if sum(len(h.split()) for h in held) >= _LONG or held[-1].endswith("?"):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)
