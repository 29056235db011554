"""Evaluation results as a table for the world outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import BadInput
from ..core.protocols import Asks

if TYPE_CHECKING:
    import polars


def eval_export(
    bench: Asks, run_id: str | None = None, *, scenario: str | None = None
) -> polars.DataFrame:
    """The 24 columns that Vedana exports, in its order, one row a test, newest first.

    Objects and the trace of events are JSON text, so `write_csv` takes the frame as it is.
    BadInput where the bench's row limit would cut it.
    """
    rows = bench.ask("vedana/eval_export", run_id=run_id, scenario=scenario).rows
    if rows.truncated:
        raise BadInput(f"more than {len(rows)} tests: raise the row limit, or export run by run")
    return rows.polars()
