"""One record for an edge, whichever of its two shapes a graph keeps it in.

native   (s)-[:MEMBER_OF {valid_from, valid_until, …}]->(o)
reified  (s)-[:FROM]->(r:Relation {type, valid_from, valid_until, …})-[:TO]->(o)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Literal

Shape = Literal["native", "reified", "both"]

# Kept beside an edge so that a store can filter its window; no part of what it says.
WINDOW_KEYS = frozenset({"from_line", "from_key", "until_line", "until_key"})
# Nor is this: the file that a load took a node or an edge from, and a digest of its record.
LOADED_FROM = "loaded_from"
_ASIDE = WINDOW_KEYS | {LOADED_FROM, "type", "id"}
# Edges that hold the graph together and say nothing about the world; native in both shapes.
STRUCTURAL = frozenset(
    {"FROM", "TO", "EXISTS_IN", "HAS_PLANE", "SOURCED_FROM", "DISPUTES", "INSTANCE_OF", "HAS_CHUNK"}
)
_LISTS = ("sources", "known_by")


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """A relation as stored, with the names of its ends.

    A missing bound is None (open), a missing secrecy `public`, a missing confidence 1.0.
    `type` is the registry's name, also where the graph uses an alias or an older name.
    `props` are all other properties. Real times (`retcon_at`, `effective_at`) are ISO 8601.
    """

    edge_id: str
    type: str
    from_id: str
    to_id: str
    valid_from: str | None = None
    valid_until: str | None = None
    sources: tuple[str, ...] = ()
    secrecy: str = "public"
    owner: str | None = None
    known_by: tuple[str, ...] = ()
    extraction_confidence: float = 1.0
    superseded_by: str | None = None
    retcon_at: str | None = None
    supersedes: str | None = None
    effective_at: str | None = None
    props: Mapping[str, Any] = field(default_factory=dict)
    shape: Shape = "native"
    from_label: str = ""
    from_name: str = ""
    to_label: str = ""
    to_name: str = ""

    def __hash__(self) -> int:
        return hash(self.edge_id)

    def in_record(self, as_of: datetime | None) -> bool:
        """Whether the record held this edge at a real time; None: whether it holds it now."""
        if as_of is None:
            return self.superseded_by is None
        gone = self.retcon_at is not None and moment(self.retcon_at) <= as_of
        come = self.effective_at is None or moment(self.effective_at) <= as_of
        return come and not gone

    def other(self, entity: str) -> str:
        """The end that is not `entity`; of a loop, `entity`."""
        return self.to_id if self.from_id == entity else self.from_id

    def with_ends(self, from_label: str, from_name: str, to_label: str, to_name: str) -> EdgeRecord:
        """The same edge with the labels and names of its ends."""
        return replace(
            self, from_label=from_label, from_name=from_name, to_label=to_label, to_name=to_name
        )

    @property
    def identity(self) -> tuple[str, str, str, str | None, str | None]:
        """What two shapes of one logical edge have in common."""
        return self.from_id, self.type, self.to_id, self.valid_from, self.valid_until

    @classmethod
    def of(
        cls,
        type: str,
        source: str,
        target: str,
        properties: Mapping[str, Any],
        shape: Shape,
        **ends: Any,
    ) -> EdgeRecord:
        """From the properties of a stored edge; `edge_id` is made where there is none.

        `ends` are those of `with_ends`.
        """
        known = {name: properties[name] for name in _STORED if properties.get(name) is not None}
        for name in _LISTS:
            known[name] = tuple(known.get(name, ()))
        rest = {
            name: value
            for name, value in properties.items()
            if name not in _STORED and name not in _ASIDE
        }
        window = known.get("valid_from"), known.get("valid_until")
        known.setdefault("edge_id", native_edge_id(source, type, target, *window))
        return cls(
            type=type, from_id=source, to_id=target, props=rest, shape=shape, **known, **ends
        )


_STORED = tuple(
    f.name
    for f in fields(EdgeRecord)
    if f.name
    not in {"type", "from_id", "to_id", "props", "shape", "from_label", "from_name"}
    | {"to_label", "to_name"}
)


def native_edge_id(
    source: str, type: str, target: str, valid_from: str | None, valid_until: str | None
) -> str:
    """The id of a native edge that was stored without one: `n:` and 12 hex digits of SHA-1."""
    text = "|".join((source, type, target, valid_from or "", valid_until or ""))
    return "n:" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def unified(edges: Iterable[EdgeRecord]) -> list[EdgeRecord]:
    """Each logical edge once, in order of edge id; one found in both shapes is `both`.

    Of several that tell the same, those of equal sources are one; then, across the two shapes,
    whatever their sources, of which the edge has all.
    """
    found: dict[tuple[Any, ...], EdgeRecord] = {}
    for edge in edges:
        key = (edge.identity, edge.superseded_by, edge.sources)
        twin = found.get(key)
        if twin is not None and twin.shape != edge.shape:
            found[key] = _of_both(twin, edge)
        elif twin is None or twin.edge_id == edge.edge_id:
            found[key] = edge
        else:  # two edges that say the same; both are kept
            found[(*key, edge.edge_id)] = edge
    if {"native", "reified"} <= {edge.shape for edge in found.values()}:
        _join_shapes(found)
    return sorted(found.values(), key=lambda edge: edge.edge_id)


def _join_shapes(found: dict[tuple[Any, ...], EdgeRecord]) -> None:
    """Make one of each native edge and a reified one of other sources that tells the same."""
    native = {key[:2]: key for key, edge in found.items() if edge.shape == "native"}
    for key in [key for key, edge in found.items() if edge.shape == "reified"]:
        if key[:2] in native:
            twin = native.pop(key[:2])
            found[twin] = _of_both(found[twin], found.pop(key))


def _of_both(one: EdgeRecord, other: EdgeRecord) -> EdgeRecord:
    named = min((one, other), key=lambda edge: edge.edge_id.startswith("n:"))
    sources = tuple(dict.fromkeys((*one.sources, *other.sources)))
    return replace(named, shape="both", sources=sources)


def moment(text: str) -> datetime:
    """A real time as stored; without an offset it is UTC."""
    from datetime import UTC

    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
