"""The evaluation runs of a deployment."""

from __future__ import annotations

from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.values import Rows
from .whole import whole


def eval_runs(bench: Asks, run_id: str | None = None) -> Rows:
    """One row a run, newest first: its results in numbers, then what it was made with.

    The columns of `vedana/eval_runs`, then those of `vedana/eval_run_configs` that are not
    among them; NULL in the latter for a run that recorded nothing. BadInput where there is no
    run `run_id`, naming those there are. Source: Vedana, jims_backoffice/states/eval.py.
    """
    runs = whole(bench, "vedana/eval_runs", run_id=run_id)
    if run_id is not None and not len(runs):
        there = ", ".join(map(str, bench.ask("vedana/eval_runs").rows.column("run_id")))
        raise BadInput(f"there is no evaluation run {run_id!r}; there are: {there or 'none'}")
    configs = whole(bench, "vedana/eval_run_configs", run_id=run_id)
    kept = [name for name in configs.columns if name not in ("test_run_id", *runs.columns)]
    by_run = {row["test_run_id"]: tuple(row[name] for name in kept) for row in configs}
    nothing = (None,) * len(kept)
    rows = [(*values, *by_run.get(values[0], nothing)) for values in runs.values]
    return Rows((*runs.columns, *kept), rows)
