"""What a node, an edge and their properties may hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.records import MAX_INT, MIN_INT, Scalar


def checked_text(value: Any, what: str) -> str:
    """A non-empty text that a database can keep."""
    if not isinstance(value, str):
        raise BadInput(f"{what} is a non-empty text, not {value!r}")
    if not value:
        raise BadInput(f"{what} must not be empty; give it at least one character")
    return _storable(str(value), what)


def checked_labels(labels: Any, what: str = "labels") -> tuple[str, ...]:
    """A list of non-empty texts, as it was given: order and repeats stay."""
    if labels is None:
        return ()
    if isinstance(labels, str | bytes | Mapping) or not isinstance(labels, Iterable):
        raise BadInput(f"{what}: expected a list of texts, seen {labels!r}")
    return tuple(checked_text(label, "a label") for label in labels)


def checked_properties(properties: Any, what: str = "properties") -> dict[str, Scalar]:
    """A mapping of non-empty keys to scalars; NumPy's become Python's."""
    if properties is None:
        return {}
    if not isinstance(properties, Mapping):
        raise BadInput(f"{what}: expected a mapping of names to values, seen {properties!r}")
    return {
        checked_text(key, "a property's name"): checked_scalar(value, f"{what}[{key!r}]")
        for key, value in properties.items()
    }


def checked_scalar(value: Any, what: str) -> Scalar:
    """A bool, a signed 64-bit int, a finite float or a text; BadInput for all else."""
    if type(value).__module__ == "numpy" and not getattr(value, "ndim", 1):
        value = value.item()
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _integer(int(value), what)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadInput(
                f"{what}: expected a finite number, seen {value!r}; leave it out instead"
            )
        return float(value)
    if isinstance(value, str):
        return _storable(str(value), what)
    raise BadInput(
        f"{what}: expected a bool, an int of 64 bits, a finite float or a text, seen {value!r}"
        f" ({type(value).__name__}); leave a missing value out, write a date as text"
    )


def checked_names(names: Any, what: str) -> tuple[str, ...]:
    """Names of properties or labels to take away, which need not be there."""
    if names is None:
        return ()
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise BadInput(f"{what}: expected a list of texts, seen {names!r}")
    return tuple(checked_text(name, f"an entry of {what}") for name in names)


def without(labels: Sequence[str], removed: Iterable[str], added: Iterable[str]) -> tuple[str, ...]:
    """Labels after an update: removals come first, then what is new is appended."""
    gone = set(removed)
    kept = [label for label in labels if label not in gone]
    for label in added:
        if label not in kept:
            kept.append(label)
    return tuple(kept)


def _integer(value: int, what: str) -> int:
    if not MIN_INT <= value <= MAX_INT:
        raise BadInput(f"{what}: {value} does not fit into 64 bits; store it as text or float")
    return value


def _storable(text: str, what: str) -> str:
    if "\x00" in text:
        raise BadInput(f"{what} holds a NUL character, which no store keeps; remove it")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"{what} holds half of a surrogate pair at {error.start}") from error
    return text
