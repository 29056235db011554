"""Answers that mislead where a part is missing."""

from __future__ import annotations

from typing import Any

from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.values import Rows


def whole(bench: Asks, name: str, /, *, row_limit: int | None = None, **parameters: Any) -> Rows:
    """All rows of a catalogue query; BadInput where the row limit cuts them."""
    rows = bench.ask(name, row_limit=row_limit, **parameters).rows
    if rows.truncated:
        raise BadInput(
            f"{name}: expected to read it whole, found more than {len(rows)} rows; "
            "raise row_limit in bench.toml"
        )
    return rows
