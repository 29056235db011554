"""Nothing that is said to a graph's reading door changes anything.

1. Every attempt of `ATTEMPTS` is refused at both doors, typed and reviewed, with one of our
   errors, and nodes, edges, properties and indexes are what they were. A reviewed PROFILE of
   a write may answer with no rows instead, as ArcadeDB does; it changes nothing either.
2. `explain` of any attempt changes nothing either.
3. Without an account that may only read, typed text is held back by its words alone.
4. Text that only mentions such words is allowed: in strings, comments, names and keys.
5. Procedures that read are allowed.
6. A refused or failed read does no harm to the next one.
7. A refusal says why and keeps the statement.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import pytest

from tests.engines.graph import ENGINES, Server
from workbench.core.errors import QueryFailed, WorkbenchError, WriteRefused
from workbench.core.values import Edge, Node
from workbench.stores.graph import guard
from workbench.stores.graph.bolt import Bolt
from workbench.stores.graph.dialects import ARCADEDB, MEMGRAPH, Dialect

ATTEMPTS = (
    "CREATE (:Reading {id: 'new'})",
    "CREATE (:ReadingNew)",
    "create (:Reading)",
    "MERGE (n:Reading {id: 'new'})",
    "MERGE (n:Reading {id: 'a'}) ON MATCH SET n.x = 2",
    "MATCH (n:Reading) SET n.x = 2",
    "MATCH (n:Reading) sEt n.x = 2 RETURN n",
    "MATCH (n:Reading) SET n:ReadingOther",
    "MATCH (n:Reading) SET n += {x: 2}",
    "MATCH (n:Reading) REMOVE n.x",
    "MATCH (n:Reading) REMOVE n:Reading",
    "MATCH ()-[r:READING]->() DELETE r",
    "MATCH ()-[r:READING]->() SET r.w = 2",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MATCH (n:Reading) FOREACH (x IN [1] | SET n.x = 2)",
    "FOREACH (x IN [1, 2] | CREATE (:Reading {id: x}))",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:9/x.csv' AS line CREATE (:Reading {id: line[0]})",
    "UNWIND [1, 2] AS x CREATE (:Reading {id: x}) RETURN x",
    "WITH 1 AS x CREATE (:Reading) RETURN x",
    "CALL { CREATE (:Reading {id: 'new'}) RETURN 1 AS x } RETURN x",
    "MATCH (n:Reading) CALL { WITH n SET n.x = 2 RETURN 1 AS x } RETURN x",
    "MATCH (n:Reading) CALL (n) { SET n.x = 2 } RETURN n",
    "CALL { MATCH (n) DETACH DELETE n } IN TRANSACTIONS",
    "CALL db.createLabel('ReadingNew')",
    "CALL merge.node(['Reading'], {id: 'new'})",
    "CALL apoc.cypher.doIt('CREATE (:Reading)', {})",
    "CALL db.createProperty('other')",
    "CALL `db`.`createLabel`('ReadingNew')",
    "MATCH (n:Reading {id: 'a'}), (m:Reading {id: 'b'}) "
    "CALL merge.relationship(n, 'READING', {w: 3}, {}, m) YIELD rel RETURN rel",
    "CREATE INDEX reading_x IF NOT EXISTS FOR (n:Reading) ON (n.x)",
    "CREATE CONSTRAINT reading_x IF NOT EXISTS FOR (n:Reading) REQUIRE n.x IS UNIQUE",
    "DROP INDEX Reading_id_index",
    "DROP CONSTRAINT Reading_id_unique",
    "DROP INDEX `Reading[id]`",
    "EXPLAIN CREATE INDEX reading_x FOR (n:Reading) ON (n.x)",
    "PROFILE CREATE INDEX reading_x FOR (n:Reading) ON (n.x)",
    "/* only a look */ CREATE (:Reading)",
    "// only a look\nCREATE (:Reading)",
    "MATCH (n:Reading) /* and */ SET/**/n.x = 2",
    "MATCH (n:Reading)SET n.x=2",
    "MATCH (n:Reading) WHERE n.id <> '//' SET n.x = 2",
    "MATCH (n:Reading) WHERE n.id <> \"a'\" SET n.x = '\"'",
    "MATCH (n:Reading) WHERE n.id <> '\\\\' SET n.x = '\\\\'",
    "MATCH (`a``b`:Reading) SET `a``b`.x = 2",
    "CRE\\u0041TE (:Reading)",
    "MATCH (n:Reading) \\u0053ET n.x = 2",
    "RETURN 1 AS x UNION CREATE (m:Reading) RETURN 2 AS x",
    "CREATE (m:Reading) RETURN 1 AS x UNION RETURN 2 AS x",
    "MATCH (n:Reading)\u00a0SET\u00a0n.x = 2",
    "MATCH (n:Reading)\u2003SET\u2003n.x = 2",
    "\ufeffCREATE (:Reading)",
    "RETURN 1; CREATE (:Reading)",
    "RETURN 1;\nMATCH (n) DETACH DELETE n",
    "INSERT (:Reading {id: 'new'})",
    "ALTER USER reader SET PASSWORD 'x'",
    "GRANT ALL TO reader",
    "BEGIN",
    "COMMIT",
)
PROFILED = "PROFILE CREATE (:Reading {id: 'new'})"
# The words of the guard in places where they are names, strings or comments.
MENTIONS = (
    "RETURN 'CREATE (n) SET n.x = 1 DELETE n' AS text",
    'RETURN "it\'s MERGE" AS text',
    "MATCH (n:Reading {id: 'a'}) RETURN n.SET, n.delete AS x",
    "MATCH (n:Reading {id: 'a'}) RETURN n.`CREATE` AS `MERGE`",
    "MATCH (n:Reading) WHERE n.id <> 'DROP' RETURN count(n) // SET n.x = 2",
    "MATCH (n:Reading) /* DETACH DELETE n */ RETURN count(n)",
    "MATCH (start:Reading)-[*]->(stop) RETURN start, stop",
    "OPTIONAL MATCH (n:CREATE)-[r:SET]->() RETURN n, r",
    "RETURN {create: 1, set: 2, Merge: 3} AS words",
    "MATCH (created:Reading {id: 'a'}) RETURN created.reset AS offset",
)
DOORS: dict[str, Callable[[Bolt, str], Any]] = {
    "typed": lambda store, text: store.rows(text, timeout=10),
    "reviewed": lambda store, text: store.rows(text, timeout=10, reviewed=True),
}
ALL = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS p ORDER BY n.id"
ALL_EDGES = (
    "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS p "
    "ORDER BY a, type, b"
)


@pytest.fixture
def small(graph: Bolt) -> Bolt:
    """The store with two nodes, an edge, and its reading door's own account."""
    nodes = [Node(name, ("Reading",), {"x": 1}) for name in ("a", "b")]
    graph.put(nodes, [Edge("a", "READING", "b", {"w": 1}, "Reading", "Reading")])
    return graph


