"""A database holds a state of a graph, whatever happened to either before."""

from __future__ import annotations

import gc
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.graphs.projecting.native import expected, held
from tests.graphs.projecting.world import World
from workbench.core.errors import BadInput
from workbench.graphs.changing.draft import Draft
from workbench.graphs.projecting.loading import FILLED
from workbench.stores.relational.postgres import Postgres

VALUES = (True, 1, 1.0, -0.0, 1e300, 2**63 - 1, -(2**63), "", "文\n\t\\`'", 5e-324)


def small(draft: Draft) -> None:
    for at, value in enumerate(VALUES):
        draft.add_node(None, ["B", "A", "B"][: at % 4], {"v": value, "a b`c": at})
    for at in range(12):
        draft.add_edge(at % 10, at * 7 % 10, "KL"[at % 2], {"w": VALUES[at % 10]})
    draft.add_edge(3, 3, "文`")


def changed_somehow(draft: Draft, seed: int) -> None:
    """Some of everything: nodes and edges made, changed, relabelled and deleted."""
    choose = random.Random(seed)
    nodes = [node.id for node in draft.state.nodes]
    edges = [edge.id for edge in draft.state.edges]
    for id in choose.sample(nodes, min(3, len(nodes))):
        draft.update_node(id, add_labels=["C"], remove_labels=["A"], set_properties={"s": seed})
    for id in choose.sample(edges, min(2, len(edges))):
        draft.update_edge(id, set_properties={"s": seed}, remove_properties=["w"])
    draft.delete_edge(choose.choice(edges))
    draft.delete_node(choose.choice(nodes), detach=True)
    new = draft.add_node(f"new {seed}", ["N", "A"])
    draft.add_edge(new, new, "K")


def exactly(world: World) -> bool:
    return held(world.projection.place(world.state)) == expected(world.state)


def test_a_database_holds_every_record_as_it_is(world: World) -> None:
    world.change(small)
    assert exactly(world)


def test_many_records_are_stored_in_bulk_as_they_are(world: World) -> None:
    def many(draft: Draft) -> None:
        small(draft)
        for at in range(FILLED):
            draft.add_node(f"文 {at}", [["A"], ["B", "A"], []][at % 3], {"v": VALUES[at % 10]})
        for at in range(200):
            draft.add_edge(
                at, at * 7 % 200, "KL"[at % 2], {"v": VALUES[at % 10], "s": "s", "t": at}
            )

    world.change(many)
    assert exactly(world)
    world.change(lambda draft: changed_somehow(draft, 1))
    assert exactly(world)


def test_it_follows_by_changes_alone(world: World) -> None:
    world.change(small)
    assert exactly(world)
    before = world.names()
    for seed in range(4):
        world.change(lambda draft, seed=seed: changed_somehow(draft, seed))  # type: ignore[misc]
        assert exactly(world)
    assert world.names() == before


def test_several_changes_come_at_once(world: World) -> None:
    world.change(small)
    world.asks()("RETURN 1 AS x", {})
    for seed in range(4):
        world.change(lambda draft, seed=seed: changed_somehow(draft, seed))  # type: ignore[misc]
    assert exactly(world)


def test_changes_made_twice_or_half_are_made_again(world: World) -> None:
    world.change(small)
    place = world.projection.place(world.state)
    world.change(lambda draft: changed_somehow(draft, 1))
    world.projection.place(world.state)
    place.write("MATCH (n:TongNode {tong_id: 2}) SET n.v = 'torn'")  # type: ignore[attr-defined]
    torn = "UPDATE tong_projections SET generation = -1 - 1 WHERE graph = $graph"
    world.store.write(torn, {"graph": world.number})
    world.change(lambda draft: draft.update_node(2, set_properties={"v": "whole"}))
    assert exactly(world)


def test_another_process_asks_the_same_database(world: World) -> None:
    world.change(small)
    assert exactly(world)
    other = world.another()
    world.change(lambda draft: changed_somehow(draft, 2))
    assert held(other.place(world.state)) == expected(world.state)
    assert len(world.names()) == 1
    assert exactly(world)
    other.close()


def test_two_processes_do_not_load_at_once(world: World) -> None:
    world.change(small)
    other = Postgres(world.store._conninfo)
    key = {"graph": world.number}
    other.write("SELECT pg_advisory_lock(hashtext('tong_projecting'), $graph::int)", key)
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(lambda: exactly(world))
        with pytest.raises(TimeoutError):
            loading.result(timeout=0.4)
        assert not world.names()
        other.close()
        assert loading.result(timeout=20)


def test_a_load_under_way_is_not_taken_for_one_that_came_to_nothing(world: World) -> None:
    world.change(small)
    other = Postgres(world.store._conninfo)
    key = {"graph": world.number}
    other.write("SELECT pg_advisory_lock(hashtext('tong_projecting'), $graph::int)", key)
    loading = world.projection._places.fresh("m")
    world.databases.make(loading)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(lambda: exactly(world))
        with pytest.raises(TimeoutError):
            asking.result(timeout=0.4)
        assert world.names() == [loading]
        other.close()
        assert asking.result(timeout=20)
    assert loading not in world.names()


