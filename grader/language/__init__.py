"""Words, sentences and negation of plain English text; nothing here knows what is judged."""
