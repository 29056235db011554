"""A golden set that is written is read as it was, whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SHARED
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.evaluation.golden.read import read_golden
from workbench.evaluation.golden.write import write_golden

ROOT = Path(__file__).resolve().parents[2]
SET = Golden(
    Card("set", source='a "book"\r\n\x7f', description="Пять \\ 五\u2028"),
    (
        Question(
            "1", "Who?\n", "Ann", {"d 1": 2, "d2": 0}, {"names": ["Ann"], "rows": [[1, None]]}
        ),
        Question("2", "Why?", context="then", extra={"text": "own", "extra": {"a": [1.5]}}),
    ),
    {"d 1": "title text ", "d2": ""},
)


def test_a_set_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = write_golden(SET, tmp_path / "deep" / "set")

    assert read_golden(folder) == SET
    assert sorted(one.name for one in folder.iterdir()) == [
        "card.toml",
        "corpus.jsonl",
        "questions.jsonl",
    ]
    assert tomllib.loads((folder / "card.toml").read_text())["source"] == SET.card.source
    assert [one.name for one in folder.parent.iterdir()] == ["set"]  # nothing is left beside


@pytest.mark.parametrize("path", ["data/world", "data/lights"])
def test_the_sample_sets_come_back_from_our_own_form(path: str, tmp_path: Path) -> None:
    golden = read_golden(ROOT / path / "golden.jsonl")

    assert read_golden(write_golden(golden, tmp_path / "set")) == golden


def test_limit_small_comes_back_with_its_corpus(tmp_path: Path) -> None:
    if not (SHARED / "data" / "limit-small").is_dir():
        pytest.skip("the shared fixtures are not beside this checkout (../shared)")
    golden = read_golden(SHARED / "data" / "limit-small")

    assert read_golden(write_golden(golden, tmp_path / "set")) == golden


text = st.text(st.characters(codec="utf-8"))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inside: st.lists(inside) | st.dictionaries(text, inside),
    max_leaves=4,
)
questions = st.builds(
    Question,
    id=text.filter(str.strip),
    text=text,
    answer=st.none() | text,
    judgements=st.dictionaries(text, st.integers(-(2**31), 2**31)),
    expected=st.dictionaries(st.sampled_from(["other", "ids", "match"]), json_values),
    scenario=text,
    extra=st.dictionaries(text, json_values),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(questions, max_size=3, unique_by=lambda one: one.id), st.builds(Card, text, text))
def test_any_set_of_json_comes_back(
    tmp_path_factory: pytest.TempPathFactory, found: list[Question], card: Card
) -> None:
    golden = Golden(card, tuple(found))

    assert read_golden(write_golden(golden, tmp_path_factory.mktemp("any") / "set")) == golden


def test_the_same_set_again_changes_nothing_and_another_is_refused(tmp_path: Path) -> None:
    folder = write_golden(SET, tmp_path / "set")
    before = (folder / "questions.jsonl").stat().st_mtime_ns
    other = replace(SET, card=Card("other"))

    write_golden(SET, folder)
    assert (folder / "questions.jsonl").stat().st_mtime_ns == before
    with pytest.raises(BadInput, match="expected nothing or this set"):
        write_golden(other, folder)
    assert read_golden(folder) == SET
    write_golden(other, folder, replace=True)
    assert read_golden(folder) == other


def test_other_people_s_files_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")

    with pytest.raises(BadInput, match=r"expected a golden set, found thesis\.tex"):
        write_golden(SET, tmp_path, replace=True)
    with pytest.raises(BadInput, match="found a file"):
        write_golden(SET, tmp_path / "thesis.tex", replace=True)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"extra": {"when": object()}}, "not JSON serializable"),
        ({"extra": {"share": float("nan")}}, "not JSON compliant"),
        ({"extra": {"pair": (1, 2)}}, "values that JSON gives back as they are"),
        ({"extra": {1: "a"}}, "values that JSON gives back as they are"),
        ({"expected": {"names": "Ann"}}, "expected.names as a list of texts"),
        ({"id": " "}, "expected 'id' as text"),
        ({"text": "\ud800"}, "surrogates not allowed"),
    ],
)
def test_what_would_not_come_back_is_refused_and_nothing_is_left(
    changed: dict[str, Any], told: str, tmp_path: Path
) -> None:
    golden = replace(SET, questions=(replace(SET.questions[0], **changed),))

    with pytest.raises(BadInput, match=told):
        write_golden(golden, tmp_path / "set")
    assert list(tmp_path.iterdir()) == []


def test_a_killed_writer_leaves_the_set_that_was_there(tmp_path: Path) -> None:
    folder = write_golden(SET, tmp_path / "set")
    code = (
        "import os; from workbench.evaluation.golden import read, write; "
        "old = read.read_golden({0!r}); new = type(old)(type(old.card)('new'), old.questions); "
        "write._check = lambda *_: os._exit(9); write.write_golden(new, {0!r}, replace=True)"
    )
    ended = subprocess.run([sys.executable, "-c", code.format(str(folder))], cwd=ROOT, check=False)

    assert (ended.returncode, read_golden(folder)) == (9, SET)


def test_a_big_set_is_written_a_line_at_a_time(tmp_path: Path) -> None:
    corpus = {f"d{at}": "word " * 20 for at in range(20_000)}
    golden = Golden(Card("big"), (), corpus)
    folder = write_golden(golden, tmp_path / "big")

    with (folder / "corpus.jsonl").open() as file:
        assert json.loads(next(file)) == {"id": "d0", "text": "word " * 20}
    assert len(read_golden(folder).corpus) == 20_000


def test_the_hash_is_of_the_content_in_any_order_and_stays_as_kept_runs_have_it() -> None:
    first = Question("q1", "Who?", judgements={"b": 1, "a": 0})
    other = Question("q2", "Wé?")
    golden = Golden(Card("one"), (other, first), {"b": "rain", "a": "tea"})
    # SHA-256 of each question's fields, then each document, as a line of JSON with sorted keys.
    assert golden.hash == "8ea7a9733208d2f65d614d431d1c4bb99aec033fde59d09e0b0b44ef851e9d3a"
    changed = replace(golden, questions=(replace(first, judgements={"b": 1}), other))
    assert replace(golden, card=Card("two")).hash == golden.hash != changed.hash
