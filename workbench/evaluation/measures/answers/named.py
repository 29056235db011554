"""Answer measures by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ....core.errors import BadInput
from ....core.evaluation.scores import Measure
from .breakdown import Retrieved, SaidOfRetrieved
from .citations import CitationRecall, CitationRetrieved, CitationSupport
from .exact import Exact, Normalised
from .number import PICKS, Number
from .path import PathEqual
from .rows import RowsEqual
from .sets import SetF1, SetPrecision, SetRecall
from .truth import Truth

_CALL = re.compile(r"\s*(\w+)\s*(?:\((.*)\))?\s*", re.DOTALL)
_EDGES = "path_valid"


class _Kind(NamedTuple):
    """What makes a measure, and how each of its settings is read."""

    make: Callable[..., Measure]
    settings: Mapping[str, Callable[[str], Any]] = {}


def _flag(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _pick(text: str) -> str:
    return PICKS[PICKS.index(text)]


_COLUMN: Mapping[str, Callable[[str], Any]] = {"column": str}
_KINDS: Mapping[str, _Kind] = {
    "exact": _Kind(Exact),
    "normalised": _Kind(Normalised),
    "set_f1": _Kind(SetF1, _COLUMN),
    "set_precision": _Kind(SetPrecision, _COLUMN),
    "set_recall": _Kind(SetRecall, _COLUMN),
    "number": _Kind(Number, {"tolerance": float, "relative": float, "pick": _pick, "column": str}),
    "truth": _Kind(Truth),
    "path": _Kind(PathEqual),
    "rows": _Kind(RowsEqual, {"ordered": _flag, "column": str}),
    "citation_support": _Kind(CitationSupport),
    "citation_recall": _Kind(CitationRecall),
    "citation_retrieved": _Kind(CitationRetrieved),
    "said": _Kind(SaidOfRetrieved),
    "retrieved": _Kind(Retrieved),
}
_READ = {float: "a number", str: "a column", _flag: "true or false", _pick: ", ".join(PICKS)}
NAMES: tuple[str, ...] = tuple(_KINDS)


def named(text: str) -> Measure | None:
    """The answer measure of a name, as `exact` or `number(tolerance=0.01)`; None for others.

    BadInput for a setting that it does not take, that is given twice or cannot be read.
    """
    call = _CALL.fullmatch(text)
    if call is None:
        return None
    name, settings = call[1], call[2] or ""
    if name == _EDGES:
        raise BadInput(f"{_EDGES} needs to know the edges: give the measure PathValid(edges)")
    if name not in _KINDS:
        return None
    return _KINDS[name].make(**_settings(name, settings))


def _settings(name: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for given in filter(None, (part.strip() for part in text.split(","))):
        key, _, value = (part.strip() for part in given.partition("="))
        if key not in _KINDS[name].settings or key in found or not value:
            raise BadInput(f"{name}: found {given!r}; {_takes(name)}")
        try:
            found[key] = _KINDS[name].settings[key](value)
        except (ValueError, KeyError) as error:
            raise BadInput(f"{name}: cannot read {given!r}; {_takes(name)}") from error
    return found


def _takes(name: str) -> str:
    settings = _KINDS[name].settings
    if not settings:
        return "it takes no settings"
    told = "; ".join(f"{key} = {_READ[read]}" for key, read in settings.items())
    return f"it takes each once: {told}"
