"""The view: what it packs, selects, reports, and keeps for a page without a kernel."""

from __future__ import annotations

import json
import struct
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.widgets.embeddings.clouds import clouds, points, similarities
from workbench.bench.see.embeddings import embeddings
from workbench.core.errors import BadInput
from workbench.widgets.embeddings.columns import LETTERS, coded
from workbench.widgets.embeddings.widget import EmbeddingMap

KINDS = [("tower", "keeper", "rock")[at % 3] for at in range(300)]
COLUMNS = {
    "id": [f"p{at}" for at in range(300)],
    "label": [f"point {at}" for at in range(300)],
    "kind": KINDS,
    "height": [None if at == 4 else at / 2 for at in range(300)],
    "text": [f"the text of {at}" for at in range(300)],
}
TYPES = {"f4": "<f4", "u4": "<u4", "u2": "<u2"}


def unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """What wire.pack wrote, read back by its description."""
    size = struct.unpack("<I", data[:4])[0]
    header, body = json.loads(data[4 : 4 + size]), data[4 + size :]
    columns: dict[str, Any] = {}
    for told in header["columns"]:
        kind, count, at = told["kind"], told["length"], told["at"]
        ends = np.frombuffer(body, TYPES.get(kind, "<u4"), count, at)
        start = at + 4 * count
        cuts = [0, *ends.tolist()]
        columns[told["name"]] = (
            [body[start + a : start + b].decode() for a, b in pairwise(cuts)]
            if kind == "text"
            else ends
        )
    return header["meta"], columns


@pytest.fixture
def made() -> EmbeddingMap:
    vectors = clouds()
    vectors[9] = 2 * vectors[5]
    queries = {"high": vectors[7], "low": {"vector": vectors[8], "top_n": 3, "threshold": 0.5}}
    golden = {"high": ["p7", "p200"], "low": "p9"}
    return embeddings(None, vectors, columns=COLUMNS, queries=queries, golden=golden)


def test_places_columns_and_neighbours_are_packed(made: EmbeddingMap) -> None:
    meta, columns = unpacked(made.data)
    names = {told["name"]: told for told in meta["columns"]}

    assert columns["id"] == COLUMNS["id"]
    assert np.array_equal(columns["x"], made.map.projection.xy[:, 0])
    assert [names[name]["kind"] for name in ("kind", "height", "text")] == [
        "category", "number", "text"]  # fmt: skip
    codes, values = columns[f"c{names['kind']['at']}"], columns[f"d{names['kind']['at']}"]
    assert [values[code] for code in codes] == KINDS
    assert np.isnan(columns[f"c{names['height']['at']}"][4])


def test_packed_neighbours_are_the_true_ones_and_their_scores_nearly(made: EmbeddingMap) -> None:
    meta, columns = unpacked(made.data)
    scores = similarities(made.map.points.vectors)
    np.fill_diagonal(scores, -2)

    near = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    assert columns["near"].reshape(300, 10).tolist() == near.tolist()
    read = meta["score"]["low"] + columns["near_score"].reshape(300, 10) * meta["score"]["step"]
    assert read == pytest.approx(np.take_along_axis(scores, near, 1), abs=meta["score"]["step"])


def test_the_selection_is_a_frame_in_the_order_of_the_map(made: EmbeddingMap) -> None:
    made.selected = ["p11", "p2", "nobody"]

    frame = made.selection()
    assert frame["id"].to_list() == ["p2", "p11"]
    assert frame["height"].to_list() == [1.0, 5.5]
    assert frame.columns[:5] == list(COLUMNS)
    assert frame["x"].to_list() == made.map.projection.xy[[2, 11], 0].tolist()
    assert [row["id"] for row in made.table()][:3] == ["p2", "p11", "p0"]


def test_the_last_area_is_a_polygon(made: EmbeddingMap) -> None:
    assert made.polygon == []
    made.actions = [{"do": "area", "polygon": [[0, 0], [1, 0], [1, 1]]}, {"do": "hide", "entry": 1}]

    assert made.polygon == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]


