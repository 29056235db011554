"""Rules A: what cannot both be so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from ...errors import TimeSyntaxError
from ...time import FALSE, Extent, Truth, parse_time
from ..edges import EdgeRecord
from ..entities import Entity
from .check import Check, written
from .finding import Finding
from .snapshot import Snapshot
from .windows import Pair, clash, grouped, meeting_pairs


def disputed_window(check: Check) -> Iterator[Finding]:
    """Same ends, type and `via`, different sources, different ends, clash."""
    look = check.look
    for group in grouped((_relation(look, edge), edge) for edge in _sound(look)):
        for one, other in meeting_pairs(look, group):
            disputed = set(one.sources) != set(other.sources) and _different_windows(
                look, one, other
            )
            if disputed and check.holds(clash(look.clock, one, other)):
                yield _contradiction(check, (one, other), one.from_id, one.type)


def functional_claim(check: Check) -> Iterator[Finding]:
    """Times claimed by different sources for one property, one definitely before the other."""
    for entity in check.look.connected():
        for one, other in combinations(claims(entity), 2):
            rivals = one["property"] == other["property"] and one["source"] != other["source"]
            if rivals and check.holds(_one_before_other(check.look, one["value"], other["value"])):
                yield check.found(
                    [entity.id],
                    about=(one["property"], *sorted((str(one["value"]), str(other["value"])))),
                    told=_told(
                        *(entity.id, one["property"]),
                        *((claim["value"], claim["source"]) for claim in (one, other)),
                    ),
                )


def exclusive_holder(check: Check) -> Iterator[Finding]:
    """Two holders of one object under an exclusive relation."""
    look = check.look
    types = [r.name for r in look.ontology.relations.values() if r.exclusive]
    for group in grouped(((edge.type, edge.to_id), edge) for edge in look.sound(*types)):
        for one, other in meeting_pairs(look, group):
            if one.from_id != other.from_id and check.holds(clash(look.clock, one, other)):
                yield _contradiction(check, (one, other), one.to_id, one.type)


def excluding_relations(check: Check) -> Iterator[Finding]:
    """Relations that exclude each other between one pair."""
    look = check.look
    excludes = {r.name: set(r.excludes) for r in look.ontology.relations.values() if r.excludes}
    types = sorted({*excludes, *(name for names in excludes.values() for name in names)})
    for group in grouped((tuple(_pair(look, edge)), edge) for edge in look.sound(*types)):
        for one, other in meeting_pairs(look, group):
            excluded = other.type in excludes.get(one.type, ()) or one.type in excludes.get(
                other.type, ()
            )
            if excluded and check.holds(clash(look.clock, one, other)):
                predicate = " / ".join(sorted((one.type, other.type)))
                yield _contradiction(check, (one, other), one.from_id, predicate)


def exclusive_membership(check: Check) -> Iterator[Finding]:
    """One person in two factions of one exclusive group."""
    look = check.look
    for members in look.ontology.exclusive_groups.values():
        sworn = (
            (edge.from_id, edge)
            for edge in look.sound("MEMBER_OF")
            if edge.to_id in members and edge.from_label == "Person"
        )
        for group in grouped(sworn):
            for one, other in meeting_pairs(look, group):
                if one.to_id != other.to_id and check.holds(clash(look.clock, one, other)):
                    yield _contradiction(check, (one, other), one.from_id, "MEMBER_OF")


def claims(entity: Entity) -> list[Mapping[str, Any]]:
    """The rival values of an entity's properties: {property, value, source}.

    None where `claims` is something else: files pass unknown properties through untouched.
    """
    stored = entity.properties.get("claims") or []
    try:
        found = json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return []
    listed = found if isinstance(found, list) else []
    told = (claim for claim in listed if isinstance(claim, dict))
    return [claim for claim in told if claim.keys() >= {"property", "value", "source"}]


def _sound(look: Snapshot) -> Iterator[EdgeRecord]:
    return (edge for edge in look.edges if edge.edge_id not in look.bad_times)


def _relation(look: Snapshot, edge: EdgeRecord) -> tuple[object, ...]:
    return edge.type, *_pair(look, edge), str(edge.props.get("via"))


def _pair(look: Snapshot, edge: EdgeRecord) -> tuple[str, str]:
    """The ends; of a symmetric relation, which may be stored either way, in order."""
    relation = look.ontology.relations.get(edge.type)
    if relation is not None and relation.symmetric and edge.to_id < edge.from_id:
        return edge.to_id, edge.from_id
    return edge.from_id, edge.to_id


def _different_windows(look: Snapshot, one: EdgeRecord, other: EdgeRecord) -> bool:
    """Whether they lie differently, not whether they are written so."""
    ends = ((one.valid_from, other.valid_from), (one.valid_until, other.valid_until))
    return any(a != b and _placed(look, a) != _placed(look, b) for a, b in ends)


def _placed(look: Snapshot, time: str | None) -> object:
    extent = look.clock.extent(time) if time else None
    return (extent.root, extent.span, extent.local) if isinstance(extent, Extent) else extent


def _one_before_other(look: Snapshot, one: object, other: object) -> Truth:
    """Whether two values are times apart; what is no time is no claim that can be compared."""
    try:
        times = str(parse_time(one)), str(parse_time(other))
    except TimeSyntaxError:
        return FALSE
    return look.clock.before(*times) | look.clock.before(times[1], times[0])


def _contradiction(check: Check, pair: Pair, subject: str, predicate: str) -> Finding:
    one, other = sorted(pair, key=lambda edge: edge.edge_id)
    ends = {one.from_id, one.to_id, other.from_id, other.to_id}
    claims = ((written(edge), ", ".join(edge.sources)) for edge in (one, other))
    return check.found(ends, pair, told=_told(subject, predicate, *claims))


def _told(subject: str, predicate: str, *claims: tuple[object, str]) -> dict[str, str]:
    """Two claims, each with the document that makes it."""
    (claim_a, doc_a), (claim_b, doc_b) = claims
    return {
        "subject": subject,
        "predicate": predicate,
        "claim_a": str(claim_a),
        "doc_a": doc_a,
        "claim_b": str(claim_b),
        "doc_b": doc_b,
    }
