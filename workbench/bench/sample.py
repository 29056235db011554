"""Where the shipped sample data and notebooks lie: in a checkout, or in the installed wheel."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import BadInput

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """The folder `data/…` or `notebooks` of this installation."""
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    raise BadInput(f"this installation lacks {name}; install polystore-workbench from its wheel")
