"""Challenge a verdict: a person's word over the grader's, with a reason, beside the original and undone at will."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, cast

import streamlit as st

from ui.parts.state import keep, kept, take
from ui.parts.text import escaped, html

if TYPE_CHECKING:
    from grader.scorecard import CheckpointScore, Scorecard, Verdict
    from interviewer.session import Session


def challenge_view(session: "Session", scorecard: "Scorecard", *, key: str = "challenge") -> None:
    """Offer to overrule a checkpoint, and list what was overruled with a way back."""
    from grader.report.formats import VERDICTS

    st.caption("The score follows at once. The grader's verdict is kept, and undo restores it exactly.")
    if (failed := take(f"{key}_failed")) is not None:
        st.error(escaped(failed))
    by_id = {c.id: c for c in scorecard.checkpoints}
    chosen = st.selectbox(
        "Checkpoint",
        list(by_id),
        key=f"{key}_checkpoint",
        format_func=lambda i: f"{VERDICTS[by_id[i].verdict][0]} {by_id[i].claim}",
    )
    with st.form(f"{key}_form", border=False):
        verdict = st.radio(
            "Your verdict", list(VERDICTS), key=f"{key}_verdict", horizontal=True, index=None,
            format_func=lambda v: f"{VERDICTS[v][0]} {VERDICTS[v][1]}",
        )  # fmt: skip
        reason = st.text_input("Reason", key=f"{key}_reason", max_chars=500)
        who = st.text_input(
            "Your name",
            key=f"{key}_who",
            value=kept("who", ""),
            max_chars=80,
            help="Kept with the verdict; may stay empty.",
        )
        pressed = st.form_submit_button("Override")
    if pressed:
        keep("who", who)
        if verdict is None:
            keep(f"{key}_failed", "Choose your verdict first.")
            st.rerun()
        _act(lambda: session.overrule(chosen, cast("Verdict", verdict), reason, who), key)
    overruled = [c for c in scorecard.checkpoints if c.overruled]
    for checkpoint in overruled:
        _overruled(checkpoint)
        if st.button(
            "Undo", key=f"{key}_undo_{checkpoint.id}", help=escaped(f"Go back to the grader's verdict: {checkpoint.id}")
        ):
            _act(partial(session.undo_override, checkpoint.id), key)
    if overruled:
        _labels(session, scorecard, key)


def _overruled(checkpoint: "CheckpointScore") -> None:
    from grader.report.formats import VERDICTS

    by = checkpoint.overruled
    assert by is not None
    when = datetime.fromtimestamp(by.when, UTC).strftime("%Y-%m-%d %H:%M UTC")
    html(
        '<div class="viva"><p><strong>$claim</strong></p>'
        '<p>$before → $after <span class="quiet">by $who, $when</span></p><p>$reason</p></div>',
        claim=checkpoint.claim,
        before=" ".join(VERDICTS[by.graded.verdict]),
        after=" ".join(VERDICTS[checkpoint.verdict]),
        who=by.who or "somebody unnamed",
        when=when,
        reason=by.reason,
    )


def _labels(session: "Session", scorecard: "Scorecard", key: str) -> None:
    """Offer the overrides as labeled rows, which `calibrate` and `agree` read."""
    from grader.errors import InputError
    from grader.overrides import labeled_rows, to_jsonl

    try:
        rows = labeled_rows(session.rubric, scorecard, session.id)
    except InputError as error:
        st.caption(escaped(f"No labels: {error.message}"))
        return
    if rows:
        st.download_button(
            "Labels", to_jsonl(rows), f"labels-{scorecard.rubric}.jsonl", "application/x-ndjson", key=f"{key}_labels",
            on_click="ignore", help="Your verdicts as JSON lines for `python -m grader calibrate` and `agree`.",
        )  # fmt: skip


def _act(act: Callable[[], None], key: str) -> None:
    from grader.errors import VivaError

    try:
        act()
    except VivaError as error:
        keep(f"{key}_failed", str(error))
    st.rerun()
