"""Collections into Parquet files and back, and Parquet files of others."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

from tests.etl.importing.conftest import contents
from workbench.bench.bench import Bench
from workbench.core.errors import BadInput

# What must come back as it is: types, NULL and what is missing, nesting, large integers.
PAYLOADS: list[dict[str, Any]] = [
    {},
    {"a": None},
    {"a": 1, "b": 1.0, "c": -0.5, "d": True},
    {"big": 2**53 + 1, "huge": 2**64 + 1, "vast": 10**40, "tiny": 5e-324, "f": 1e23},
    {"text": 'é\u2028\n"\\u0000', "": "", "list": [], "object": {}, "deep": [[{"x": [None]}]]},
]


def points() -> list[dict[str, Any]]:
    vectors = np.random.default_rng(5).normal(size=(len(PAYLOADS), 3)).astype(np.float32)
    made = [
        {"id": f"p{at}", "payload": payload, "t": row, "b": row[:2], "sparse": {"w": {at: 0.1}}}
        for at, (payload, row) in enumerate(zip(PAYLOADS, vectors, strict=True))
    ]
    del made[1]["t"], made[2]["b"], made[3]["sparse"]
    made[4]["sparse"] = {"": {2**31: 1e-300}, "w": {7: -3.0}}
    return made


def edges(collection: Any) -> list[Any]:
    """Every edge: id, ends, label, properties."""
    mirror = collection._mirror.edges
    columns = (mirror.table.ids, mirror.sources, mirror.targets, mirror.labels.values())
    rows = [tuple(map(str, row)) for row in zip(*columns, strict=True)]
    alive = np.flatnonzero(mirror.table.alive).tolist()
    return sorted((*rows[at], repr(json.loads(mirror.table.text(at)))) for at in alive)


@pytest.fixture
def made(bench: Bench, name: str) -> Any:
    """A collection with all that there can be in one."""
    spaces: Any = {"t": (3, "cosine"), "b": (2, "euclidean")}
    collection = bench.collections.create(name, ids="text", vectors=spaces)
    collection.upsert(points())
    collection.relate(
        [
            {"source": "p0", "target": "p1", "label": "LIKES", "properties": {"w": 2**64 + 1}},
            {"id": 2**64 - 1, "source": "p4", "target": "p0", "label": "AN ÄNDERN", "x": None},
        ]
    )
    bench.veles(f"CREATE INDEX ON {name} (a)")
    return collection


def test_an_export_comes_back_equal(bench: Bench, made: Any, tmp_path: Path) -> None:
    file = tmp_path / "all.parquet"
    receipt = made.export_parquet(file)
    assert (receipt.points, receipt.edges) == (5, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.edges.parquet", "all.parquet"]
    done = bench.collections.import_parquet(f"{made.name}b", file)
    again = bench.collection(f"{made.name}b")
    assert (done.points, done.edges) == ((5, 5, 0, 0), (2, 2, 0, 0))
    assert contents(again) == contents(made)
    assert [record["payload"] for record in again] == PAYLOADS
    assert edges(again) == edges(made)
    assert (again.definition.vectors, again.definition.indexes, again.definition.ids) == (
        made.definition.vectors, (("a",),), "text",
    )  # fmt: skip


def test_types_survive_the_tables_too(bench: Bench, made: Any, tmp_path: Path) -> None:
    made.export_parquet(tmp_path / "a.parquet")
    bench.collections.import_parquet(f"{made.name}c", tmp_path / "a.parquet")
    with made._asking.database() as database:
        database._mirrors.clear()  # read from the tables anew
    found = [record["payload"] for record in bench.collection(f"{made.name}c")]
    assert [_typed(one) for one in found] == [_typed(one) for one in PAYLOADS]


def _typed(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """Fields in one order, since the tables keep none; 1 and 1.0 are not equal."""
    return sorted((name, repr(value)) for name, value in payload.items())


def test_a_second_import_replaces_points_and_edges(made: Any, bench: Bench, tmp_path: Path) -> None:
    made.export_parquet(tmp_path / "a.parquet")
    before = contents(made), edges(made)
    made.upsert([{"id": "p0", "payload": {"changed": 1}}])
    receipt = bench.collections.import_parquet(made.name, tmp_path / "a.parquet")
    assert (receipt.points, receipt.edges) == ((5, 0, 5, 0), (2, 0, 2, 0))
    assert (contents(made), edges(made)) == before


def test_the_file_reads_as_a_table(made: Any, tmp_path: Path) -> None:
    made.export_parquet(tmp_path / "a.parquet")
    frame = polars.read_parquet(tmp_path / "a.parquet")
    assert frame["id"].to_list() == ["p0", "p1", "p2", "p3", "p4"]
    assert frame.schema["t"] == polars.Array(polars.Float32, 3)
    assert frame["t"].is_null().to_list() == [False, True, False, False, False]
    assert frame["sparse:w"].to_list()[4] == [{"index": 7, "weight": -3.0}]
    assert json.loads(frame["payload"][3]) == PAYLOADS[3]


def test_edges_of_another_export_are_refused(made: Any, bench: Bench, tmp_path: Path) -> None:
    made.export_parquet(tmp_path / "a.parquet")
    made.export_parquet(tmp_path / "b.parquet")
    (tmp_path / "b.edges.parquet").replace(tmp_path / "a.edges.parquet")
    with pytest.raises(BadInput, match="saw those of another export"):
        bench.collections.import_parquet(f"{made.name}d", tmp_path / "a.parquet")
    with pytest.raises(BadInput, match=r"edges in b\.edges\.parquet; expected it beside"):
        bench.collections.import_parquet(f"{made.name}d", tmp_path / "b.parquet")


def test_edges_without_their_ends_are_refused(
    made: Any, bench: Bench, tmp_path: Path, refused: Callable[..., Any]
) -> None:
    file, name = tmp_path / "a.parquet", f"{made.name}e"
    made.export_parquet(file)
    metadata = polars.read_parquet_metadata(file)
    kept = {key: value for key, value in metadata.items() if not key.startswith("ARROW")}
    polars.read_parquet(file).filter(polars.col("id") != "p1").write_parquet(file, metadata=kept)
    receipt = bench.collections.import_parquet(name, file)
    assert (receipt.points, receipt.edges) == ((4, 4, 0, 0), (2, 1, 0, 1))
    assert refused(receipt) == [(1, "target", "there is no such point")]


def test_nothing_is_left_of_an_export_that_fails(made: Any, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").mkdir()
    with pytest.raises(BadInput, match="it cannot be written"):
        made.export_parquet(tmp_path / "a.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]
    with pytest.raises(BadInput, match="there is no folder"):
        made.export_parquet(tmp_path / "b" / "a.parquet")


def test_the_file_of_somebody_else(bench: Bench, name: str, tmp_path: Path) -> None:
    frame = polars.DataFrame(
        {
            "id": [1, 2],
            "vector": [[1.0, 2.0], None],
            "day": [date(2026, 11, 22), None],
            "price": [Decimal("1.10"), None],
            "deep": [{"x": [1.5]}, {"x": None}],
            "n": polars.Series([2**64 - 1, 0], dtype=polars.UInt64),
        }
    )
    frame.write_parquet(tmp_path / "other.parquet")
    bench.collections.import_parquet(name, tmp_path / "other.parquet", metric="dot")
    first, second = bench.collection(name).get([1, 2], vectors=True)
    assert first.pop("vector").tolist() == [1, 2]
    payload = {"day": "2026-11-22", "price": "1.10", "deep": {"x": [1.5]}, "n": 2**64 - 1}
    assert first["payload"] == payload
    nothing = {"day": None, "price": None, "deep": {"x": None}, "n": 0}
    assert second == {"id": 2, "payload": nothing}


def test_what_is_no_number_vector_or_json_is_refused(
    bench: Bench, name: str, tmp_path: Path, refused: Callable[..., Any]
) -> None:
    bad = ['{"a": NaN}', "[1]", "no", '{"a": "\\ud800"}', '{"a": 1e400}', '{"a": "\\u0000"}']
    payloads = ["{}", "{}", "{}", *bad, '{"a": "\\\\u0000"}', None]
    vectors = [[1.0, float("nan")], [1.0, 1e300], [1.0], *[[0.0, 1.0]] * 8]
    given = {"id": range(11), "embedding": vectors, "payload": payloads}
    polars.DataFrame(given).write_parquet(tmp_path / "bad.parquet")
    bench.collections.create(name, 2)
    receipt = bench.collections.import_parquet(
        name, tmp_path / "bad.parquet", vector="embedding", payload="payload"
    )
    assert receipt.points == (11, 2, 0, 9)
    parts = ["vector"] * 3 + ["payload"] * 6
    assert [row[:2] for row in refused(receipt)] == list(enumerate(parts, 1))
    assert bench.collection(name).get([9, 10])[0]["payload"] == {"a": "\\u0000"}


def test_what_is_no_parquet_file(bench: Bench, name: str, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("id,vector")
    for file in ("a.parquet", "missing.parquet"):
        with pytest.raises(BadInput, match="expected a Parquet file"):
            bench.collections.import_parquet(name, tmp_path / file)
