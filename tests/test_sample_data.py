"""The lights of the Tarrow Isles: documents, golden answers and planted flaws agree."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.lights import build
from data.lights.answers import ANSWERS
from data.lights.flaws import flaws
from data.lights.world import LINKS, NOUNS, Row, World, items, read, table
from workbench.core.protocols import Graph
from workbench.core.values import Edge, Node
from workbench.stores.embedding.wordllama import WordLlamaEmbedder

LIGHTS = Path(build.__file__).parent
CARD = (LIGHTS / "card.md").read_text(encoding="utf-8")
LINES = (LIGHTS / "golden.jsonl").read_text(encoding="utf-8").splitlines()
GOLDEN = {question["id"]: question for question in map(json.loads, LINES)}
IN_GRAPH = [name for name, question in GOLDEN.items() if question["cypher"]]
BY_MEANING = [name for name, question in GOLDEN.items() if question["vector"]]


# The documents


@cache
def _built() -> dict[str, bytes]:
    return build.documents()


def _opened(content: bytes) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.deserialize(content)
    return db


def _content(db: sqlite3.Connection) -> dict[str, Any]:
    """Every table's definition and rows."""
    tables = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: (text, db.execute(f'SELECT * FROM "{name}" ORDER BY id').fetchall())
        for name, text in tables
    }


@pytest.mark.parametrize("name", ["model", "data", "golden"])
def test_the_committed_document_holds_what_the_sources_say(name: str) -> None:
    committed = _opened((LIGHTS / f"{name}.grist").read_bytes())

    assert _content(committed) == _content(_opened(_built()[name]))


def test_building_twice_gives_the_same_bytes() -> None:
    assert build.documents() == _built()


def test_grists_own_tables_are_those_of_a_real_document(vedana: Path) -> None:
    address = f"{(vedana / 'eB5kH8Z7NVErycp32wx1Ge.grist').resolve().as_uri()}?immutable=1"
    real = sqlite3.connect(address, uri=True)

    assert _own_columns(_opened(_built()["data"])) == _own_columns(real)
    real.close()


def _own_columns(db: sqlite3.Connection) -> set[tuple[Any, ...]]:
    text = """
        SELECT t.name, c.name, c.type, c.dflt_value
        FROM sqlite_master t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND substr(t.name, 1, 6) = '_grist'"""
    return set(db.execute(text).fetchall())


def test_a_reference_is_a_row_id_beside_what_it_shows() -> None:
    row = _opened(_built()["data"]).execute(
        "SELECT island, gristHelper_Display, optics, gristHelper_Display2 FROM Anchor_lighthouse "
        "WHERE lighthouse_id = 'lighthouse:gannet-head'"
    )

    # ["L", "optic:three-sisters", "optic:clamshell"] in version 2 of Python's marshal format.
    shown = b"[\3\0\0\0u\1\0\0\0Lu\x13\0\0\0optic:three-sistersu\x0f\0\0\0optic:clamshell"
    assert row.fetchone() == (3, "island:skellan", "[2,9]", shown)


def test_a_display_column_is_a_formula_of_its_reference() -> None:
    text = """
        SELECT c.colId, shows.colId, shows.formula, visible.colId FROM _grist_Tables_column c
        JOIN _grist_Tables_column shows ON shows.id = c.displayCol
        JOIN _grist_Tables_column visible ON visible.id = c.visibleCol ORDER BY c.id"""

    assert _opened(_built()["model"]).execute(text).fetchall() == [
        ("anchor", "gristHelper_Display", "$anchor.noun", "noun"),
        ("anchor1", "gristHelper_Display", "$anchor1.noun", "noun"),
        ("anchor2", "gristHelper_Display2", "$anchor2.noun", "noun"),
        ("link", "gristHelper_Display", "$link.sentence", "sentence"),
    ]


# The world and its flaws


def test_the_card_names_every_column() -> None:
    for name, columns in build.layout()["data"].items():
        listed = ", ".join(f"`{column.name}`" for column in columns)

        assert f"- `{name}`: {listed}\n" in CARD


