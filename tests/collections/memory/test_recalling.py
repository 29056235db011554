"""What is recalled, against formulas computed fact by fact."""

from __future__ import annotations

import math
import operator as python
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest

from tests.collections.memory.conftest import WORDS, Clock, Counted
from workbench.collections.memory.memory import Memory
from workbench.core.errors import BadInput


def cosine(a: Sequence[float], b: Sequence[float]) -> float:
    length = math.hypot(*a) * math.hypot(*b)
    return sum(x * y for x, y in zip(a, b, strict=True)) / length if length else 0.0


def similarities(query: str, texts: Sequence[str]) -> dict[str, float]:
    asked, *rows = Counted().embed([query, *texts])
    return {text: cosine(asked, row) for text, row in zip(texts, rows, strict=True)}


@pytest.fixture
def facts(memory: Memory) -> dict[str, float]:
    """Thirty facts with chances of their own, and how much each is trusted."""
    chance = random.Random(4)
    trusted = {}
    for number in range(30):
        text = " ".join([*chance.choices(WORDS, k=4), f"n{number}"])
        memory.remember(text, metadata={"number": number, "even": number % 2 == 0})
        trusted[text] = 0.5
        for _ in range(chance.randrange(5)):
            trusted[text] = memory.feedback(text, good=chance.random() < 0.6)
    return trusted


def test_recall_ranks_all_facts_by_similarity_and_trust(
    memory: Memory, facts: dict[str, float]
) -> None:
    scores = similarities("old blue boat", list(facts))
    ranks = {t: (scores[t] + 1) / 2 * (1 + 0.5 * (2 * facts[t] - 1)) for t in facts}
    there = [text for text in facts if scores[text] > 0]
    expected = sorted(there, key=lambda t: (-round(ranks[t], 12), memory.fact(t).id))  # type: ignore[union-attr]
    found = memory.recall("old blue boat", 12)
    assert [fact.text for fact in found] == expected[:12]
    assert [fact.score for fact in found] == pytest.approx([scores[t] for t in expected[:12]])
    assert [fact.ranked_by for fact in found] == pytest.approx([ranks[t] for t in expected[:12]])


def test_trust_lifts_a_fact_past_nearer_ones(memory: Memory) -> None:
    memory.remember_outline("\n".join(f"fact: blue boat n{n}" for n in range(50)))
    memory.remember("blue boat paint")
    for _ in range(5):
        memory.feedback("blue boat paint", good=True)
    best = memory.recall("blue boat", 1)[0]
    assert best.text == "blue boat paint"
    assert best.score == pytest.approx(2 / math.sqrt(6))


def test_what_is_unrelated_is_left_out(memory: Memory) -> None:
    memory.remember("blue glass")
    memory.remember("bread")
    memory.remember("words that nobody counts")
    assert [fact.text for fact in memory.recall("glass")] == ["blue glass"]
    assert memory.recall("glass", minimum=0.8) == []
    assert memory.recall("nothing that is counted") == []
    against = [-1.0 if word == "bread" else 0.0 for word in WORDS]
    assert memory.recall(against) == []
    assert [fact.score for fact in memory.recall(against, minimum=-1)] == [-1.0]


def test_a_filter_is_an_equality_of_metadata(memory: Memory) -> None:
    memory.remember("blue boat", metadata={"by": "Ada", "n": 2**63 + 1, 'odd "name.': True})
    memory.remember("old boat", metadata={"by": "O'Neil", "n": 2**63 + 2})
    assert _texts(memory.recall("boat", filter={"by": "O'Neil"})) == ["old boat"]
    assert _texts(memory.recall("boat", filter={"n": 2**63 + 1})) == ["blue boat"]
    assert _texts(memory.recall("boat", filter={'odd "name.': True})) == ["blue boat"]
    assert _texts(memory.recall_fused("boat", filter={"by": "Ada"})) == ["blue boat"]
    assert memory.recall("boat", filter={"by": "Ada' OR 1 = 1"}) == []


