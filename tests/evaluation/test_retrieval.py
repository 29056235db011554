"""Retrieval measures are trec_eval's, whatever the runs look like."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import pytrec_eval

from tests.evaluation.trec_reference import (
    TREC_NAMES,
    Judgements,
    best_of_each,
    random_judgements,
    random_rankings,
    trec_eval,
)
from workbench.core.errors import BadInput
from workbench.core.evaluation.replies import Ranking
from workbench.core.evaluation.scores import Measured
from workbench.evaluation.measures.policies import Policies
from workbench.evaluation.measures.retrieval import retrieval
from workbench.evaluation.measures.trec_run import read_trec_run

RUNS = Path(__file__).parent / "runs"
MEASURES = list(TREC_NAMES)


def by_question(found: dict[str, Measured]) -> dict[str, dict[str, float]]:
    return {name: one.by_question() for name, one in found.items()}


def agrees(found: dict[str, Measured], expected: dict[str, dict[str, float]]) -> None:
    seen = by_question(found)
    for name, values in expected.items():
        assert seen[name] == pytest.approx(values, rel=0, abs=1e-9), name


def ranking(documents: list[tuple[str, float]]) -> Ranking:
    return Ranking([one for one, _ in documents], [score for _, score in documents])


@pytest.fixture(scope="module")
def shipped() -> Judgements:
    judgements: Judgements = {}
    for line in (RUNS / "judgements.qrels").read_text().splitlines():
        question, _, document, grade = line.split()
        judgements.setdefault(question, {})[document] = int(grade)
    return judgements


@pytest.mark.parametrize("name", ["lexical", "dense"])
def test_shipped_runs_have_the_values_of_trec_eval(name: str, shipped: Judgements) -> None:
    run = read_trec_run(RUNS / f"{name}.run")
    found = retrieval(shipped, run, MEASURES)
    agrees(found, json.loads((RUNS / "expected.json").read_text())[name])
    agrees(
        found,
        trec_eval(shipped, {one: dict(zip(*ranks, strict=True)) for one, ranks in run.items()}),
    )


@pytest.mark.parametrize("seed", range(200))
def test_random_runs_have_the_values_of_trec_eval(seed: int) -> None:
    rnd = random.Random(seed)
    judgements, rankings = random_judgements(rnd), random_rankings(rnd)
    run = {one: ranking(docs) for one, docs in rankings.items()}
    found = retrieval(judgements, run, MEASURES)
    agrees(found, trec_eval(judgements, {one: best_of_each(d) for one, d in rankings.items()}))
    repeats = sum(len(docs) - len(best_of_each(docs)) for docs in rankings.values())
    assert found["AP"].told["duplicates"] == repeats
    assert found["AP"].told["missing"] == 1


@pytest.mark.parametrize("seed", range(20))
def test_condensed_lists_have_the_values_of_trec_eval_over_judged_documents(seed: int) -> None:
    rnd = random.Random(seed)
    judgements, rankings = random_judgements(rnd), random_rankings(rnd)
    run = {one: best_of_each(docs) for one, docs in rankings.items()}
    found = retrieval(judgements, run, MEASURES, Policies(unjudged="remove"))
    agrees(found, trec_eval(judgements, run, judged_docs_only_flag=True))


@pytest.mark.parametrize("seed", range(20))
def test_a_relevance_level_is_that_of_trec_eval(seed: int) -> None:
    rnd = random.Random(seed)
    judgements = random_judgements(rnd)
    run = {one: best_of_each(docs) for one, docs in random_rankings(rnd).items()}
    expected = trec_eval(judgements, run, relevance_level=2)
    names = ["P@5", "AP", "RR", "R@10", "Bpref", "Rprec", "SetF"]
    level = {
        name: name.replace("@", "(rel=2)@") if "@" in name else f"{name}(rel=2)" for name in names
    }
    found = retrieval(judgements, run, list(level.values()))
    agrees(found, {level[name]: expected[name] for name in names})


@pytest.mark.parametrize("beta", [0.5, 2, 3.25])
def test_the_weight_of_recall_is_that_of_trec_eval(beta: float) -> None:
    judgements, run = {"q": {"a": 1, "b": 1, "c": 1}}, {"q": {"a": 2.0, "x": 1.0}}
    name = f"set_F_{beta}"
    expected = pytrec_eval.RelevanceEvaluator(judgements, {name}).evaluate(run)["q"]["set_F"]
    (found,) = retrieval(judgements, run, [f"SetF(beta={beta})"]).values()
    assert found.mean == pytest.approx(expected, abs=1e-12)
    assert expected != pytest.approx(0.4, abs=0.01)  # that of the weight 1


def test_reciprocal_rank_at_a_cut_is_that_of_the_list_cut_there() -> None:
    judgements = {"q": {"b": 1}}
    run = {"q": Ranking(list("xyzb"), [4.0, 3.0, 2.0, 1.0])}
    found = retrieval(judgements, run, ["RR", "RR@3", "RR@4", "MRR@10"])
    means = {name: one.mean for name, one in found.items()}
    assert means == {"RR": 0.25, "RR@3": 0.0, "RR@4": 0.25, "RR@10": 0.25}


def test_a_short_list_is_held_against_every_relevant_document() -> None:
    judgements = {"q": {"a": 2, "b": 1, "c": 1}}
    found = retrieval(judgements, {"q": {"a": 1.0}}, ["nDCG@10"])
    # 2 / (2 + 1 / log2(3) + 1 / 2)
    assert found["nDCG@10"].mean == pytest.approx(0.6388, abs=5e-5)


def test_grades_below_0_alone_are_0_and_touch_no_other_question() -> None:
    judgements = {"q1": {"a": 3}, "q2": {"a": -2, "b": -1}, "q3": {"a": 1}}
    run = {one: {"b": 2.0, "a": 1.0} for one in judgements}
    found = retrieval(judgements, run, ["nDCG", "Bpref", "AP", "infAP"])
    values = {name: list(one.values.values()) for name, one in found.items()}
    assert values["AP"] == values["infAP"] == [0.5, 0.0, 0.5]
    assert values["Bpref"] == [1.0, 0.0, 1.0]
    assert values["nDCG"] == pytest.approx([0.63093, 0.0, 0.63093], abs=1e-5)
    assert found["AP"].told["unjudged"] == 4


def test_a_question_with_one_grade_below_0_is_0_in_every_measure_of_relevance() -> None:
    run = {"q": {f"d{at}": float(at) for at in range(16)}}
    found = retrieval({"q": {"d4": -2}}, run, MEASURES)
    assert {name for name, one in found.items() if one.mean} == {"NumRet"}


def test_measures_that_share_a_call_do_not_share_settings() -> None:
    judgements, run = {"q": {"a": 1, "b": 2}}, {"q": {"z": 3.0, "a": 2.0, "b": 1.0}}
    names = ["nDCG(gains={1:5})@10", "nDCG@10", "P(judged_only=True)@1", "P@1", "NumRet"]
    together = retrieval(judgements, run, names)
    alone = {name: retrieval(judgements, run, [name])[name] for name in names}
    assert by_question(together) == by_question(alone)
    assert [together[name].mean for name in names[2:]] == [1.0, 0.0, 3.0]


def test_exponential_gains_weigh_the_higher_grade_more() -> None:
    judgements = {"q": {"a": 1, "b": 3}}
    found = retrieval(judgements, {"q": {"a": 2.0, "b": 1.0}}, ["nDCG(dcg='exp-log2')@10"])
    # (1 + 7/log2(3)) / (7 + 1/log2(3))
    assert found["nDCG(dcg='exp-log2')@10"].mean == pytest.approx(0.709810, abs=1e-6)


def test_a_missing_question_counts_0_or_is_left_out_and_is_told_either_way() -> None:
    judgements = {"q1": {"a": 1}, "q2": {"a": 1, "b": 1}}
    run = {"q1": {"a": 1.0}}
    zero = retrieval(judgements, run, ["RR", "NumRel", "NumQ"])
    out = retrieval(judgements, run, ["RR"], Policies(missing="leave out"))["RR"]
    assert zero["RR"].values == {("q1", 1): 1.0, ("q2", 1): 0.0}
    assert zero["NumRel"].values == {("q1", 1): 1.0, ("q2", 1): 2.0}
    assert zero["NumQ"].values == {("q1", 1): 1.0, ("q2", 1): 1.0}
    assert (out.mean, out.apart) == (1.0, {("q2", 1): "missing"})
    assert zero["RR"].told["missing"] == out.told["missing"] == 1


def test_a_question_without_judgements_is_apart_and_never_0() -> None:
    found = retrieval({"q1": {}, "q2": {"a": 0}}, {"q1": {"a": 1.0}, "q3": {"a": 1.0}}, ["AP"])[
        "AP"
    ]
    assert found.values == {("q2", 1): 0.0}
    assert found.apart == {("q1", 1): "no judgements", ("q3", 1): "no judgements"}


def test_unjudged_documents_are_counted_down_to_the_cut() -> None:
    ranking = {"x": 4.0, "a": 3.0, "y": 2.0, "z": 1.0}
    found = retrieval({"q": {"a": 1}}, {"q": ranking}, ["P@1", "P@3", "AP", "Judged@4"])
    assert [one.told["unjudged"] for one in found.values()] == [1, 2, 3, 3]
    assert found["Judged@4"].mean == 0.25


def test_removing_the_unjudged_moves_the_judged_up() -> None:
    ranking = {"x": 4.0, "b": 3.0, "y": 2.0, "a": 1.0}
    judgements = {"q": {"a": 1, "b": 0}}
    assert retrieval(judgements, {"q": ranking}, ["RR"])["RR"].mean == 0.25
    removed = retrieval(judgements, {"q": ranking}, ["RR@2"], Policies(unjudged="remove"))["RR@2"]
    assert (removed.mean, removed.told["unjudged"]) == (0.5, 1)


@pytest.mark.parametrize(
    ("judgements", "ranking", "message"),
    [
        (
            {"a": 1},
            {"a": float("nan")},
            "the score of 'a' for question q: expected a finite number",
        ),
        ({"a": 1}, Ranking(["a"], []), "the ranking of question q: expected a score for every id"),
        ({"a": 0.5}, {"a": 1.0}, "the grade of 'a' for question q: expected a whole number"),
        ({"a": 10**9}, {"a": 1.0}, "a whole number up to 1023, found 1000000000"),
        ({"a": 1}, {"a": "high"}, "a score of a ranking: expected a finite number"),
    ],
)
def test_what_cannot_be_measured_is_refused(judgements: dict, ranking: dict, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        retrieval({"q": judgements}, {"q": ranking}, ["AP"])


@pytest.mark.parametrize("settings", [{"ties": "random"}, {"missing": "nan"}, {"unjudged": ""}])
def test_a_policy_that_does_not_exist_is_refused_with_those_that_do(settings: dict) -> None:
    (name,) = settings
    with pytest.raises(BadInput, match=f'the policy {name}: expected "'):
        Policies(**settings)
