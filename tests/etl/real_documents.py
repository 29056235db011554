"""The shipped documents, loaded once, to be edited and loaded again; and what is in the stores."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.asker import Asker
from tests.etl.conftest import Base
from workbench.etl.grist import Etl, Stores, read
from workbench.stores.grist.collection import in_folder
from workbench.tools.pipeline_status import pipeline_status

NO_PRICE = (None, None, None)
WHOLE = {"nodes": 1114, "edges": 4144, "rag_anchor_embeddings": 1114}


class Documents:
    """The shipped documents, loaded once, to be edited and loaded again."""

    def __init__(self, folder: Path, base: Base) -> None:
        self.folder, self.base = folder, base
        self.load()

    def load(self, embedder: Any = None) -> Any:
        self.base.embedder.sent.clear()
        return self.etl(embedder).run()

    def etl(self, embedder: Any = None) -> Etl:
        base = self.base
        stores = Stores(base.relational, base.graph, embedder or base.embedder)
        return Etl(self.read, stores, source=str(self.folder))

    def planned(self, embedder: Any = None) -> set[tuple[Any, ...]]:
        return {tuple(step) for step in self.etl(embedder).plan().steps}

    def edit(self, document: str, *statements: str) -> None:
        with closing(sqlite3.connect(self.folder / document)) as db:
            for statement in statements:
                assert db.execute(statement).rowcount > 0
            db.commit()

    def read(self) -> Any:
        with in_folder(self.folder) as found:
            return read(*found)


@pytest.fixture
def documents(vedana: Path, tmp_path: Path, base: Base) -> Documents:
    folder = tmp_path / "documents"
    folder.mkdir()
    for path in vedana.glob("*.grist"):
        shutil.copyfile(path, folder / path.name)
    return Documents(folder, base)


def counted(base: Base) -> dict[str, int]:
    return {table: base.rows(f"SELECT count(*) FROM {table}")[0][0] for table in WHOLE}


def in_graph(base: Base) -> dict[str, int]:
    labels = base.cypher("MATCH (n) RETURN labels(n)[0], count(n)")
    return dict(labels + base.cypher("MATCH ()-[r]->() RETURN type(r), count(r)"))


def pending(base: Base) -> dict[str, int]:
    """Units of work that Datapipe's own question finds, by step; none is left out."""
    status = pipeline_status(Asker(base.relational, base.graph, base.embedder))
    found = {row["step"]: row["pending"] for row in status.steps}
    assert len(found) == 8
    return {step: count for step, count in found.items() if count}


def check_books(base: Base, **tombstones: int) -> None:
    """Every table's books hold its rows and no others, and as many tombstones as told."""
    for table in (*WHOLE, "grist_nodes", "grist_edges", "dm_anchors", "dm_anchor_attributes"):
        ((live, dead),) = base.rows(
            f"SELECT count(*) FILTER (WHERE delete_ts IS NULL), count(delete_ts) FROM {table}_meta"
        )
        ((rows,),) = base.rows(f"SELECT count(*) FROM {table}")
        assert (table, live, dead) == (table, rows, tombstones.get(table, 0))
    assert pending(base) == {}


def records(base: Base, *columns: str) -> list[Any]:
    return base.rows(f"SELECT DISTINCT {', '.join(columns)} FROM workbench_node_vector ORDER BY 1")


def indexed(base: Base) -> set[str]:
    return {label for labels in base.graph.rows("SHOW INDEXES").column("labelsOrTypes")
            for label in labels}  # fmt: skip
