"""What several pages share: state, text, waiting, lists and bubbles."""
