"""A TongGraph file as one value: everything in it that is sound, and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...core.collecting import uncollected
from ...core.property_graph.change import Counter, Model
from ...core.property_graph.findings import FileFinding, finding
from ...core.property_graph.raw_file import RawFile
from .belief import beliefs
from .contradictions import contradictions
from .decoding import integer
from .fields import Fields, Row
from .graph import edges, nodes
from .log import log_entries
from .sidecar import Sidecar, read_sidecar
from .vectors import text_indexes, vector_indexes, vectors

Version: TypeAlias = Literal["0.1", "0.2"]
_TABLE_OF: Mapping[Counter, str] = {
    "node": "nodes",
    "edge": "edges",
    "variable": "variables",
    "factor": "factors",
    "evidence": "evidence",
    "trace": "traces",
}


@dataclass(frozen=True)
class Read:
    """`version` is the oldest release that writes such a file: the two share one marker."""

    model: Model
    findings: tuple[FileFinding, ...]
    version: Version
    sidecar: Sidecar


def read(raw: RawFile) -> Read:
    """What a file holds, decoded, with ids as they are.

    What is damaged is left out and named in the findings, which come in the order of files,
    tables and ids; nothing is raised for it.
    """
    with uncollected():
        return _read(raw)


def check(raw: RawFile) -> tuple[FileFinding, ...]:
    """What is not as it should be in a file; empty for a sound one."""
    return read(raw).findings


def _read(raw: RawFile) -> Read:
    found = list(raw.findings)
    model = _model(raw, found)
    adjacency = read_sidecar(raw, found)
    found += contradictions(raw, model)
    return Read(model, tuple(found), _version(raw), adjacency)


def _model(raw: RawFile, found: list[FileFinding]) -> Model:
    def rows(table: str) -> tuple[Sequence[Row], Fields]:
        return raw.tables.get(table, ()), Fields(table, found)

    all_nodes = nodes(*rows("nodes"))
    node_ids = {node.id for node in all_nodes}
    table, fields = rows("edges")
    all_edges = edges(table, node_ids, fields)
    indexes = vector_indexes(*rows("vector_indexes"))
    entities = {"node": node_ids, "edge": {edge.id for edge in all_edges}}
    table, fields = rows("vectors")
    return Model(
        nodes=all_nodes,
        edges=all_edges,
        text_indexes=text_indexes(*rows("fulltext_indexes")),
        vector_indexes=indexes,
        vectors=vectors(table, indexes, entities, fields),  # type: ignore[arg-type]
        **beliefs(raw, node_ids, found),
        next_ids=_next_ids(raw, found),
        log=log_entries(*rows("op_log")),
        metadata=_metadata(*rows("metadata")),
    )


def _metadata(rows: Sequence[Row], fields: Fields) -> dict[str, str]:
    found = {}
    for key, value in rows:
        if (
            fields.text(key, key, "key") is not None
            and fields.text(key, value, "value") is not None
        ):
            found[key] = value
    return found


def _next_ids(raw: RawFile, found: list[FileFinding]) -> dict[Counter, int]:
    """The first id of each kind that was never used, those of damaged records counted."""
    next_ids: dict[Counter, int] = {}
    for kind, table in _TABLE_OF.items():
        ids = [row[0] for row in raw.tables.get(table, ()) if type(row[0]) is int]
        highest = max(ids, default=-1)
        next_ids[kind] = max(highest + 1, 0)
    for key, value in raw.tables.get("metadata", ()):
        for kind in ("node", "edge"):
            if key == f"next_{kind}_id":
                stored = _stored_next(key, value, next_ids[kind], found)
                next_ids[kind] = stored
    return next_ids


def _stored_next(key: str, value: object, least: int, found: list[FileFinding]) -> int:
    try:
        stored = integer(value) if isinstance(value, str) else -1
    except ValueError:
        stored = -1
    advice = f"{least} is used"
    if stored < 0:
        seen = f"{value!r}, expected a number from 0"
        found.append(finding("bad-next-id", "metadata", key, seen, advice))
    elif stored < least:
        seen = f"{stored}, yet {least - 1} is in use"
        found.append(finding("next-id-behind", "metadata", key, seen, advice))
    return max(stored, least)


def _version(raw: RawFile) -> Version:
    """0.2 where a table, a counter or a logged operation is there that 0.1 does not make."""
    newer = {"fulltext_indexes", "vector_indexes", "vectors"} & raw.tables.keys()
    counted = any(str(row[0]).startswith("next_") for row in raw.tables.get("metadata", ()))
    return "0.2" if newer or counted else "0.1"
