"""The texts of a world: lore documents with their chunks, and the summaries of instances."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.lore import native_edge_id
from ...core.lore.templates.located import read_yaml
from .entries import Entries
from .forms import EdgeRow, Ends
from .records import NodeRecord, stored

IN_GRAPH = 280  # characters of a summary that stay in the graph
WHOLE = 1_000  # a longer summary is kept as an object too

_HEADING = re.compile(r"##\s+(?P<id>\S+)\s*\|\s*(?P<title>.+?)\s*")
_COMMENT = re.compile(r"<!--(?P<pairs>.*)-->\s*")
_KEYS = ("time", "secrecy", "owner", "min_tier")


class Text(NamedTuple):
    """A text to be embedded, with what decides who may see it.

    `belongs_to` is the id of its source, speaker or entity, `name` its title, `kind` the type
    of the instance whose summary it is.
    """

    id: str
    belongs_to: str
    name: str
    setting_id: str | None
    time: str | None
    secrecy: str
    owner: str | None
    min_tier: int
    text: str
    kind: str | None = None
    object_key: str | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """What `source`, a world folder, says; `complete` unless a lore document was refused.

    `objects` are whole texts by object name: lore documents as they are in the folder, and
    summaries of more than 1,000 characters.
    """

    source: str
    chunks: tuple[Text, ...] = ()
    summaries: tuple[Text, ...] = ()
    objects: Mapping[str, bytes] = field(default_factory=dict)
    complete: bool = True


def read_texts(folder: Path, entries: Entries, embedded: Collection[str] = ()) -> Texts:
    """The lore documents and long texts of a folder.

    Adds a LoreSource node for each `lore/*.md` and a LoreChunk node for each of its parts to
    `entries`, where bad ones are refused by file and line, and cuts summaries of instances to
    what a graph keeps. `embedded` are the templates whose summaries are to be found by meaning.
    """
    objects, chunks = dict[str, bytes](), list[Text]()
    before = len(entries.rejects)
    for path in sorted((folder / "lore").glob("*.md")):
        document = _document(path, entries)
        if document and entries.add_node(document.node):
            chunks += document.add_chunks(entries)
            objects[document.object_name] = path.read_bytes()
    complete = len(entries.rejects) == before
    summaries = tuple(_summaries(entries, embedded))
    objects |= {s.object_key: s.text.encode() for s in summaries if s.object_key}
    return Texts(entries.source, tuple(chunks), summaries, objects, complete)


def chunk_edges(entries: Entries) -> Iterator[EdgeRow]:
    """HAS_CHUNK from each source to its chunks; structural, so native in every graph."""
    ends = Ends("LoreSource", "HAS_CHUNK", "LoreChunk")
    for record in entries.nodes.values():
        if record.label == "LoreChunk":
            source = record.properties["source_id"]
            edge_id = native_edge_id(source, ends.type, record.id, None, None)
            loaded_from = f"{entries.source}/{record.file}#{edge_id}"
            properties = {"edge_id": edge_id, "loaded_from": loaded_from}
            yield EdgeRow(ends, edge_id, source, record.id, properties)


@dataclass(frozen=True, slots=True)
class _Document:
    """A lore document: its node, and its lines with the number of the first."""

    node: NodeRecord
    first: int
    lines: tuple[str, ...]

    @property
    def object_name(self) -> str:
        return f"sources/{self.node.id}/v{self.node.properties.get('version', 1)}.md"

    def add_chunks(self, entries: Entries) -> Iterator[Text]:
        """The chunks that were accepted, in order."""
        for order, (line, part) in enumerate(self._parts(), start=1):
            chunk = self._chunk(entries, line, part, order)
            if chunk and entries.add_node(_chunk_node(self.node, chunk, order, line)):
                yield chunk

    def _parts(self) -> Iterator[tuple[int, list[str]]]:
        """Each heading of second level with its line and the lines up to the next one."""
        starts = [at for at, line in enumerate(self.lines) if line.startswith("## ")]
        for at, end in pairwise([*starts, len(self.lines)]):
            yield self.first + at, list(self.lines[at:end])

    def _chunk(self, entries: Entries, line: int, part: list[str], order: int) -> Text | None:
        try:
            return self._read(part)
        except ValueError as error:
            entries.refuse(self.node.file, f"chunk {order}", line, f"expected {error}", part[0])
            return None

    def _read(self, part: list[str]) -> Text:
        heading = _HEADING.fullmatch(part[0])
        if not heading:
            raise ValueError("a heading such as `## chk_001 | The title`")
        comment = _COMMENT.fullmatch(part[1]) if len(part) > 1 else None
        told = _pairs(comment["pairs"]) if comment else {}
        text = "\n".join(part[2 if comment else 1 :]).strip()
        if not text:
            raise ValueError("a text below the heading")
        node, owner = self.node, told.get("owner")
        secrecy, tier = told.get("secrecy", "public"), _tier(told.get("min_tier", "1"))
        setting = node.properties.get("setting_id")
        about = (setting, told.get("time"), secrecy, owner, tier)
        return Text(heading["id"], node.id, heading["title"], *about, text)


def _document(path: Path, entries: Entries) -> _Document | None:
    file = f"lore/{path.name}"
    entries.files.add(file)
    try:
        text = path.read_text("utf-8-sig")
        head, first, rest = _split(text)
        # Blank lines stand for the line of dashes, so that lines are told as in the file.
        front = read_yaml(f"\n{head}", file)
        node = _source_node(front.value, file)
    except (BadInput, ValueError) as error:
        entries.refuse_file(file, 1, str(error))
        return None
    return _Document(node, first, tuple(rest))


def _split(text: str) -> tuple[str, int, list[str]]:
    """Front matter, the number of the first line after it, and the lines from there."""
    lines = text.splitlines()
    if not lines or lines[0].rstrip() != "---":
        raise ValueError("expected front matter: a line `---`, YAML, and again `---`")
    ends = [at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"]
    if not ends:
        raise ValueError("expected a second line `---` at the end of the front matter")
    return "\n".join(lines[1 : ends[0]]), ends[0] + 2, lines[ends[0] + 1 :]


def _source_node(front: Any, file: str) -> NodeRecord:
    if not isinstance(front, dict) or not isinstance(front.get("id"), str):
        raise ValueError("expected front matter with an `id` that is text")
    if not isinstance(front.get("title"), str):
        raise ValueError("expected front matter with a `title` that is text")
    setting = front.get("setting_id")
    plain = {key: _plain(value) for key, value in front.items()}
    own = {"name": front["title"], "settings": [setting] if setting else []}
    return NodeRecord("LoreSource", front["id"], stored({**plain, **own}), file, 2)


def _plain(value: Any) -> Any:
    """A date as it is written."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _chunk_node(source: NodeRecord, chunk: Text, order: int, line: int) -> NodeRecord:
    properties = {
        "id": chunk.id,
        "name": chunk.name,
        "title": chunk.name,
        "text": chunk.text,
        "source_id": chunk.belongs_to,
        "setting_id": chunk.setting_id,
        "settings": [chunk.setting_id] if chunk.setting_id else [],
        "time": chunk.time,
        "secrecy": chunk.secrecy,
        "owner": chunk.owner,
        "min_tier": chunk.min_tier,
        "order": order,
    }
    return NodeRecord("LoreChunk", chunk.id, stored(properties), source.file, line)


