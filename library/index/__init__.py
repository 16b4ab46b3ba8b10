"""The index of the guide: how it is built, kept in generations, and searched."""