def test_conditions_compare(memory: Memory, facts: dict[str, float]) -> None:
    whole = memory.recall("old blue boat", 40)
    for operator in ("eq", "ne", "lt", "le", "gt", "ge"):
        compared = getattr(python, operator)
        expected = [fact for fact in whole if compared(fact.metadata["number"], 20)]
        assert memory.recall_where("old blue boat", [("number", operator, 20)], 40) == expected
        both = [("number", operator, 20), ("even", "eq", True)]
        even = [fact for fact in expected if fact.metadata["even"]]
        assert memory.recall_where("old blue boat", both, 3) == even[:3]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (("n", "like", "x"), "operator of eq, ne"),
        (("n", "eq"), "conditions"),
        (("", "eq", 1), "field's name"),
        (("n", "eq", None), "saw 'n' and None"),
        (("n", "eq", float("nan")), "saw 'n' and nan"),
    ],
)
def test_other_conditions_are_refused(memory: Memory, condition: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        memory.recall_where("boat", [condition])


def test_a_number_of_facts_is_positive_and_a_vector_fits(memory: Memory) -> None:
    with pytest.raises(BadInput, match="k: expected 1"):
        memory.recall("boat", 0)
    with pytest.raises(BadInput, match="8 finite numbers"):
        memory.recall([1.0, 2.0])
    with pytest.raises(BadInput, match="8 finite numbers"):
        memory.recall([math.nan] * 8)


def fused(scores: dict[str, float], links: list[tuple[str, str]], pool: list[str]) -> Any:
    """max(score, 0)/best + 0.15 · the best of linked ones' by hops, by breadth-first search."""
    best = max(scores.values())
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in links:
        near[a].add(b)
        near[b].add(a)
    weight: dict[str, float] = defaultdict(float)
    for seed in pool:
        one = near[seed] - {seed}
        two = {end for between in one for end in near[between]} - {seed}
        for hops, reached in ((1, one), (2, two)):
            for end in reached:
                weight[end] = max(weight[end], max(scores[seed], 0) / best / hops)
    values = {t: max(scores[t], 0) / best + 0.15 * weight[t] for t in scores}
    return {t: v for t, v in values.items() if v > 0 and (t in pool or weight[t] > 0)}


def test_fused_recall_adds_what_links_tell(memory: Memory, facts: dict[str, float]) -> None:
    chance = random.Random(8)
    links = [tuple(chance.sample(list(facts), 2)) for _ in range(30)]
    for a, b in [*links, links[0]]:
        memory.relate(a, "near", b)
    scores = similarities("old blue boat", list(facts))
    expected = fused(scores, links, list(facts))  # type: ignore[arg-type]
    order = sorted(expected, key=lambda t: (-round(expected[t], 12), memory.fact(t).id))  # type: ignore[union-attr]
    found = memory.recall_fused("old blue boat", 25)
    assert [fact.text for fact in found] == order[:25]
    assert [fact.ranked_by for fact in found] == pytest.approx([expected[t] for t in order[:25]])


def test_links_bring_in_what_no_similarity_finds(memory: Memory) -> None:
    memory.remember("bread")
    memory.describe("Ada")
    memory.remember_outline("\n".join(f"fact: blue boat n{n}" for n in range(70)))
    memory.remember("blue boat", [("built_by", "Ada")])
    memory.relate("Ada", "eats", "bread")
    memory.relate("blue boat", "same", "blue boat")
    found = {fact.text: fact for fact in memory.recall_fused("blue boat", 100)}
    assert found["bread"].score == 0.0
    assert found["bread"].ranked_by == pytest.approx(0.15 / 2)
    assert found["blue boat"].ranked_by == pytest.approx(1.0)
    assert "Ada" not in found


def test_seeds_of_links_are_the_sixty_four_nearest(memory: Memory) -> None:
    memory.remember_outline("\n".join(f"fact: boat n{n}" for n in range(66)))
    inside, *_, outside = (fact.id for fact in memory.list().facts)
    memory.relate(outside, "near", inside)
    found = memory.recall_fused("boat", 8)
    assert [fact.id for fact in found[:2]] == [outside, inside]
    assert [fact.ranked_by for fact in found[:2]] == pytest.approx([1.15, 1.0])
    assert {fact.ranked_by for fact in memory.recall_fused("boat", 9)[:2]} == {1.15}


def test_context_is_text_by_date(memory: Memory, clock: Clock) -> None:
    memory.remember("old boat", metadata={"date": "2021-05-06"})
    memory.remember("blue boat")
    clock.now += 86_400
    memory.remember("boat")
    dated = "2021-05-06: old boat\n2023-11-14: blue boat\n2023-11-15: boat"
    assert memory.context("boat") == dated
    assert memory.context("boat", 1, dated=False) == "boat"


def _texts(facts: Any) -> list[str]:
    return [fact.text for fact in facts]
