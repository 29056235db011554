"""A small knowledge base in real stores that agree, to be spoiled by one test and restored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.asker import Asker
from tests.etl.small_base import LIVES, extract
from tests.stores.grist_files import Col
from tests.tools.lint_fixtures import EDGE, documents, fresh
from tests.vedana_embedding import FixtureEmbedder
from workbench.core.findings import GristRecords
from workbench.core.values import Edge, Node
from workbench.etl.grist import Extract, load
from workbench.schema import change_dimension, migrate
from workbench.stores.vector.pgvector import PgVectors
from workbench.tools.check_consistency import check_consistency

NODE_VECTORS, EDGE_VECTORS = "rag_anchor_embeddings", "rag_edge_embeddings"


class OtherModel(FixtureEmbedder):
    """Another model of the same dimension: every vector is turned by one place."""

    model = "vedana-fixtures 2"

    def embed(self, texts: Any) -> Any:
        return [vector[1:] + vector[:1] for vector in super().embed(texts)]


@dataclass
class Base(Asker):
    """As much of an open bench as a fix calls."""

    embedder: Any = field(default_factory=lambda: FixtureEmbedder(256))
    content: Any = None

    def vectors(self, table: str, *, key: Any = ("id",)) -> PgVectors:
        return PgVectors(self.relational, table, key=key)

    def reembed(self) -> None:
        made_by = self.embedder
        change_dimension(
            self.relational, made_by.dimension, embed=made_by.embed, model=made_by.model
        )

    def load_grist(self, _: str) -> None:
        load(
            self.content,
            relational=self.relational,
            graph=self.graph,
            embedder=self.embedder,
            rejects_folder=None,
        )

    def found(self, **given: Any) -> list[tuple[str, str, str]]:
        """Kind, store and key of everything that is inconsistent."""
        given = {"embedder": self.embedder, "grist": self.grist(), **given}
        return [row[:3] for row in check_consistency(self, **given).values]

    def grist(self) -> GristRecords:
        call = "bench.load_grist('documents')"
        return GristRecords(self.content.nodes, self.content.edges, call)

    def repair(self) -> None:
        """Type the first fix that is told, and check again, until nothing is told."""
        for _ in range(9):
            found = check_consistency(self, embedder=self.embedder, grist=self.grist())
            if not len(found):
                return
            exec(found[0]["fix"], {"bench": self, "Node": Node, "Edge": Edge})

    def sql_write(self, text: str, **given: Any) -> None:
        self.relational.write(text, given)

    def cypher_write(self, text: str) -> None:
        self.graph.write(text)


def content(folder: Path) -> Extract:
    """The flawless base, with a note on each edge that gets a vector."""
    attributes = [
        [1, name, "", "", name == "note", "", "", None, None] for name in ("since", "note")
    ]
    rows = [[*row, 1900 + at, f"note {at}"] for at, row in enumerate(LIVES)]
    tables = {"Link_lives_in": ({**EDGE, "note": Col()}, rows)}
    return extract(*documents(folder, link_attributes=attributes, tables=tables))


@contextmanager
def loaded(servers: Any, folder: Path) -> Iterator[Base]:
    with fresh("relational", servers) as relational, fresh("graph", servers) as graph:
        migrate(relational, ("workbench", "vedana"), dimension=256)
        base = Base(relational, graph, content=content(folder))
        base.load_grist("documents")
        yield base


class _Undone(Exception):
    pass


@contextmanager
def undone(base: Base) -> Iterator[Base]:
    """The base, which holds again what it held when the block is left."""
    try:
        with base.relational.transaction():  # type: ignore[union-attr]
            yield base
            raise _Undone
    except _Undone:
        pass
    graph = base.graph
    graph.write("MATCH (n) DETACH DELETE n")  # type: ignore[union-attr]
    graph.put(base.content.nodes, base.content.edges)  # type: ignore[union-attr]