def _pairs(text: str) -> dict[str, str]:
    """`time: …; secrecy: …` as keys and values; ValueError for any other key."""
    found = dict[str, str]()
    for part in filter(None, map(str.strip, text.split(";"))):
        key, colon, value = part.partition(":")
        if not colon or key.strip() not in _KEYS:
            raise ValueError(f"`key: value` with a key among {', '.join(_KEYS)}, saw {part!r:.40}")
        if value.strip():
            found[key.strip()] = value.strip()
    return found


def _tier(text: str) -> int:
    if text not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"a min_tier of 1 to 5, saw {text!r:.40}")
    return int(text)


def _summaries(entries: Entries, embedded: Collection[str]) -> Iterator[Text]:
    """Summaries that are to be embedded; each instance keeps 280 characters of its own."""
    for record in list(entries.nodes.values()):
        summary = record.properties.get("summary")
        if record.label != "DomainEntity" or not isinstance(summary, str) or not summary.strip():
            continue
        if len(summary) > IN_GRAPH:
            cut = {**record.properties, "summary": f"{summary[: IN_GRAPH - 1]}…"}
            entries.nodes[record.id] = replace(record, properties=cut)
        if record.properties.get("template_id") in embedded:
            yield _summary(record, summary)


def _summary(record: NodeRecord, summary: str) -> Text:
    own, digest = record.properties, sha256(summary.encode()).hexdigest()
    key = f"summaries/{record.id}/{digest}.md" if len(summary) > WHOLE else None
    name, setting, time = own.get("name", record.id), own.get("setting_id"), own.get("started")
    about = (own.get("secrecy", "public"), own.get("owner"), own.get("min_tier", 1))
    return Text(record.id, record.id, name, setting, time, *about, summary, own["type"], key)
