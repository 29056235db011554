"""The findings that hold now, as the find_ tools answer with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....core.errors import BadInput
from ....core.lore import LoreAnswer
from ....core.lore.consistency import CATEGORIES, SEVERITIES
from ....core.protocols import AsksWorld
from ..inquiry import Inquiry
from .running import Rulebook, rulebook, run
from .stored import MARKS, Stored, as_stored, covered_rules, now, stored_findings

SHOWN = ("ids", "edges", "rows", "category", "acknowledged", "reason_given")
CONTRADICTION = (
    *("id", "rule_id", "subject", "predicate", "claim_a", "doc_a", "claim_b", "doc_b"),
    *("severity", "flagged", "detected_at"),
)
ANACHRONISM = (
    *("id", "rule_id", "entity_name", "event_name", "era", "claim", "expected", "actual"),
    *("sources", "severity", "flagged", "detected_at"),
)
VIOLATION = (
    *("id", "rule_id", "subject", "predicate", "claim", "sources"),
    *("severity", "flagged", "detected_at"),
)
ORPHAN = (
    *("id", "rule_id", "entity_name", "entity_type", "reason", "severity"),
    *("flagged", "detected_at"),
)
CROSS_STORE = (*VIOLATION, "store", "row_id")
_LISTS = {"ids", "edges", "rows", "sources"}


def current_findings(inquiry: Inquiry, book: Rulebook, categories: Sequence[str]) -> list[Stored]:
    """Findings by rule and id: the stored ones of rules that ran over the whole world, those of
    the other rules made anew.
    """
    rules = [rule for rule in book.enabled(book.rules) if rule.category in categories]
    stored = stored_findings(inquiry, categories)
    covered = covered_rules(inquiry)
    asked = {rule.id for rule in rules if rule.id in covered}
    found = [f for f in stored if f["rule_id"] in asked and not f.get("resolved_at")]
    said = {finding["id"]: finding for finding in stored}
    at = now()
    for outcome in run(inquiry, book, [rule for rule in rules if rule.id not in asked]):
        found += [_marked(as_stored(f, at), said.get(f.id, {})) for f in outcome.findings]
    return sorted(found, key=lambda finding: (finding["rule_id"], finding["id"]))


def answer_findings(
    bench: AsksWorld,
    category: str,
    columns: Sequence[str],
    *,
    severity: str | None,
    setting: str | None,
    include_flagged: bool,
) -> LoreAnswer:
    """The rows of a find_ tool; see there."""
    if severity is not None and severity not in SEVERITIES:
        raise BadInput(f"severity: expected {' or '.join(SEVERITIES)}, saw {severity!r}")
    inquiry = Inquiry.open(bench)
    found = current_findings(inquiry, rulebook(inquiry), [category])
    names = (*columns, *SHOWN)
    rows = [
        tuple(_value(finding, name) for name in names)
        for finding in found
        if (severity is None or finding["severity"] == severity)
        and (setting is None or setting in finding["settings"])
        and (include_flagged or not any(finding.get(mark) for mark in MARKS))
    ]
    return inquiry.answer(names, rows)


def finding_of(inquiry: Inquiry, book: Rulebook, id: str) -> Stored:
    """One finding that holds now, by its id; BadInput where there is none."""
    stored = stored_findings(inquiry, CATEGORIES)
    if known := next((f for f in stored if f["id"] == id and not f.get("resolved_at")), None):
        return known
    for finding in current_findings(inquiry, book, CATEGORIES):
        if finding["id"] == id:
            return finding
    raise BadInput(
        f"{id!r}: expected the id of a finding that holds now, and there is none; "
        "find_contradictions() and the other find_ tools give ids"
    )


def _marked(finding: Stored, said: Mapping[str, Any]) -> Stored:
    kept = ("flagged", "acknowledged", "detected_at", "reason_given")
    return {**finding, **{name: said[name] for name in kept if said.get(name) is not None}}


def _value(finding: Stored, name: str) -> Any:
    if name in _LISTS:
        return list(finding.get(name) or ())
    return bool(finding.get(name)) if name in MARKS else finding.get(name)
