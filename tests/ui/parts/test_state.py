"""State: the one file that touches what Streamlit keeps for a tab or a server."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ELSEWHERE = sorted({*(ROOT / "ui").rglob("*.py"), ROOT / "app.py"} - {ROOT / "ui" / "parts" / "state.py"})


@pytest.mark.parametrize("kept_by_streamlit", ["session_state", "cache_resource", "query_params"])
def test_no_other_file_touches(kept_by_streamlit):
    touching = [
        str(path.relative_to(ROOT)) for path in ELSEWHERE if f"st.{kept_by_streamlit}" in path.read_text("utf-8")
    ]
    assert touching == []
