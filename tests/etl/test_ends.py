"""Which node a cell means."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.values import Node
from workbench.etl.ends import Ends
from workbench.etl.nodes import Nodes

TEXTUAL = Nodes(
    nodes={("p:1", "person"): Node("p:1", ("person",))}, ids={("Anchor_person", 1): "p:1"}
)
NUMBERED = Nodes(nodes={("1", "person"): Node("1", ("person",))}, ids={("Anchor_person", 7): "1"})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("p:1", "p:1"), (1, "p:1"), (1.0, "p:1"), (1.7, None), (True, None), (2, None), ("1", None)],
)
def test_among_textual_ids_a_whole_number_is_a_row(cell: Any, expected: str | None) -> None:
    assert Ends(TEXTUAL).find(cell, "person") == expected


@pytest.mark.parametrize(
    ("cell", "expected"), [(1, "1"), (1.0, "1"), ("1", "1"), (True, None), (7, None), (1.7, None)]
)
def test_among_numbers_a_number_is_an_id(cell: Any, expected: str | None) -> None:
    assert Ends(NUMBERED).find(cell, "person") == expected
