"""What graph and logs tell differently."""

from __future__ import annotations

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .consistency.findings import CROSS_STORE, answer_findings


def find_cross_store_violations(
    bench: AsksWorld,
    severity: str | None = None,
    setting: str | None = None,
    include_flagged: bool = False,
) -> LoreAnswer:
    """Rules X: lots, missions, armies, retcons, references, steps and totals against the graph.

    From the stored findings of the last runs; rules that no run over the whole world has applied
    are run now, and nothing is written. Ordered by rule and id. `severity` is error or warn,
    `setting` one in which an entity of the finding exists; what was flagged or acknowledged is
    left out unless `include_flagged`. Columns: those of the finding's node, `ids` of entities,
    `edges`, `rows` (`table:id`), category, acknowledged, reason_given.
    Source: reference of the lore engine, section 11.
    """
    return answer_findings(
        bench,
        "cross_store",
        CROSS_STORE,
        severity=severity,
        setting=setting,
        include_flagged=include_flagged,
    )
