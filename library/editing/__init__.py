"""Changes of content files: checked before they are written, and undone on request."""
