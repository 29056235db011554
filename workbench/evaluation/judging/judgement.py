"""What a judge makes of one answer in all its repeats, and the value that this has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, NamedTuple

from ...core.evaluation.scores import JUDGE_APART, Apart
from .asking import Opinion
from .forms import Status, Verdict

Of = Literal["pass", "rating"]
OnFlip = Literal["apart", "majority"]

_WORDS = 200  # characters of an endpoint's words that a reason repeats
_TOLD = ("unavailable", "refused")  # failures that somebody must mend, so their words are shown


class Rule(NamedTuple):
    """How a judgement becomes a value, and whether the judge is shown the system's steps."""

    of: Of
    on_flip: OnFlip
    trace: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """The opinions of one answer, by repeat; `failed` says why there are none."""

    opinions: tuple[Opinion[Verdict], ...] = ()
    failed: str = ""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return tuple(one.filled for one in self.opinions if one.filled is not None)

    @property
    def flipped(self) -> int:
        """The number of verdicts that the others outvote; 0 where all agree."""
        counts = Counter(verdict.status for verdict in self.verdicts)
        return min(counts.values()) if len(counts) > 1 else 0

    @property
    def majority(self) -> Status | None:
        """What more than half of all repeats say, those that failed counted among them."""
        counts = Counter(verdict.status for verdict in self.verdicts)
        return next((s for s, n in counts.items() if 2 * n > len(self.opinions)), None)

    def value(self, rule: Rule) -> float | Apart:
        """1 or 0 for pass or fail, or the mean rating from 0 to 10; apart where there is none.

        Apart: a repeat that failed, or repeats that disagree. With `on_flip="majority"` the
        majority's status, or the mean of its ratings, counts instead where there is one.
        """
        trouble = self._trouble()
        if trouble and (rule.on_flip == "apart" or self.majority is None):
            return Apart(JUDGE_APART + trouble)
        if rule.of == "rating":
            return fmean(v.rating for v in self.verdicts if v.status == self.majority)
        return float(self.majority == "pass")

    def _trouble(self) -> str:
        failure = next((one for one in self.opinions if one.failure), None)
        if failure is None:
            flipped = f"flipped {self.flipped} of {len(self.opinions)}" if self.flipped else ""
            return self.failed or flipped
        words = f": {failure.detail:.{_WORDS}}" if failure.failure in _TOLD else ""
        return failure.failure + words
