"""Answer measures by name."""

from __future__ import annotations

import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Reply
from workbench.evaluation.measures.answers.named import NAMES, named


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        *((name, name) for name in NAMES),
        ("number( relative = 0.05 ,tolerance=1e-2)", "number(tolerance=0.01, relative=0.05)"),
        ("number(tolerance=0)", "number"),
        ("number(pick=last)", "number(pick=last)"),
        ("set_f1(column=p.person_name)", "set_f1(column=p.person_name)"),
        (" rows(ordered=True) ", "rows(ordered=True)"),
        ("exact()", "exact"),
    ],
)
def test_a_measure_has_one_name_by_which_it_is_found_again(text: str, canonical: str) -> None:
    found = named(text)

    assert found is not None
    assert found.name == canonical
    assert named(found.name) == found


@pytest.mark.parametrize("text", ["nDCG@10", "RR", "f1", "", "set_f1@10", "exact(", "Exact"])
def test_other_names_are_left_to_others(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exact(case=1)", "exact: found 'case=1'; it takes no settings"),
        ("number(tolerance=some)", "tolerance = a number"),
        ("number(tolerance=nan)", "tolerances are finite"),
        ("number(0.01)", "number: found '0.01'; it takes each once: tolerance"),
        ("number(pick=first, pick=last)", "pick = first, last, any, only"),
        ("number(pick=best)", "cannot read 'pick=best'"),
        ("rows(ordered=maybe)", "ordered = true or false"),
        ("path_valid", r"PathValid\(edges\)"),
    ],
)
def test_settings_that_do_not_fit_are_refused_with_those_that_do(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        named(text)


def test_settings_are_what_the_measure_uses() -> None:
    exact, near = named("number"), named("number(tolerance=0.01)")
    question, reply = Question("q", "?", expected={"number": 1.0}), Reply(text="1.005")

    assert exact is not None
    assert near is not None
    assert (exact.score(question, reply), near.score(question, reply)) == (0, 1)
