"""Query files: what a good one says, and what is said about a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.catalogue.catalogue import Catalogue
from workbench.core.errors import BadInput, QueryNotFound

GOOD = """-- /// query
-- summary = "People of at least an age"
-- source = "our own"
-- scores = ["age"]
--
-- [params.age]
-- type = "int"
-- default = 18
-- doc = "years"
--
-- [params.name]
-- type = "str"
-- optional = true
--
-- [columns]
-- name = "str"
-- age = "float"
-- ///

SELECT name, age FROM people WHERE age >= $age AND ($name IS NULL OR name = $name)
"""


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def headed(*lines: str, text: str = "SELECT 1") -> str:
    header = ["/// query", 'summary = "s"', *lines, "///"]
    return "\n".join(f"-- {line}" for line in header) + f"\n{text}\n"


def test_a_file_becomes_a_query_named_by_its_path(tmp_path: Path) -> None:
    query = Catalogue.from_folder(written(tmp_path, {"own/people.sql": GOOD})).get("own/people")

    assert (query.kind, query.summary, query.source) == (
        "relational",
        "People of at least an age",
        "our own",
    )
    assert query.text.startswith("SELECT name, age FROM people")
    assert query.signature == "age: int = 18, name: str = None"
    assert (query.columns, query.scores) == ({"name": "str", "age": "float"}, ("age",))
    assert not query.writes


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("SELECT 1", 1, "expected `-- /// query` on the first line, saw `SELECT 1`"),
        ("-- /// query\n-- summary = 's'\nSELECT 1", 3, "expected `-- ///` to close the header"),
        ("-- /// query\n-- summary = 's'", 2, "the header is not closed"),
        ("-- /// query\n-- summary = 's\n-- ///\nSELECT 1", 2, "the header is not TOML"),
        ("-- /// query\n-- source = 's'\n-- ///\nSELECT 1", 1, "`summary` is missing"),
        ("-- /// query\n-- summary = 1\n-- ///\nSELECT 1", 2, "`summary` is a str, saw 1"),
        (headed("sumary = 's'"), 3, "unknown field `sumary`"),
        (headed("params = 3"), 3, "`params` is a dict, saw 3"),
        (headed("writes = 'no'"), 3, "`writes` is a bool, saw 'no'"),
        (headed("scores = ['s']"), 3, "score `s` is not in [columns]"),
        (headed(text=""), 5, "the file holds no statement"),
        (headed(text="\n\nSELECT 1,\n  $x"), 7, "$x is not declared; write [params.x]"),
        (headed("[params.x]", "type = 'str'"), 3, "parameter `x` needs an `example`"),
        (headed("[params.x]", "typ = 'str'"), 3, "parameter `x` has no `type`"),
        (headed("[params.x]", "type = 'string'"), 4, "no type 'string'; there are: str, int"),
        (headed("[params.timeout]", "type = 'int'"), 3, "`timeout` is an argument of ask itself"),
        (headed("[params.x]", "type = 'int'", "exmaple = 1"), 5, "unknown field `exmaple`"),
        (headed("[params.x]", "type = 'int'", "example = 'a'"), 5, "example of `x` is no int: 'a'"),
        (headed("[params.x]", "type = 'int'", "example = 1"), 3, "`x` is declared but the text"),
        (
            headed("[params.x]", "type = 'int'", "example = 1", text='SELECT "$x"'),
            7,
            '$x stands in quotes, so its type must be "identifier"',
        ),
        (
            headed("[params.x]", "type = 'identifier'", "example = 'a'", text="SELECT $x"),
            3,
            'an identifier is written "$x", quotes included',
        ),
        (
            headed("[params.x]", "type = 'identifier'", "optional = true", text='SELECT "$x"'),
            3,
            "identifier `x` cannot be optional",
        ),
    ],
)
def test_a_wrong_file_is_told_with_file_and_line(
    text: str, line: int, says: str, tmp_path: Path
) -> None:
    written(tmp_path, {"bad.sql": text})

    with pytest.raises(BadInput) as error:
        Catalogue.from_folder(tmp_path)

    assert str(error.value).startswith(f"{tmp_path / 'bad.sql'}:{line}: ")
    assert says in str(error.value)


def test_cypher_files_are_headed_by_their_own_comment_mark(tmp_path: Path) -> None:
    text = '// /// query\n// summary = "s"\n// ///\nMATCH (n) RETURN n'
    query = Catalogue.from_folder(written(tmp_path, {"all.cypher": text})).get("all")

    assert (query.kind, query.text) == ("graph", "MATCH (n) RETURN n")


CYPHER = (
    '// /// query\n// summary = "s"\n// [params.id]\n// type = "str"\n// example = "a"\n// ///\n'
)


def test_an_overlay_changes_the_text_for_its_engine_alone(tmp_path: Path) -> None:
    files = {
        "n.cypher": CYPHER + "MATCH (n {id: $id}) RETURN n",
        "n.memgraph.cypher": "MATCH (n) WHERE n.id = $id RETURN n\n",
    }
    query = Catalogue.from_folder(written(tmp_path, files)).get("n")

    assert query.template("memgraph").text == "MATCH (n) WHERE n.id = $id RETURN n"
    assert query.template("neo4j").text == "MATCH (n {id: $id}) RETURN n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("m.memgraph.cypher", "RETURN $id", "there is no m.cypher that this text could stand in"),
        ("n.memgraph.cypher", CYPHER + "RETURN $id", "an overlay holds text alone"),
        ("n.mysql.cypher", "RETURN $id", "no graph engine is called 'mysql'; there are: arcadedb"),
        ("n.postgres.sql", "SELECT $id", "there is no n.sql that this text could stand in for"),
        ("n.neo4j.cypher", "RETURN 1", "parameter `id` is declared but the text never uses it"),
        ("n.neo4j.cypher", "RETURN $id + $i", "$i is not declared"),
    ],
)
def test_a_wrong_overlay_is_refused(name: str, text: str, says: str, tmp_path: Path) -> None:
    written(tmp_path, {"n.cypher": CYPHER + "RETURN $id", name: text})

    with pytest.raises(BadInput) as error:
        Catalogue.from_folder(tmp_path)

    assert str(error.value).startswith(f"{tmp_path / name}:1: ")
    assert says in str(error.value)


def test_a_person_s_folder_adds_names_and_overlays_to_the_shipped_ones(tmp_path: Path) -> None:
    overlay = "MATCH (n) RETURN count(n) AS cnt"
    written(tmp_path, {"own/people.sql": GOOD, "vedana/node_count.neo4j.cypher": overlay})
    catalogue = Catalogue.shipped().layered(tmp_path)

    assert len(catalogue) == len(Catalogue.shipped()) + 1
    assert catalogue.get("vedana/node_count").template("neo4j").text == overlay
    assert "neo4j" not in Catalogue.shipped().get("vedana/node_count").templates


def test_a_person_s_query_cannot_take_a_shipped_name(tmp_path: Path) -> None:
    written(tmp_path, {"vedana/thread.sql": GOOD})

    with pytest.raises(BadInput, match=r"the name vedana/thread is taken by .*thread\.sql"):
        Catalogue.shipped().layered(tmp_path)


def test_the_same_name_in_two_languages_is_refused(tmp_path: Path) -> None:
    written(tmp_path, {"a.sql": headed(), "a.cypher": '// /// query\n// summary = "s"\n// ///\nR'})

    with pytest.raises(BadInput, match="the name a is taken by"):
        Catalogue.from_folder(tmp_path)


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.sql").write_bytes(b"-- /// query\n-- summary = '\xff'\n-- ///\nSELECT 1")

    with pytest.raises(BadInput, match=r"bad\.sql:2: the file is not UTF-8"):
        Catalogue.from_folder(tmp_path)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="expected a folder of query files, found none"):
        Catalogue.from_folder(tmp_path / "queries")


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(QueryNotFound) as error:
        Catalogue.shipped().get("vedana/thread_event")
    with pytest.raises(QueryNotFound, match=r"Did you mean vedana/node_count"):
        Catalogue.shipped().get("node_count")

    assert "Did you mean vedana/thread_events or " in str(error.value)


def test_the_table_lists_every_query_with_its_provenance_in_name_order() -> None:
    table = Catalogue.shipped().table()
    names = table.column("name")
    row = table[names.index("vedana/neighbours")]

    assert names == sorted(names)
    assert len(names) == len(Catalogue.shipped())
    assert row["parameters"] == "label: identifier, id: str, limit: int = 100"
    assert (row["kind"], row["writes"]) == ("graph", False)


def test_the_shipped_catalogue_is_read_once() -> None:
    assert Catalogue.shipped() is Catalogue.shipped()
