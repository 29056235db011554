"""Options of collections and of their indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from ...checking.faults import fault
from ...tree.predicates import Options


class _Rule(NamedTuple):
    fits: Callable[[Any], bool]
    expected: str


def _whole(low: int, high: int) -> _Rule:
    def fits(value: Any) -> bool:
        return type(value) is int and low <= value <= high

    return _Rule(fits, f"a whole number from {low} to {high}")


def _one_of(*words: str) -> _Rule:
    return _Rule(lambda value: value in words, " or ".join(words))


def _share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1


_SWITCH = _Rule(lambda value: isinstance(value, bool), "true or false")
_ALTERING = {"auto_reindex": _SWITCH}
_CREATING = {
    "storage": _one_of("full", "sq8", "binary", "pq", "rabitq"),
    "m": _whole(2, 128),
    "ef_construction": _whole(8, 4096),
    "recall": _Rule(_share, "a number above 0, up to 1"),
    "index": _one_of("auto", "flat", "pq", "hnsw", "ivf"),
    "memory_mb": _whole(1, 2**30),
    **_ALTERING,
}
_TRAINING = {
    "m": _whole(1, 4096),
    "k": _whole(2, 65_536),
    "type": _one_of("pq", "opq", "rabitq"),
    "sample": _whole(1, 2**31),
    "force": _SWITCH,
}


def creating(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hints to the choice of an index; VELES-009."""
    return _checked(options, _CREATING, "VELES-009")


def training(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """VELES-009."""
    return _checked(options, _TRAINING, "VELES-009")


def altering(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """VELES-010."""
    return _checked(options, _ALTERING, "VELES-010")


def once(options: Options) -> dict[str, Any]:
    """Options by name; VELES-010 where one stands twice."""
    given = dict(options)
    if len(given) < len(options):
        names = ", ".join(name for name, _ in options)
        raise fault("VELES-010", f"an option stands twice: {names}")
    return given


def _checked(given: Mapping[str, Any], rules: Mapping[str, _Rule], code: str) -> Mapping[str, Any]:
    for name, value in given.items():
        if name not in rules:
            raise fault(code, f"there is no option {name!r} here; {_nearest(name, rules)}")
        if not rules[name].fits(value):
            raise fault(code, f"{name} is {rules[name].expected}, not {value!r}")
    return given


def _nearest(name: str, known: Iterable[str]) -> str:
    there = list(known)
    near = get_close_matches(name, there, 1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(there)}"
