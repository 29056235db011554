"""Vector search audited on a real index: 8,000 foreign vectors crowd around one of five."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Any

import numpy as np
import polars
import pytest

from tests.asker import Asker
from tests.conftest import engines, loaded
from workbench.core.errors import BadInput
from workbench.schema import migrate
from workbench.tools.audit_vectors import audit_vectors
from workbench.tools.vector_audit import VectorAudit

DIMENSION, CROWD = 10, 8000
_CHANCE = np.random.default_rng(5)
_AXES = np.eye(DIMENSION, dtype=np.float32)
# The first interest is the middle of a crowd, which thins out to where the other four are.
_AWAY = np.concatenate([[[0.0]], np.full((4, 1), 0.3)])
INTERESTS = (_AXES[0] + _AWAY * _CHANCE.normal(size=(5, DIMENSION))).astype(np.float32)
_NEAR = _CHANCE.uniform(0.02, 0.3, (CROWD, 1))
OTHERS = (_AXES[0] + _NEAR * _CHANCE.normal(size=(CROWD, DIMENSION))).astype(np.float32)
NOTES = _CHANCE.normal(size=(12, DIMENSION)).astype(np.float32)
ODD = np.stack([_AXES[9], 0 * _AXES[9], np.full(DIMENSION, 3e38, np.float32)])
NODES = {"interest": INTERESTS, "other": OTHERS, "odd": ODD, "void": 0 * _AXES[:2]}
QUICK: dict[str, Any] = {"pairs": [("interest", "name")], "k": 5, "ef_search": (40,)}


def load(store: Any) -> None:
    migrate(store, ("vedana",), dimension=DIMENSION)
    store.write("DROP INDEX rag_anchor_embeddings_hnsw_idx")
    vectors = ("node_id", "node_type", "attribute_name", "embedding")
    for label, block in NODES.items():
        ids = [f"{label}:{at}" for at in range(len(block))]
        store.put("nodes", ("node_id", "node_type"), [(name, label) for name in ids])
        rows = zip(ids, [label] * len(ids), ["name"] * len(ids), block, strict=True)
        store.put("rag_anchor_embeddings", vectors, rows)
    load_edges(store)
    store.write(
        """
        CREATE INDEX anchors_hnsw ON rag_anchor_embeddings
            USING hnsw (embedding vector_cosine_ops);
        INSERT INTO dm_anchors (noun) VALUES ('interest');
        INSERT INTO dm_anchor_attributes (anchor, attribute_name, embeddable, embed_threshold,
            embed_top_n) VALUES ('interest', 'name', true, 0.53, 3);
        ANALYZE
        """
    )


def load_edges(store: Any) -> None:
    ends = [(f"odd:{at % 3}", f"interest:{at}") for at in range(len(NOTES))]
    edges = [(*pair, "odd", "interest", "NEAR") for pair in ends]
    doubled = (*ends[0], "void", "interest", "NEAR")
    names = ("from_node_id", "to_node_id", "from_node_type", "to_node_type", "edge_label")
    store.put("edges", names, [*edges, doubled])
    rows = [(*pair, "NEAR", "note", note) for pair, note in zip(ends, NOTES, strict=True)]
    names = ("from_node_id", "to_node_id", "edge_label", "attribute_name", "embedding")
    store.put("rag_edge_embeddings", names, rows)


@pytest.fixture(scope="module")
def bench(servers: Any) -> Iterator[Asker]:
    with loaded("relational", engines("relational")[0].name, servers, load) as store:
        yield Asker(store)


@pytest.fixture(scope="module")
def audit(bench: Asker) -> VectorAudit:
    return audit_vectors(bench, k=5, sample=20, ef_search=(40,))


def row(frame: polars.DataFrame, **where: Any) -> dict[str, Any]:
    return frame.filter(**where).row(0, named=True)


def similarities(query: Any, block: Any) -> Any:
    """Cosines, rounded to what single precision holds: a vector's own is 1.0, not beyond."""
    wide = block.astype(np.float64)
    lengths = np.linalg.norm(wide, axis=1) * np.linalg.norm(query)
    return np.round(wide @ query / lengths, 6)


