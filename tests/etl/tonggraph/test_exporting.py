"""A whole graph as JSON lines and back: nothing is lost, nothing is taken that does not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.etl.tonggraph.originals import VERSIONS, needs_files, sound
from tests.graphs.durable.worlds import World
from workbench.core.errors import BadInput
from workbench.core.property_graph.belief import (
    Evidence,
    Factor,
    FactorTable,
    StoredPosterior,
    Trace,
    Variable,
)
from workbench.core.property_graph.change import Model
from workbench.core.property_graph.records import (
    EdgeRecord,
    LogEntry,
    NodeRecord,
    TextIndex,
    Vector,
    VectorIndex,
)
from workbench.etl.tonggraph.exporting import export_jsonl
from workbench.etl.tonggraph.importing import import_jsonl

SMALL = Model(
    nodes=[NodeRecord(0, "anna", ("P",), {"x": 1.0})],
    edges=[EdgeRecord(0, 0, 0, "T")],
    variables=[Variable(0, "d", ("x", "y"))],
    vector_indexes=[VectorIndex("v", "node", 2)],
    vectors=[Vector("v", 0, np.array([0.1, -0.0], np.float32))],
    next_ids={"node": 1, "edge": 1, "variable": 1},
)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
properties = st.dictionaries(names, scalars, max_size=3)
numbers = st.floats(allow_nan=False, allow_infinity=False)
rows = st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=2, max_size=2)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """All kinds of records, what they name being there."""
    count = draw(st.integers(1, 3))
    ids, some = list(range(0, 3 * count, 3)), st.sampled_from(range(0, 3 * count, 3))
    table = FactorTable((0,), (draw(numbers), draw(numbers)), draw(st.booleans()))
    return Model(
        nodes=[NodeRecord(id, f"{id}{draw(names)}", tuple(draw(st.lists(names, max_size=2))),
                          draw(properties)) for id in ids],
        edges=[EdgeRecord(id, draw(some), draw(some), draw(names), draw(properties))
               for id in ids],
        text_indexes=[TextIndex(draw(names), "edge", (draw(names),), "trigram", True)],
        vector_indexes=[VectorIndex("v", "node", 2, "dot", draw(st.none() | names))],
        vectors=[Vector("v", id, np.array(draw(rows), np.float32)) for id in ids[:2]],
        variables=[Variable(0, draw(names), ("a", "\n"), draw(st.none() | some),
                            draw(properties), draw(properties))],
        factors=[Factor(4, (0,), (0,), draw(names), draw(properties),
                        draw(st.sampled_from([None, table])))],
        evidence=[Evidence(2, 0, draw(properties), draw(st.sampled_from([None, {"a": 0.5}])))],
        traces=[Trace(7, draw(properties))],
        posteriors=[StoredPosterior(0, (draw(numbers), 0.5),
                                    draw(st.sampled_from([None, {"n": [1, 2.5, None]}])))],
        next_ids={"node": 9, "edge": 9, "variable": 1, "factor": 5, "evidence": 3, "trace": 8},
        log=[LogEntry(3, "add_node", 0, draw(names), 5)],
        metadata={draw(names): draw(names)},
    )  # fmt: skip


def same(one: Model, other: Model) -> bool:
    told = (list(one.log), one.metadata) == (list(other.log), other.metadata)
    counters = dict(one.next_ids) == dict(other.next_ids)
    return World.of(one) == World.of(other) and told and counters


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(model=models())
def test_a_random_model_comes_back_as_it_was(tmp_path: Path, model: Model) -> None:
    export_jsonl(model, tmp_path / "graph.jsonl")
    assert same(import_jsonl(tmp_path / "graph.jsonl"), model)


@needs_files
@pytest.mark.parametrize("version", VERSIONS)
def test_a_real_file_comes_back_as_it_was(tmp_path: Path, version: str) -> None:
    model = sound(version).model
    count = export_jsonl(model, tmp_path / "graph.jsonl")
    assert same(import_jsonl(tmp_path / "graph.jsonl"), model)
    assert count >= len(model.nodes) + len(model.edges) + len(model.log) > 20


def test_one_line_a_record_that_others_can_read(tmp_path: Path) -> None:
    assert export_jsonl(SMALL, tmp_path / "graph.jsonl") == 5
    head, node, *_, end = (tmp_path / "graph.jsonl").read_text().splitlines()
    assert json.loads(head)["next_ids"] == {"node": 1, "edge": 1, "variable": 1}
    assert node == (
        '{"kind":"node","id":0,"external_id":"anna","labels":["P"],"properties":{"x":1.0}}'
    )
    assert end == '{"kind":"end","records":5}'


def test_what_cannot_be_written_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "graph.jsonl"
    export_jsonl(SMALL, target)
    before = target.read_bytes()
    for bad in (float("nan"), "\ud800"):
        with pytest.raises(BadInput, match=r"graph\.jsonl: expected text and finite numbers"):
            export_jsonl(Model(nodes=[NodeRecord(0, "a", (), {"k": bad})]), target)
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (before, [target])


def lines_of(path: Path) -> list[dict[str, Any]]:
    export_jsonl(SMALL, path)
    return [json.loads(line) for line in path.read_text().splitlines()]


NODE, EDGE, VECTOR = 1, 2, 5  # lines, from 0


@pytest.mark.parametrize(
    ("line", "changed", "why"),
    [
        (NODE, {"kind": "knot"}, r"line 2: expected a `kind` of node"),
        (NODE, {"id": -1}, r"line 2, id: expected an integer from 0"),
        (NODE, {"id": True}, r"line 2, id: expected an integer from 0"),
        (NODE, {"labels": "P"}, r"labels: expected a list of texts"),
        (NODE, {"properties": {"x": None}}, r"properties: expected an object of booleans"),
        (NODE, {"properties": {"x": 2**63}}, r"properties: expected an object of booleans"),
        (NODE, {"more": 1}, r"line 2: expected the fields id, external_id, labels, properties"),
        (NODE, {"id": 1}, r"expected a next node beyond 1"),
        (EDGE, {"source": 5}, r"edge 0 names the node 5, which is not there"),
        (VECTOR, {"embedding": [1.0]}, r"the vector 'v' of 0: expected 2 numbers"),
        (VECTOR, {"embedding": [1.0, 1e39]}, r"the vector 'v' of 0: expected 2 numbers"),
        (VECTOR, {"index": "w"}, r"there is no vector index of that name"),
        (VECTOR, {"entity": 1}, r"names the node 1, which is not there"),
        (0, {"version": 2}, r"line 1: expected a file of"),
        (0, {"next_ids": {"node": -1}}, r"line 1: next_ids: expected integers from 0"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow encountered in cast:RuntimeWarning")
def test_a_line_that_does_not_fit_is_named(
    tmp_path: Path, line: int, changed: dict[str, Any], why: str
) -> None:
    path = tmp_path / "graph.jsonl"
    lines = lines_of(path)
    lines[line] |= changed
    path.write_text("\n".join(map(json.dumps, lines)))
    with pytest.raises(BadInput, match=why):
        import_jsonl(path)


def test_a_record_that_is_there_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonl"
    lines = lines_of(path)
    path.write_text("\n".join(map(json.dumps, [*lines[:2], *lines[1:]])))
    with pytest.raises(BadInput, match="line 3: expected each of the nodes once, found 0 again"):
        import_jsonl(path)


def test_every_cut_of_a_file_is_noticed(tmp_path: Path) -> None:
    whole, path = tmp_path / "graph.jsonl", tmp_path / "cut.jsonl"
    export_jsonl(SMALL, whole)
    content = whole.read_bytes()
    for length in range(0, len(content) - 1, 7):
        path.write_bytes(content[:length])
        with pytest.raises(BadInput, match=r"cut\.jsonl"):
            import_jsonl(path)


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff{}", b"NaN", b'{"a": 1}\n' * 2])
def test_another_file_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"other\.jsonl"):
        import_jsonl(path)
    with pytest.raises(BadInput, match="cannot be read"):
        import_jsonl(tmp_path / "absent.jsonl")