def test_colouring_keeps_the_area_and_shows_all(made: EmbeddingMap) -> None:
    made.actions = [{"do": "area", "polygon": []}, {"do": "hide", "entry": 1}]
    made.colour_by("kind")

    assert made.actions == [{"do": "area", "polygon": []}, {"do": "colour", "by": "kind"}]
    with pytest.raises(BadInput, match="no column 'x' to colour by; there are: kind, height"):
        made.colour_by("x")


def test_reports_come_from_python_too(made: EmbeddingMap) -> None:
    assert [row["id"] for row in made.duplicates()] == ["p5", "p9"]
    assert made.hubs(1)[0]["neighbour_of"] >= made.hubs(2)[1]["neighbour_of"]
    assert made.hubness is not None
    assert made.neighbours("p9")[0]["id"] == "p5"
    assert made.trust()[0]["measure"] == "trustworthiness"
    assert [row["found"] for row in made.why()] == [True, False, False]
    assert len(made.outliers(7)) == 7
    with pytest.raises(BadInput, match="no point has the id 'x'"):
        made.neighbours("x")


def test_the_browser_asks_for_neighbours_by_position(made: EmbeddingMap) -> None:
    found = made.answers()["near"]({"at": 9})

    assert found[0] == [5, pytest.approx(1.0)]
    assert len(found) == 10
    with pytest.raises(BadInput, match="no embedder"):
        made.answers()["meaning"]({"text": "x"})


def test_a_page_of_many_points_holds_a_sample_with_all_that_is_spoken_of() -> None:
    vectors = clouds(2000)
    made = embeddings(None, vectors, queries=vectors[3], golden=["1999"], twin_points=500)
    twin = made.twin()
    meta, columns = unpacked(twin.data)

    assert twin.summary.endswith("; 500 of the points are on this page")
    assert (len(columns["id"]), meta["total"]) == (500, 2000)
    golden = meta["queries"][0]["golden"][0]
    assert columns["id"][golden["at"]] == "1999"
    hits = [columns["id"][at] for at, _ in meta["queries"][0]["hits"]]
    assert hits == made.hits().column("id")
    assert "near" not in columns
    assert len(unpacked(made.data)[1]["id"]) == 2000
    assert made.twin().data == twin.data


def test_two_models_become_one_map_with_moves() -> None:
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(16, 16)))[0]
    there = clouds()
    there[17] = -there[17]
    here = embeddings(None, clouds(), columns=COLUMNS)
    made = embeddings(None, clouds(), columns=COLUMNS, against=there @ turn, ids=COLUMNS["id"])

    assert made.coloured == "moved"
    assert made.moved()[0]["id"] == "p17"
    _, columns = unpacked(made.data)
    stays = np.hypot(columns["bx"] - columns["x"], columns["by"] - columns["y"])
    assert int(stays.argmax()) == 17
    assert here.align(made).moved()[0]["moved"] == pytest.approx(0, abs=1e-6)
    with pytest.raises(BadInput, match="align with"):
        here.moved()


def test_the_still_picture_tells_and_draws_the_points(made: EmbeddingMap) -> None:
    made.colour_by("kind")
    picture = made.picture()

    assert picture.alt.startswith("300 points; PCA, exact: the two axes keep")
    assert picture.svg().count("h0") >= 300
    assert "keeper" in picture.svg()
    made.colour_by("height")
    assert ">none</text>" in made.picture().svg()
    assert made.picture().png()[:4] == b"\x89PNG"


def test_a_large_still_picture_says_how_many_points_it_draws() -> None:
    made = embeddings(None, clouds(6000, d=4))

    assert made.picture().alt.endswith("5,000 of them are drawn.")


def test_a_column_is_a_number_a_category_or_a_text() -> None:
    frame = points(clouds(300)).frame.with_columns(
        same=np.full(300, "a"), flag=np.arange(300) % 2 == 0, long=np.full(300, "x" * 900)
    )

    kinds = {name: coded(0, frame[name])[0]["kind"] for name in frame.columns}
    assert [name for name, kind in kinds.items() if kind == "text"] == ["id", "label"]
    assert [name for name, kind in kinds.items() if kind == "category"] == ["same", "flag", "long"]
    assert len(coded(0, frame["long"])[1]["d0"][0]) == LETTERS
    assert coded(0, frame["flag"])[0]["counts"] == [150, 150]
