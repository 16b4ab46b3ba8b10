"""The web door: who is answered, page title and navigation, nothing else.

`streamlit run` imports this file for `app`, the server. For each drawing of a page, Streamlit runs it as `__main__`.
"""

import streamlit as st

if __name__ == "__main__":
    from ui.parts.state import keep_session_in_address, start

    st.set_page_config(page_title="Viva", page_icon="🎙️", layout="wide")
    start()
    pages = [
        st.Page("ui/interview/page.py", title="Interview", icon="🎙️", url_path="interview", default=True),
        st.Page("ui/review/page.py", title="Review", icon="📄", url_path="review"),
        st.Page("ui/progress/page.py", title="Progress", icon="📈", url_path="progress"),
        st.Page("ui/workbench/page.py", title="Workbench", icon="🛠️", url_path="workbench"),
    ]
    page = st.navigation(pages)
    keep_session_in_address()
    page.run()
else:
    from starlette.middleware import Middleware

    from ui.hosts import KnownHosts

    app = st.App(__file__, middleware=[Middleware(KnownHosts)])
