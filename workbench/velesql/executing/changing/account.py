"""What a change tells: how many rows it touched."""

from __future__ import annotations

from ..result import Result

AFFECTED = "affected"


def changed(count: int) -> Result:
    """One row, `affected`."""
    return Result((AFFECTED,), [(count,)], affected=count)
