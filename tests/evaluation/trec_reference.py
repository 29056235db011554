"""trec_eval asked directly, and random runs to ask it about."""

from __future__ import annotations

import math
import random
from typing import Any

import pytrec_eval

Judgements = dict[str, dict[str, int]]
Scores = dict[str, dict[str, float]]

TREC_NAMES = {
    "nDCG": "ndcg",
    "nDCG@5": "ndcg_cut_5",
    "nDCG@10": "ndcg_cut_10",
    "RR": "recip_rank",
    "AP": "map",
    "AP@10": "map_cut_10",
    "P@5": "P_5",
    "P@10": "P_10",
    "R@10": "recall_10",
    "Success@1": "success_1",
    "Success@5": "success_5",
    "Rprec": "Rprec",
    "Bpref": "bpref",
    "infAP": "infAP",
    **{f"IPrec@{at / 10}": f"iprec_at_recall_{at / 10:.2f}" for at in range(11)},
    "SetP": "set_P",
    "SetP(relative=True)": "set_relative_P",
    "SetR": "set_recall",
    "SetF": "set_F",
    "SetAP": "set_map",
    "NumRet": "num_ret",
    "NumRet(rel=1)": "num_rel_ret",
}

IDS = [f"d{at}" for at in range(12)] + [
    "ж1",
    "é",
    "e\u0301",
    "文書",
    "😀",
    "\uffee",
    "A",
    "a",
    "d01",
]


def trec_eval(
    judgements: Judgements, scores: Scores, **settings: Any
) -> dict[str, dict[str, float]]:
    """Values by our names and question, 0 for a question that trec_eval has no value for.

    That is one without a ranking, and for IPrec one whose ranking is empty once it is condensed,
    where trec_eval divides by 0.
    """
    evaluator = pytrec_eval.RelevanceEvaluator(judgements, set(TREC_NAMES.values()), **settings)
    # An empty ranking ends the process inside pytrec_eval 0.5.11.
    found = evaluator.evaluate({one: docs for one, docs in scores.items() if docs})
    return {
        ours: {one: _number(found.get(one, {}).get(theirs, 0.0)) for one in judgements}
        for ours, theirs in TREC_NAMES.items()
    }


def _number(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def random_judgements(rnd: random.Random) -> Judgements:
    """Six questions, each with some grades from -2 to 3."""
    return {f"q{at}": _grades(rnd) for at in range(6)}


def _grades(rnd: random.Random) -> dict[str, int]:
    """One of them 0 at least: trec_eval 9 reads beyond its memory where all are below."""
    first, *others = rnd.sample(IDS, rnd.randrange(1, len(IDS)))
    below = {one: rnd.choice([-2, -1, 0, 0, 0, 1, 1, 2, 3]) for one in others}
    return {first: rnd.choice([0, 0, 1]), **below}


def random_rankings(rnd: random.Random) -> dict[str, list[tuple[str, float]]]:
    """Documents with scores for five of the six questions: repeated ones, ties, empty lists.

    Some scores are one number in single precision and two in double, some beyond it.
    """
    pool = [rnd.choice([1.0, 0.5, 0.5 + 1e-9, -3.25, 1e39, 2e39, rnd.random()]) for _ in range(9)]
    asked = rnd.sample(range(6), 5)
    return {
        f"q{at}": [
            (rnd.choice(IDS), rnd.choice(pool)) for _ in range(rnd.choice([0, 3, 8, 20, 40]))
        ]
        for at in asked
    }


def best_of_each(ranking: list[tuple[str, float]]) -> dict[str, float]:
    """Each document with its highest score."""
    best: dict[str, float] = {}
    for one, score in ranking:
        best[one] = max(score, best.get(one, score))
    return best
