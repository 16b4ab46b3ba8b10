"""Later."""

import streamlit as st

st.title("workbench")
