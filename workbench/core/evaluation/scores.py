"""What measures find, question by question, with what has no value told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import NamedTuple, Protocol, runtime_checkable

from .golden import Question
from .replies import Outcome, Reply

Key = tuple[str, int]  # question id, repeat
JUDGE_APART = "judge: "  # how a reason begins that the judge caused, and not the system


class Apart(NamedTuple):
    """Why there is no value: such a question enters no mean, neither as 0 nor as NaN."""

    reason: str


class Measure(Protocol):
    """A measure of single answers."""

    @property
    def name(self) -> str: ...

    def score(self, question: Question, reply: Reply) -> float | Apart:
        """A finite number, higher is better; apart where there is nothing to measure."""


@runtime_checkable
class JudgesRuns(Measure, Protocol):
    """A measure that is faster when it sees a whole run, as one that asks a server."""

    def judged(self, questions: Sequence[Question], outcomes: Sequence[Outcome]) -> Measure:
        """A measure that has the scores of these outcomes already."""


@dataclass(frozen=True, slots=True, repr=False)
class Measured:
    """One measure over a run.

    `values` and `apart` share no key and together have every outcome's. `ranges` are the lowest
    and highest value that another order of tied documents would give, where that differs.
    `told` are counts of what a policy decided, by name, as `missing` or `unjudged`.
    """

    measure: str
    values: Mapping[Key, float]
    apart: Mapping[Key, str] = field(default_factory=dict)
    ranges: Mapping[Key, tuple[float, float]] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        counts = f"{len(self.values)} values, {len(self.apart)} apart"
        return f"Measured({self.measure}: {told(self.mean)}, {counts})"

    @classmethod
    def of(
        cls, measure: str, scores: Mapping[Key, float | Apart], *, told: Mapping[str, int]
    ) -> Measured:
        """Scores with what is apart told from what has a value, both in their order."""
        values = {key: one for key, one in scores.items() if not isinstance(one, Apart)}
        apart = {key: one.reason for key, one in scores.items() if isinstance(one, Apart)}
        return cls(measure, values, apart, told=told)

    def by_question(self) -> dict[str, float]:
        """The mean of a question's repeats, of those with a value, in the order of `values`."""
        repeats: dict[str, list[float]] = {}
        for (question, _), value in self.values.items():
            repeats.setdefault(question, []).append(value)
        return {question: fmean(values) for question, values in repeats.items()}

    @property
    def mean(self) -> float | None:
        """The mean over the questions that have a value; None where none has."""
        found = self.by_question()
        return fmean(found.values()) if found else None


def told(mean: float | None) -> str:
    """A mean in few letters; a dash where there is none."""
    return "–" if mean is None else f"{mean:.4f}"
