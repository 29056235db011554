"""Rule X4: the chain of retcons against the graph that it should end in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ..edges import EdgeRecord
from .check import Check
from .finding import Finding
from .relations import violation
from .snapshot import Snapshot

Row = Mapping[str, Any]
# As snapshots of edges are written, and as records name them.
_NAMES = {"id": "edge_id", "from": "from_id", "to": "to_id"}
_OF_AN_EDGE = ("type", "from_id", "to_id", "valid_from", "valid_until")
# What the retcon itself writes on both edges, and what a store adds for its own use.
_NOT_COMPARED = frozenset(
    {"edge_id", "superseded_by", "supersedes", "retcon_at", "effective_at", "retcon_note", "shape"}
    | {"from_line", "from_key", "until_line", "until_key", "loaded_from", "retcon_id"}
    | {"from_label", "from_name", "to_label", "to_name"}
)


def retcon_parity(check: Check) -> Iterator[Finding]:
    """Chains that do not join, or do not end in what the graph holds."""
    rows = sorted(
        (_read(row) for row in check.look.rows["lore/retcon_rows"]),
        key=lambda row: (row["retconned_at"], row["id"]),
    )
    for chain in _chains([row for row in rows if row["target_kind"] == "relation"]):
        for one, other in pairwise(chain):
            if not _equal(one["after"], other["before"]):
                yield _finding(check, other, _torn(one, other))
        if fault := _edge_fault(check.look, chain[-1]):
            yield _finding(check, chain[-1], fault)
    yield from _properties(check, [row for row in rows if row["target_kind"] != "relation"])


def _read(row: Row) -> dict[str, Any]:
    def document(value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    return {**row, "before": document(row["before"]), "after": document(row["after"])}


def _chains(rows: Sequence[Row]) -> list[list[Row]]:
    """Retcons of edges: each replaces the edge that the one before it made."""
    chains: dict[str, list[Row]] = {}
    for row in rows:
        chain = [*chains.pop(row["target_id"], ()), row]
        made = _named(row["after"] or {}).get("edge_id")
        chains[str(made or row["target_id"])] = chain
    return list(chains.values())


class Change(NamedTuple):
    """One property in one retcon; `known` where the state before it is told."""

    row: Row
    known: bool
    before: Any
    after: Any


def _properties(check: Check, rows: Sequence[Row]) -> Iterator[Finding]:
    """Retcons of entities and of their properties, followed property by property."""
    changes: dict[tuple[str, str], list[Change]] = defaultdict(list)
    last: dict[str, Row] = {}
    for row in rows:
        id, before, after = _id(row), row["before"], row["after"]
        last[id] = row
        for name in sorted({*(before or {}), *(after or {})} - {"id", "label"}):
            told = Change(
                row, before is not None, (before or {}).get(name), (after or {}).get(name)
            )
            changes[id, name].append(told)
    there = check.look.entities.keys() | check.look.sources.keys()
    for id, row in last.items():
        if (id in there) == (row["after"] is None):
            where = "still" if row["after"] is None else "not"
            yield _finding(check, row, f"{id} is {where} in the graph")
    faults: dict[int, tuple[Row, list[str]]] = {}
    for (id, name), chain in changes.items():
        for row, fault in _property_faults(check.look, id, name, chain):
            faults.setdefault(row["id"], (row, []))[1].append(fault)
    for row, claims in faults.values():
        yield _finding(check, row, "; ".join(claims))


def _property_faults(
    look: Snapshot, id: str, name: str, chain: Sequence[Change]
) -> Iterator[tuple[Row, str]]:
    for one, other in pairwise(chain):
        if other.known and one.after != other.before:
            yield other.row, f"{name}: {_torn(one.row, other.row)}"
    entity, last = look.entities.get(id), chain[-1]
    if entity is not None and last.row["after"] is not None:
        held = entity.name if name == "name" else entity.properties.get(name)
        if held != last.after:
            yield last.row, f"{id}: {name} is {held!r}, last told {last.after!r}"


def _edge_fault(look: Snapshot, row: Row) -> str | None:
    replaced = look.recorded.get(row["target_id"])
    if row["after"] is None:
        gone = replaced is None or replaced.retcon_at is not None or replaced.superseded_by
        return None if gone else f"{row['target_id']} is still in the graph"
    told = _named(row["after"])
    made = look.recorded.get(str(told.get("edge_id")))
    if made is None:
        return f"{told.get('edge_id')} is not in the graph"
    if replaced is not None and replaced is not made and replaced.superseded_by != made.edge_id:
        return f"{replaced.edge_id} is not superseded by {made.edge_id}"
    held = _held(made)
    wanted = {**dict.fromkeys(_OF_AN_EDGE), "sources": [], "secrecy": "public", **told}
    for state in (held, wanted):
        state["type"] = _type(look, state["type"])
    odd = [n for n, v in wanted.items() if n not in _NOT_COMPARED and held.get(n) != v]
    each = (f"{name} is {held.get(name)!r}, last told {wanted[name]!r}" for name in odd)
    return f"{made.edge_id}: {'; '.join(each)}" if odd else None


def _type(look: Snapshot, name: Any) -> str:
    """One name for what a graph may store by an alias, or by the name of an older version."""
    relation = look.ontology.relation(str(name))
    return str(name) if relation is None else relation.older_name or relation.name


def _named(document: Row) -> dict[str, Any]:
    return {_NAMES.get(name, name): value for name, value in document.items()}


def _held(edge: EdgeRecord) -> dict[str, Any]:
    plain = {name: getattr(edge, name) for name in (*_OF_AN_EDGE, "secrecy", "owner")}
    lists = {"sources": list(edge.sources), "known_by": list(edge.known_by)}
    weight = {"extraction_confidence": edge.extraction_confidence}
    return {**edge.props, **plain, **lists, **weight}


def _equal(after: Any, before: Any) -> bool:
    if not isinstance(after, Mapping) or not isinstance(before, Mapping):
        return bool(after == before)
    one, other = _named(after), _named(before)
    names = (one.keys() | other.keys()) - _NOT_COMPARED
    return all(one.get(name) == other.get(name) for name in names)


def _torn(one: Row, other: Row) -> str:
    return f"retcon {one['id']} ends otherwise than retcon {other['id']} begins"


def _id(row: Row) -> str:
    return str(row["target_id"]).partition("#")[0]


def _finding(check: Check, row: Row, claim: str) -> Finding:
    """About the entity, or the ends of the edge, that the retcon is of."""
    after = _named(row["after"] or row["before"] or {})
    ends = [after[name] for name in ("from_id", "to_id") if name in after]
    ids = ends if row["target_kind"] == "relation" else [_id(row)]
    told = violation(row["target_id"], "retcon", claim)
    told |= {"store": "retcon", "row_id": str(row["id"])}
    return check.found(ids, rows=[f"retcon:{row['id']}"], told=told)
