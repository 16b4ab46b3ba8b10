"""The web door: page title and navigation, nothing else."""

import streamlit as st

from ui.state import keep_session_in_address, start

st.set_page_config(page_title="Viva", page_icon="🎙️", layout="wide")
start()
pages = [
    st.Page("ui/interview.py", title="Interview", icon="🎙️", url_path="interview", default=True),
    st.Page("ui/review.py", title="Review", icon="📄", url_path="review"),
    st.Page("ui/progress.py", title="Progress", icon="📈", url_path="progress"),
    st.Page("ui/workbench.py", title="Workbench", icon="🛠️", url_path="workbench"),
]
page = st.navigation(pages)
keep_session_in_address()
page.run()
