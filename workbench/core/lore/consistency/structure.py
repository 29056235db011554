"""Rules C about many relations at once: lineages, circles, limits."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

from ..edges import EdgeRecord
from .check import Check
from .finding import Finding
from .relations import violation
from .snapshot import Snapshot

Children = Mapping[str, list[str]]


def one_lineage(check: Check) -> Iterator[Finding]:
    """Members of several lineages, or of one from whose founder they do not descend."""
    look = check.look
    headers: dict[str, list[EdgeRecord]] = defaultdict(list)
    for edge in look.of_type("MEMBER_OF"):
        if edge.to_label == "Lineage" and edge.from_label == "Person":
            headers[edge.from_id].append(edge)
    blood = _descendants(look, {edge.to_id for edges in headers.values() for edge in edges})
    for person, edges in headers.items():
        lineages = sorted({edge.to_id for edge in edges})
        strange = [lineage for lineage in lineages if person not in blood.get(lineage, (person,))]
        check.undecided += sum(lineage not in blood for lineage in lineages)
        if len(lineages) > 1 or strange:
            yield _lineage_finding(check, person, edges, strange)


def cycle(check: Check) -> Iterator[Finding]:
    """Entities that edges of one acyclic type join in circles, one finding a circle."""
    look = check.look
    for relation in look.ontology.relations.values():
        if relation.acyclic:
            loose = [e for e in look.of_type(relation.name) if e.from_id != e.to_id]
            for circle in _circles(loose):
                ids = {end for edge in circle for end in (edge.from_id, edge.to_id)}
                claim = f"{relation.name} leads from {min(ids)} back to it"
                told = violation(min(ids), relation.name, claim, _sources(circle))
                yield check.found(ids, circle, told=told)


def cardinality(check: Check) -> Iterator[Finding]:
    """Entities with more different other ends of a type than the registry allows."""
    for relation in check.look.ontology.relations.values():
        for limit, end in ((relation.max_in, "to_id"), (relation.max_out, "from_id")):
            if limit is None:
                continue
            for id, edges in _by_end(check.look.of_type(relation.name), end).items():
                others = sorted({edge.other(id) for edge in edges})
                if len(others) > limit:
                    way = "in" if end == "to_id" else "out"
                    claim = f"{len(others)} x {relation.name} {way}, at most {limit}"
                    told = violation(id, relation.name, claim, _sources(edges))
                    yield check.found([id, *others], edges, told=told)


def _lineage_finding(
    check: Check, person: str, edges: list[EdgeRecord], strange: list[str]
) -> Finding:
    named = sorted({edge.to_id for edge in edges})
    claim = f"{check.name(person)} is of {' and '.join(named)}"
    if strange:
        claim += f", without descent from the founder of {' and '.join(strange)}"
    told = violation(person, "MEMBER_OF", claim, _sources(edges))
    return check.found([person, *named], edges, told=told)


def _descendants(look: Snapshot, lineages: Iterable[str]) -> dict[str, set[str]]:
    """The founder of each lineage with all descendants; lineages without a founder left out."""
    children: dict[str, list[str]] = defaultdict(list)
    for edge in look.of_type("PARENT_OF"):
        children[edge.from_id].append(edge.to_id)
    found = {}
    for lineage in sorted(lineages):
        entity = look.entities.get(lineage)
        founder = entity.properties.get("founding_ancestor") if entity else None
        if founder is not None:
            found[lineage] = _below(children, founder)
    return found


def _below(children: Children, founder: str) -> set[str]:
    seen, waiting = {founder}, deque([founder])
    while waiting:
        for child in children.get(waiting.popleft(), ()):
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return seen


def _sources(edges: Iterable[EdgeRecord]) -> list[str]:
    return sorted({source for edge in edges for source in edge.sources})


def _circles(edges: list[EdgeRecord]) -> list[list[EdgeRecord]]:
    """The edges of each strongly connected part, in the order of its smallest id."""
    rest = _trimmed(edges)
    out, into = _by_end(rest, "from_id"), _by_end(rest, "to_id")
    home: dict[str, str] = {}
    for id in sorted(out):
        if id not in home:
            part = _reached(id, out) & _reached(id, into)
            home |= dict.fromkeys(part - home.keys(), id)
    circles: dict[str, list[EdgeRecord]] = defaultdict(list)
    for edge in rest:
        if home.get(edge.from_id, edge.from_id) == home.get(edge.to_id, edge.to_id):
            circles[home[edge.from_id]].append(edge)
    return [circles[id] for id in sorted(circles)]


def _reached(start: str, steps: Mapping[str, list[EdgeRecord]]) -> set[str]:
    seen, waiting = {start}, deque([start])
    while waiting:
        id = waiting.popleft()
        for edge in steps.get(id, ()):
            if (other := edge.other(id)) not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _trimmed(edges: list[EdgeRecord]) -> list[EdgeRecord]:
    """The edges that remain when entities that nothing reaches are taken away, again and again.

    Of a relation without circles nothing remains.
    """
    out = _by_end(edges, "from_id")
    reached = {id: len(into) for id, into in _by_end(edges, "to_id").items()}
    waiting = deque(id for id in out if id not in reached)
    gone = set[str]()
    while waiting:
        id = waiting.popleft()
        gone.add(id)
        for edge in out.get(id, ()):
            reached[edge.to_id] -= 1
            if not reached[edge.to_id]:
                waiting.append(edge.to_id)
    return [edge for edge in edges if edge.from_id not in gone and edge.to_id not in gone]


def _by_end(edges: Iterable[EdgeRecord], end: str) -> dict[str, list[EdgeRecord]]:
    found: dict[str, list[EdgeRecord]] = defaultdict(list)
    for edge in edges:
        found[getattr(edge, end)].append(edge)
    return found
