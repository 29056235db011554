"""Evaluation runs as a view shows them: shares with intervals, slices, what flipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from ...core.values import Rows

Z95 = 1.959963984540054  # two-sided 95 % of the normal distribution
COUNTED = {"pass": 1, "fail": 0}  # other verdicts are told apart and enter no share


@dataclass(frozen=True, slots=True)
class Judged:
    """One question in one run. `trace` is the id of its thread, "" where none was kept."""

    run: str
    question: str
    verdict: str
    answer: str = ""
    golden: str = ""
    scenario: str = ""
    comment: str = ""
    rating: float | None = None
    seconds: float | None = None
    cost: float | None = None
    repeat: int = 1
    trace: str = ""


class Share(NamedTuple):
    """Passed of judged, and the 95 % interval of the share (Wilson 1927); NaN of none."""

    passed: int
    judged: int
    share: float
    low: float
    high: float


class Flip(NamedTuple):
    """A question on which two runs differ; a verdict is "" where a run lacks the question."""

    question: str
    repeat: int
    a: Judged | None
    b: Judged | None


def share(verdicts: Iterable[str]) -> Share:
    """The share of passes among passes and failures; errors and unjudged are in neither."""
    counted = [COUNTED[verdict] for verdict in verdicts if verdict in COUNTED]
    n, passed = len(counted), sum(counted)
    if not n:
        nothing = float("nan")
        return Share(0, 0, nothing, nothing, nothing)
    p, z = passed / n, Z95
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Share(passed, n, p, max(0.0, middle - half), min(1.0, middle + half))


def runs_table(labels: Mapping[str, str], judged: Sequence[Judged]) -> Rows:
    """One row a run, in the order of `labels`: share with interval, what entered no share.

    `cost` sums and `median_seconds` is of the questions that tell theirs; None where none does.
    """
    counts = ("run", "label", "questions", *Share._fields)
    other = ("errors", "unjudged", "unknown", "cost", "median_seconds")
    values = []
    for run, label in labels.items():
        of = [one for one in judged if one.run == run]
        told = share(one.verdict for one in of)
        apart = [sum(one.verdict == name for one in of) for name in ("error", "unjudged")]
        unknown = len(of) - told.judged - sum(apart)
        costs = [one.cost for one in of if one.cost is not None]
        figures = (sum(costs) if costs else None, _median(of))
        values.append((run, label, len(of), *told, *apart, unknown, *figures))
    return Rows((*counts, *other), values)


def slices(labels: Mapping[str, str], judged: Sequence[Judged]) -> Rows:
    """One row a scenario and run: share with interval; scenarios by name, runs as given."""
    values = []
    for scenario in sorted({one.scenario for one in judged}):
        for run in labels:
            of = [o.verdict for o in judged if o.run == run and o.scenario == scenario]
            if of:
                values.append((scenario, run, *share(of)))
    return Rows(("scenario", "run", "passed", "judged", "share", "low", "high"), values)


def flips(a: str, b: str, judged: Sequence[Judged]) -> list[Flip]:
    """The questions whose verdicts differ between two runs, in order of question and repeat.

    Repeats of a question are paired in turn; one that a run lacks counts as different.
    """
    sides = [{(o.question, o.repeat): o for o in judged if o.run == run} for run in (a, b)]
    keys = sorted(sides[0].keys() | sides[1].keys())
    pairs = [Flip(*key, sides[0].get(key), sides[1].get(key)) for key in keys]
    return [pair for pair in pairs if _verdict(pair.a) != _verdict(pair.b)]


def _verdict(judged: Judged | None) -> str:
    return "" if judged is None else judged.verdict


def _median(judged: Sequence[Judged]) -> float | None:
    told = sorted(one.seconds for one in judged if one.seconds is not None)
    middle = len(told) // 2
    if not told:
        return None
    return told[middle] if len(told) % 2 else (told[middle - 1] + told[middle]) / 2
