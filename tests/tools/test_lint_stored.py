"""Lint of a bench: the stored model against its texts and the stored nodes and edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.asker import Asker
from tests.dumps import pg_restore
from tests.tools.lint_fixtures import documents, fill, fresh, told
from workbench.core.errors import BadInput
from workbench.tools.lint_data_model import lint_data_model


@pytest.fixture(scope="module")
def filled(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with fresh("relational", servers) as store:
        fill(store, documents(tmp_path_factory.mktemp("documents")))
        yield store


@pytest.fixture
def base(filled: Any) -> Iterator[Any]:
    """The flawless base, which is as it was after the test."""

    class Undone(Exception):
        pass

    try:
        with filled.transaction():
            yield filled
            raise Undone
    except Undone:
        pass


@pytest.fixture(scope="module")
def oracle(request: pytest.FixtureRequest, servers: Any) -> Iterator[Any]:
    folder = request.getfixturevalue("vedana")
    with fresh("relational", servers) as store:
        pg_restore(store, folder / "vedana_oracle.dump")
        yield store


def lint(store: Any) -> list[tuple[Any, ...]]:
    found = lint_data_model(Asker(store))
    assert {row["document"] for row in found} <= {"database"}
    return [
        (s, rule, t, f"{row['key']}", seen)
        for (s, rule, t, _, _, seen), row in zip(told(found), found, strict=True)
    ]


def test_a_flawless_base_has_no_findings(filled: Any) -> None:
    assert lint(filled) == []


FLAWS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "a label that is not declared": (
        "INSERT INTO nodes VALUES ('x:1', 'Person', '{}'), ('x:2', 'Person', NULL)",
        ("error", "unknown-label", "nodes", "Person", "2 nodes"),
    ),
    "an edge label that is not declared": (
        "INSERT INTO edges VALUES ('p:1', 'c:1', 'person', 'city', 'LIVED_IN', '{}')",
        ("error", "unknown-relation", "edges", "LIVED_IN", "1 edges"),
    ),
    "an attribute that is not declared": (
        "UPDATE nodes SET attributes = attributes || '{\"age\": 3}' WHERE node_id = 'p:1'",
        ("warning", "undeclared-attribute", "nodes", "person.age", "age"),
    ),
    "an attribute that no node holds": (
        "INSERT INTO dm_anchor_attributes (anchor, attribute_name) VALUES ('city', 'mayor')",
        ("error", "missing-column", "dm_anchor_attributes", "city mayor", "mayor"),
    ),
    "an attribute that no edge holds": (
        "INSERT INTO dm_link_attributes (link, attribute_name) VALUES ('LIVES_IN', 'until')",
        ("error", "missing-column", "dm_link_attributes", "LIVES_IN until", "until"),
    ),
    "numbers to embed": (
        "UPDATE dm_link_attributes SET embeddable = true, dtype = NULL",
        (
            *("error", "embeds-no-text", "edges", "LIVES_IN.since"),
            "0 texts, 0 UUIDs, 2 other values",
        ),
    ),
    "a UUID to embed": (
        "UPDATE nodes SET attributes = attributes || "
        "'{\"name\": \"{0F8FAD5B-d9cb-469f-a165-70867728950e}\"}' WHERE node_id = 'p:1'",
        (
            *("warning", "not-embedded", "nodes", "person.name"),
            "1 texts, 1 UUIDs, 0 other values",
        ),
    ),
    "an anchor without nodes": (
        "INSERT INTO dm_anchors (noun) VALUES ('country')",
        ("error", "no-nodes", "dm_anchors", "country", "country"),
    ),
    "a link without edges": (
        "INSERT INTO dm_links (anchor1, anchor2, sentence) VALUES ('city', 'person', 'HOUSES')",
        ("error", "no-edges", "dm_links", "city person HOUSES", "HOUSES"),
    ),
    "a link of an unknown anchor": (
        "INSERT INTO dm_links (anchor1, anchor2, sentence) VALUES ('city', 'land', 'IN')",
        ("error", "unknown-anchor", "dm_links", "city land IN", "land"),
    ),
    "an attribute of an unknown link": (
        "INSERT INTO dm_link_attributes (link, attribute_name) VALUES ('HAS', 'x')",
        ("error", "unknown-link", "dm_link_attributes", "HAS x", "HAS"),
    ),
    "an id that no node holds": (
        "INSERT INTO dm_anchor_attributes (anchor, attribute_name) VALUES ('city', 'city_id')",
        ("error", "id-as-attribute", "dm_anchor_attributes", "city city_id", "city_id"),
    ),
    "a sentence of two links": (
        "INSERT INTO dm_links (anchor1, anchor2, sentence) VALUES ('zoo', 'city', 'LIVES_IN'); "
        "INSERT INTO dm_anchors (noun) VALUES ('zoo'); "
        "INSERT INTO nodes VALUES ('z:1', 'zoo', '{}')",
        ("error", "shared-sentence", "dm_links", "zoo city LIVES_IN", "LIVES_IN"),
    ),
    "a text that leads nowhere": (
        "INSERT INTO dm_queries VALUES ('Who?', 'MATCH (p:person)-[:LIKES]->() RETURN p')",
        ("error", "unknown-relation", "dm_queries", "Who?", "LIKES"),
    ),
}


@pytest.mark.parametrize(("statement", "expected"), FLAWS.values(), ids=FLAWS)
def test_one_flaw_is_one_finding(base: Any, statement: str, expected: tuple[Any, ...]) -> None:
    base.write(statement)
    assert lint(base) == [expected]


def test_an_id_that_the_nodes_hold_is_no_flaw(base: Any) -> None:
    base.write("INSERT INTO dm_anchor_attributes VALUES ('city', 'city_id')")
    base.write(
        'UPDATE nodes SET attributes = attributes || \'{"city_id": "c"}\' '
        "WHERE node_type = 'city'"
    )
    base.write("INSERT INTO dm_queries VALUES ('Which?', 'MATCH (c:city) RETURN c.city_id')")
    assert lint(base) == []


def test_a_model_cut_by_the_row_limit_is_refused_not_misread(filled: Any) -> None:
    with pytest.raises(BadInput, match="raise row_limit"):
        lint_data_model(Asker(filled, row_limit=2))


def test_the_recorded_database_has_the_flaws_of_its_documents(oracle: Any) -> None:
    by_rule = [(rule, table, seen) for _, rule, table, _, seen in lint(oracle)]
    assert by_rule == [
        ("id-as-attribute", "dm_anchor_attributes", "interest_id"),
        ("id-as-attribute", "dm_anchor_attributes", "person_id"),
        ("id-in-query", "dm_anchors", "interest.interest_id"),
        ("id-in-query", "dm_anchors", "person.person_id"),
        ("id-in-query", "dm_anchor_attributes", "person.person_id"),
        ("unknown-relation", "dm_links", "LIKES"),
        ("unbound-parameter", "dm_queries", "$node_id"),
        ("unknown-argument", "dm_queries", "vector_text_search(on=…)"),
        ("literal-newline", "dm_prompts", "- {query.name}\\n{query.example}"),
        ("unknown-label", "dm_prompts", "category"),
        ("unknown-label", "dm_prompts", "material"),
        ("unknown-label", "dm_prompts", "offer"),
        ("unknown-relation", "dm_prompts", "OFFER_belongs_to_CATEGORY"),
        ("unknown-relation", "dm_prompts", "OFFER_made_of_MATERIAL"),
    ]
