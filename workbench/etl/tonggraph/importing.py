"""A whole property graph of the JSON lines that `exporting` wrote."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.change import COUNTERS, Model
from ...core.property_graph.plain import KINDS, Kind
from ...core.property_graph.records import LogEntry, Vector
from .exporting import FORMAT, SINGULAR, VERSION
from .forms import FORMS, is_id
from .references import check_references

_NAMES = {singular: name for name, singular in SINGULAR.items()} | {
    "vector": "vectors",
    "log": "log",
}
_KEYS: Mapping[str, Callable[[Any], Any]] = {
    **{name: attrgetter(kind.key) for name, kind in KINDS.items()},
    "vectors": attrgetter("index", "entity"),
    "log": attrgetter("seq"),
}


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def import_jsonl(path: str | os.PathLike[str]) -> Model:
    """All that a graph held, equal to what was exported; lines may stand in any order.

    BadInput with file and line where one is not in its form, is there twice, or names what is
    not in the file; and where the file ends too soon.
    """
    file = Path(path)
    found: dict[str, dict[Any, Any]] = {name: {} for name in _NAMES.values()}
    told = lines(file)
    head = _head(file, told)
    counted = None
    for number, line in told:
        if counted is not None:
            raise _bad(file, number, "expected nothing after the line that ends it", line)
        if line.get("kind") == "end":
            counted = line.get("records")
            continue
        _take(found, line, f"{file.name}, line {number}")
    if counted != sum(map(len, found.values())):
        raise BadInput(
            f"{file.name}: expected a last line that counts {sum(map(len, found.values()))} "
            f"records, found {counted}. The file was cut or edited; export it again."
        )
    records = {name: [ones[key] for key in sorted(ones)] for name, ones in found.items()}
    model = Model(next_ids=head["next_ids"], metadata=head["metadata"], **records)
    check_references(model, file.name)
    return model


def _take(found: dict[str, dict[Any, Any]], line: dict[str, Any], where: str) -> None:
    name = _NAMES.get(line.pop("kind", None))
    if name is None:
        kinds = ", ".join(_NAMES)
        raise BadInput(f"{where}: expected a `kind` of {kinds}, found {line!r:.200}")
    _check_form(name, line, where)
    record = _record(name, line)
    key = _KEYS[name](record)
    if key in found[name]:
        raise BadInput(f"{where}: expected each of the {name} once, found {key!r} again")
    found[name][key] = record


def _check_form(name: str, line: Mapping[str, Any], where: str) -> None:
    forms = FORMS[name]
    if line.keys() != forms.keys():
        raise BadInput(
            f"{where}: expected the fields {', '.join(forms)}, found {', '.join(line) or 'none'}"
        )
    for field, (what, fits) in forms.items():
        if not fits(line[field]):
            raise BadInput(f"{where}, {field}: expected {what}, found {line[field]!r:.200}")


def _record(name: str, line: dict[str, Any]) -> Any:
    if name == "log":
        return LogEntry(**line)
    if name == "vectors":
        import numpy as np

        embedding = np.array(line["embedding"], np.float32)
        return Vector(line["index"], line["entity"], embedding)
    kind: Kind = KINDS[name]
    return kind.record(line.pop(kind.key), line)


def _head(file: Path, told: Iterator[tuple[int, dict[str, Any]]]) -> dict[str, Any]:
    _, head = next(told, (1, {}))
    if head.get("format") != FORMAT or head.get("version") != VERSION:
        raise _bad(file, 1, f"expected a file of {FORMAT!r}, version {VERSION}", head)
    next_ids, metadata = head.get("next_ids"), head.get("metadata")
    if not isinstance(next_ids, dict) or not isinstance(metadata, dict):
        raise _bad(file, 1, "expected the objects `next_ids` and `metadata`", head)
    if not (next_ids.keys() <= set(COUNTERS) and all(map(is_id, next_ids.values()))):
        raise _bad(file, 1, f"next_ids: expected integers from 0 of {', '.join(COUNTERS)}", head)
    return head


def lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their numbers from 1; empty lines are passed over."""
    number = 0
    try:
        with file.open(encoding="utf-8", newline="\n") as opened:
            for number, text in enumerate(opened, 1):
                if text.strip():
                    yield number, _object(file, number, text)
    except UnicodeDecodeError as error:
        raise BadInput(f"{file.name}, after line {number}: expected UTF-8: {error}") from error
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error


def _object(file: Path, number: int, text: str) -> dict[str, Any]:
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{file.name}, line {number}: expected JSON: {error}") from error
    if not isinstance(value, dict):
        raise _bad(file, number, "expected a JSON object", value)
    return value


def _bad(file: Path, number: int, expected: str, seen: Any) -> BadInput:
    return BadInput(f"{file.name}, line {number}: {expected}, found {seen!r:.200}")