def test_every_pair_with_vectors_is_there_and_odd_vectors_are_counted(audit: VectorAudit) -> None:
    counts = audit.pairs.select("kind", "label", "vectors", "zero", "undefined", "queries")

    assert counts.rows() == [
        ("anchor", "interest", 5, 0, 0, 5),
        ("anchor", "odd", 3, 1, 1, 1),
        ("anchor", "other", 8000, 0, 0, 20),
        ("anchor", "void", 2, 2, 0, 0),
        ("edge", "NEAR", 12, 0, 0, 12),
    ]


def test_limits_are_those_of_the_data_model_else_the_settings(audit: VectorAudit) -> None:
    limits = audit.pairs.select("label", "threshold", "top_n", "declared").rows()

    assert limits[0] == ("interest", 0.53, 3, True)
    assert set(limits[1:]) == {(n, 0.8, 10, False) for n in ("odd", "other", "void", "NEAR")}


def test_a_forced_index_loses_rows_to_the_filter_and_an_iterative_scan_does_not(
    audit: VectorAudit,
) -> None:
    interests = audit.filtered.filter(label="interest", plan="forced")
    off, strict = (row(interests, iterative_scan=scan) for scan in ("off", "strict_order"))

    assert off["index"] == strict["index"] == "anchors_hnsw"
    assert off["wanted"] == 5
    assert off["fewest"] in (0, 1)  # itself, where the index does not miss even that
    assert (strict["wanted"], strict["returned"], strict["short"]) == (5, 5, 0)


def test_the_planner_chose_an_exact_plan_at_this_size(audit: VectorAudit) -> None:
    chosen = row(audit.filtered, label="interest", plan="chosen")

    assert chosen["index"] is None
    assert "Sort" in chosen["operators"]
    assert (chosen["returned"], chosen["short"]) == (5, 0)
    assert row(audit.recall, label="interest", plan="chosen")["recall"] == 1.0


@pytest.mark.parametrize(("label", "block"), [("interest", INTERESTS), ("other", OTHERS)])
@pytest.mark.parametrize("scan", ["off", "relaxed_order"])
def test_recall_is_that_of_brute_force_over_what_the_index_returned(
    bench: Asker, audit: VectorAudit, label: str, block: Any, scan: str
) -> None:
    given = {"label": label, "property": "name"}
    asked = {**given, "threshold": -2.0, "top_n": 5, "iterative_scan": scan, "may_sort": False}
    shares = []
    for query in bench.ask("vedana/vector_sample_nodes", size=20, **given).rows.column("embedding"):
        found = bench.ask("vedana/vector_search_nodes_indexed", embedding=query, **asked).rows
        best = {f"{label}:{at}" for at in np.argsort(-similarities(query, block))[:5]}
        shares.append(len(best & set(found.column("node_id"))) / 5)

    told = row(audit.recall, label=label, plan="forced", iterative_scan=scan)
    assert told["recall"] == pytest.approx(fmean(shares))
    assert told["worst"] == min(shares)
    assert told["queries"] == len(shares)


def test_the_threshold_sweep_counts_like_brute_force(audit: VectorAudit) -> None:
    found = audit.thresholds.filter(label="interest")
    among = np.stack([similarities(query, INTERESTS) for query in INTERESTS])
    wanted = [(among > limit).sum(axis=1) for limit in found["threshold"]]

    assert found["hits"].to_list() == pytest.approx([fmean(counts) for counts in wanted])
    assert found["most"].to_list() == [max(counts) for counts in wanted]
    assert found["cut"].to_list() == [fmean(counts > 3) for counts in wanted]
    assert found.filter(in_force=True)["threshold"].to_list() == [0.53]


def test_vectors_without_a_direction_are_reported_and_never_asked_with(
    audit: VectorAudit,
) -> None:
    found = audit.recall.filter(label="void")

    assert found["queries"].unique().to_list() == [0]
    assert found["recall"].null_count() == len(found)
    assert audit.thresholds.filter(label="void").is_empty()
    # That of 3e38 has a similarity of 0 to vectors of usual length.
    assert row(audit.filtered, label="odd", plan="chosen")["wanted"] == 2


