"""Runs the steps of `cases.json` against our graphs, by the rules of its README."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from workbench.core.errors import BadInput, BadParameters, QueryFailed, StaleHandle, WorkbenchError
from workbench.core.property_graph.records import EdgeRecord, NodeRecord, TextIndex
from workbench.graphs.traversing.paths import ShortestPath

OURS: dict[str, tuple[type[Exception], ...]] = {
    # What the original raises, and what ours raises where it does.
    "ValueError": (BadInput, StaleHandle, QueryFailed, BadParameters),
    "KeyError": (KeyError,),
    "TypeError": (TypeError, BadInput),
    "Exception": (WorkbenchError,),
}
INTEGER_KEYS = ("evidence", "seeds", "vectors")


def arguments(given: Mapping[str, Any] | list[Any]) -> tuple[list[Any], dict[str, Any]]:
    """Positional and keyword arguments, with the integers that JSON has no keys for."""
    if isinstance(given, list):
        return [_integers(one) for one in given], {}
    named = {
        key: _integers(value) if key in INTEGER_KEYS else value for key, value in given.items()
    }
    return [], named


def _integers(value: Any) -> Any:
    if isinstance(value, dict) and value and all(_is_integer(key) for key in value):
        return {int(key): one for key, one in value.items()}
    return value


def _is_integer(key: str) -> bool:
    return key.lstrip("-").isdigit()


def plain(value: Any) -> Any:
    """An answer as JSON has it: ids as text keys, records as references."""
    if isinstance(value, NodeRecord):
        return {"$node": value.id}
    if isinstance(value, EdgeRecord):
        return {"$edge": value.id}
    if isinstance(value, TextIndex):  # options that the original does not have
        assert (value.fold, value.bigrams) == (False, False)
        names = ("name", "target", "properties", "tokenizer")
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, ShortestPath):  # which tells its edges too
        return {"nodes": value.nodes, "distance": value.distance}
    for as_the_original in ("row", "original"):
        if hasattr(value, as_the_original):
            return plain(getattr(value, as_the_original)())
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


def seen(step: Mapping[str, Any], answer: Any) -> Any:
    """The part of an answer that a step judges."""
    if "fields" in step:
        told = [_told(one, step["fields"]) for one in _listed(answer)]
        found = told if isinstance(answer, list) else told[0]
    elif hasattr(answer, "records") and hasattr(answer, "summary"):
        whole = {"keys": answer.keys, "records": answer.records, "summary": answer.summary}
        found = plain(whole["records"] if step.get("view") == "records" else whole)
    else:
        found = plain(answer)
    for key in step.get("pick", ()):
        found = found[key]
    return sorted(found) if step.get("sorted") else found


def _listed(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


def _told(record: Any, names: list[str]) -> dict[str, Any]:
    return {name: plain(getattr(record, name)) for name in names}


def same(found: Any, expected: Any, tolerance: float) -> bool:
    """Equality of the README: numbers within tolerance, true and false only themselves."""
    if isinstance(expected, bool) or isinstance(found, bool) or expected is None:
        return found is expected
    if isinstance(expected, int | float):
        close = {"rel_tol": tolerance, "abs_tol": tolerance}
        return isinstance(found, int | float) and math.isclose(found, expected, **close)
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(same(*pair, tolerance) for pair in zip(found, expected, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and set(found) == set(expected)
            and all(same(found[key], expected[key], tolerance) for key in expected)
        )
    return bool(found == expected)


def holds(found: Any, expected: Any, tolerance: float) -> bool:
    """`expect_subset`: only the keys that are given, at every depth."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and holds(found[key], expected[key], tolerance) for key in expected
        )
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        return all(holds(*pair, tolerance) for pair in zip(found, expected, strict=True))
    return same(found, expected, tolerance)


def check(step: Mapping[str, Any], call: Callable[[], Any]) -> Any:
    """Run one step and assert what it expects; its answer."""
    if "raises" in step:
        _check_error(step["raises"], call)
        return None
    answer = call()
    tolerance = step.get("tol", 1e-9)
    if "expect" in step:
        found = seen(step, answer)
        assert same(found, step["expect"], tolerance), f"{found!r} != {step['expect']!r}"
    if "expect_subset" in step:
        found = seen(step, answer)
        assert holds(found, step["expect_subset"], tolerance), found
    if "expect_len" in step:
        assert len(answer) == step["expect_len"]
    return answer


def _check_error(expected: Mapping[str, str], call: Callable[[], Any]) -> None:
    with pytest.raises(OURS[expected["type"]], match=re.escape(expected["contains"]) or None):
        call()