def test_what_is_left_of_a_dropped_graph_goes_with_the_next_opening(world: World) -> None:
    left = f"{world.projection._places._registry}999999_s0"
    world.databases.make(left)
    world.change(small)
    assert exactly(world)
    assert left not in world.databases.names()


def test_a_move_that_broke_off_is_not_taken_for_what_was_before_it(world: World) -> None:
    world.change(small)
    assert exactly(world)
    before, place = world.state.copy(), world.names()[0]
    world.change(lambda draft: draft.update_node(3, set_properties={"v": "later"}))
    assert exactly(world)
    world.projection._places.keep(place, -1 - before.generation)
    other = world.another()
    assert held(other.place(before)) == expected(before)
    assert held(other.place(world.state)) == expected(world.state)
    other.close()


def test_a_database_that_moved_on_is_not_asked_for_an_older_state(world: World) -> None:
    world.change(small)
    asks, older = world.asks(world.state.copy()), len(world.state.nodes)
    count = "MATCH (n) RETURN count(n) AS c"
    assert asks(count, {}).values[0][0] == older
    world.change(lambda draft: draft.add_node())
    other = world.another()
    assert other.asks(world.state)(count, {}).values[0][0] == older + 1
    assert asks(count, {}).values[0][0] == older
    other.close()


def test_a_lost_database_is_made_again(world: World) -> None:
    world.change(small)
    asks = world.asks()
    asks("RETURN 1 AS x", {})
    world.databases.drop(world.names()[0])
    assert asks("MATCH (n) RETURN count(n) AS c", {}).values[0][0] == len(VALUES)
    assert exactly(world)


def test_a_database_that_lost_records_is_loaded_anew(world: World) -> None:
    world.change(small)
    store = world.projection.place(world.state)
    store.write("MATCH (n:TongNode {tong_id: 3}) DETACH DELETE n")
    world.projection.close()
    world.projection = world.another()
    assert exactly(world)


def test_a_snapshot_has_a_database_of_its_own_until_it_is_forgotten(world: World) -> None:
    world.change(small)
    snapshot = world.state.copy()
    assert exactly(world)
    world.change(lambda draft: draft.add_node())
    assert exactly(world)
    assert held(world.projection.place(snapshot)) == expected(snapshot)
    assert len(world.names()) == 2
    world.projection.forget(snapshot)
    assert len(world.names()) == 1


def test_a_subgraph_goes_with_whoever_held_it(world: World) -> None:
    world.change(small)
    part = world.state.induced([0, 1, 2, 3])
    assert held(world.projection.place(part)) == expected(part)
    del part
    gc.collect()
    assert exactly(world)
    assert len(world.names()) == 1


def test_the_same_state_under_another_hand_shares_the_database(world: World) -> None:
    world.change(small)
    assert world.projection.place(world.state) is world.projection.place(world.state.copy())


def test_what_dead_processes_left_is_dropped_at_the_next_opening(world: World) -> None:
    world.change(small)
    places = world.projection._places
    world.databases.make(places.fresh("s"))
    world.databases.make(places.fresh("m"))
    alive = places.make_own()
    other = world.another()
    other.asks(world.state)("RETURN 1 AS x", {})
    assert [name for name in world.names() if "_s" in name.removeprefix("tong_")] == [alive]
    assert len(world.names()) == 2
    places.drop_own(alive)
    other.close()


@pytest.mark.parametrize(
    ("labels", "properties", "says"),
    [
        (["K"], {}, "may not share a name"),
        (["TongNode"], {}, "TongNode"),
        ([], {"tong_id": 1}, "tong_id"),
        (["A~B"], {}, "none of the characters"),
        ([], {"@rid": 1}, "no @"),
    ],
)
def test_names_that_the_engine_cannot_hold_are_told(
    world: World, labels: list[str], properties: dict[str, int], says: str
) -> None:
    world.change(small)
    world.change(lambda draft: draft.add_node(None, labels, properties))
    with pytest.raises(BadInput, match=says):
        world.projection.place(world.state)
    assert not world.names()


def test_a_bad_name_is_told_until_it_is_gone(world: World) -> None:
    world.change(small)
    assert exactly(world)
    bad = world.change(lambda draft: draft.add_node(None, ["K"]))
    with pytest.raises(BadInput, match="may not share a name"):
        world.projection.place(world.state)
    world.change(lambda draft: draft.delete_node(bad))
    assert exactly(world)


def test_a_name_may_turn_from_a_label_into_a_type(world: World) -> None:
    node = world.change(lambda draft: draft.add_node(None, ["Old"]))
    assert exactly(world)
    world.change(lambda draft: draft.update_node(node, remove_labels=["Old"]))
    world.change(lambda draft: draft.add_edge(node, node, "Old"))
    assert exactly(world)


def test_what_would_be_is_asked_and_not_kept(world: World) -> None:
    world.change(small)
    draft = Draft(world.state)
    changed_somehow(draft, 3)
    with world.asks().over(draft.change()) as asks:
        seen = asks("MATCH (n) RETURN count(n) AS c", {}).values[0][0]
    assert seen == len(VALUES)
    assert exactly(world)


def test_dropping_takes_every_database(world: World) -> None:
    world.change(small)
    part = world.state.induced([0])
    world.projection.place(world.state), world.projection.place(part)
    assert len(world.names()) == 2
    world.projection.drop()
    assert not world.names()
