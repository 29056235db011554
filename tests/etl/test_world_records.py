"""What a record's properties become, and documents with the lines of their entries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workbench.etl.world.documents import Unreadable, read_lines, read_yaml
from workbench.etl.world.records import stored

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"
CLAIMS = [{"property": "born", "value": "dawn.year_1"}]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("x", "x"),
        (3, 3),
        (True, True),
        (2.5, 2.5),
        (["a", "b"], ["a", "b"]),
        ([1, 2], [1, 2]),
        ([], []),
        ([1, "a"], '[1, "a"]'),
        ([None], "[null]"),
        ({"a": 1}, '{"a": 1}'),
        (CLAIMS, json.dumps(CLAIMS)),
    ],
)
def test_a_value_is_kept_as_a_graph_can_hold_it(given: Any, kept: Any) -> None:
    found = stored({"p": given})

    assert found == {"p": kept}
    assert type(found["p"]) is type(kept)


def test_nothing_is_no_property() -> None:
    assert stored({"p": None, "q": "x"}) == {"q": "x"}


@pytest.mark.parametrize(
    "odd", [2**63, float("nan"), float("inf"), [float("nan")], [[2.0, float("inf")]]]
)
def test_what_no_graph_holds_is_refused(odd: Any) -> None:
    with pytest.raises(ValueError):
        stored({"p": odd})


@pytest.mark.parametrize("name", ["loaded_from", "from_key", "until_line"])
def test_what_a_load_writes_no_file_may(name: str) -> None:
    with pytest.raises(ValueError, match="rename it"):
        stored({name: "x"})


def numbered(value: Any) -> Any:
    """As PyYAML alone reads it, dates as text."""
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize("path", sorted(WORLD.rglob("*.yaml")), ids=lambda path: path.name)
def test_a_document_reads_as_pyyaml_reads_it(path: Path) -> None:
    assert read_yaml(path) == numbered(yaml.safe_load(path.read_text("utf-8")))


def test_every_entry_knows_its_line() -> None:
    path = WORLD / "entities" / "people_tidewheel.yaml"
    lines = path.read_text("utf-8").splitlines()
    people = read_yaml(path)["entities"]

    assert all(lines[p.line - 1] == f"- id: {p['id']}" for p in people)
    relations = [r for p in people for r in p.get("relations", ())]
    assert all(f"{{id: {r['id']}," in lines[r.line - 1] for r in relations)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=4), part, max_size=3)
    ),
    max_leaves=8,
)


@given(tree=st.dictionaries(st.text(max_size=4), TREES, max_size=3))
def test_json_lines_and_yaml_say_the_same(tmp_path_factory: Any, tree: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "a.jsonl").write_text(json.dumps(tree) + "\n", "utf-8")
    (folder / "a.yaml").write_text(yaml.safe_dump(tree), "utf-8")

    (line,) = read_lines(folder / "a.jsonl")

    assert line == read_yaml(folder / "a.yaml") == tree
    assert line.line == 1


def test_json_lines_end_where_files_say(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"a": "one\u2028two\x85"}\r\n\n{"a": 1}\n'.encode())
    assert [(entry, entry.line) for entry in read_lines(path)] == [
        ({"a": "one\u2028two\x85"}, 1),
        ({"a": 1}, 3),
    ]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('{"a": 1}\n\n{"a": 1, "a": 2}\n', 3, "twice"),
        ('{"a": {"b": 1, "b": 2}}\n', 1, "twice"),
        ("[1]\n", 1, "object"),
        ('{"a": \n', 1, "JSON"),
    ],
)
def test_a_line_that_is_no_entry_is_told(tmp_path: Path, text: str, line: int, why: str) -> None:
    (tmp_path / "a.jsonl").write_text(text)

    with pytest.raises(Unreadable, match=why) as told:
        list(read_lines(tmp_path / "a.jsonl"))
    assert told.value.line == line


@pytest.mark.parametrize(
    "text", ["a: !!python/name:os.system\n", "a: !thing x\n", "a: !!binary eA==\n"]
)
def test_a_tag_is_not_followed(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text)

    with pytest.raises(Unreadable, match="tag"):
        read_yaml(tmp_path / "a.yaml")
