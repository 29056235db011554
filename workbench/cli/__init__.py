"""The command `workbench`: demo, lab, open, ask, doctor, migrate, stop."""

from .commands import app

__all__ = ["app"]
