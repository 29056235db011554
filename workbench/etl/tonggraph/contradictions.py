"""Where what a TongGraph file keeps twice does not agree: nothing of it is read twice."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.property_graph.change import Model
from ...core.property_graph.findings import FileFinding, finding
from ...core.property_graph.raw_file import Mirrored, RawFile
from ...core.property_graph.records import Properties, TextIndex
from . import decoding
from .log import log_findings

_TEXTS = {"unicode61": "fulltext_unicode_content", "trigram": "fulltext_trigram_content"}
_MADE_AGAIN = "it is made again from the records"


def contradictions(raw: RawFile, model: Model) -> Iterator[FileFinding]:
    """Copies of properties, the catalogue, text rows and the log against the records."""
    for copied in raw.copied:
        yield from _mirror(copied)
    for table, rows in raw.catalogue.items():
        if rows:
            seen = f"{rows} rows are missing, or of values that no record has"
            yield finding("stale-catalogue", table, "", seen, _MADE_AGAIN)
    yield from _texts(raw, model)
    yield from log_findings(raw, model.log)


def _mirror(copied: Mirrored) -> Iterator[FileFinding]:
    table = f"{copied.target}_properties"
    if copied.record is None:
        seen = f"copies of properties, and there is no such {copied.target}"
        yield finding("mirror-contradicts", table, copied.id, seen, "the copies are not read")
        return
    record, copies = _map(copied.record), _map(copied.copies)
    if record is not None and _typed(record) == _typed(copies or {}):
        return
    seen = f"{copied.copies or ''!r:.200} in the copies, {copied.record!r:.200} in the record"
    advice = "the record was read: one of the two was changed by another program"
    yield finding("mirror-contradicts", table, copied.id, seen, advice)


def _map(text: str | None) -> Properties | None:
    try:
        return decoding.properties(text or "")
    except (ValueError, TypeError):
        return None


def _typed(properties: Properties) -> dict[str, tuple[type, str]]:
    return {key: (type(value), repr(value)) for key, value in properties.items()}


def _texts(raw: RawFile, model: Model) -> Iterator[FileFinding]:
    """Indexes whose rows are not the texts of their entities."""
    for tokenizer, table in _TEXTS.items():
        stored: dict[str, set[tuple[object, ...]]] = {}
        for index, *row in raw.tables.get(table, ()):
            stored.setdefault(str(index), set()).add(tuple(row))
        indexes = {i.name: i for i in model.text_indexes if i.tokenizer == tokenizer}
        for name in sorted(indexes.keys() | stored.keys()):
            wanted = _wanted(indexes[name], model) if name in indexes else set()
            wrong = wanted ^ stored.get(name, set())
            if wrong:
                entities = sorted({str(row[1]) for row in wrong})[:5]
                seen = f"rows of {', '.join(entities)} (of {len(wrong)}) are not the records'"
                yield finding("stale-text", table, name, seen, _MADE_AGAIN)


def _wanted(index: TextIndex, model: Model) -> set[tuple[object, ...]]:
    """(target, entity, content) of every entity that has text for an index."""
    wanted: set[tuple[object, ...]] = set()
    for record in model.nodes if index.target == "node" else model.edges:
        values = [record.properties.get(key) for key in index.properties]
        texts = [value for value in values if isinstance(value, str) and value.strip()]
        if texts:
            wanted.add((index.target, record.id, "\n".join(texts)))
    return wanted
