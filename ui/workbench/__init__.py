"""The Workbench page, one module a tab: content files, what is wrong with them, and what they do to an answer."""
