"""The Progress page: every past interview, what became better, and what to work on."""

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.badges import rubric_name
from ui.parts.state import forget, keep, kept, show_review, show_session, start, take
from ui.parts.text import escaped, filled, html, moment, style, wide_tables
from ui.parts.uploader import uploader
from ui.parts.waiting import watch_start
from ui.progress.comparing import REFUSED, compare_view, heatmap_view, time_view, trend_view, weakest_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewer.records.history import Attempt
    from interviewer.wiring import App

_MOST_ROWS = 100
_NOTICE, _CONFIRM = "progress_notice", "progress_confirm"
_ALL = "*"  # stands for all interviews where a confirmation asks about one


def _page() -> None:
    from grader.errors import VivaError
    from interviewer.records.history import attempts

    st.title("Progress", anchor=False)
    app = start().app
    if app is None:
        watch_start()
        return
    if notice := take(_NOTICE):
        st.success(escaped(notice))
    if refused := take(REFUSED):
        st.error(escaped(refused))
    try:
        found = attempts(app.services.events)
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    if not found:
        _empty()
        _archive(app, empty=True)
        return
    titles = {i: rubric_name(r) for i, r in app.content.playable().items()}
    _table(found, titles)
    _actions(app, found, titles)
    _archive(app, empty=False)
    _over_time(app, found, titles)


def _empty() -> None:
    st.info("No interview yet. Everything you finish or bring is listed here, and nothing is made up before.")
    with st.container(horizontal=True):
        st.page_link("ui/interview/page.py", label="Start a mock interview", icon="🎙️")
        st.page_link("ui/review/page.py", label="Grade a transcript you have", icon="📄")


def _title(attempt: "Attempt", titles: "Mapping[str, str]") -> str:
    return attempt.title or titles.get(attempt.problem, attempt.problem) or "Unreadable interview"


def _name(attempt: "Attempt", titles: "Mapping[str, str]") -> str:
    when = moment(attempt.at) if attempt.at else attempt.session[:8]
    return f"{when} · {_title(attempt, titles)} · {_outcome(attempt)}"


def _names(found: "Sequence[Attempt]", titles: "Mapping[str, str]") -> dict[str, str]:
    """Return a name for each session; Streamlit tells options apart by their names, so no two are equal."""
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for attempt in reversed(found):  # the oldest keeps the plain name
        name = _name(attempt, titles)
        seen[name] += 1
        names[attempt.session] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def _outcome(attempt: "Attempt") -> str:
    from grader.report.formats import percent

    if attempt.status != "finished":
        return attempt.status
    return percent(attempt.score) if attempt.score is not None else "no score"


