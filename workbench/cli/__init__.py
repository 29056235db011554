"""The command `workbench`: demo, lab, open, ask, eval, doctor, migrate, reembed, stop."""

from .commands import app

__all__ = ["app"]
