"""Variables by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput, RecordNotFound
from ...core.property_graph.belief import Variable

if TYPE_CHECKING:
    from ..state.state import State


def known_variable(state: State, variable_id: Any) -> Variable:
    """The variable of an id (a NumPy integer will do); BadInput where it is none of the graph."""
    found = state.variables.get(whole_id(variable_id, "a variable"))
    if found is None:
        raise RecordNotFound(f"variable {variable_id} not found: the graph has none of that id")
    return found


def listed(values: Any, what: str) -> list[Any]:
    """The values one by one; BadInput for a text and for what is no list of any kind."""
    if isinstance(values, str):
        raise BadInput(f"{what}: expected a list, seen the one text {values!r}")
    if not isinstance(values, Iterable):
        raise BadInput(f"{what}: expected a list, seen {values!r}")
    return list(values)


def mapped(values: Any, what: str) -> Mapping[Any, Any]:
    """The mapping, None as an empty one; BadInput for what is none."""
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        raise BadInput(f"{what}: expected a mapping, seen {values!r}")
    return values


def whole_id(value: Any, what: str) -> int:
    """An id as Python's integer."""
    number = getattr(value, "__index__", None)
    if number is None or isinstance(value, bool):
        raise BadInput(f"{what} is named by its id, an integer from 0 on, not {value!r}")
    return int(number())
