"""Fields of records: decoded, or noted and left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import lt
from typing import Any, TypeVar

from ...core.property_graph.findings import FileFinding, finding
from ...core.property_graph.records import Scalar
from . import decoding

Row = tuple[Any, ...]
T = TypeVar("T")
_LOST = "left out: take it from a backup"
_MAPS = 4096  # that are kept in case they come again


class Fields:
    """Reads the fields of one table's records and keeps what it finds wrong in `findings`."""

    def __init__(self, table: str, findings: list[FileFinding]) -> None:
        self.table = table
        self._findings = findings
        self._maps: dict[object, dict[str, Scalar]] = {}  # by their texts, which are often few

    def note(self, code: str, record: object, seen: str, advice: str = _LOST) -> None:
        self._findings.append(finding(code, self.table, record, seen, advice))

    def distinct(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Rows by ascending id, one of each; ids below 0 are noted and left out."""
        ids = [row[0] for row in rows]
        if set(map(type, ids)) <= {int} and all(map(lt, ids, ids[1:])) and min(ids, default=0) >= 0:
            return rows
        kept: dict[int, Row] = {}
        for row in rows:
            if self.entity(row[0], row[0], "id") is None:
                continue
            if row[0] in kept:
                self.note("bad-id", row[0], "a second row of this id", "the first one was read")
            kept.setdefault(row[0], row)
        return [kept[number] for number in sorted(kept)]

    def text(self, record: object, value: object, name: str) -> str | None:
        """A text as it stands; None, noted, where it is none."""
        if isinstance(value, str) and "\0" not in value:
            return value
        self.note("undecodable-text", record, f"{name} is {_shown(value)}")
        return None

    def properties(self, record: object, value: Any, name: str) -> dict[str, Scalar]:
        """A map; entries that cannot be read are noted and left out."""
        known = self._maps.get(value)
        if known is not None:
            return known.copy()
        try:
            found = decoding.properties(value)
        except (ValueError, TypeError, AttributeError):
            return self._entries(record, value, name)
        if len(self._maps) < _MAPS:
            self._maps[value] = found.copy()
        return found

    def texts(self, record: object, value: Any, name: str) -> tuple[str, ...]:
        """A list; items that cannot be read are noted and left out."""
        try:
            return decoding.texts(value)
        except (ValueError, TypeError, AttributeError):
            parts = self._lines(record, value, name)
            return tuple(decoding.unescaped(part) for part in parts)

    def numbers(self, record: object, value: Any, read: Callable[[str], T], name: str) -> T | None:
        """A list of numbers; None, noted, where it cannot be read."""
        text = self.text(record, value, name)
        if text is None:
            return None
        try:
            return read(text)
        except ValueError as error:
            self.note("undecodable-value", record, f"{name}: {error}")
            return None

    def entity(self, record: object, value: object, name: str) -> int | None:
        """An id of something else; None, noted, where it is no integer from 0."""
        if type(value) is int and value >= 0:
            return value
        self.note("bad-id", record, f"{name} is {_shown(value)}, expected an integer from 0")
        return None

    def _entries(self, record: object, value: Any, name: str) -> dict[str, Scalar]:
        found: dict[str, Scalar] = {}
        for line in self._lines(record, value, name):
            try:
                key, decoded = decoding.entry(line)
            except ValueError as error:
                self.note("undecodable-value", record, f"{name}: {line[:40]!r}: {error}")
                continue
            if key in found:
                self.note("undecodable-value", record, f"{name}: the key {key!r} stands twice")
            found[key] = decoded
        return found

    def _lines(self, record: object, value: Any, name: str) -> Iterable[str]:
        """The lines of a text, without those that are none."""
        if not isinstance(value, str | bytes):
            self.note("undecodable-text", record, f"{name} is {_shown(value)}")
            return
        raw = value.encode() if isinstance(value, str) else value
        for line in raw.split(b"\n"):
            try:
                text = line.decode()
            except UnicodeDecodeError:
                text = "\0"
            if "\0" not in text:
                yield text
            else:
                self.note("undecodable-text", record, f"{name}: {_shown(line)}")


def _shown(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"{len(value)} bytes that are no text: {value[:24]!r}"
    text = repr(value)
    return f"{text[:60]}…" if len(text) > 60 else text
