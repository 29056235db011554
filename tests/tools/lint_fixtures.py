"""A knowledge base without a flaw, as documents and as tables; tests plant one flaw at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.asker import Asker
from tests.conftest import engines
from tests.etl.small_base import CITIES, LIVES, PEOPLE, data, extract, link, model
from tests.stores.grist_files import Col, texts
from workbench.core.values import Rows
from workbench.etl.tables import records
from workbench.schema import migrate
from workbench.stores.grist.document import GristDocument
from workbench.tools.lint_data_model import lint_data_model

PLAYBOOK = """1) Find the person's node (their name is enough, as in person:1 or (p:1)):
vector_text_search(label="person", property="name", text="<a name, or (part) of it>")

2) Follow LIVES_IN. e.g. at 16:30, (see: above):
MATCH path = (p:person {name: "Ada: (x:Ghost)-[:LIKES]->()"})-[r:LIVES_IN*1..2]->(c:`city`)
// what (g:ghost) says of p.ghost is no Cypher
WHERE p.id = "<id>" AND c.name CONTAINS 'p.ghost'

OPTIONAL MATCH (c)<-[:LIVES_IN]-(other:person|city)
RETURN DISTINCT p.name,
  count(other) AS others, [x IN nodes(path) | x.name] AS names, size(names), r.since
ORDER BY others.
The answer's names (p.m. or a.m.) go to cypher(query="MATCH (c:city) RETURN c.name").

3) Or in one line: `MATCH (c:city) RETURN c.id` and (a)-[:LIVES_IN]->(b:city) tell more."""

ATTRIBUTES = (
    [1, "name", "", "", True, "MATCH (p:person) RETURN p.name", "str", 0.5, 3],
    [
        1,
        "born",
        "year",
        "1815",
        False,
        "MATCH (q:person) WHERE q.born < 1900 RETURN q",
        "int",
        None,
        None,
    ],
    [2, "name", "", "", True, "", "str", None, None],
)
LIVES_IN = [*link(1, 2, "LIVES_IN")[:4], "MATCH ()-[r:LIVES_IN]->(c:city) RETURN r.since, c.name"]
KNOWS = link(1, 1, "KNOWS", "friend", directed=False)
SINCE = [1, "since", "", "", False, "", "int", None, None]
PROMPTS = [
    ["dm_query_descr_template", "- {query.name}: {{as it is}}\n{query.example}"],
    ["eval_judge_prompt", "Return JSON: {'pass', 'fail'}"],
]
PERSON = {**texts("person_id", "name"), "born": Col("Int"), "friend": Col("Ref:Anchor_person")}
ROWS = [[*PEOPLE[0], 1815, 2], [*PEOPLE[1], 1906, 0]]
EDGE = {**texts("from_node_id", "to_node_id", "edge_label"), "since": Col("Int")}


def documents(folder: Path, **changes: Any) -> tuple[Path, Path]:
    """The Data Model and the Data of the flawless base, with parts of them replaced."""
    told = {
        "Queries": (
            texts("query_name", "query_example"),
            [["Where does <person> live?", PLAYBOOK]],
        ),
        "Prompts": (texts("name", "text"), PROMPTS),
        "ConversationLifecycle": (texts("event", "text"), [["/start", "Hi {you}!"]]),
    }
    tables = {
        "Anchor_person": (PERSON, ROWS),
        "Anchor_city": (texts("city_id", "name"), CITIES),
        "Link_lives_in": (EDGE, [[*row, 1900 + at] for at, row in enumerate(LIVES)]),
        "Link_LIVES_IN": ({}, []),
    }
    written = model(
        folder,
        attributes=changes.get("attributes", ATTRIBUTES),
        anchors=changes.get("anchors", (["person", "", "", ""], ["city", "", "", ""])),
        links=changes.get("links", ([*LIVES_IN, "", "", True], KNOWS)),
        link_attributes=changes.get("link_attributes", (SINCE,)),
        others={**told, **changes.get("others", {})},
    )
    return written, data(folder, **{**tables, **changes.get("tables", {})})


def lint(paths: tuple[Path, Path]) -> Rows:
    with GristDocument(paths[0]) as first, GristDocument(paths[1]) as second:
        return lint_data_model(Asker(), model=first, data=second)


def told(found: Rows) -> list[tuple[Any, ...]]:
    """Severity, rule, table, row, column and what was seen."""
    names = ("severity", "rule", "table", "row", "column", "seen")
    return [tuple(row[name] for name in names) for row in found]


def fill(store: Any, paths: tuple[Path, Path]) -> None:
    """Vedana's tables with what the documents hold; no vectors."""
    migrate(store, ("workbench", "vedana"), dimension=256)
    for table, rows in records(extract(*paths)).items():
        store.put(table.name, table.columns, rows)


@contextmanager
def fresh(kind: str, servers: Any) -> Iterator[Any]:
    """An empty store of the first engine of its kind."""
    engine = engines(kind)[0]
    with engine.fresh(servers.of(kind, engine)) as store:
        yield store
