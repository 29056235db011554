"""Ways between planes, against networkx and against trying every way."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import pytest

from tests.core.plane_worlds import (
    CLOCK,
    TIMES,
    edge,
    every_simple_way,
    plain_graph,
    random_edges,
    registry,
)
from workbench.core.errors import BadInput
from workbench.core.lore import EdgeRecord
from workbench.core.lore.facts import Fact, fact_of_edge
from workbench.core.lore.plane_map import STATES, PlaneMap, Traveller
from workbench.core.lore.plane_windows import PlaneWindows, decided
from workbench.core.lore.planes import Crossing, reachable_within
from workbench.core.lore.visibility import Knower, Sight

LARGE = random_edges(1, 120, 500)
HUGE = random_edges(4, 2000, 10_000)


def the_map(edges: list[EdgeRecord], planes: Any = ()) -> PlaneMap:
    return PlaneMap(planes, edges, registry(), CLOCK)


def crossing(edges: list[EdgeRecord], start: str, goal: str, at: str, **asked: Any) -> Crossing:
    plane_map = the_map(edges, {start, goal})
    budget = asked.pop("budget", None)
    return Crossing(plane_map, plane_map.states(at, CLOCK, **asked), start, goal, budget)


def told(found: Crossing, way: Any) -> tuple[Any, ...]:
    """As `every_simple_way` tells it."""
    edges = tuple(leg.edge.edge_id for leg in found.legs(way))
    cost = round(1000 * found.plane_map.toll(way.cost))
    return cost, way.hops, tuple(found.path(way)), edges


def cases(seed: int, number: int) -> Any:
    dice = random.Random(seed)
    planes = sorted({end for one in LARGE for end in (one.from_id, one.to_id)})
    picked = [(*dice.sample(planes, 2), dice.choice(TIMES)) for _ in range(number)]
    return pytest.mark.parametrize(("start", "goal", "at"), picked)


@cases(2, 200)
def test_reachability_and_cost_agree_with_networkx(start: str, goal: str, at: str) -> None:
    found = crossing(LARGE, start, goal, at)
    sure, perhaps = (plain_graph(LARGE, at, perhaps=either) for either in (False, True))
    assert set(found.reachable_set) == {start, *nx.descendants(sure, start)}
    if found.reachable == "false":
        assert not nx.has_path(perhaps, start, goal)
        return
    graph = sure if found.reachable == "true" else perhaps
    assert nx.has_path(sure, start, goal) == (found.reachable == "true")
    assert told(found, found.way)[0] == nx.dijkstra_path_length(graph, start, goal, "cost")


@pytest.mark.parametrize("seed", range(60))
def test_the_cheapest_and_all_alternatives_are_those_of_trying_every_way(seed: int) -> None:
    edges = random_edges(seed, 6, 14)
    found = crossing(edges, "pln_0000", "pln_0001", "bell.year_22")
    graph = plain_graph(edges, "bell.year_22", perhaps=found.reachable == "unknown")
    graph.add_nodes_from(("pln_0000", "pln_0001"))
    every = every_simple_way(graph, "pln_0000", "pln_0001")
    ways = [found.way, *found.alternatives(10_000)] if found.way else []
    assert [told(found, way) for way in ways] == every


@pytest.mark.parametrize("at", TIMES)
def test_windows_are_decided_as_the_chronology_decides_each(at: str) -> None:
    windows = [(one.valid_from, one.valid_until) for one in LARGE]
    states = PlaneWindows(windows, CLOCK).states(at, CLOCK)
    assert states.tolist() == [decided(at, window, CLOCK) for window in windows]


@pytest.mark.parametrize("seed", range(20))
def test_the_reachable_set_and_the_cut_prove_that_there_is_no_way(seed: int) -> None:
    edges = random_edges(seed, 12, 20)
    found = crossing(edges, "pln_0003", "nowhere", "bell.year_22")
    inside = set(found.reachable_set)
    leaving = {
        (tail, head, one.edge_id)
        for one in edges
        for tail, head in ((one.from_id, one.to_id), (one.to_id, one.from_id))
        if tail in inside and head not in inside
    }
    assert found.reachable == "false"
    assert {(leg["tail"], leg["head"], leg["edge_id"]) for leg in found.cut} == leaving


@cases(3, 20)
def test_a_budget_keeps_what_costs_no_more(start: str, goal: str, at: str) -> None:
    found = crossing(LARGE, start, goal, at, budget=1.5)
    graph = plain_graph(LARGE, at)
    costs = nx.single_source_dijkstra_path_length(graph, start, cutoff=1500, weight="cost")
    assert set(found.reachable_set) == set(costs)
    within = reachable_within(found.plane_map, found.states, start, 1.5)
    assert {plane: round(1000 * cost) for plane, cost, _ in within} == costs


@pytest.mark.parametrize("year", [10, 22, 40])
def test_two_thousand_planes_are_searched_right(year: int) -> None:
    found = crossing(HUGE, "pln_0007", "pln_1234", f"bell.year_{year}")
    graph = plain_graph(HUGE, f"bell.year_{year}")
    costs = nx.single_source_dijkstra_path_length(graph, "pln_0007", weight="cost")
    assert set(found.reachable_set) == set(costs)
    assert round(1000 * (found.cost or 0)) == costs["pln_1234"]
    within = reachable_within(found.plane_map, found.states, "pln_0007", None)
    assert {plane: round(1000 * cost) for plane, cost, _ in within} == costs


def test_equal_ways_are_told_apart_by_legs_then_planes_then_edges() -> None:
    edges = [
        edge("r9", "BORDER", "a", "b"),
        edge("r1", "BORDER", "b", "z"),
        edge("r2", "BORDER", "a", "c"),
        edge("r3", "BORDER", "c", "z"),
        edge("r4", "BORDER", "a", "b"),
        edge("r5", "BORDER", "a", "d", cost=0),
        edge("r6", "BORDER", "d", "b"),
    ]
    found = crossing(edges, "a", "z", "bell.year_3")
    ways = [found.way, *found.alternatives(9)]
    told_edges = [[leg.edge.edge_id for leg in found.legs(way)] for way in ways]
    assert told_edges == [["r4", "r1"], ["r9", "r1"], ["r2", "r3"], ["r5", "r6", "r1"]]


def test_tolls_add_up_exactly() -> None:
    steps = [edge(f"r{n}", "GATE", f"p{n}", f"p{n + 1}", cost=0.1) for n in range(3)]
    straight = edge("s", "GATE", "p0", "p3", cost=0.3)
    found = crossing([*steps, straight], "p0", "p3", "bell.year_3")
    assert found.way is not None
    assert (found.cost, found.way.hops) == (0.3, 1)


def test_the_first_reason_wins() -> None:
    future = {"valid_from": "bell.year_9", "secrecy": "secret"}
    edges = [
        edge("back", "GATE", "b", "a", **future),
        edge("early", "GATE", "a", "b", **future),
        edge("hidden", "GATE", "a", "c", secrecy="secret", valid_from="nights"),
        edge("late", "GATE", "a", "d", valid_until="bell.year_2"),
        edge("lost", "GATE", "a", "e", valid_from="nights"),
    ]
    nobody = Traveller(knows=lambda edge: edge.secrecy == "public", knows_public=True, tier=1)
    found = crossing(edges, "a", "z", "bell.year_3", traveller=nobody)
    assert {leg["edge_id"]: leg["reason"] for leg in found.blocked} == {
        "back": "wrong_direction",
        "early": "not_yet_open",
        "hidden": "not_known_to_traveller",
        "late": "closed",
        "lost": "time_unknown",
    }


@pytest.mark.parametrize("died", [None, "bell.year_12"])
@pytest.mark.parametrize("at", ["bell.year_10", "bell.year_22", "nights.year_2", "bell"])
def test_a_traveller_uses_what_they_know_of_each_way(at: str, died: str | None) -> None:
    sight = Sight(Knower("per", died=died, tier=2), at, CLOCK)

    def knows(edge: EdgeRecord) -> bool:
        return sight.verdict(fact_of_edge(edge)).visible

    plane_map = the_map(guarded_edges())
    public = sight.verdict(Fact("relation", "any")).visible
    told = plane_map.states(at, CLOCK, traveller=Traveller(knows, public, 2))
    for leg, alone in enumerate(plane_map.states(at, CLOCK)):
        hidden = STATES[alone] in ("open", "time_unknown") and not knows(plane_map.edges[leg >> 1])
        assert STATES[told[leg]] == ("not_known_to_traveller" if hidden else STATES[alone])


def guarded_edges() -> list[EdgeRecord]:
    """Ways between planes: public, above a tier, secret, or secret and known to `per`."""
    dice = random.Random(6)
    guards = (
        {},
        {"min_tier": 3},
        {"secrecy": "secret"},
        {"secrecy": "secret", "known_by": ["per"]},
    )
    return [
        edge(
            one.edge_id,
            one.type,
            *(one.from_id, one.to_id),
            **{**one.props, **dice.choice(guards)},
            valid_from=one.valid_from,
            valid_until=one.valid_until,
        ).with_ends("Plane", "", "Plane", "")
        for one in random_edges(6, 20, 80)
    ]


def test_a_budget_that_removes_the_only_way_is_the_reason() -> None:
    edges = [edge("r", "GATE", "a", "b", cost=3)]
    found = crossing(edges, "a", "b", "bell.year_3", budget=2.9)
    assert (found.reachable, found.reason) == ("false", "over_budget")
    assert [tuple(leg.values()) for leg in found.cut] == [("a", "b", "r", "over_budget")]
    assert crossing(edges, "a", "b", "bell.year_3", budget=3).cost == 3


def test_a_plane_is_reached_from_itself_at_no_cost() -> None:
    found = crossing([], "a", "a", "no time")
    assert (found.reachable, found.cost, found.path(found.way)) == ("true", 0, ["a"])


def test_relations_that_nobody_travels_are_no_legs() -> None:
    edges = [edge("m", "MIRROR", "a", "b"), edge("u", "UNHEARD_OF", "a", "b")]
    found = crossing(edges, "a", "b", "bell.year_3")
    assert (found.reachable, found.blocked) == ("false", [])


def test_types_that_are_not_allowed_are_blocked() -> None:
    edges = [edge("g", "GATE", "a", "b"), edge("f", "FLOOR", "a", "b")]
    found = crossing(edges, "a", "b", "bell.year_3", may_use={"FLOOR"})
    assert [leg.edge.edge_id for leg in found.legs(found.way)] == ["f"]
    assert {(leg["edge_id"], leg["reason"]) for leg in found.blocked} == {
        ("g", "not_allowed"),
        ("g", "wrong_direction"),
    }


def test_a_registry_entry_is_all_that_a_new_way_to_travel_needs() -> None:
    ontology = registry(type="DREAM", travel=True, default_cost=7, default_direction="backward")
    plane_map = PlaneMap((), [edge("d", "DREAM", "a", "b")], ontology, CLOCK)
    states = plane_map.states("bell.year_1", CLOCK)
    assert [STATES[state] for state in states] == ["wrong_direction", "open"]
    assert Crossing(plane_map, states, "b", "a").cost == 7


@pytest.mark.parametrize("held", [{"cost": -1}, {"cost": "two"}, {"direction": "up"}])
def test_an_edge_that_cannot_be_travelled_is_named(held: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="edge odd: expected"):
        the_map([edge("odd", "GATE", "a", "b", **held)])


def test_states_of_a_map_without_edges_are_none() -> None:
    assert the_map([], "a").states("bell.year_1", CLOCK).tolist() == []
