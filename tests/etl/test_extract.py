"""Three documents read as one snapshot: the golden set, wrong documents, the real ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.etl.small_base import data, extract, golden, model, told
from tests.stores.grist_files import FORMULA_ERROR, texts, write
from workbench.core.errors import BadInput
from workbench.etl.extract import Extract, GoldenQuestion

MODEL, DATA, GOLDEN = (
    *("j6PTmqgw4caBDdQdpyz7au.grist", "eB5kH8Z7NVErycp32wx1Ge.grist"),
    "2FDgbBNtEDmgNc5AJ3ufkh.grist",
)


@pytest.fixture(scope="module")
def real(request: pytest.FixtureRequest) -> Extract:
    vedana: Path = request.getfixturevalue("vedana")
    return extract(vedana / MODEL, vedana / DATA, vedana / GOLDEN)


def asked(tmp_path: Path, *rows: list[Any]) -> Extract:
    return extract(model(tmp_path), data(tmp_path), golden(tmp_path, rows))


def test_the_real_documents_have_their_counts(real: Extract) -> None:
    assert Counter(node.labels[0] for node in real.nodes) == {"person": 46, "interest": 1068}
    assert Counter(edge.type for edge in real.edges) == {"PERSON_has_INTEREST": 4144}
    assert len(real.node_texts) == 1114
    assert (len(real.golden or ()), real.edge_texts, real.skipped) == (100, {}, {})
    assert real.source == ", ".join([MODEL, DATA, GOLDEN])


def test_every_name_of_the_real_model_meets_the_data(real: Extract) -> None:
    assert real.mapping.matched == {
        "person": ("Anchor_person",),
        "person.person_id": ("Anchor_person.person_id",),
        "person.person_name": ("Anchor_person.person_name",),
        "interest": ("Anchor_interest",),
        "interest.interest_id": ("Anchor_interest.interest_id",),
        "interest.interest_name": ("Anchor_interest.interest_name",),
        "PERSON_has_INTEREST": ("Link_person_has_interest",),
    }
    assert (real.mapping.unmatched, real.mapping.ignored) == ((), ())


def test_only_the_model_of_the_real_documents_has_odd_places(real: Extract) -> None:
    assert Counter(reject.document for reject in real.rejects) == {MODEL: 6}


def test_a_golden_question_has_five_texts(tmp_path: Path) -> None:
    found = asked(tmp_path, ["Who lives in London?", "Ada", "", "sample"])
    assert found.golden == (GoldenQuestion("Who lives in London?", "Ada", "", "sample", ""),)
    assert found.rejects == ()


@pytest.mark.parametrize(
    ("row", "reject"),
    [
        (["Who?", "", "", ""], ("gds_answer", "dropped: no usable value", "Who?")),
        (["", "Ada", "", ""], ("gds_question", "dropped: no usable value", "")),
        (["", "", "", ""], ("", "dropped: blank row", "")),
        (
            ["First?", "Bob", "", ""],
            ("gds_question", "dropped: an earlier row asks the same", "First?"),
        ),
    ],
)
def test_a_golden_row_that_cannot_be_asked_is_dropped(
    tmp_path: Path, row: list[str], reject: tuple[str, str, str]
) -> None:
    found = asked(tmp_path, ["First?", "Ada", "", ""], row)
    assert found.golden == (GoldenQuestion("First?", "Ada", "", "", ""),)
    assert told(found) == [("Gds", 2, *reject)]


def test_an_error_in_a_golden_text_is_told_and_blank(tmp_path: Path) -> None:
    found = asked(tmp_path, ["Who?", "Ada", FORMULA_ERROR, ""])
    assert found.golden == (GoldenQuestion("Who?", "Ada", "", "", ""),)
    assert told(found) == [("Gds", 1, "question_context", "formula error", "NameError")]


def test_a_column_that_golden_sets_do_not_have_is_told(tmp_path: Path) -> None:
    columns = texts("gds_question", "gds_answer", "asked_by")
    path = write(tmp_path / "golden.grist", {"Gds": (columns, [["Who?", "Ada", "Eve"]])})
    found = extract(model(tmp_path), data(tmp_path), path)
    reason = "not read: not a column of a golden set"
    assert told(found) == [("Gds", None, "asked_by", reason, "")]


def test_without_a_golden_document_there_is_no_golden_set(tmp_path: Path) -> None:
    assert extract(model(tmp_path), data(tmp_path)).golden is None


def test_documents_in_the_wrong_place_are_refused(tmp_path: Path) -> None:
    first, second = model(tmp_path), data(tmp_path)
    third = golden(tmp_path, [])
    with pytest.raises(BadInput, match=r"data model data\.grist: expected a table Anchors"):
        extract(second, first)
    with pytest.raises(BadInput, match=r"data model\.grist: expected tables named Anchor_<noun>"):
        extract(first, first)
    with pytest.raises(BadInput, match=r"data golden\.grist: expected tables named"):
        extract(first, third)
    with pytest.raises(BadInput, match=r"golden set data\.grist: expected a table Gds"):
        extract(first, second, second)
