"""The steps of MATCH … RETURN."""

from __future__ import annotations

from ...checking.faults import fault
from ...planning.prepare import prepared
from ...tree.patterns import EdgePattern, NodePattern, Pattern
from ...tree.predicates import Predicate
from ...tree.selects import Count, Match, Select, Source
from ..binding import count
from ..run import Run, Step
from ..searching.steps import index_step, joined_filter_step


def match_steps(statement: Match, run: Run) -> list[Step]:
    """In the order of execution; VELES-010 where no collection is named."""
    name = run.parameters.get("_collection")
    if not isinstance(name, str):
        raise fault("VELES-010", "MATCH needs the parameter _collection, the graph that it walks")
    mirror = run.database.mirror(name)
    edges = mirror.edges.table.count
    steps = [
        Step("scan", {"collection": name, "edges": edges}, mirror.points.count),
        Step("pattern", {"pattern": pattern_text(statement.pattern), "collection": name}),
    ]
    if statement.where is not None:
        steps += _where(statement.where)
    if statement.order_by:
        steps.append(Step("sort", {"keys": len(statement.order_by)}))
    steps += limit_steps(statement.limit, statement.offset, run)
    return [*steps, Step("project", {"items": len(statement.items)})]


def _where(where: Predicate) -> list[Step]:
    """Every row that the pattern has is scored where a search ranks them."""
    search = prepared(Select((), Source(""), where=where))
    if search is None:
        return [Step("filter")]
    steps = [] if search.filter is None else [joined_filter_step()]
    if search.near is not None:
        return [*steps, Step("search", {"way": "matches", "path": "exact scores"})]
    return [*steps, index_step("text", None)]


def limit_steps(limit: Count | None, offset: Count | None, run: Run) -> list[Step]:
    """The cut of a whole, none where nothing is cut."""
    cut = {"limit": count(limit, run, "LIMIT"), "offset": count(offset, run, "OFFSET")}
    given = {name: one for name, one in cut.items() if one is not None}
    return [Step("limit", dict(given))] if given else []


def pattern_text(pattern: Pattern) -> str:
    """As it is written; property maps are told by their names alone."""
    text = _node(pattern.nodes[0])
    for edge, at in zip(pattern.edges, pattern.nodes[1:], strict=True):
        text += _edge(edge) + _node(at)
    return text


def _node(at: NodePattern) -> str:
    labels = "".join(f":{label}" for label in at.labels)
    collection = f"@{at.collection}" if at.collection else ""
    return f"({at.alias or ''}{labels}{collection}{_properties(at.properties)})"


def _edge(edge: EdgePattern) -> str:
    types = f":{'|'.join(edge.types)}" if edge.types else ""
    hops = f"*{edge.hops[0]}..{edge.hops[1]}" if edge.hops else ""
    inside = f"[{edge.alias or ''}{types}{hops}{_properties(edge.properties)}]"
    left, right = {"out": ("-", "->"), "in": ("<-", "-"), "both": ("-", "-")}[edge.direction]
    return f"{left}{inside}{right}"


def _properties(given: tuple[tuple[str, object], ...]) -> str:
    return f" {{{', '.join(name for name, _ in given)}}}" if given else ""
