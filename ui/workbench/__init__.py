"""The Workbench page, one module per tab: view, check, try and edit content files."""
