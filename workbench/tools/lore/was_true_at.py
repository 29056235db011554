"""Whether a relation held at a time."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from ...core.lore import EdgeRecord, LoreAnswer
from ...core.lore.confidence import confidence
from ...core.lore.disputes import rivals
from ...core.protocols import AsksWorld
from ...core.time import FALSE
from .edges import edges_between
from .holding import During, Held, check_times, in_setting
from .inquiry import Inquiry

COLUMNS = (
    *("truth", "edges", "unknown_edges", "valid_from", "valid_until", "sources"),
    *("confidence", "is_disputed", "disputed_with", "found"),
)


def was_true_at(
    bench: AsksWorld,
    relation: str,
    subject: str,
    object: str,
    at_time: str = "current",
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """One row: whether the subject stood in this relation to the object at some moment of a time.

    `truth` is true, false or unknown: true if one edge between them holds (of a symmetric
    relation either way round), else unknown if one may; `edges` and `unknown_edges` are their
    ids. Window and `confidence` are those of the most trusted edge that decides, `sources` and
    `disputed_with` those of all that do. `found` tells whether there is any edge of this type
    between the two, whatever its time. No row in an unknown setting. The fact `reason` says why
    a truth is unknown.

    TimeSyntaxError, AmbiguousName, BadInput (no such entity). Source: reference of the lore
    engine, section 2.4.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    check_times(at_time)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    start, end = inquiry.entity(subject), inquiry.entity(object)
    asked = During(inquiry.clock_of(start), at_time, at_time)
    edges = in_setting(inquiry, edges_between(inquiry, start, relation, end))
    judged = [(edge, asked.holds(edge)) for edge in edges]
    truth = reduce(or_, (found for _, found in judged), FALSE)
    _warn_of_type(inquiry, relation)
    inquiry.note(edges)
    inquiry.undecided += truth.value is None
    deciding = [edge for edge, found in judged if truth.possible and found == truth]
    row = (str(truth), *_ids(judged), *_account(inquiry, deciding, edges), bool(edges))
    return inquiry.answer(COLUMNS, [row], **({"reason": truth.reason} if truth.reason else {}))


def _ids(judged: list[Held]) -> tuple[list[str], list[str]]:
    """Ids of the edges that hold, and of those that may."""
    certain = [edge.edge_id for edge, truth in judged if truth.value is True]
    return certain, [edge.edge_id for edge, truth in judged if truth.value is None]


def _account(
    inquiry: Inquiry, deciding: list[EdgeRecord], edges: list[EdgeRecord]
) -> tuple[str | None, str | None, list[str], float | None, bool, list[str]]:
    """Window, sources, confidence and disputes of the edges that decide."""
    trust = {edge: confidence(edge, inquiry.world.reliability) for edge in deciding}
    best = min(deciding, key=lambda edge: (-(trust[edge] or 0.0), edge.edge_id), default=None)
    if best is None:
        return None, None, [], None, False, []
    clock = inquiry.world.chronology
    against = {rival.edge_id for edge in deciding for rival in rivals(edge, edges, clock)}
    marked = any(edge.props.get("is_disputed") for edge in deciding)
    sources = sorted({source for edge in deciding for source in edge.sources})
    return (
        *(best.valid_from, best.valid_until, sources, trust[best]),
        *(bool(against) or marked, sorted(against)),
    )


def _warn_of_type(inquiry: Inquiry, relation: str) -> None:
    known = inquiry.world.ontology.relation(relation) or inquiry.world.holds(relation)
    if not known:
        inquiry.warnings.append(
            f"{relation}: no relation of the registry, and no edge of the graph"
        )
