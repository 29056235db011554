"""LIMIT-small as a golden set, and as the graph that its documents tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

import pytest

from tests.conftest import SHARED
from workbench.core.evaluation.golden import Golden, Question
from workbench.core.evaluation.replies import Outcome
from workbench.core.values import Edge, Node
from workbench.evaluation.golden.read import read_golden
from workbench.evaluation.systems.system import System


def limit_small() -> Golden:
    """46 documents, 1000 questions; the test is skipped where they are absent."""
    folder = SHARED / "data" / "limit-small"
    if not folder.is_dir():
        pytest.skip("the shared LIMIT-small is not beside this checkout (../shared)")
    return read_golden(folder)


def graph_of(golden: Golden) -> tuple[list[Node], list[Edge]]:
    """Persons, interests, and who likes what: "X likes A, B and C." is X, and A, B, C."""
    likes = {
        one: _listed(text.removeprefix(f"{one} likes ")) for one, text in golden.corpus.items()
    }
    names = sorted({name for liked in likes.values() for name in liked})
    interests = {name: f"interest:{at}" for at, name in enumerate(names)}
    nodes = [Node(one, ("person",), {"id": one, "name": one}) for one in likes]
    nodes += [Node(at, ("interest",), {"id": at, "name": one}) for one, at in interests.items()]
    edges = [
        Edge(person, "LIKES", interests[name], {}, "person", "interest")
        for person, liked in likes.items()
        for name in liked
    ]
    return nodes, edges


def _listed(text: str) -> list[str]:
    *names, last = text.rstrip(".").split(", ")
    return [*names, *last.split(" and ", 1)] if " and " in last else [*names, last]


def asked(system: System, questions: Iterable[Question]) -> list[Outcome]:
    return [Outcome(one.id, "answered", reply=system(one)) for one in questions]


def recall(system: System, questions: Sequence[Question], k: int) -> float:
    """The mean share of the relevant documents among the first k, counted by hand."""
    return fmean(
        len({*question.relevant} & {*outcome.reply.ranking.ids[:k]}) / len(question.relevant)
        for question, outcome in zip(questions, asked(system, questions), strict=True)
        if outcome.reply and outcome.reply.ranking
    )
