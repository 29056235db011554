"""The lights of the Tarrow Isles: documents, golden answers and planted flaws agree."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from workbench.core.protocols import Graph
from workbench.core.values import Edge, Node
from workbench.stores.embedding.wordllama import WordLlamaEmbedder

LIGHTS = Path(__file__).resolve().parents[1] / "data" / "lights"
DOCUMENTS = ("model", "data", "golden")


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"lights_{name}", LIGHTS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


answers, build = _module("answers"), _module("build")
GOLDEN = [json.loads(line) for line in (LIGHTS / "golden.jsonl").read_text("utf-8").splitlines()]
IN_GRAPH = [question for question in GOLDEN if question["cypher"]]
BY_MEANING = [question for question in GOLDEN if question["vector"]]


def _id(question: dict[str, Any]) -> str:
    return str(question["id"])


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


@cache
def _built() -> dict[str, bytes]:
    made: dict[str, bytes] = build.documents()
    return made


# The documents


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_document_holds_what_the_sources_say(name: str) -> None:
    committed = _opened((LIGHTS / f"{name}.grist").read_bytes())

    assert _content(committed) == _content(_opened(_built()[name]))


def test_building_twice_gives_the_same_bytes() -> None:
    assert build.documents() == _built()


@pytest.mark.parametrize(
    ("name", "original"),
    [("model", "j6PTmqgw4caBDdQdpyz7au"), ("data", "eB5kH8Z7NVErycp32wx1Ge")],
)
def test_grists_own_tables_are_those_of_a_real_document(
    name: str, original: str, vedana: Path
) -> None:
    real = sqlite3.connect(f"file:{vedana / original}.grist?mode=ro&immutable=1", uri=True)

    assert _own_columns(_opened(_built()[name])) == _own_columns(real)


def _own_columns(db: sqlite3.Connection) -> set[tuple[Any, ...]]:
    text = (
        "SELECT t.name, c.name, c.type, c.dflt_value FROM sqlite_master t, "
        "pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name LIKE '\\_grist%' ESCAPE '\\'"
    )
    return set(db.execute(text).fetchall())


def test_a_reference_is_a_row_id_and_shows_a_node_id() -> None:
    row = _opened(_built()["data"]).execute(
        "SELECT island, gristHelper_Display, optics, gristHelper_Display2 FROM Anchor_lighthouse "
        "WHERE lighthouse_id = 'lighthouse:gannet-head'"
    )

    # The list is what Python's marshal, version 2, makes of ["L", "optic:…", "optic:…"].
    shown = b"[\3\0\0\0u\1\0\0\0Lu\x13\0\0\0optic:three-sistersu\x0f\0\0\0optic:clamshell"
    assert row.fetchone() == (3, "island:skellan", "[2,9]", shown)


def test_every_display_column_is_a_formula_of_its_reference() -> None:
    text = (
        "SELECT c.colId, h.colId, h.formula, v.colId FROM _grist_Tables_column c "
        "JOIN _grist_Tables_column h ON h.id = c.displayCol "
        "JOIN _grist_Tables_column v ON v.id = c.visibleCol ORDER BY c.id"
    )

    assert _opened(_built()["model"]).execute(text).fetchall() == [
        ("anchor", "gristHelper_Display", "$anchor.noun", "noun"),
        ("anchor1", "gristHelper_Display", "$anchor1.noun", "noun"),
        ("anchor2", "gristHelper_Display2", "$anchor2.noun", "noun"),
        ("link", "gristHelper_Display", "$link.sentence", "sentence"),
    ]


# The world


def test_the_card_names_every_column() -> None:
    card = (LIGHTS / "card.md").read_text("utf-8")
    for table, columns in build.layout()["data"].items():
        listed = ", ".join(f"`{column.name}`" for column in columns)

        assert f"- `{table}`: {listed}\n" in card


def test_the_card_counts_what_there_is() -> None:
    world = answers.read()

    assert [len(part) for part in world] == [12, 20, 30, 25, 10, 59, 12, 14, 15, 19]


def test_nobody_serves_in_two_places_or_out_of_their_time() -> None:
    until: dict[str, int] = {}
    world = answers.read()
    for spell in sorted(world.served, key=lambda spell: int(spell["from_year"])):
        keeper, light = spell["from_node_id"], spell["to_node_id"]
        start = int(spell["from_year"])

        assert start >= int(world.lighthouse[light]["year_lit"]), spell
        assert start >= max(until.get(keeper, 0), int(world.keeper[keeper]["born"]) + 18), spell
        until[keeper] = int(spell["until_year"])


def test_the_horizon_is_what_its_formula_gives() -> None:
    lights = [row for row in answers.read().lighthouse.values() if row["focal_height_m"]]
    computed = [round(2.08 * int(row["focal_height_m"]) ** 0.5, 1) for row in lights]

    assert [float(row["horizon_nm"]) for row in lights] == computed


# The planted flaws


def test_the_flaws_are_those_of_the_card_and_no_others() -> None:
    card = (LIGHTS / "card.md").read_text("utf-8").partition("## Planted flaws")[2]
    listed = re.findall(r"^\| ([a-z ]+) \| `(\w+)` \| `?(\w+)`? \|", card, re.MULTILINE)

    assert len(listed) == 7
    assert sorted(_flaws()) == sorted(listed)


def _flaws() -> Iterator[tuple[str, str, str]]:
    declared = _declared_columns()
    labels = {link["sentence"] for link in answers.table("Links")}
    for table, columns in build.layout()["data"].items():
        rows = [row for row in build._numbered(answers.table(table))]
        kind = _link_flaw if table.startswith("Link_") else _node_flaw
        seen: set[Any] = set()
        yield from ((why, table, str(row["id"])) for row in rows for why in kind(row, seen, labels))
        for column in columns[1:] if kind is _node_flaw else columns[3:]:
            if column.name not in declared:
                yield "undeclared column", table, column.name


def _declared_columns() -> set[str]:
    attributes = [*answers.table("Anchor_attributes"), *answers.table("Link_attributes")]
    of_links = ("anchor1_link_column_name", "anchor2_link_column_name")
    referring = {link[name] for link in answers.table("Links") for name in of_links}
    return {attribute["attribute_name"] for attribute in attributes} | referring


def _node_flaw(row: dict[str, Any], seen: set[Any], _: set[str]) -> Iterator[str]:
    cells = {name: cell for name, cell in row.items() if name != "id"}
    key = next(iter(cells.values()))
    if not any(cells.values()):
        yield "blank row"
    elif key in seen:
        yield "duplicate id"
    if any(cell.startswith("#") for cell in cells.values()):
        yield "error cell"
    seen.add(key)


def _link_flaw(row: dict[str, Any], seen: set[Any], labels: set[str]) -> Iterator[str]:
    ends = row["from_node_id"], row["to_node_id"]
    if ends in seen:
        yield "duplicate link"
    if row["edge_label"] not in labels:
        yield "unknown label"
    if not _known_nodes().issuperset(ends):
        yield "missing node"
    seen.add(ends)


@cache
def _known_nodes() -> set[str]:
    return {key for nodes in answers.read()[:5] for key in nodes}


# The golden questions


def test_there_are_questions_of_every_kind() -> None:
    kinds = [question["kind"] for question in GOLDEN]

    assert {kind: kinds.count(kind) for kind in kinds} == {"graph": 20, "vector": 9, "both": 6}
    assert len({question["id"] for question in GOLDEN}) == len(GOLDEN)


@pytest.mark.parametrize("flawed", [False, True], ids=["sound rows", "all rows"])
@pytest.mark.parametrize("question", IN_GRAPH, ids=_id)
def test_the_golden_rows_are_those_of_the_sources(question: dict[str, Any], flawed: bool) -> None:
    assert answers.ANSWERS[question["id"]](answers.read(flawed=flawed)) == question["rows"]


@pytest.mark.parametrize("question", BY_MEANING, ids=_id)
def test_exact_search_finds_the_golden_ids(question: dict[str, Any]) -> None:
    wanted, hits = question["ids"], _hits(**question["vector"])
    if not wanted:
        assert hits == []

    assert all(key in hits[: question["within"]] for key in wanted)


def test_the_search_of_a_both_question_gives_the_parameter_of_its_cypher() -> None:
    for question in (question for question in GOLDEN if question["kind"] == "both"):
        (found,) = question["ids"]

        assert question["parameters"]["node_id"] in (found, found[-1])


def _hits(prop_type: str, label: str, prop_name: str, text: str) -> list[Any]:
    """Ids above the attribute's threshold by cosine, best first, at most its top_n."""
    texts = _texts(prop_type, label, prop_name)
    vectors = _embedder().embed([text, *texts.values()])
    scores = vectors[1:] @ vectors[0]
    best = [at for at in np.argsort(-scores, kind="stable") if scores[at] > _limits(label, prop_name)[0]]
    return [list(texts)[at] for at in best[: _limits(label, prop_name)[1]]]
