"""Names of retrieval measures: aliases, parameters, and what is refused."""

from __future__ import annotations

import ir_measures
import pytest

from workbench.core.errors import BadInput
from workbench.evaluation.measures.names import retrieval_measure, retrieval_names


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("nDCG@10", "nDCG@10"),
        (" NDCG @ 10 ", "nDCG@10"),
        ("MAP", "AP"),
        ("MRR@10", "RR@10"),
        ("Recall@100", "R@100"),
        ("P(judged_only=True, rel=2)@5", "P(rel=2,judged_only=True)@5"),
        ("AP(rel=1)", "AP"),
        ("RBP(p=0.8)@10", "RBP@10"),
        ("IPrec@1", "IPrec@1.0"),
        ("SetRelP", "SetP(relative=True)"),
        ("NumRelRet", "NumRet(rel=1)"),
    ],
)
def test_a_name_becomes_the_canonical_one(text: str, canonical: str) -> None:
    found = retrieval_measure(text)
    assert found is not None
    assert found.name == canonical


@pytest.mark.parametrize(
    "text", ["exact", "set F1", "number(0.1)", "", "2 + 2", "os.system", "f(x)@1"]
)
def test_a_name_of_another_kind_is_none_of_ours(text: str) -> None:
    assert retrieval_measure(text) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("P", 'P needs its cutoff, as in "P@10"'),
        ("nDCG@0", "cutoff cannot be 0"),
        ("nDCG@-1", "cutoff cannot be -1"),
        ("R@2.5", "cutoff cannot be 2.5"),
        ("AP(rel=0)", "rel cannot be 0"),
        ("AP(depth=3)", "unknown depth; AP takes cutoff, rel, judged_only"),
        ("RBP(p=1)", "p cannot be 1"),
        ("P(judged_only=True, rel=True)@5", "rel cannot be True"),
        ("NumRel(rel=2)", "trec_eval has NumRel without these parameters alone"),
        ("IPrec@0.125", "recall cannot be 0.125"),
        ("nDCG(gains={1:-1})", "expected gains as {grade: gain}"),
        ("nDCG(dcg='cubic')", "dcg cannot be 'cubic'"),
        ("alpha_nDCG@10", "not computed here; there are AP, Bpref, ERR"),
        ("Rprec@10", "unknown cutoff"),
    ],
)
def test_a_wrong_parameter_is_refused_with_what_is_right(text: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        retrieval_measure(text)
    assert message in str(refused.value)


def test_every_kind_that_ir_measures_takes_from_trec_eval_is_there() -> None:
    provided = {one.NAME for one in ir_measures.pytrec_eval.SUPPORTED_MEASURES}
    assert set(retrieval_names()) == provided | {"RBP", "ERR", "Judged"}