def _table(found: "Sequence[Attempt]", titles: "Mapping[str, str]") -> None:
    from grader.report.formats import percent

    heads = ("When", "Problem", "Score", "Coverage", "Status", "Source", "Level", "Minutes", "Hints", "Overruled")
    rows = []
    for a in found[:_MOST_ROWS]:
        cells = (
            moment(a.at) if a.at else "–",
            _title(a, titles),
            percent(a.score),
            percent(a.coverage),
            a.status if not a.fault else f"{a.status}: {a.fault}",
            f"{a.source} {a.name}".strip(),
            a.level or "–",
            f"{a.minutes:.0f}" if a.minutes else "–",
            str(a.hints),
            str(a.overrides),
        )
        rows.append("<tr>" + "".join(filled("<td>$cell</td>", cell=cell) for cell in cells) + "</tr>")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    _wide(f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>", "Past interviews")
    if len(found) > _MOST_ROWS:
        st.caption(f"The newest {_MOST_ROWS} of {len(found)} interviews. All of them count below.")


def _wide(inner: str, label: str) -> None:
    """Show a table that scrolls by itself on a narrow screen."""
    st.html(f'<div class="viva wide" tabindex="0" role="region" aria-label="{label}"><table>{inner}</table></div>')


def _actions(app: "App", found: "Sequence[Attempt]", titles: "Mapping[str, str]") -> None:
    by_id, names = {a.session: a for a in found}, _names(found, titles)
    chosen = st.selectbox("Interview", list(by_id), format_func=names.__getitem__, key="progress_chosen")
    with st.container(horizontal=True):
        if st.button("Open", key="progress_open", disabled=by_id[chosen].status == "damaged"):
            _open(by_id[chosen])
        st.button("Delete", key="progress_delete", on_click=keep, args=(_CONFIRM, chosen))
        st.button("Delete all", key="progress_delete_all", on_click=keep, args=(_CONFIRM, _ALL))
    _again(app, found)
    asked = kept(_CONFIRM)
    if asked == _ALL or asked in by_id:
        what = f"all {len(found)} interviews" if asked == _ALL else f"“{names[asked]}”"
        with st.container(border=True):
            html("<p>Delete $what? Its words, its scorecard and its verdicts are gone for good.</p>", what=what)
            with st.container(horizontal=True):
                doomed = list(by_id) if asked == _ALL else [asked]
                if st.button("Delete now", type="primary", key="progress_delete_now"):
                    _delete(app, doomed)
                st.button("Keep", key="progress_keep", on_click=take, args=(_CONFIRM,))


def _again(app: "App", found: "Sequence[Attempt]") -> None:
    """Offer to judge old attempts again where rubric, guide, encoder or calibration changed; both judgments stay."""
    from grader.errors import VivaError
    from interviewer.session import Session

    if not start().judging.is_set():
        return
    try:
        today = app.signatures()
    except VivaError:
        return  # no calibration: the start page says so
    old = [
        a for a in found if a.status == "finished" and a.signature and a.signature != today.get(a.problem, a.signature)
    ]
    if not old:
        return
    many = f"{len(old)} interviews were" if len(old) > 1 else "1 interview was"
    st.caption(f"{many} graded before the rubric, the guide, the encoder or the calibration changed.")
    if st.button("Grade again", key="progress_regrade", help="Earlier judgments are kept beside the new ones."):
        bar = st.progress(0.0, "Grading …")
        try:
            for n, attempt in enumerate(old):
                bar.progress(n / len(old), f"Grading {n + 1} of {len(old)} …")
                Session(attempt.session, app.services).refresh().regrade()
        except VivaError as error:
            st.error(escaped(str(error)))
            return
        keep(_NOTICE, f"Graded {len(old)} interview{'s' if len(old) != 1 else ''} again. Earlier judgments are kept.")
        st.rerun()


def _archive(app: "App", *, empty: bool) -> None:
    """Offer all interviews as one file, and take such a file in."""
    from grader.errors import VivaError
    from interviewer.records import archive

    with st.expander("Move or keep a copy"):
        if not empty:
            roles = st.checkbox(
                "Names as roles", key="progress_roles",
                help="People that speaker labels or overruled verdicts name become [candidate], [interviewer], "
                "[reviewer] or [person], wherever they are spoken of, and files lose their names.",
            )  # fmt: skip
            st.download_button(
                "Export all", lambda: "".join(archive.write(app.services.events, roles=roles)),
                "viva-interviews.jsonl",
                "application/x-ndjson", key="progress_export", on_click="ignore",
                help="Every interview with its scorecards and overruled verdicts, one event a line.",
            )  # fmt: skip
        file = uploader("Archive", type=["jsonl"], key="progress_archive")
        if st.button("Import", key="progress_import", disabled=file is None) and file is not None:
            try:
                added, known = archive.read(file.getvalue().decode("utf-8", "replace"), app.services.events)
            except VivaError as error:
                st.error(escaped(str(error)))
            else:
                keep(_NOTICE, f"Imported {added} interviews; {known} were here already.")
                st.rerun()


def _open(attempt: "Attempt") -> None:
    if attempt.source == "imported":
        show_review(attempt.session)
        st.switch_page("ui/review/page.py")
    show_session(attempt.session)
    st.switch_page("ui/interview/page.py")


def _delete(app: "App", sessions: "Sequence[str]") -> None:
    from grader.errors import VivaError

    try:
        for session in sessions:
            app.services.events.delete(session)
            forget(session)
    except VivaError as error:
        st.error(escaped(str(error)))
        return
    take(_CONFIRM)
    keep(_NOTICE, f"Deleted {len(sessions)} interview{'s' if len(sessions) != 1 else ''}.")
    st.rerun()


def _over_time(app: "App", found: "Sequence[Attempt]", titles: "Mapping[str, str]") -> None:
    graded = [a for a in found if a.checkpoints]
    if not graded:
        st.info("Trends and comparisons begin with the first interview that has a scorecard.")
        return
    st.header("Over time", anchor=False)
    problems = list(dict.fromkeys(a.problem for a in graded))
    problem = st.selectbox(
        "Problem", problems, key="progress_problem",
        format_func=lambda p: f"{titles.get(p, p)} ({sum(a.problem == p for a in graded)})",
    )  # fmt: skip
    mine = [a for a in graded if a.problem == problem]
    trend_view(mine)
    heatmap_view(mine)
    time_view(mine)
    compare_view(mine, _names(mine, titles))
    weakest_view(app, mine)


style()
wide_tables()
st.html("<style>[data-testid='stMainBlockContainer'] { max-width: 72rem; }</style>")
_page()
