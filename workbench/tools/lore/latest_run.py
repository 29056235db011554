"""The newest run of the consistency rules."""

from __future__ import annotations

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry

COLUMNS = ("run_id", "rule_id", "findings", "undecided", "ms")
_FACTS = ("started_at", "finished_at", "scope", "status", "violations_found")


def latest_run(bench: AsksWorld) -> LoreAnswer:
    """One row a rule of the run that was stored last, live or full; none where there is none.

    `meta.facts`: started_at, finished_at, scope (full or live), status, violations_found.
    """
    inquiry = Inquiry.open(bench)
    found = list(inquiry.ask("lore/latest_run"))
    if not found:
        inquiry.warnings.append("no run is stored; run_consistency_check() makes one")
        return inquiry.answer(COLUMNS, [])
    run = found[0]["properties"]
    columns = (run[name] for name in ("rules_run", "findings", "undecided", "ms"))
    rows = [(found[0]["id"], *row) for row in zip(*columns, strict=True)]
    inquiry.undecided = sum(run["undecided"])
    return inquiry.answer(COLUMNS, rows, **{name: run.get(name) for name in _FACTS})