def seen(store: Bolt) -> list[Any]:
    """Everything that a write could change, through the writing door; no order of its own."""
    labels = "CALL db.labels() YIELD label RETURN label ORDER BY label"
    found = [store.write(text).values for text in (ALL, ALL_EDGES)]
    schema = [labels, store.dialect.list_indexes]
    if store.dialect is MEMGRAPH:
        schema.pop(0)
    return [*found, *(sorted(map(repr, store.write(text).values)) for text in schema)]


def let_through(store: Bolt, door: Callable[[Bolt, str], Any], text: str) -> bool:
    try:
        door(store, text)
    except WorkbenchError:
        return False
    return True


@pytest.mark.parametrize("name", DOORS)
def test_no_door_lets_a_change_through(small: Bolt, name: str) -> None:
    before = seen(small)
    through = [
        text for text in ATTEMPTS if let_through(small, DOORS[name], text) or seen(small) != before
    ]
    assert through == []


def test_a_profiled_write_changes_nothing(small: Bolt) -> None:
    before = seen(small)
    assert not let_through(small, DOORS["typed"], PROFILED)
    with suppress(WorkbenchError):
        assert small.rows(PROFILED, reviewed=True).values == []
    assert seen(small) == before


def test_explain_changes_nothing(small: Bolt) -> None:
    before = seen(small)
    for text in ATTEMPTS:
        for said in (text, f"PROFILE {text}", f"EXPLAIN {text}"):
            with suppress(WorkbenchError):
                small.explain(said)
    assert seen(small) == before


@pytest.mark.parametrize("dialect", [ARCADEDB, MEMGRAPH], ids=lambda dialect: dialect.engine)
def test_words_alone_hold_every_attempt_back(dialect: Dialect) -> None:
    through = []
    for text in ATTEMPTS:
        with suppress(WriteRefused):
            guard.refuse_writes(text)
            guard.refuse_calls(text, dialect)
            through.append(text)
    assert through == []


def test_without_a_reading_account_the_words_are_the_lock(
    small: Bolt, request: pytest.FixtureRequest, servers: Any
) -> None:
    name = request.node.callspec.params["graph"]
    server: Server = servers.of("graph", next(e for e in ENGINES if e.name == name))
    before = seen(small)
    with closing(server.open(reader=None)) as store:
        through = [text for text in ATTEMPTS if let_through(store, DOORS["typed"], text)]
        assert store.rows("MATCH (n:Reading) RETURN count(n)").values == [(2,)]
    assert through == []
    assert seen(small) == before


@pytest.mark.parametrize("text", MENTIONS)
@pytest.mark.parametrize("name", DOORS)
def test_text_may_mention_what_it_does_not_do(small: Bolt, name: str, text: str) -> None:
    assert len(DOORS[name](small, text)) == 1


@pytest.mark.parametrize("name", DOORS)
def test_a_procedure_that_reads_is_allowed(small: Bolt, name: str) -> None:
    if small.dialect is MEMGRAPH:
        pytest.skip("Memgraph lists its labels by SHOW, not by a procedure")
    text = "CALL db.labels() YIELD label WITH label WHERE label = 'Reading' RETURN label"
    assert DOORS[name](small, text).values == [("Reading",)]
    guard.refuse_calls(text, small.dialect)


def test_a_subquery_that_reads_is_allowed(small: Bolt) -> None:
    text = "CALL { MATCH (n:Reading) RETURN count(n) AS number } RETURN number"
    assert small.rows(text).values == [(2,)]
    guard.refuse_calls(text, small.dialect)


def test_a_refused_read_does_no_harm_to_the_next(small: Bolt) -> None:
    for text in ("MATCH (n:Reading) SET n.x = 2", "RETURN 1 / 0", "MATCH (n"):
        for reviewed in (False, True):
            with pytest.raises(QueryFailed):
                small.rows(text, reviewed=reviewed)
            assert small.rows("RETURN 1 AS one", reviewed=reviewed).values == [(1,)]


@pytest.mark.parametrize("text", ["CREATE (:Reading)", "MATCH (n:Reading) SET n.x = 2"])
@pytest.mark.parametrize("name", DOORS)
def test_a_refusal_says_what_to_do(small: Bolt, name: str, text: str) -> None:
    with pytest.raises(WriteRefused, match=r"Changes go through a load or a saga\.") as caught:
        DOORS[name](small, text)
    assert caught.value.statement == text