def test_there_is_as_much_of_everything_as_the_card_says() -> None:
    world = read()
    types = [edge.type for edge in _edges(world)]
    counted = [*map(len, world), *(types.count(label) for label in _by_columns())]

    said = re.search(r"^\| Size \|(.*)\|$", CARD, re.MULTILINE)
    assert said
    assert [int(number) for number in re.findall(r"\d+", said[1])] == counted


def _by_columns() -> list[str]:
    """Links that stand in columns of an anchor's table, not in a table of their own."""
    sides = ("anchor1_link_column_name", "anchor2_link_column_name")
    return [link["sentence"] for link in table("Links") if any(link[side] for side in sides)]


def test_nobody_serves_in_two_places_or_out_of_their_time() -> None:
    world, until = read(), dict[str, int]()
    for spell in sorted(world.served, key=lambda spell: int(spell["from_year"])):
        keeper, light, start = spell["from_node_id"], spell["to_node_id"], int(spell["from_year"])

        assert start >= int(world.lighthouse[light]["year_lit"]), spell
        assert start >= int(world.keeper[keeper]["born"]) + 18, spell
        assert start >= until.get(keeper, 0), spell
        until[keeper] = int(spell["until_year"])


def test_the_horizon_is_what_its_formula_gives() -> None:
    lights = [row for row in read().lighthouse.values() if row["focal_height_m"]]
    computed = [round(2.08 * int(row["focal_height_m"]) ** 0.5, 1) for row in lights]

    assert [float(row["horizon_nm"]) for row in lights] == computed


def test_the_flaws_are_those_of_the_card_and_no_others() -> None:
    section = CARD.partition("## Planted flaws")[2]
    listed = re.findall(r"^\| ([a-z ]+) \| `(\w+)` \| `?(\w+)`? \|", section, re.MULTILINE)

    assert len(listed) == 7
    assert sorted(flaws()) == sorted(listed)


# The golden questions


def test_there_are_questions_of_every_kind() -> None:
    kinds = [question["kind"] for question in GOLDEN.values()]

    assert len(GOLDEN) == len(LINES)
    assert {kind: kinds.count(kind) for kind in kinds} == {"graph": 20, "vector": 9, "both": 6}


@pytest.mark.parametrize("flawed", [False, True], ids=["sound rows", "all rows"])
@pytest.mark.parametrize("name", IN_GRAPH)
def test_golden_rows_follow_from_the_sources_whatever_a_load_does_with_the_flaws(
    name: str, flawed: bool
) -> None:
    assert ANSWERS[name](read(flawed=flawed)) == GOLDEN[name]["rows"]


@pytest.mark.parametrize("name", BY_MEANING)
def test_exact_search_finds_the_golden_ids(name: str) -> None:
    question = GOLDEN[name]
    hits = _hits(**question["vector"])

    if question["ids"]:
        assert question["ids"][0] in hits[: question["within"]]
    else:
        assert hits == []


def test_a_search_gives_the_parameter_of_the_cypher_that_follows_it() -> None:
    for question in (GOLDEN[name] for name in BY_MEANING if name in IN_GRAPH):
        (found,) = question["ids"]
        node = found if isinstance(found, str) else found[1]

        assert question["parameters"] == {"node_id": node}


@cache
def _embedder() -> WordLlamaEmbedder:
    return WordLlamaEmbedder()


def _hits(prop_type: str, label: str, prop_name: str, text: str) -> list[Any]:
    """Ids whose text is nearer than the attribute's threshold, best first, at most its top_n."""
    owner, model = ("link", "Link") if prop_type == "edge" else ("anchor", "Anchor")
    (attribute,) = (
        row
        for row in table(f"{model}_attributes")
        if (row[owner], row["attribute_name"]) == (label, prop_name)
    )
    texts = [(key, row[prop_name]) for key, row in _rows_of(label)]
    query, *stored = _embedder().embed([text, *(written for _, written in texts)])
    scores = np.stack(stored) @ query
    near = np.flatnonzero(scores > float(attribute["embed_threshold"]))
    best = near[np.argsort(-scores[near])][: int(attribute["embed_top_n"])]
    return [texts[at][0] for at in best]


