"""What an index of texts or of vectors may be, and a vector of one."""

from __future__ import annotations

from collections.abc import Iterable
from operator import index as integer
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.property_graph.records import (
    METRICS,
    TARGETS,
    TOKENIZERS,
    TextIndex,
    VectorIndex,
)
from ..changing.rules import checked_text


def text_index(
    name: Any,
    properties: Any,
    *,
    target: Any = "node",
    tokenizer: Any = "unicode61",
    fold: bool = False,
    bigrams: bool = False,
) -> TextIndex:
    """A definition that keeps the rules; BadInput for one that does not."""
    checked_text(name, "full-text index name")
    _one_of(target, TARGETS, "full-text index target")
    _one_of(tokenizer, TOKENIZERS, "full-text tokenizer")
    return TextIndex(name, target, _properties(properties), tokenizer, bool(fold), bool(bigrams))


def vector_index(
    name: Any,
    dimensions: Any,
    *,
    target: Any = "node",
    metric: Any = "cosine",
    model: Any = None,
    model_version: Any = None,
) -> VectorIndex:
    """A definition that keeps the rules; BadInput for one that does not."""
    checked_text(name, "vector index name")
    _one_of(target, TARGETS, "vector index target")
    _one_of(metric, METRICS, "vector index metric")
    for what, value in (("model", model), ("model_version", model_version)):
        if value is not None:
            checked_text(value, f"vector index {what}")
    if model_version is not None and model is None:
        raise BadInput("vector index model_version requires model; name the model too")
    return VectorIndex(name, target, _dimensions(dimensions), metric, model, model_version)


def embedding(index: VectorIndex, values: Any, *, what: str = "vector") -> NDArray[np.float32]:
    """(dimensions,) a vector as an index keeps it, or a query for it: each number as float32.

    BadInput for another length, for what float32 does not hold, and, where the metric is
    cosine, for a vector of zeros.
    """
    given = _numbers(values, what)
    if len(given) != index.dimensions:
        raise BadInput(f"{what} dimensions must be {index.dimensions}, got {len(given)}")
    wrong = np.flatnonzero(~np.isfinite(given))
    if len(wrong):
        raise BadInput(f"{what} values must be finite, value {wrong[0]} is {given[wrong[0]]}")
    with np.errstate(over="ignore", under="ignore"):
        kept = given.astype(np.float32)
    wrong = np.flatnonzero(~np.isfinite(kept))
    if len(wrong):
        raise BadInput(
            f"{what} values must fit in float32, value {wrong[0]} is {given[wrong[0]]}; scale them"
        )
    if index.metric == "cosine" and not kept.any():
        raise BadInput(f"{what} cannot be zero for the metric cosine, which needs a direction")
    return kept


def _one_of(value: Any, allowed: tuple[str, ...], what: str) -> None:
    if value not in allowed:
        raise BadInput(f"{what} must be {' or '.join(map(repr, allowed))}, not {value!r}")


def _properties(given: Any) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise BadInput(f"full-text index properties are a list of names, not {given!r}")
    names = tuple(checked_text(name, "full-text property") for name in given)
    if not names:
        raise BadInput("full-text index properties cannot be empty; name at least one property")
    if "external_id" in names:
        raise BadInput("external_id cannot be a full-text indexed property; copy it to another")
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f'duplicate full-text property "{name}"; name it once')
    return names


def _dimensions(given: Any) -> int:
    try:
        dimensions = integer(given)
    except TypeError as error:
        raise BadInput(f"vector index dimensions are an integer, not {given!r}") from error
    if isinstance(given, bool) or dimensions < 1:
        raise BadInput(f"vector index dimensions must be greater than zero, not {given!r}")
    return dimensions


def _numbers(values: Any, what: str) -> NDArray[np.float64]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise BadInput(f"{what} must be a list of numbers, not {values!r}")
    listed = values if isinstance(values, np.ndarray) else list(values)
    try:
        given = np.asarray(listed)
        if given.ndim != 1 or (given.dtype.kind not in "iuf" and len(given)):
            raise TypeError(given.dtype)
        return given.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(f"{what} must be a flat list of numbers, seen {_shown(listed)}") from error


def _shown(values: Any) -> str:
    text = repr(values)
    return text if len(text) < 80 else f"{text[:77]}..."
