"""Evaluation results as a table for the world outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.protocols import Asks
from .whole import whole

if TYPE_CHECKING:
    import polars


def eval_export(
    bench: Asks, run_id: str | None = None, *, scenario: str | None = None
) -> polars.DataFrame:
    """The 24 columns that Vedana exports, in its order, one row a test, newest first.

    Objects and the trace of events are JSON text, so `write_csv` takes the frame as it is.
    BadInput where the bench's row limit would cut it.
    """
    return whole(bench, "vedana/eval_export", run_id=run_id, scenario=scenario).polars()
