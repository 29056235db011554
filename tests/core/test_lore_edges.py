"""One record an edge: ids for those without, one edge of two shapes, what a record held."""

from __future__ import annotations

from typing import Any

from workbench.core.lore import EdgeRecord, unified
from workbench.core.lore.edges import Shape, moment

# printf 'per_x|RULES|loc_y|bell.year_3|' | sha1sum
MADE = "n:1cff89a30af4"


def edge(shape: Shape, sources: tuple[str, ...] = (), **held: Any) -> EdgeRecord:
    stored = {"valid_from": "bell.year_3", "sources": list(sources), **held}
    return EdgeRecord.of("RULES", "per_x", "loc_y", stored, shape)


def told(*edges: EdgeRecord) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(e.edge_id, e.shape, e.sources) for e in unified(edges)]


def test_an_edge_without_an_id_is_named_by_what_it_says() -> None:
    assert edge("native").edge_id == MADE
    assert edge("native", valid_until="bell.year_9").edge_id != MADE


def test_an_edge_in_both_shapes_is_one_by_the_name_that_it_was_given() -> None:
    both = [("r1", "both", ("src",))]
    assert told(edge("native", ("src",)), edge("reified", ("src",), edge_id="r1")) == both
    assert told(edge("reified", ("src",), edge_id="r1"), edge("native")) == both


def test_edges_of_other_sources_are_one_across_shapes_alone() -> None:
    native = [edge("native", (s,), edge_id=s) for s in ("a", "b")]
    reified = [edge("reified", (s,), edge_id=s) for s in ("b", "c")]
    assert told(*native) == [("a", "native", ("a",)), ("b", "native", ("b",))]
    assert told(*native, *reified) == [("a", "both", ("a", "c")), ("b", "both", ("b",))]


def test_other_ends_in_time_are_other_edges() -> None:
    later = edge("reified", valid_until="bell.year_9", edge_id="r1")
    assert [shape for _, shape, _ in told(edge("native"), later)] == ["native", "reified"]


def test_the_record_held_an_edge_from_its_coming_to_its_retcon() -> None:
    one = edge("native", effective_at="2026-01-01", retcon_at="2026-02-01", superseded_by="r2")
    days = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01")
    assert [one.in_record(moment(day)) for day in days] == [False, True, True, False]
    assert not one.in_record(None)
