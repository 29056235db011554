"""A whole world, or one setting of it, in one archive: graph, tables, texts and objects.

`snapshots/world/<setting>/<utc>.tar.zst` holds sorted JSON lines and a manifest of SHA-256.
What an import makes anew is left out (keys of windows, vectors, edge shapes), so that a world
that was imported, also into the other edge shape, is exported with equal hashes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...core.errors import BadInput
from ...core.lore import schema_version
from ...core.protocols import Objects
from ...core.show import Shown
from ...core.values import Rows
from ..rejects import Reject
from .archive_file import Packed, pack, unpacked
from .archive_graph import edge_lines, node_lines, store_graph
from .archive_tables import COLLECTIONS, table_lines, text_lines, texts_of
from .forms import Shape
from .log_tables import TABLES
from .logs import load_logs
from .stores import WorldStores
from .text_store import check_space, store_texts

ALL = "all"  # the folder of archives of all settings
_FOLDERS = ("attachments", "sources", "summaries")
_GRAPH = ("graph/nodes.jsonl", "graph/edges.jsonl")


@dataclass(frozen=True, slots=True, repr=False)
class Archive(Shown):
    """An archive that was written or read.

    `content_hash` is the SHA-256 of its manifest, equal where all contents are; `name` the
    object that holds it; `counts` the lines of each file, and the files below `objects`.
    """

    name: str
    content_hash: str
    schema: str
    setting: str | None
    counts: Mapping[str, int]

    @property
    def rows(self) -> Rows:
        return Rows(("file", "lines"), list(self.counts.items()))

    def _parts(self) -> Iterator[str | Rows]:
        yield f"{self.name}: {self.content_hash}"
        yield self.rows


def export_world(
    stores: WorldStores, setting: str | None = None, *, at: datetime | None = None
) -> Archive:
    """Store an archive of a setting, or of all, among the objects; its name carries the time.

    A setting takes with it its nodes and the edges between them, the registry, the rows of its
    log, its texts and their objects. BadInput for an unknown setting and a mixed graph.
    """
    objects = _objects(stores)
    with TemporaryDirectory() as beside:
        folder = Path(beside)
        about, counts = _collect(stores, setting, folder)
        packed = pack(folder, about)
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    name = f"snapshots/world/{setting or ALL}/{moment:%Y%m%dT%H%M%S.%fZ}.tar.zst"
    objects.put(name, packed.content)
    return _told(name, packed, counts)


def import_world(stores: WorldStores, name: str, *, shape: Shape = "native") -> Archive:
    """Bring an archive from among the objects into these stores, edges in this shape.

    Nodes, edges and rows of the same ids are replaced, rows that another program wrote are
    not; vectors are made by this bench's embedder. BadInput, before anything is written, for a
    damaged archive, a graph of another schema version, and tables of another model; BadInput at
    the end, with all else stored, for rows that were refused.
    """
    return import_archive(stores, _objects(stores).get(name), name=name, shape=shape)


def import_archive(
    stores: WorldStores, content: bytes, *, name: str = "archive", shape: Shape = "native"
) -> Archive:
    """The same for the bytes of an archive, as read from a file."""
    with unpacked(content) as (folder, manifest):
        _check_target(stores, manifest)
        schema = manifest["schema"]
        nodes, edges = (list(_lines(folder / file)) for file in _GRAPH)
        store_graph(stores, nodes, edges, schema=schema, shape=shape)
        refused = _store_rows(stores, folder, name)
        counts = {file: _count(folder / file) for file in manifest["files"]}
        for file in counts:
            if stores.objects is not None and file.startswith("objects/"):
                stores.objects.put(file.removeprefix("objects/"), (folder / file).read_bytes())
        stores.tells.tell("lore/touch_world", default_setting=manifest["default_setting"])
        _check_refused(refused)
        return _told(name, Packed(content, manifest), counts)


def _objects(stores: WorldStores) -> Objects:
    if stores.objects is None:
        raise BadInput("archives are kept among the objects: expected an object store, found none")
    return stores.objects


def _collect(
    stores: WorldStores, setting: str | None, folder: Path
) -> tuple[dict[str, Any], dict[str, int]]:
    """Every file of the archive into `folder`; what the manifest says of it, and the counts."""
    schema, default = _form(stores)
    nodes = node_lines(stores.tells, setting)
    ids = {line["id"] for line in nodes}
    if setting is not None and setting not in ids:
        raise BadInput(f"setting: expected the id of a setting, and there is no {setting!r}")
    edges = edge_lines(stores.tells, ids)
    counts = {
        file: _write(folder / file, lines)
        for file, lines in zip(_GRAPH, (nodes, edges), strict=True)
    }
    counts |= _collect_tables(stores, setting, ids, folder)
    counts |= _collect_objects(stores, setting, ids, folder)
    about = {"schema": schema, "setting": setting, "default_setting": setting or default}
    return about, counts


def _form(stores: WorldStores) -> tuple[str, str | None]:
    """The schema version of the graph, and the default setting."""
    asks = stores.tells
    census = {row["what"]: row["found"] for row in asks.ask("lore/schema_census").rows}
    schema = schema_version(census)
    if schema not in ("setting", "v1.2"):
        raise BadInput(
            f"the graph's schema is {schema}: expected setting or v1.2. Load a world, or migrate "
            "the graph with bench.migrate_world_ids(), first."
        )
    state = asks.ask("lore/world_stamp").rows
    return schema, state[0]["default_setting"] if state else None


def _collect_tables(
    stores: WorldStores, setting: str | None, ids: Collection[str], folder: Path
) -> dict[str, int]:
    store, counts = stores.relational, dict[str, int]()
    if store is None:
        return counts
    for table in TABLES:
        file = f"logs/{table.name}.jsonl"
        counts[file] = _write(folder / file, table_lines(store, table, setting, ids))
    for name in COLLECTIONS:
        counts[f"texts/{name}.jsonl"] = _write(
            folder / "texts" / f"{name}.jsonl", text_lines(store, name, setting)
        )
    return counts


def _collect_objects(
    stores: WorldStores, setting: str | None, ids: Collection[str], folder: Path
) -> dict[str, int]:
    """Objects of the world, which their second folder names by the id of a node."""
    objects, counts = _objects(stores), dict[str, int]()
    for name in (name for first in _FOLDERS for name in objects.names(first)):
        if setting is None or name.split("/")[1] in ids:
            target = folder / "objects" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(objects.get(name))
            counts[f"objects/{name}"] = 1
    return counts


def _write(path: Path, lines: Iterable[Mapping[str, Any]]) -> int:
    """One JSON object a line, keys in order; the number of lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        texts = (json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
        return sum(1 for text in texts if file.write(text))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file; none where the archive lacks it."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _count(path: Path) -> int:
    return sum(1 for _ in _lines(path)) if path.suffix == ".jsonl" else 1


def _check_target(stores: WorldStores, manifest: Mapping[str, Any]) -> None:
    census = {row["what"]: row["found"] for row in stores.tells.ask("lore/schema_census").rows}
    found = schema_version(census)
    if found not in ("empty", manifest["schema"]):
        raise BadInput(
            f"the archive's schema is {manifest['schema']}, and the graph's is {found}: expected "
            "the same, or an empty graph. Nothing was imported."
        )
    if stores.relational is not None and stores.embedder is not None:
        check_space(stores.relational, stores.embedder)


def _store_rows(stores: WorldStores, folder: Path, name: str) -> tuple[Reject, ...]:
    """Log rows and texts; the rows that were refused."""
    if stores.relational is None:
        return ()
    _, refused = load_logs(folder, stores.relational, source=f"logs of {name}")
    if stores.embedder is not None:
        for texts in texts_of(lambda table: _lines(folder / "texts" / f"{table}.jsonl")):
            store_texts(texts, stores.relational, None, stores.embedder)
    return refused


def _check_refused(refused: Sequence[Reject]) -> None:
    if refused:
        first = refused[0]
        raise BadInput(
            f"{len(refused)} rows of the archive were refused, first {first.document} line "
            f"{first.row}: {first.reason} {first.seen}. Everything else of it is stored."
        )


def _told(name: str, packed: Packed, counts: Mapping[str, int]) -> Archive:
    about = packed.manifest
    return Archive(name, packed.content_hash, about["schema"], about["setting"], dict(counts))
