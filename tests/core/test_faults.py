"""Where in a text the fault stands that an engine told."""

from __future__ import annotations

import pytest

from workbench.core.errors import QueryFailed
from workbench.core.faults import Fault, fault


def at(statement: str, position: int | None = None, says: str = "") -> Fault | None:
    return fault(QueryFailed("no", position=position, engine_says=says), statement)


def test_a_position_is_a_line_a_column_and_the_word_there() -> None:
    assert at("a\nbc def", 6) == Fault(2, 4, "bc def", 3)
    assert str(at("a\nbc def", 6)) == "2 | bc def\n       ^^^"


@pytest.mark.parametrize(("position", "line", "column"), [(1, 1, 1), (3, 2, 1), (9, 2, 2)])
def test_ends_and_beyond_are_places_too(position: int, line: int, column: int) -> None:
    found = at("a\nb", position)
    assert found is not None
    assert (found.line, found.column, found.length) == (line, column, 1)


def test_a_quoted_word_is_found_where_it_stands_once() -> None:
    assert at("RETURN other, m", says="Variable 'm' not defined") == Fault(
        1, 15, "RETURN other, m", 1
    )
    assert at("RETURN m, m", says="Variable 'm' not defined") is None
    assert at("RETURN mm", says="Variable 'm' not defined") is None
    assert at("RETURN 1", says="out of memory") is None