def _rows_of(label: str) -> list[tuple[Any, Row]]:
    world = read()
    if label in NOUNS:
        return list(getattr(world, label).items())
    rows = [row for kind in LINKS for row in getattr(world, kind) if row["edge_label"] == label]
    return [([row["from_node_id"], row["to_node_id"]], row) for row in rows]


# The graph: every Cypher text of the set, on every engine


def test_the_golden_cypher_gives_the_golden_rows(graph: Graph) -> None:
    graph.put(_nodes(read()), _edges(read()))
    for name in IN_GRAPH:
        question = GOLDEN[name]
        rows = graph.rows(question["cypher"], question["parameters"])

        assert list(rows.columns) == question["columns"], name
        assert [list(row) for row in rows.values] == question["rows"], name


def test_every_cypher_of_the_model_finds_something(graph: Graph) -> None:
    graph.put(_nodes(read()), _edges(read()))
    for text in _model_cypher():
        wanted = re.search(r"(\w+)\.id = \$node_id", text)
        parameters = {"node_id": _example(text, wanted[1])} if wanted else {}

        assert len(graph.rows(text, parameters)), text


def _model_cypher() -> Iterator[str]:
    for name in ("Anchors", "Anchor_attributes", "Links", "Link_attributes"):
        yield from (row["query"] for row in table(name))
    for row in table("Queries"):
        yield from (part for part in row["query_example"].split("\n\n") if "MATCH (" in part)


def _example(text: str, variable: str) -> str:
    """The id of a node of the kind that `variable` has, about which every playbook can tell."""
    examples = {"lighthouse": "anvil-point", "ship": "amity", "keeper": "peter-aske"}
    (noun,) = re.findall(rf"\({variable}:(\w+)\)", text)
    return f"{noun}:{examples.get(noun, 'ruby')}"


CASTS: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": "true".__eq__, "": items}


def _properties(row: Row, attributes: list[Row]) -> dict[str, Any]:
    named = {attribute["attribute_name"]: CASTS[attribute["dtype"]] for attribute in attributes}
    usable = {name: row[name] for name in named if row[name] and not row[name].startswith("#")}
    return {name: named[name](cell) for name, cell in usable.items()}


def _nodes(world: World) -> Iterator[Node]:
    for noun in NOUNS:
        attributes = [row for row in table("Anchor_attributes") if row["anchor"] == noun]
        for key, row in getattr(world, noun).items():
            yield Node(key, (noun,), _properties(row, attributes))


def _edges(world: World) -> Iterator[Edge]:
    for link in table("Links"):
        label = link["sentence"]
        attributes = [row for row in table("Link_attributes") if row["link"] == label]
        ends = [(*pair, _properties(row, attributes)) for pair, row in _pairs(world, link)]
        if link["has_direction"] == "false":
            ends += [(end, start, told) for start, end, told in ends]
        for start, end, told in ends:
            yield Edge(start, label, end, told, start.partition(":")[0], end.partition(":")[0])


def _pairs(world: World, link: Row) -> Iterator[tuple[tuple[str, str], Row]]:
    """The ends of each edge of a link and the row that says so."""
    if link["sentence"] not in _by_columns():
        yield from (((key[0], key[1]), row) for key, row in _rows_of(link["sentence"]))
    column = link["anchor1_link_column_name"]
    for key, row in getattr(world, link["anchor1"]).items() if column else ():
        yield from (((key, other), row) for other in items(row[column]))
    column = link["anchor2_link_column_name"]
    for key, row in getattr(world, link["anchor2"]).items() if column else ():
        yield from (((other, key), row) for other in items(row[column]))
