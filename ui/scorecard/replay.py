"""Replay: the transcript, highlighted by verdict, beside the checkpoints; each side highlights the other.

The markup is made and escaped here; `replay.js` only highlights, filters and moves the focus.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.text import seconds_clock

if TYPE_CHECKING:
    from grader.answer import Answer, Turn
    from grader.scorecard import CheckpointScore, Scorecard

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "viva_replay", css=(_HERE / "replay.css").read_text(), js=(_HERE / "replay.js").read_text()
)
_STRENGTH = ("contradicted", "met", "partial")
"""Which verdict colors words that several checkpoints quote, first to last."""


def replay_view(scorecard: "Scorecard", *, key: str = "replay") -> None:
    """Show the two panes."""
    st.caption(
        "Point at or click marked words or a checkpoint to highlight the other side. "
        "The arrow keys move between checkpoints."
    )
    _component(key=key, data=replay_html(scorecard))


def replay_html(scorecard: "Scorecard") -> str:
    """Return the markup of both panes, with the filters above them."""
    return (
        f'<div class="replay">{_filters(scorecard)}<div class="panes">'
        f'<section class="pane said" tabindex="0" aria-label="Transcript">{"".join(_turns(scorecard))}</section>'
        f'<section class="pane judged" tabindex="0" aria-label="Checkpoints">{_checkpoints(scorecard)}</section>'
        '</div><p class="status" role="status"></p></div>'
    )


def _filters(scorecard: "Scorecard") -> str:
    from grader.report.formats import VERDICTS

    count: Counter[str] = Counter(c.verdict for c in scorecard.checkpoints)
    boxes = "".join(
        f'<label class="{v}"><input type="checkbox" data-show="{v}"> {VERDICTS[v][0]} {VERDICTS[v][1]} '
        f"({count[v]})</label>"
        for v in VERDICTS
        if v in count
    )
    return (
        f'<fieldset class="filters"><legend>Show</legend>{boxes}'
        '<label><input type="checkbox" data-unmatched> underline sentences no checkpoint used</label>'
        '<span class="steps"><button type="button" data-step="-1">← Previous</button> '
        '<button type="button" data-step="1">Next →</button></span></fieldset>'
    )


def _turns(scorecard: "Scorecard") -> Iterator[str]:
    for i, turn in enumerate(scorecard.answer.turns):
        body = _marked(i, turn, scorecard) if turn.speaker == "candidate" else escape(turn.text)
        time = "" if turn.seconds is None else f' <span class="time">{seconds_clock(turn.seconds)}</span>'
        yield (
            f'<div class="turn {turn.speaker}"><p class="who">{turn.speaker.capitalize()}{time}</p>'
            f'<p class="words">{body}</p></div>'
        )


def _marked(place: int, turn: "Turn", scorecard: "Scorecard") -> str:
    """Return a candidate's turn as markup, cut where a quote or a sentence begins or ends; quotes are buttons."""
    from grader.language.sentences import units

    quotes = [(c, c.evidence.span) for c in scorecard.checkpoints if c.evidence and c.evidence.span.turn == place]
    nearest = [(c, c.closest.span) for c in scorecard.checkpoints if c.closest and c.closest.span.turn == place]
    sentences = units(turn.text)
    spans = [(s.start, s.end) for _, s in (*quotes, *nearest)] + sentences
    cuts = sorted({0, len(turn.text), *(a for a, _ in spans), *(b for _, b in spans)})

    def marks(a: int, b: int) -> _Marks:
        return _Marks(
            tuple(c for c, s in quotes if s.start <= a and b <= s.end),
            tuple(c for c, s in nearest if s.start <= a and b <= s.end),
            any(x <= a and b <= y for x, y in sentences),
        )

    pieces: list[tuple[_Marks, str]] = []
    for a, b in pairwise(cuts):
        text, mark = turn.text[a:b], marks(a, b)
        if pieces and (mark.said, mark.near) == (pieces[-1][0].said, pieces[-1][0].near) and (mark.said or mark.near):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + text)
        else:
            pieces.append((mark if text.strip() else _Marks(), text))
    return "".join(_piece(mark, text) for mark, text in pieces)


@dataclass(frozen=True)
class _Marks:
    """Which checkpoints quote a piece of a turn (`said`) or come closest to it (`near`)."""

    said: "tuple[CheckpointScore, ...]" = ()
    near: "tuple[CheckpointScore, ...]" = ()
    in_sentence: bool = False


def _piece(mark: _Marks, text: str) -> str:
    from grader.report.formats import VERDICTS

    words = escape(text)
    closest = f' data-near="{escape(" ".join(c.id for c in mark.near))}"' if mark.near else ""
    if not mark.said:
        return f'<span class="{"unmatched" if mark.in_sentence else ""}"{closest}>{words}</span>'
    verdict = min(
        (c.verdict for c in mark.said), key=lambda v: _STRENGTH.index(v) if v in _STRENGTH else len(_STRENGTH)
    )
    ids = escape(" ".join(c.id for c in mark.said))
    sign = f'<span class="sign" aria-hidden="true">{VERDICTS[verdict][0]}</span>'
    return f'<span class="quote {verdict}" role="button" tabindex="0" data-said="{ids}"{closest}>{sign}{words}</span>'


def _checkpoints(scorecard: "Scorecard") -> str:
    blocks = []
    for phase in scorecard.phases:
        buttons = "".join(_checkpoint(c, scorecard.answer) for c in phase.checkpoints)
        blocks.append(f'<div class="phase"><p class="name">{escape(phase.name)}</p>{buttons}</div>')
    return "".join(blocks)


def _checkpoint(score: "CheckpointScore", answer: "Answer") -> str:
    from grader.report.formats import VERDICTS, sentence

    sign, word = VERDICTS[score.verdict]
    where = score.evidence or score.closest
    label = "" if where is None else f"{'Turn' if score.evidence else 'Closest: turn'} {where.span.turn + 1}"
    if where is not None and (at := answer.turns[where.span.turn].seconds) is not None:
        label += f" at {seconds_clock(at)}"
    facts = [
        word,
        *(["beyond the level"] if not score.expected else []),
        *(["overruled"] if score.overruled else []),
        label,
    ]
    return (
        f'<button type="button" class="checkpoint {score.verdict}" data-checkpoint="{escape(score.id)}" '
        f'data-verdict="{score.verdict}" aria-pressed="false">'
        f'<span class="claim"><span class="sign" aria-hidden="true">{sign}</span> {escape(score.claim)}</span>'
        f'<span class="facts">{escape(" · ".join(filter(None, facts)))}</span>'
        f'<span class="why">{escape(sentence(score))}</span></button>'
    )
