"""Tables of vectors through puts, drops and copies."""

from __future__ import annotations

import random

import numpy as np
import pytest

from workbench.core.property_graph.records import VectorIndex
from workbench.graphs.state.vectors import VectorTable

INDEX = VectorIndex("v", "node", 3)


def held(table: VectorTable) -> dict[int, list[float]]:
    rows = dict(zip(table.entities.tolist(), table.rows.tolist(), strict=True))
    assert rows == {id: list(table.get(id)) for id in rows}  # type: ignore[arg-type]
    lengths = np.sqrt((table.rows.astype(np.float64) ** 2).sum(axis=1))
    assert table.lengths == pytest.approx(lengths, rel=1e-12)
    return rows


def test_a_table_is_what_a_dictionary_is_after_any_changes() -> None:
    roll, table, plain = random.Random(1), VectorTable(INDEX), dict[int, list[float]]()
    for _ in range(300):
        ids = [roll.randrange(40) for _ in range(roll.randrange(6))]
        if roll.random() < 0.5:
            table.drop(ids)
            plain = {id: row for id, row in plain.items() if id not in ids}
        else:
            rows = [[float(roll.randrange(9)) for _ in range(3)] for _ in ids]
            table.put(ids, np.array(rows).reshape(len(ids), 3))
            plain |= dict(zip(ids, rows, strict=True))
        assert held(table) == plain


def test_copies_do_not_move_with_one_another() -> None:
    table = VectorTable(INDEX)
    table.put([1, 2], [[1, 0, 0], [2, 0, 0]])
    copy = table.copy()
    again = copy.copy()
    table.put([1, 3], [[9, 0, 0], [3, 0, 0]])
    copy.drop([2])
    assert held(table) == {1: [9, 0, 0], 2: [2, 0, 0], 3: [3, 0, 0]}
    assert held(copy) == {1: [1, 0, 0]}
    assert held(again) == {1: [1, 0, 0], 2: [2, 0, 0]}


def test_what_was_taken_out_stays_as_it_is() -> None:
    table = VectorTable(INDEX)
    table.put([5], [[1, 2, 3]])
    row = table.get(5)
    table.put([5], [[0, 0, 0]])
    assert row is not None
    assert row.tolist() == [1, 2, 3]
    assert table.get(6) is None


def test_slots_are_those_of_the_entities_that_have_a_row() -> None:
    table = VectorTable(INDEX)
    table.put(range(100, 0, -1), np.zeros((100, 3)))
    for wanted in ([3, 1000, 50], list(range(80))):
        slots = table.slots(np.array(wanted))
        assert sorted(table.entities[slots].tolist()) == sorted(set(wanted) & set(range(1, 101)))


def test_many_single_puts_cost_what_they_are_long() -> None:
    table = VectorTable(VectorIndex("v", "node", 64))
    for id in range(3000):
        table.put([id], np.full((1, 64), id))
    assert table.ordered()[0].tolist() == list(range(3000))
    assert len(table._entities) < 3000 * 2
