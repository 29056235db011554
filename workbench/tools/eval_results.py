"""The tests of an evaluation run, all of them."""

from __future__ import annotations

from typing import Any

from ..core.protocols import Asks
from ..core.values import Rows
from .eval_runs import eval_runs

_PAGE = 1000


def eval_results(
    bench: Asks,
    run_id: str,
    *,
    scenario: str | None = None,
    status: str | None = None,
    sort: str = "rating",
) -> Rows:
    """One row a test of the run: question, golden and given answer, verdict, costs, latency.

    Columns and values of `scenario`, `status` and `sort` are those of `vedana/eval_results`;
    nothing is cut (D52). BadInput where there is no such run.
    """
    eval_runs(bench, run_id)
    chosen = {"run_id": run_id, "scenario": scenario, "status": status, "sort": sort}
    values: list[tuple[Any, ...]] = []
    while True:
        given: dict[str, Any] = {**chosen, "first": _PAGE, "skip": len(values)}
        page = bench.ask("vedana/eval_results", **given).rows
        values += page.values
        if not len(page) or len(values) >= page[0]["total"]:
            return Rows(page.columns, values)
