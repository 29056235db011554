"""A sweep over pgvector's real HNSW index, on the recorded Vedana database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.asker import Asker
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Ranking, Reply
from workbench.evaluation.sweeps.sweep import sweep

PAIR = {"label": "interest", "property": "interest_name"}
ALL = {"threshold": -2.0, "top_n": 10}


def exact_neighbours(bench: Asker) -> Golden:
    """Stored vectors as questions; relevant are the ten nearest by exact search."""
    questions = []
    for row in bench.ask("vedana/vector_sample_nodes", size=25, seed=3, **PAIR).rows:
        vector = list(map(float, row["embedding"]))
        best = bench.ask("vedana/vector_search_nodes", embedding=vector, **PAIR, **ALL)
        judged = dict.fromkeys(best.rows.column("node_id"), 1)
        questions.append(
            Question(row["node_id"], row["node_id"], judgements=judged, extra={"vector": vector})
        )
    return Golden(Card("neighbours"), tuple(questions))


def test_a_wider_search_of_the_index_misses_less(oracle: Any) -> None:
    bench = Asker(relational=oracle)

    def make(ef_search: int) -> Callable[[Question], Reply]:
        index = {"ef_search": ef_search, "iterative_scan": "off", "may_sort": False}

        def system(question: Question) -> Reply:
            given = {"embedding": question.extra["vector"], **PAIR, **ALL, **index}
            found = bench.ask("vedana/vector_search_nodes_indexed", **given).rows
            return Reply(Ranking(found.column("node_id"), found.column("similarity")))

        return system

    golden = exact_neighbours(bench)
    found = sweep(make, {"ef_search": [5, 40, 1000]}, golden, ["R@10"], workers=1)

    narrow, usual, wide = found.table().column("R@10")
    assert narrow < min(
        usual, wide
    )  # the graph of an index is built by chance, so no order of these
    assert narrow <= 0.5  # an index that keeps five candidates gives five rows at most
    assert wide >= 0.95
    assert found.best("R@10").settings["ef_search"] in (40, 1000)
    assert found.table().column("failed") == [0, 0, 0]
