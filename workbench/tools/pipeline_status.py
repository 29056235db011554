"""What the pipeline did last, and what it would do next."""

from __future__ import annotations

from typing import Any

from ..core.datapipe import STEP_INPUTS, Inputs
from ..core.overview import PipelineStatus
from ..core.protocols import Asks
from ..core.values import Rows
from .whole import whole

_TABLE = (
    *("process_ts", "row_count", "last_run_start", "last_run_end"),
    *("added", "updated", "deleted"),
)
_STEP = (
    *("last_run_start", "last_run_end", "rows_processed", "rows_success", "rows_failed"),
    *("total_success", "total_failed"),
)


def pipeline_status(bench: Asks, *, gap_seconds: float = 300.0) -> PipelineStatus:
    """Every table and step that Datapipe keeps books on, with its last run and pending work.

    Tables and steps are found in the database, so a deployment's own ones are there too, and
    so are steps of a former wiring. Datapipe records no runs: as in Vedana a pause of more
    than `gap_seconds` ends one. Source: Vedana, vedana_backoffice/states/etl.py.
    """
    metas = {row["table_name"]: row["meta"] for row in whole(bench, "vedana/pipeline_tables")}
    tables = []
    for table, meta in metas.items():
        run = bench.ask("vedana/table_last_run", meta=meta, gap_seconds=gap_seconds).rows[0]
        tables.append((table, *(run[name] for name in _TABLE)))
    steps = []
    for step in whole(bench, "vedana/pipeline_steps"):
        run = bench.ask("vedana/step_last_run", meta=step["meta"], gap_seconds=gap_seconds).rows[0]
        known = (step["step"], step["function"], step["meta"], step["key"])
        steps.append((*known, *(run[name] for name in _STEP), _pending(bench, step, metas)))
    return PipelineStatus(
        Rows(("table_name", *_TABLE), tables),
        Rows(("step", "function", "meta", "key", *_STEP, "pending"), steps),
    )


def _pending(bench: Asks, step: dict[str, Any], metas: dict[str, str]) -> int | None:
    """The number of units of work; None where the inputs are not known or not there."""
    key = step["key"]
    units, model = STEP_INPUTS.get((step["function"], key[0] if key else ""), Inputs(""))
    if units not in metas or (model and model not in metas) or len(key) > 3:
        return None
    columns = [*key, *[key[-1]] * (3 - len(key))]
    given = {f"key_{at}": column for at, column in enumerate(columns, 1)}
    given |= {"meta": step["meta"], "input": metas[units]}
    if model:
        rows = bench.ask("vedana/pending_with_model", model=metas[model], first=1, **given).rows
    else:
        rows = bench.ask("vedana/pending", first=1, **given).rows
    return int(rows[0]["total"]) if len(rows) else 0
