"""Two runs side by side: which steps are a pair, and what differs."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Any

import pytest

from tests.widgets.threads.recorded import said, thread_of
from workbench.core.errors import BadInput
from workbench.core.threads import Thread
from workbench.widgets.threads.alignment import GAP, _likeness, aligned, compared, steps_of
from workbench.widgets.threads.turns import contents_of


def step(kind: str, text: str) -> dict[str, Any]:
    return {"kind": kind, "text": text}


A = [
    step("question", "who"),
    step("search", "dark lamp"),
    step("cypher", "MATCH a"),
    step("answer", "Ada"),
]
B = [
    step("question", "who"),
    step("cypher", "MATCH a"),
    step("search", "a ship"),
    step("answer", "Bo"),
]


def test_steps_of_one_kind_and_like_words_are_a_pair() -> None:
    assert aligned(A, B) == [(0, 0), (1, None), (2, 1), (None, 2), (3, 3)]


def test_what_is_alone_stays_alone() -> None:
    assert aligned(A, []) == [(0, None), (1, None), (2, None), (3, None)]
    assert aligned([], []) == []


def score(pairs: list[tuple[int, int]], a: list[Any], b: list[Any]) -> float:
    likeness = _likeness(a, b)
    return sum(likeness[i, j] for i, j in pairs) + GAP * (len(a) + len(b) - 2 * len(pairs))


def best(a: list[Any], b: list[Any]) -> float:
    """The highest score of any alignment, all of them tried."""
    found = []
    for count in range(min(len(a), len(b)) + 1):
        for left in combinations(range(len(a)), count):
            for right in combinations(range(len(b)), count):
                found.append(score(list(zip(left, right, strict=True)), a, b))
    return max(found)


@pytest.mark.parametrize("seed", range(12))
def test_no_other_alignment_scores_higher(seed: int) -> None:
    random = Random(seed)
    words = ["lamp", "ship", "storm", "keeper"]

    def side() -> list[Any]:
        kinds = random.choices(["search", "cypher", "answer"], k=random.randint(0, 5))
        return [step(kind, " ".join(random.sample(words, 2))) for kind in kinds]

    a, b = side(), side()
    pairs = [(i, j) for i, j in aligned(a, b) if i is not None and j is not None]
    assert score(pairs, a, b) == pytest.approx(best(a, b))


def test_too_many_steps_are_refused() -> None:
    with pytest.raises(BadInput, match="at most 2000 steps"):
        aligned([step("answer", "x")] * 2001, [])


def test_a_thread_beside_itself_is_equal_throughout(recorded: list[Thread]) -> None:
    told = contents_of(recorded[0])

    assert all(pair["same"] for pair in compared(told, told)["pairs"])


def searched(*hits: tuple[str, float]) -> tuple[str, Any]:
    rows = "\n".join(repr({"similarity": score, "node_id": name}) for name, score in hits)
    args = {"label": "person", "property": "name", "text": "ada"}
    call = {"tool": "vector_text_search", "args": args, "result": f"Query: q\nRows:\n{rows}"}
    stats = {"m": {"prompt_tokens": 10 * len(hits), "completion_tokens": 5, "requests_cost": 0.5}}
    return "rag.query_processed", {
        "query": "who",
        "technical_info": {"tool_calls": [call], "model_stats": stats},
    }


def test_hits_that_came_went_moved_or_scored_otherwise_are_told() -> None:
    a = thread_of(
        1, said("user", "who"), said("assistant", "Ada"), searched(("a", 0.9), ("b", 0.8))
    )
    hits = searched(("b", 0.85), ("a", 0.7), ("c", 0.6))
    b = thread_of(2, said("user", "who"), said("assistant", "Bo"), hits, seconds=6)

    question, search, answer = compared(contents_of(a), contents_of(b))["pairs"]

    assert question["same"]
    assert (search["added"], search["removed"], search["moved"]) == (["c"], [], ["a", "b"])
    assert search["score"] == pytest.approx(0.2)
    assert (answer["latency"], answer["tokens"], answer["cost"]) == (2.0, 10, 0.0)
    assert answer["words"] == [["a", "Ada"], ["b", "Bo"]]


def test_steps_come_in_the_order_of_the_record(recorded: list[Thread]) -> None:
    kinds = [told["kind"] for told in steps_of(contents_of(recorded[0]))]

    assert kinds[:4] == ["question", "vector_text_search", "cypher", "answer"]
