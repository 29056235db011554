"""A memory: facts and their links above three collections, which VelesQL can ask too."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.protocols import Embedder
from ...core.values import Edge
from . import links as linking
from . import recalling, remembering
from .area import Area, Vector, checked
from .database import Database, Query
from .episodic import Episodic
from .evidence import Evidence, why
from .fact import NAME, Fact, fact_of, metadata_of
from .links import Link
from .naming import id_of, named
from .outline import Outline, outline
from .procedural import Procedural
from .recalling import Condition
from .semantic import Semantic
from .snapshots import Snapshots

_NAME = re.compile(r"[A-Za-z0-9_-]+")


class FactPage(NamedTuple):
    """Some facts by ascending id; `cursor` begins the next page, None after the last."""

    facts: list[Fact]
    cursor: int | None


@dataclass(frozen=True, slots=True)
class Entity:
    """What facts are about: attributes, and the links from and to it."""

    id: int
    name: str
    attributes: Mapping[str, Any]
    edges: tuple[Edge, ...]


class Memory:
    """Facts, episodes and procedures of one name.

    `semantic`, `episodic` and `procedural` are the collections `_semantic_<name>`,
    `_episodic_<name>` and `_procedural_<name>`, which are made where they are missing. Facts and
    entities are points of the first, labelled Fact and Entity, with metadata and attributes among
    the fields of their payload, and links its edges. What a call stored is on disk when it
    returns; what has expired is never recalled, and is removed by `expire()`.

    A fact is named by its id or by its text. BadInput for what cannot be used.
    """

    def __init__(
        self,
        database: Database,
        query: Query,
        embedder: Embedder,
        *,
        name: str = "memory",
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`query` answers VelesQL over `database`; `clock` tells Unix seconds."""
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise BadInput(f"name: expected ASCII letters, digits, _ and -, saw {name!r:.60}")
        self.name = name
        areas = [
            Area(f"_{kind}_{name}", database, query, embedder, clock)
            for kind in ("semantic", "episodic", "procedural")
        ]
        self._facts, episodes, procedures = areas
        self._areas = areas
        self.semantic = Semantic(self._facts)
        self.episodic = Episodic(episodes)
        self.procedural = Procedural(procedures)
        self.snapshots = Snapshots(f"_snapshots_{name}", areas)

    def remember(
        self,
        text: str,
        links: Iterable[Link] = (),
        metadata: Mapping[str, Any] | None = None,
        ttl: float | None = None,
    ) -> int:
        """Store a fact of at most 2 KiB: its id, the 64-bit FNV-1a hash of the trimmed text.

        `links` are ids or texts of what is remembered already, or (label, id or text); without
        a label they are "related_to". `metadata`, at most 64 KiB of JSON, replaces that of the
        same fact, and `ttl`, seconds from now, its end; where they are None the fact keeps what
        it has. Remembering it again changes nothing else.
        """
        return remembering.remember(self._facts, text, links, metadata, ttl)

    def remember_outline(self, text: str) -> Outline:
        """Store what the lines of an outline say, all or none: what was read of them.

        Facts are remembered, names at edges and attributes become entities, and a fact is linked
        by "mentions" to the entities of the outline that its words name. See `outline`.
        """
        said = outline(text)
        remembering.remember_outline(self._facts, said)
        return said

    def recall(
        self,
        query: str | Vector,
        k: int = 10,
        filter: Mapping[str, Any] | None = None,
        *,
        minimum: float = 0.0,
    ) -> list[Fact]:
        """The `k` best facts by (score + 1)/2 · (1 + 0.5·(2·confidence - 1)), ties by id.

        `score` is the similarity; facts below `minimum` and those that score 0 are left out.
        `filter` are fields of the metadata that have to have these values. All facts are ranked:
        one that is trusted can pass the nearest.
        """
        conditions = [(field, "eq", value) for field, value in (filter or {}).items()]
        return recalling.recall(self._facts, query, k, conditions, minimum=minimum)

    def recall_where(
        self,
        query: str | Vector,
        conditions: Sequence[Condition],
        k: int = 10,
        *,
        minimum: float = 0.0,
    ) -> list[Fact]:
        """As `recall`, of the facts that satisfy every (field, operator, value).

        Operators are eq, ne, lt, le, gt and ge, with the language's comparison: no casts, and a
        field that is missing satisfies none of them.
        """
        return recalling.recall(self._facts, query, k, conditions, minimum=minimum)

    def recall_fused(
        self, query: str | Vector, k: int = 10, filter: Mapping[str, Any] | None = None
    ) -> list[Fact]:
        """The `k` best facts by max(score, 0)/best + 0.15 · links, ties by id.

        The max(8·k, 64) nearest are in it, and the facts within two links of those, whatever
        their direction. The links of a fact count as the best of such another's max(score, 0)/best,
        by half where it is two links away.
        """
        conditions = [(field, "eq", value) for field, value in (filter or {}).items()]
        return recalling.recall_fused(self._facts, query, k, conditions)

    def context(self, query: str | Vector, k: int = 10, *, dated: bool = True) -> str:
        """What `recall_fused` gives as text, a line a fact, best first, or by date, oldest first.

        The date is `date` of the metadata, else the day that the fact was remembered.
        """
        found = self.recall_fused(query, k)
        if not dated:
            return "\n".join(fact.text for fact in found)
        in_time = sorted(found, key=lambda fact: fact.date)
        return "\n".join(f"{fact.date}: {fact.text}" for fact in in_time)

    def why(self, text: str | Vector, max_hops: int = 2) -> Evidence:
        """The best fact for a question, and what its links lead to, as they point.

        At most 10 hops; of a node 64 edges are walked, in all 500 nodes and 2,000 edges, and
        `truncated` says where there were more. `bench.see.graph` shows it.
        """
        return why(self._facts, text, max_hops)

    def feedback(self, fact: int | str, good: bool) -> float:
        """Raise the confidence of a fact by 0.1, or lower it by 0.05: the new one, 0 to 1."""
        return remembering.feedback(self._facts, named(fact), good=good)

    def relate(
        self,
        source: int | str,
        label: str,
        target: int | str,
        properties: Mapping[str, Any] | None = None,
    ) -> int:
        """Link two facts or entities: the id of the edge, which is stored once."""
        return linking.relate(self._facts, named(source), label, named(target), properties)

    def unrelate(self, source: int | str, target: int | str, label: str | None = None) -> int:
        """Remove the links from one to another, those of a label where one is given: how many."""
        called = None if label is None else linking.label_of(label)
        return linking.unrelate(self._facts, named(source), named(target), called)

    def forget(self, fact: int | str) -> bool:
        """Remove a fact or an entity, with the links at it; whether it was there."""
        return self._facts.delete(named(fact))

    def describe(self, name: str, attributes: Mapping[str, Any] | None = None) -> int:
        """Store an entity, or more attributes of one: its id, the hash of its name."""
        return remembering.describe(self._facts, name, attributes or {})

    def entity(self, name: str) -> Entity:
        """An entity with its attributes and links; BadInput with the nearest names."""
        number = id_of(name)
        with self._facts.database.reading():
            mirror = self._facts.mirror
            at = self._facts.position(mirror, number)
            payload = mirror.points.payload(at) if at >= 0 else {}
            if NAME not in payload:
                near = linking.near_names(self._facts, mirror, name)
                hint = f"; did you mean {' or '.join(near)}?" if near else ""
                raise BadInput(f"no entity is called {name!r:.60}{hint}")
            edges = tuple(linking.edges_of_point(self._facts, mirror, number))
        return Entity(number, payload[NAME], metadata_of(payload), edges)

    def fact(self, fact: int | str) -> Fact | None:
        """A fact by id or text; None where it is not remembered."""
        number = named(fact)
        with self._facts.database.reading():
            mirror = self._facts.mirror
            at = self._facts.position(mirror, number)
            payload = mirror.points.payload(at) if at >= 0 else {}
        return fact_of(number, payload) if "content" in payload else None

    def list(self, cursor: int | None = None, limit: int = 100) -> FactPage:
        """At most `limit` facts by ascending id, those with an id above `cursor`."""
        past, given = ("id > $after AND ", {"after": cursor}) if cursor is not None else ("", {})
        condition = f"{past}content IS NOT NULL"
        found = self._facts.hits(condition, checked(limit, "limit") + 1, order="id", **given)
        facts = [fact_of(hit.id, hit.payload) for hit in found[:limit]]
        return FactPage(facts, facts[-1].id if len(found) > limit else None)

    def expire(self) -> int:
        """Remove all that has expired: how many facts, episodes and procedures."""
        return sum(area.expire() for area in self._areas)

    def snapshot(self, note: str = "") -> int:
        """Keep all that is remembered now, to go back to: its number. See `snapshots.table()`."""
        return self.snapshots.take(note)

    def rollback(self, number: int) -> None:
        """Put the whole memory to what a snapshot kept, at once or not at all."""
        self.snapshots.go_back(number)
