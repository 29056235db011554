"""A function that was edited is another system; one that is only asked again is the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.asked import golden
from workbench.core.errors import BadInput
from workbench.evaluation.runs.evaluate import evaluate
from workbench.evaluation.runs.fingerprint import fingerprint
from workbench.evaluation.runs.verify import verify
from workbench.evaluation.systems.bm25 import BM25

ONE = """
from functools import cache
K = 5
@cache
def first(question): return [question.text]
def system(question, depth=3):
    try:
        return [word for word in first(question) if word in {"a", "b"}][:K]
    except ValueError:
        return ""
"""
EDITS = {
    "constant": ('"b"', '"c"'),
    "bytecode": ("[:K]", "[K:]"),
    "name": ("question.text", "question.answer"),
    "default": ("depth=3", "depth=4"),
    "global value": ("K = 5", "K = 6"),
    "function it calls": ("return [question", "return [1, question"),
    "what is caught": ("ValueError", "KeyError"),
}


def made(source: str, name: str = "system", file: str = "one.py") -> Callable[..., Any]:
    known: dict[str, Any] = {"__name__": "made"}
    exec(compile(source, file, "exec"), known)
    return known[name]  # type: ignore[no-any-return]


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_changes_it(edit: tuple[str, str]) -> None:
    assert fingerprint(made(ONE.replace(*edit))) != fingerprint(made(ONE))


def test_file_lines_and_comments_do_not_change_it() -> None:
    moved = made("# moved\n\n" + ONE, file="two.py")

    assert fingerprint(moved) == fingerprint(made(ONE))


def test_it_is_the_same_in_another_process(tmp_path: Path) -> None:
    """The order of a set of texts is another in each process."""
    script = "from tests.evaluation.test_runs_fingerprint import *; print(fingerprint(made(ONE)))"
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)

    assert told.stdout.strip() == fingerprint(made(ONE))


def test_what_a_function_counts_and_keeps_does_not_change_it() -> None:
    count, kept = 0, []

    def system(question: str) -> str:
        nonlocal count
        count += 1
        kept.append(question)
        return ""

    before = fingerprint(system)
    system("q")
    assert fingerprint(system) == before


def test_closures_partials_methods_and_systems_inside_are_told_apart() -> None:
    def over(inner: Any) -> Callable[[Any], Any]:
        return lambda question: inner

    corpus = {"d": "words"}
    systems = [
        *(over(1), over(True), over(1.0), over((1, 2)), over((1, 3))),
        *(partial(over, 1), partial(over, 2), partial(over, inner=[1]), partial(over, inner=[2])),
        *(over(BM25(corpus)), over(BM25(corpus, k1=2.0)), over(over(1)), over(over(2))),
        *("a".join, "a".split, print, corpus.get),
    ]

    assert len({fingerprint(one) for one in systems[:13]}) == 13
    assert all(fingerprint(one) for one in systems)


@pytest.mark.parametrize("ended", [True, False])
def test_an_edited_function_does_not_go_on_with_the_run_of_the_old_one(
    ended: bool, tmp_path: Path
) -> None:
    old, new = (made(f"def system(q): return {text!r}") for text in "ab")
    if ended:
        evaluate(old, golden(), "exact", folder=tmp_path)
    else:
        with pytest.raises(KeyboardInterrupt):
            evaluate(old, golden(), "exact", folder=tmp_path, progress=_interrupt)

    with pytest.raises(BadInput, match=r"settings\.code was .*resume='replace' to begin anew"):
        evaluate(new, golden(), "exact", folder=tmp_path)
    run = evaluate(new, golden(), "exact", folder=tmp_path, resume="replace")
    assert {one.reply.text for one in run.outcomes if one.reply} == {"b"}


def _interrupt(done: int, total: int) -> None:
    if done == 3:
        raise KeyboardInterrupt


def test_code_that_is_given_a_name_may_be_edited(tmp_path: Path) -> None:
    old, new = (made(f"def system(q): return {text!r}") for text in "ab")
    first = evaluate(old, golden(), "exact", folder=tmp_path, settings={"code": "v1"})

    again = evaluate(new, golden(), "exact", folder=tmp_path, settings={"code": "v1"})
    assert again.outcomes == first.outcomes


def test_verification_names_edited_code(tmp_path: Path) -> None:
    old, new = (made(f"def system(q): return {text!r}") for text in "ab")
    run = evaluate(old, golden(), "exact", folder=tmp_path)

    assert [one.what for one in verify(run, new).changes] == ["settings.code"]
    assert verify(run, old).changes == ()
