"""Findings and runs as the graph keeps them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from ....core.errors import WorkbenchError
from ....core.lore.consistency import LABELS, Finding, Outcome
from ....core.protocols import AsksWorld, Objects, Tells
from ..inquiry import Inquiry

BATCH = 1_000  # rows a statement
MARKS = ("flagged", "acknowledged")
Stored = dict[str, Any]


class TellsWorld(AsksWorld, Tells, Protocol):
    """A bench, or a session on one, that may change its stores."""


def now() -> str:
    return datetime.now(UTC).isoformat()


def label_of(finding: Mapping[str, Any]) -> str:
    return LABELS[finding["category"]]


def stored_findings(inquiry: Inquiry, categories: Iterable[str]) -> list[Stored]:
    """Every stored finding of some categories, resolved ones too, by id."""
    rows = inquiry.ask("lore/findings", categories=sorted(set(categories)))
    return [{"id": row["id"], **row["properties"]} for row in rows]


def as_stored(finding: Finding, at: str) -> Stored:
    """A finding as it would stand in the graph if it were written now."""
    fresh = {"flagged": False, "acknowledged": False, "detected_at": at}
    return {"id": finding.id, **finding.properties(), **fresh}


def write_findings(tells: Tells, findings: Iterable[Finding], at: str) -> None:
    """MERGE by id: what people said of a finding, and when it was first found, stays."""
    grouped: dict[str, list[Stored]] = defaultdict(list)
    for finding in findings:
        row = {"id": finding.id, "detected_at": at, "props": finding.properties()}
        grouped[LABELS[finding.category]].append(row)
    for label, rows in grouped.items():
        for start in range(0, len(rows), BATCH):
            tells.tell("lore/write_findings", label=label, rows=rows[start : start + BATCH])


def clear_gone(tells: Tells, gone: Iterable[Stored], at: str) -> None:
    """Remove findings; those that people flagged or acknowledged are kept as resolved."""
    doomed: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for finding in gone:
        spoken_of = any(finding.get(mark) for mark in MARKS)
        doomed[label_of(finding), spoken_of].append(finding["id"])
    for (label, spoken_of), ids in doomed.items():
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            if spoken_of:
                tells.tell("lore/resolve_findings", label=label, ids=some, resolved_at=at)
            else:
                tells.tell("lore/remove_findings", label=label, ids=some)


def keep_report(
    tells: TellsWorld, run_id: str, outcomes: Sequence[Outcome], told: Mapping[str, Any]
) -> list[str]:
    """What the run found, as an object that no later run changes; a warning where it is not kept.

    Nothing is kept where there are no objects.
    """
    text = json.dumps(
        {"run_id": run_id, **told, "rules": [_reported(outcome) for outcome in outcomes]},
        ensure_ascii=False,
        indent=1,
        sort_keys=True,
        default=str,
    )
    name = f"snapshots/consistency/{run_id}.json"
    try:  # a bench opens its object store when it is first asked for it
        objects: Objects | None = getattr(tells, "objects", None)
        if objects is not None:
            objects.put(name, text.encode())
    except WorkbenchError as error:
        return [f"the report {name} is not kept, the findings are: {error}"]
    return []


def _reported(outcome: Outcome) -> dict[str, Any]:
    found = [{"id": finding.id, **finding.properties()} for finding in outcome.findings]
    counted = {"undecided": outcome.undecided, "ms": round(outcome.ms, 3)}
    return {"rule_id": outcome.rule.id, **counted, "findings": found}


def write_run(
    tells: Tells, run_id: str, outcomes: Sequence[Outcome], told: Mapping[str, Any]
) -> None:
    """The run's node, written last: a run that was cut short has none."""
    total = sum(len(outcome.findings) for outcome in outcomes)
    columns = {
        "rules_run": [outcome.rule.id for outcome in outcomes],
        "findings": [len(outcome.findings) for outcome in outcomes],
        "undecided": [outcome.undecided for outcome in outcomes],
        "ms": [round(outcome.ms, 3) for outcome in outcomes],
    }
    ended = {"violations_found": total, "status": "completed"}
    tells.tell("lore/write_run", id=run_id, props={**told, **columns, **ended})


def covered_rules(inquiry: Inquiry) -> set[str]:
    """Rules that ran over the whole world: their stored findings are complete."""
    return {row["rule_id"] for row in inquiry.ask("lore/rules_covered")}


def gone_findings(
    stored: Iterable[Stored],
    found: Collection[str],
    rules: Collection[str],
    scope: Collection[str] | None,
) -> list[Stored]:
    """Stored findings of the rules that ran, about the scope, that were not found again."""
    return [
        finding
        for finding in stored
        if finding["id"] not in found
        and finding.get("rule_id") in rules
        and not finding.get("resolved_at")
        and (scope is None or not set(scope).isdisjoint(finding.get("ids") or ()))
    ]
