"""Why something is a violation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ...core.lore import LoreAnswer
from ...core.lore.consistency.check import written
from ...core.protocols import AsksWorld
from .consistency.findings import finding_of
from .consistency.reading import edges_with_ids
from .consistency.running import rulebook
from .consistency.stored import Stored
from .inquiry import Inquiry

# What a finding holds beside what it tells.
_KEPT = {"id", "rule_id", "category", "ids", "edges", "rows", "settings", "confidence"}


def explain_violation(bench: AsksWorld, id: str) -> LoreAnswer:
    """One row: `rule` (id, category, severity, title, explanation, fix) and `evidence`.

    Evidence is a list of {kind, id, says, properties}, kind being finding (what was told of
    it), entity, edge or row, in that order. BadInput where no finding that holds has the id.
    """
    inquiry = Inquiry.open(bench)
    book = rulebook(inquiry)
    finding = finding_of(inquiry, book, id)
    rule = {k: v for k, v in asdict(book.rule(finding["rule_id"])).items() if k != "reads"}
    evidence = list(_evidence(inquiry, finding))
    return inquiry.answer(("rule", "evidence"), [(rule, evidence)])


def _evidence(inquiry: Inquiry, finding: Stored) -> Iterator[dict[str, Any]]:
    told = {name: value for name, value in finding.items() if name not in _KEPT}
    says = told.get("claim") or told.get("reason") or told.get("claim_a") or ""
    yield _piece("finding", finding["id"], says, told)
    for id in finding["ids"]:
        for row in inquiry.ask("lore/entity", id=id):
            yield _piece("entity", id, f"{row['label']} {row['name']}", row["properties"])
    for id, edge in sorted(edges_with_ids(inquiry, finding["edges"]).items()):
        own = {"sources": list(edge.sources), **edge.props}
        yield _piece("edge", id, written(edge), own)
    for shown in finding["rows"]:
        table, _, row_id = shown.partition(":")
        if not row_id.isdigit():  # of a bench's own rule, which may name rows as it likes
            yield _piece("row", shown, shown, {})
            continue
        for row in inquiry.ask("lore/log_row", table=table, id=int(row_id)):
            yield _piece("row", shown, f"row {row_id} of {table}", row["document"])


def _piece(kind: str, id: str, says: str, properties: Any) -> dict[str, Any]:
    return {"kind": kind, "id": id, "says": says, "properties": dict(properties)}