def test_edges_are_audited_and_an_ambiguous_embedding_counts_once(audit: VectorAudit) -> None:
    edges = audit.filtered.filter(kind="edge", plan="forced", iterative_scan="strict_order")

    assert edges["index"].to_list() == ["rag_edge_embeddings_hnsw_idx"]
    assert (edges["wanted"][0], edges["returned"][0]) == (5, 5)
    assert row(audit.recall, kind="edge", iterative_scan="strict_order")["recall"] == 1.0


def test_the_same_seed_asks_with_the_same_vectors(bench: Asker) -> None:
    def sample(seed: int) -> list[str]:
        given = {"label": "other", "property": "name", "size": 5, "seed": seed}
        return bench.ask("vedana/vector_sample_nodes", **given).rows.column("node_id")

    # Sorted by md5("0 " + node_id).
    assert sample(0) == ["other:7607", "other:5240", "other:1243", "other:1426", "other:7582"]
    assert sample(1) != sample(0)


def test_a_pair_without_vectors_is_refused_by_name(bench: Asker) -> None:
    with pytest.raises(BadInput, match=r"\('interest', 'nmae'\); there are .*'interest', 'name'"):
        audit_vectors(bench, pairs=[("interest", "nmae")])


def test_a_result_cut_by_the_row_limit_is_refused_not_misread(bench: Asker) -> None:
    with pytest.raises(BadInput, match=r"vector_pairs: .* more than 4 rows"):
        audit_vectors(Asker(bench.relational, row_limit=4), **QUICK)
    with pytest.raises(BadInput, match="more than 5 rows; ask for fewer with k="):
        audit_vectors(Asker(bench.relational, row_limit=5), k=10, sample=1)


def test_an_audit_is_shown_with_every_column(audit: VectorAudit) -> None:
    shown = str(audit)

    assert shown.startswith(f"recall@{audit.k}, queries sampled with seed {audit.seed}")
    assert all(name in shown for name in audit.recall.columns + audit.thresholds.columns)
    assert repr(audit) == shown
    assert audit._repr_html_().count("<table>") == 4


def test_without_an_index_every_plan_is_exact(relational: Any) -> None:
    load(relational)
    relational.write("DROP INDEX anchors_hnsw")

    seen: list[tuple[int, int]] = []
    audit = audit_vectors(Asker(relational), **QUICK, progress=lambda *at: seen.append(at))

    assert audit.recall["index"].null_count() == len(audit.recall) == 4
    assert audit.recall["recall"].to_list() == [1.0] * 4
    assert seen == [(1, 1)]


def test_a_database_without_vectors_gives_empty_frames(relational: Any) -> None:
    migrate(relational, ("vedana",), dimension=DIMENSION)

    audit = audit_vectors(Asker(relational))

    assert audit.recall.columns[:3] == ["kind", "label", "property"]
    assert [len(f) for f in (audit.pairs, audit.recall, audit.filtered, audit.thresholds)] == [
        0
    ] * 4
    assert audit.figure()._repr_png_().startswith(b"\x89PNG")


def test_the_figure_draws_what_the_frames_hold(audit: VectorAudit) -> None:
    figure = audit.figure()
    left, right = figure.axes[:2]
    curve, marked = right.get_lines()[:2]

    assert left.get_title("left") == "interest.name, 5 vectors"
    assert {line.get_label() for line in left.get_lines()} == {
        *("off", "strict_order", "relaxed_order"),
        "as planned (exact)",
    }
    hits = audit.thresholds.filter(label="interest")["hits"]
    assert list(curve.get_ydata()) == hits.to_list()
    assert marked.get_xdata()[0] == 0.53
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_in_the_recorded_deployment_the_index_would_lose_most_persons_to_the_interests(
    recorded_tables: Any,
) -> None:
    """46 persons beside 1,068 interests, in Vedana's own tables and under its own index."""
    pairs = [("person", "person_name")]
    found = audit_vectors(Asker(recorded_tables), sample=10, pairs=pairs, ef_search=(40,)).recall

    assert row(found, plan="chosen")["index"] is None
    assert row(found, plan="chosen")["recall"] == 1.0
    assert row(found, plan="forced", iterative_scan="off")["recall"] < 0.6
    assert row(found, plan="forced", iterative_scan="strict_order")["recall"] > 0.9
