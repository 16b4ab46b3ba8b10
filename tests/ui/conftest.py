"""The app that every page test opens."""

from tests.ui.opening import door

__all__ = ["door"]
