"""Two loads into the same stores at the same time."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

from tests.etl.conftest import Base
from tests.etl.embedders import Watched
from tests.etl.interposed import Interposed
from workbench.etl.grist import load
from workbench.stores.relational.postgres import Postgres


def test_a_load_waits_for_the_one_before_it(base: Base, documents: Any) -> None:
    first, second = documents([["p:1", "Ada"]]), documents([["p:1", "Augusta"]])
    base.load(documents([["p:1", "?"]]))
    storing, done = Event(), Event()

    def second_load() -> None:
        storing.wait(10)
        other = Postgres(base.relational._conninfo)
        load(second, relational=other, graph=base.graph, embedder=Watched())
        other.close()
        done.set()

    def slow(*_: Any) -> None:
        storing.set()
        done.wait(0.5)  # where loads do not wait for each other, the second one is whole by now

    thread = Thread(target=second_load)
    thread.start()
    graph: Any = Interposed(base.graph, "put", slow)
    base.load(first, graph=graph)
    thread.join(10)
    assert base.rows("SELECT attributes FROM nodes WHERE node_id = 'p:1'") == [
        ({"name": "Augusta"},)
    ]
    assert base.cypher("MATCH (n {id: 'p:1'}) RETURN n.name") == [("Augusta",)]
    assert base.states() == ["complete"] * 3
