"""A small golden set, and systems over it that a process of its own can load by name."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Ranking, Reply, TraceStep
from workbench.core.values import Rows

MEASURES = ("nDCG@10", "RR", "exact")


def golden(count: int = 12) -> Golden:
    """Question q<i> has d<i> as its relevant document and a<i> as its answer."""
    questions = [
        Question(f"q{i}", f"What is {i}?", answer=f"a{i}", judgements={"d0": 0, f"d{i}": 1})
        for i in range(count)
    ]
    return Golden(Card("small", licence="CC0-1.0"), tuple(questions))


def number(question: Question) -> int:
    return int(question.id[1:])


@dataclass
class Ranker:
    """Right for even numbers, fails for every fifth, and is quicker the later it is asked."""

    name: str = "ranker"
    settings: Mapping[str, Any] = field(default_factory=lambda: {"depth": 3})
    pause: float = 0.0

    def __call__(self, question: Question) -> Reply:
        at = number(question)
        time.sleep(self.pause / (at + 1))
        if at % 5 == 4:
            raise LookupError(f"nothing is known of {at}")
        first = [f"d{at}"] if at % 2 == 0 else []
        ids = [*first, "d0", "x"] if at else ["d0", "x"]
        return Reply(
            ranking=Ranking(ids, [1.0 / place for place in range(1, len(ids) + 1)]),
            rows=Rows(("n", "even"), [(at, at % 2 == 0)]),
            text=f"a{at}" if at % 3 else "no",
            cost=0.25,
            trace=(TraceStep("think", "…", 0.5),),
        )


class Deadly:
    """Ends its process at question 7, as a fault in a driver does."""

    settings: Mapping[str, Any] = {}

    def __call__(self, question: Question) -> str:
        if number(question) == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return f"a{number(question)}"


def ends(question: Question) -> str:
    """Ends the run at question 5."""
    if question.id == "q5":
        raise SystemExit(3)
    return "a"


def main(folder: str) -> None:
    """A run in a process of its own, which question 7 kills."""
    from workbench.evaluation.runs.evaluate import evaluate  # not in a worker, for speed

    evaluate(Deadly(), golden(), MEASURES, name="s", folder=folder, workers=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
