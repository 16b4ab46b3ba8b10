"""Keeps the content: rubrics, the guide and packs on disk, how they are edited, and the index that finds sections."""
