"""What breaks the registry."""

from __future__ import annotations

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .consistency.findings import VIOLATION, answer_findings


def find_ontology_violations(
    bench: AsksWorld,
    severity: str | None = None,
    setting: str | None = None,
    include_flagged: bool = False,
) -> LoreAnswer:
    """Rules C: wrong ends, types, lineages, circles, times, instances, settings, sources, limits.

    From the stored findings of the last runs; rules that no run over the whole world has applied
    are run now, and nothing is written. Ordered by rule and id. `severity` is error or warn,
    `setting` one in which an entity of the finding exists; what was flagged or acknowledged is
    left out unless `include_flagged`. Columns: those of the finding's node, `ids` of entities,
    `edges`, `rows` (`table:id`), category, acknowledged, reason_given.
    Source: reference of the lore engine, section 11.
    """
    return answer_findings(
        bench,
        "ontology",
        VIOLATION,
        severity=severity,
        setting=setting,
        include_flagged=include_flagged,
    )
