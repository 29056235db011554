"""The command `workbench`: demo, lab, open, ask, doctor, migrate, reembed, stop."""

from .commands import app

__all__ = ["app"]
