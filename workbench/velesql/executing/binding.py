"""What a value in a text is when it runs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import VectorSpace
from ..checking.faults import fault
from ..tree.selects import Count, Star
from ..tree.values import (
    Constant,
    Moment,
    Parameter,
    Sparse,
    SparseConstant,
    Subquery,
    Value,
    Vector,
)
from .run import Run

_PLAIN = frozenset({str, int, float, bool, type(None)})
_LONGEST = 2**63 - 1  # of LIMIT and OFFSET: a place in an array


def bind(value: Value, run: Run) -> Any:
    """The value as Python has it: boolean, number, text, list, dictionary, or None for NULL.

    E005 where a parameter has no value, E006 where its value is of no type of the language.
    """
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, Parameter):
        return plain(parameter(value, run), value.name)
    if isinstance(value, Moment):
        return run.now + value.offset
    if isinstance(value, Subquery):
        return scalar(value, run)
    if isinstance(value, SparseConstant):
        return {str(index): weight for index, weight in value.weights}
    return list(value.values)


def parameter(value: Parameter, run: Run) -> Any:
    """What was given under the name, as it is; E005."""
    try:
        return run.parameters[value.name]
    except KeyError:
        raise fault("E005", _missing(value.name, run.parameters)) from None


def _missing(name: str, given: Mapping[str, Any]) -> str:
    said = f"the query has a parameter ${name}, and no value was given for it"
    if f"${name}" in given:
        return f"{said}; name it {name!r}, without the sign"
    near = get_close_matches(name, [str(one) for one in given], 1)
    return f"{said}; {near[0]!r} was given, was it meant?" if near else said


def plain(value: Any, name: str) -> Any:
    """A parameter's value in types of the language: numpy's become Python's; E006."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist(), name)
    if isinstance(value, list | tuple):
        return [plain(one, name) for one in value]
    if isinstance(value, Mapping):
        return {str(one): plain(inside, name) for one, inside in value.items()}
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    raise fault(
        "E006",
        f"${name} is of the type {type(value).__name__}; give a text, a number, a boolean, None, "
        "a list, a dictionary or an array",
    )


def number(value: Value, run: Run, what: str) -> int | float | None:
    """A number, or None for NULL; E006."""
    found = bind(value, run)
    if found is None or (isinstance(found, int | float) and not isinstance(found, bool)):
        return found
    raise fault("E006", f"{what} is a number, not {found!r}")


def text(value: Value, run: Run, what: str) -> str | None:
    """A text, or None for NULL; E006."""
    found = bind(value, run)
    if found is None or isinstance(found, str):
        return found
    raise fault("E006", f"{what} takes a text, not {found!r}")


def count(value: Count | None, run: Run, what: str) -> int | None:
    """A number of rows, None where none is said; E006."""
    if value is None or type(value) is int:
        return value if value is None else min(value, _LONGEST)
    found = bind(value, run) if isinstance(value, Parameter) else value
    if type(found) is int and found >= 0:
        return min(found, _LONGEST)
    raise fault("E006", f"{what} is a whole number from 0 up, not {found!r}")


def bind_vector(value: Vector, space: VectorSpace, run: Run) -> NDArray[np.float32]:
    """(d,) 32-bit components; VELES-004 where d is another, VELES-005 where one is no number."""
    given = parameter(value, run) if isinstance(value, Parameter) else value.values
    vector = _components(given)
    if vector.shape != (space.dimension,):
        seen = f"{len(vector)}" if vector.ndim == 1 else f"an array of shape {vector.shape}"
        raise fault("VELES-004", f"a vector here has {space.dimension} components, not {seen}")
    if not np.isfinite(vector).all():
        raise fault("VELES-005", "a vector has finite numbers in 32 bits; one here is not")
    return vector


def _components(given: Any) -> NDArray[np.float32]:
    if type(given) is np.ndarray and given.dtype == np.float32:
        return given
    try:
        found = np.asarray(given)
    except ValueError:
        found = np.empty(0, object)
    if found.dtype.kind not in "fiu":
        raise fault("E006", f"a vector is a list of numbers or an array, not {_short(given)}")
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused as that
        return found.astype(np.float32)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def bind_sparse(value: Sparse, run: Run) -> dict[int, float]:
    """Weights by index; E006 where it is no sparse vector, VELES-005 where a weight is none."""
    if isinstance(value, SparseConstant):
        return _weights(value.weights)
    given = plain(parameter(value, run), value.name)
    if not isinstance(given, dict):
        raise fault("E006", f"a sparse vector is like {{3: 0.5}}, not {_short(given)}")
    if given.keys() == {"indices", "values"}:
        indices, values = given["indices"], given["values"]
        if not isinstance(indices, list) or not isinstance(values, list):
            raise fault("E006", "indices and values of a sparse vector are lists")
        if len(indices) != len(values):
            raise fault("E006", f"there are {len(indices)} indices for {len(values)} weights")
        return _weights(zip(indices, values, strict=True))
    return _weights(given.items())


def _weights(pairs: Iterable[tuple[Any, Any]]) -> dict[int, float]:
    found = {}
    for index, weight in pairs:
        if isinstance(index, bool) or not str(index).isdecimal():
            raise fault("E006", f"an index of a sparse vector is 0 or more, not {index!r}")
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise fault("E006", f"a weight of a sparse vector is a number, not {weight!r}")
        if not math.isfinite(weight):
            raise fault("VELES-005", f"a weight of a sparse vector is finite, not {weight!r}")
        found[int(index)] = float(weight)
    return found


def scalar(query: Subquery, run: Run) -> Any:
    """The one value of a query in brackets, None where it has no row; VELES-010 for more."""
    from .selecting import select

    items = query.select.items
    if len(items) != 1 or isinstance(items[0].what, Star):
        raise fault("VELES-010", "a query in brackets gives one column; name it")
    rows = select(query.select, run).values
    if len(rows) > 1:
        raise fault("VELES-010", f"a query in brackets gives one row, and this one {len(rows)}")
    return rows[0][0] if rows else None
