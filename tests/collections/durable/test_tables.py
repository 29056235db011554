"""Points and edges come back from their tables as they went in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.collections.durable.changes import World, column, edges, points
from workbench.collections.durable.tables import Tables
from workbench.core.collections.definition import VectorSpace
from workbench.core.collections.records import Change, Edges, Points
from workbench.core.errors import VelesFailed

Make = Callable[..., Tables]
BIG = 2**64 - 1


def whole(tables: Tables) -> World:
    """All that is stored, by a delta from the beginning."""
    delta = tables.since(0)
    assert delta.change.clear
    world = World()
    world.apply(delta.change)
    return world


def stored(tables: Tables, *payloads: Any) -> list[Any]:
    """Payloads after a round trip, once alone and once in bulk."""
    texts = [json.dumps(one) for one in payloads]
    for at, text in enumerate(texts):
        tables.write(Change(points=Points([at], [text])))
    one_by_one = [json.loads(text) for text in in_order(tables)]
    tables.write(Change(points=Points(range(len(texts)), texts)))
    assert [json.loads(text) for text in in_order(tables)] == one_by_one
    return one_by_one


def in_order(tables: Tables) -> list[str]:
    found = tables.since(0).change.points
    return [text for _, text in sorted(zip(found.ids, found.payloads, strict=True))]


@pytest.mark.parametrize("ids", [[7], [0, 1, 9999, 10_000, 2**53 + 1, 2**63, BIG]])
def test_integer_ids_are_exact_up_to_the_largest(make: Make, ids: list[int]) -> None:
    tables = make()
    tables.write(Change(points=points(ids)))
    assert sorted(tables.since(0).change.points.ids) == ids
    assert {type(id) for id in tables.since(0).change.points.ids} == {int}
    assert tables.count() == len(ids)


@pytest.mark.parametrize("id", [-1, 2**64])
def test_an_id_out_of_range_is_refused(make: Make, id: int) -> None:
    for change in (
        Change(points=points([id])),
        Change(points=points([1, id])),
        Change(dropped=[id]),
        Change(edges=edges([(id, 1, 2)])),
        Change(edges=edges([(1, id, 2)])),
    ):
        with pytest.raises(VelesFailed, match=f"id {id}: expected an integer") as caught:
            make(f"c{id_name(change)}").write(change)
        assert caught.value.code == "VELES-023"


def id_name(change: Change) -> str:
    return str(abs(hash((len(change.points), len(change.dropped), tuple(change.edges.ids)))))


def test_text_ids_sort_by_code_point(make: Make, store: Any) -> None:
    tables = make(ids="text", dimension=0)
    given = ["b", "a", "B", "é", "z", "雪", "", "a'b", 'a"b\\', "{x}", "🙂"]
    tables.write(Change(points=Points(given[:5], ["{}"] * 5)))
    for id in given[5:]:
        tables.write(Change(points=Points([id], ["{}"])))
    in_tables = store.rows("SELECT id FROM veles_1_points ORDER BY id").column("id")
    assert in_tables == sorted(given) == sorted(tables.since(0).change.points.ids)
    tables.write(Change(dropped=["a'b", 'a"b\\', "{x}", "nobody"]))
    assert set(whole(tables).points) == {"b", "a", "B", "é", "z", "雪", "", "🙂"}


def test_payloads_keep_their_values(make: Make) -> None:
    given = [
        {},
        {"a": None},
        {"title": 'Zoë\'s 雪 "x" \\ \n 🙂', "nested": [{"b": [1, [2]]}, True, False]},
        {"n": 2**53 + 1, "m": -(2**200), "f": 0.1, "small": 5e-324, "large": 1.5e300},
        {"text": "1e+23 is no number here", "list": [1e22, -1e23, 1e-7]},
    ]
    assert stored(make(), *given) == given


@pytest.mark.parametrize("value", [1e22, 1e23, 1.7976931348623157e308, 1e-300, 100.0])
def test_a_float_comes_back_as_that_float(make: Make, value: float) -> None:
    (found,) = stored(make(), {"x": value})
    assert (type(found["x"]), found["x"]) == (float, value)


def test_missing_and_null_are_kept_apart(make: Make) -> None:
    assert stored(make(), {"a": None, "b": 1}, {"b": 2}) == [{"a": None, "b": 1}, {"b": 2}]


BAD = {
    "a zero character": '{"a": "x\\u0000y"}',
    "half a surrogate": '{"a": "\\ud800"}',
    "half a surrogate as it is": '{"a": "\ud800"}',
    "NaN": '{"a": NaN}',
    "no JSON": '{"a": ',
    "a number beyond all": '{"a": 1e999999}',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_jsonb_cannot_hold_names_the_id_and_stores_nothing(make: Make, text: str) -> None:
    tables = make()
    many = Points([1, 2, 3], ["{}", text, "{}"])
    joined = Edges([5], [1], [2], ["MET"], [text])
    for change in (Change(points=Points([2], [text])), Change(points=many), Change(edges=joined)):
        with pytest.raises(VelesFailed) as caught:
            tables.write(change)
        assert caught.value.code == "VELES-012"
        assert str(caught.value).startswith(("id 2: ", "edge 5: "))
    assert (tables.count(), tables.since(0).generation) == (0, 0)
    assert tables.write(Change(points=points([1]))).generation == 1


def test_text_ids_that_postgres_cannot_hold_are_named(make: Make) -> None:
    tables = make(ids="text")
    for id in ("a\0b", "\ud800"):
        for ids in ([id], ["x", id]):
            with pytest.raises(VelesFailed, match="VELES-012"):
                tables.write(Change(points=points(ids)))
    assert tables.count() == 0


def test_named_vectors_each_with_its_length_and_points_without(make: Make) -> None:
    spaces = {"image": VectorSpace(2, "dot"), "text": VectorSpace(4, "euclidean")}
    tables = make(vectors=spaces)
    images = column([[1, 2], None, [5, 6]])
    texts = column([None, [1, 2, 3, 4], [0.1, 1e-38, -3e38, 0]])
    tables.write(Change(points=Points([1, 2, 3], ["{}"] * 3, {"image": images, "text": texts})))
    tables.write(Change(points=Points([4], ["{}"], {"image": column([[7, 8]])})))
    tables.write(Change(points=Points([5], ["{}"])))
    found = {id: row[1] for id, row in whole(tables).points.items()}
    exact = tuple(np.array([0.1, 1e-38, -3e38, 0], np.float32).tolist())
    assert found == {
        1: {"image": (1.0, 2.0)}, 2: {"text": (1.0, 2.0, 3.0, 4.0)},
        3: {"image": (5.0, 6.0), "text": exact}, 4: {"image": (7.0, 8.0)}, 5: {},
    }  # fmt: skip
    assert tables.since(0).change.points.vectors["text"].rows.dtype == np.float32


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"vector": column([[1, 2]])}, "VELES-004"),
        ({"vector": column([[1, float("nan"), 2]])}, "VELES-005"),
        ({"vector": column([[1, float("inf"), 2]])}, "VELES-005"),
        ({"image": column([[1, 2, 3]])}, "VELES-014"),
    ],
)
def test_a_vector_that_does_not_fit_is_refused(make: Make, given: Any, code: str) -> None:
    with pytest.raises(VelesFailed) as caught:
        make().write(Change(points=Points([1], ["{}"], given)))
    assert caught.value.code == code


def test_sparse_vectors_by_name(make: Make) -> None:
    tables = make(dimension=0)
    sparse = {"": [{3: 0.5, 2**40: -1e23}, None], "lexicon": [{0: 1.0}, {}]}
    tables.write(Change(points=Points([1, 2], ["{}", "{}"], sparse=sparse)))
    tables.write(Change(points=Points([3], ["{}"], sparse={"": [{7: np.float32(0.25)}]})))
    found = {id: row[2] for id, row in whole(tables).points.items()}
    assert found[1] == {"": {3: 0.5, 2**40: -1e23}, "lexicon": {0: 1.0}}
    assert (found[2], found[3]) == ({"lexicon": {}}, {"": {7: 0.25}})


def test_storing_a_point_replaces_all_of_it(make: Make) -> None:
    tables = make()
    full = Points(
        [1, 2], ['{"a": 1}'] * 2, {"vector": column([[1, 2, 3]] * 2)}, {"": [{1: 1.0}] * 2}
    )
    tables.write(Change(points=full))
    tables.write(Change(points=Points([1], ["{}"])))
    tables.write(Change(points=Points([2, 3], ["{}", "{}"])))
    assert whole(tables).points == {1: ({}, {}, {}), 2: ({}, {}, {}), 3: ({}, {}, {})}


def test_edges_keep_their_ends_labels_and_properties(make: Make) -> None:
    tables = make(dimension=0)
    given = Edges([BIG, 0], [1, BIG], [BIG, 1], ["MET", "é雪"], ['{"since": 1920}', "{}"])
    tables.write(Change(points=Points([1, BIG], ["{}"] * 2), edges=given))
    assert whole(tables).edges == {
        BIG: (1, BIG, "MET", {"since": 1920}), 0: (BIG, 1, "é雪", {}),
    }  # fmt: skip


def test_a_removed_point_takes_its_edges_and_the_delta_names_them(make: Make) -> None:
    tables = make(dimension=0)
    rows = [(10, 1, 2), (11, 2, 3), (12, 3, 3), (13, 3, 1)]
    tables.write(Change(points=Points([1, 2, 3], ["{}"] * 3), edges=edges(rows)))
    delta = tables.write(Change(dropped=[2, 99], dropped_edges=[13, 98]))
    assert (delta.generation, delta.change.dropped) == (2, [2])
    assert delta.change.dropped_edges == [13, 10, 11]
    assert set(whole(tables).edges) == {12}
    told = tables.since(1).change
    assert (told.dropped, sorted(told.dropped_edges)) == ([2], [10, 11, 13])


def test_a_write_inside_locked_belongs_to_it(make: Make) -> None:
    tables = make()
    tables.write(Change(points=points([1])))
    with tables.locked() as generation:
        assert generation == 1
        assert tables.write(Change(points=points([2]))).generation == 2
        assert tables.write(Change(points=points([3, 4]))).generation == 3
        assert tables.since(1).generation == 3
        assert len(tables.since(1).change.points) == 3
    assert (tables.since(0).generation, tables.count()) == (3, 4)


def test_leaving_locked_by_an_error_takes_everything_back(make: Make) -> None:
    tables = make()
    tables.write(Change(points=points([1])))

    def fails() -> None:
        with tables.locked():
            tables.write(Change(points=points([2])))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert (tables.since(0).generation, tables.count()) == (1, 1)
    assert tables.write(Change(points=points([5]))).generation == 2


def test_tables_of_a_dropped_collection_say_so(make: Make, registry: Any) -> None:
    tables = make("gone")
    tables.write(Change(points=points([1])))
    registry.drop("gone")
    calls = (
        lambda: tables.write(Change(points=points([1]))),
        lambda: tables.write(Change(points=points([1, 2]))),
        lambda: tables.locked().__enter__(),
        lambda: tables.since(0),
        lambda: tables.since(1),
        tables.count,
    )
    for call in calls:
        with pytest.raises(VelesFailed, match="there is no collection 'gone'") as caught:
            call()
        assert caught.value.code == "VELES-002"
