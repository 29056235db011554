"""Both files that TongGraph wrote are read as the engine itself tells them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.etl.tonggraph.originals import FOLDER, VERSIONS, expected, needs_files, original, sound
from workbench.stores.tonggraph import read_file

pytestmark = [needs_files, pytest.mark.parametrize("version", VERSIONS)]


def fields(records: Any, *names: str) -> dict[str, Any]:
    """Records by id as the dump writes them; `repr` keeps 1, 1.0 and True apart."""
    return {str(r.id): {name: _plain(getattr(r, name)) for name in names} for r in records}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: typed(value[key]) for key in sorted(value)}
    return [typed(item) for item in value] if isinstance(value, list) else repr(value)


def test_neither_file_has_a_finding(version: str) -> None:
    assert sound(version).findings == ()
    assert sound(version).version == version[:3]


def test_nodes_and_edges_are_those_of_the_engine(version: str) -> None:
    model, told = sound(version).model, expected(version)
    nodes = fields(model.nodes, "external_id", "labels", "properties")
    edges = fields(model.edges, "edge_type", "properties", "source", "target")
    assert typed(nodes) == typed(told["nodes"])
    assert typed(edges) == typed(told["edges"])


def test_variables_and_factors_are_those_of_the_engine(version: str) -> None:
    model, told = sound(version).model, expected(version)
    names = ("domain", "owner_id", "posterior", "prior", "states")
    assert typed(fields(model.variables, *names)) == typed(told["variables"])
    names = ("function", "input_variables", "output_variables", "parameters")
    assert typed(fields(model.factors, *names)) == typed(told["factors"])


def test_factor_tables_are_those_of_the_engine(version: str) -> None:
    tables = {
        str(f.id): {
            "is_cpd": f.table.is_cpd,
            "values": list(f.table.values),
            "variables": list(f.table.variables),
        }
        for f in sound(version).model.factors
        if f.table
    }
    assert typed(tables) == typed(expected(version)["factor_tables"])


def test_evidence_traces_and_posteriors_are_those_of_the_engine(version: str) -> None:
    model, told = sound(version).model, expected(version)
    states = {variable.id: variable.states for variable in model.variables}
    stored = {
        str(p.variable_id): dict(zip(states[p.variable_id], p.values, strict=True))
        for p in model.posteriors
    }
    assert typed(fields(model.evidence, "payload", "variable_id")) == typed(told["evidence"])
    assert typed({str(t.id): t.payload for t in model.traces}) == typed(told["traces"])
    assert typed(stored) == typed(told["stored_posteriors"])


def test_indexes_and_vectors_are_those_of_the_engine(version: str) -> None:
    model, told = sound(version).model, expected(version)
    texts = [
        {"name": i.name, "properties": list(i.properties), "target": i.target}
        | {"tokenizer": i.tokenizer}
        for i in model.text_indexes
    ]
    names = ("dimensions", "metric", "model", "model_version", "name", "target")
    indexes = [{name: getattr(i, name) for name in names} for i in model.vector_indexes]
    vectors = {f"{v.index}/{v.entity}": list(map(float, v.embedding)) for v in model.vectors}
    assert texts == told.get("fulltext_indexes", [])
    assert indexes == told.get("vector_indexes", [])
    assert vectors == told.get("vectors", {})


def test_log_and_metadata_are_those_of_the_file(version: str) -> None:
    model, told = sound(version).model, expected(version)
    log = [[entry.seq, entry.op, entry.object_id, entry.payload] for entry in model.log]
    assert log == told["op_log"]
    assert {entry.created_at for entry in model.log} == {1795255005}
    assert model.metadata == told["metadata"]


def test_next_ids_are_the_first_that_were_never_used(version: str) -> None:
    nodes, edges = {"0.1.0": (8, 9), "0.2.0a1": (10, 10)}[version]
    counted = {"node": nodes, "edge": edges, "variable": 3, "factor": 4}
    assert sound(version).model.next_ids == counted | {"evidence": 2, "trace": 2}


def test_sidecar_tells_the_neighbours_of_the_engine(version: str) -> None:
    found = sound(version)
    assert found.sidecar.condition == "sound"
    assert found.sidecar.adjacency is not None
    ends = {edge.id: (edge.source, edge.target) for edge in found.model.edges}
    for node, told in expected(version)["neighbors_both"].items():
        out, into = found.sidecar.adjacency.edges_at(int(node))
        seen = [ends[edge][1] for edge in out] + [ends[edge][0] for edge in into]
        assert list(dict.fromkeys(seen)) == told


def test_reading_leaves_every_byte_and_the_folder_as_they_were(version: str) -> None:
    before = _digests()
    read_file(original(version))
    read_file(str(original(version)), thorough=False)
    assert _digests() == before


def _digests() -> dict[Path, str]:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
