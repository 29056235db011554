"""Given values checked against what a query declares, before any store is touched."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from reprlib import repr as shortened
from typing import Any

from ..core.errors import BadParameters
from .parameters import Parameter
from .query import Query


def bind(query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values to send, in the form the query's kind of store takes, defaults filled in.

    A vector given as text stays text: `ask` embeds it. BadParameters names every parameter
    that is unknown, missing or mistyped, and what the query takes.
    """
    bound: dict[str, Any] = {}
    used = 0
    for parameter in query.parameters:
        name = parameter.name
        if name in given:
            used += 1
            try:
                bound[name] = parameter.check(given[name])
            except (TypeError, ValueError) as error:
                raise _refused(query, given) from error
        elif parameter.required:
            raise _refused(query, given)
        else:
            bound[name] = parameter.default
    if used != len(given):
        raise _refused(query, given)
    return bound


def _refused(query: Query, given: Mapping[str, Any]) -> BadParameters:
    """Every fault in one message; slow, and only on the way out."""
    names = [parameter.name for parameter in query.parameters]
    faults = [_unknown(name, names) for name in given if name not in names]
    for parameter in query.parameters:
        if parameter.name in given:
            faults += _mistyped(parameter, given[parameter.name])
        elif parameter.required:
            faults.append(f"`{parameter.name}` is missing")
    takes = query.signature or "no parameters"
    return BadParameters(f"{query.name}: {'; '.join(faults)}. It takes: {takes}")


def _unknown(name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=1)
    return f"`{name}` is unknown" + (f" (did you mean `{near[0]}`?)" if near else "")


def _mistyped(parameter: Parameter, value: Any) -> list[str]:
    try:
        parameter.check(value)
    except (TypeError, ValueError) as error:
        why = f" ({error})" if str(error) else ""
        seen = f"{type(value).__name__} {shortened(value)}"
        return [f"`{parameter.name}` takes {parameter.type}, got {seen}{why}"]
    return []
