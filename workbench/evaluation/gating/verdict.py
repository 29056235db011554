"""What a gate says of a candidate, and how certain it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ...core.show import Shown, on_one_line
from ...core.values import Rows

Outcome = Literal["better", "not shown", "worse", "cannot say"]
EXIT_CODES: Mapping[Outcome, int] = {"better": 0, "not shown": 0, "worse": 1, "cannot say": 3}
_SHOWN_DOUBTS = 10


class Interval(NamedTuple):
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:+.4f} to {self.high:+.4f}"


class Doubt(NamedTuple):
    """A question without a certain value: the reasons in each run, "" where that has its value."""

    question: str
    candidate: str
    baseline: str

    def __str__(self) -> str:
        sides = (("candidate", self.candidate), ("baseline", self.baseline))
        told = "; ".join(f"{side}: {on_one_line(why, 60)}" for side, why in sides if why)
        return f"{self.question} ({told})"


@dataclass(frozen=True, repr=False)
class Verdict(Shown):
    """Whether a candidate is better or worse than a baseline by one measure.

    `difference` is candidate − baseline over the `compared` questions, those with a value in
    both runs; None where there are none. `moved` questions differ for certain. `interval` is
    that of the difference at 1 − `alpha`; None where nothing bounds it. `favourable` and
    `adverse` are the intervals over these and the doubtful questions, every doubt resolved for
    the candidate and against it; both are `interval` without `doubts`. `detectable` is the
    smallest difference that as many questions would show four times in five, None where none
    differs.
    `tied` is the lowest and highest mean difference that other orders of tied documents would
    give, None where no tie touches it.
    `left_out` counts questions with nothing to measure in either run, by reason. `failed` are
    the shares of outcomes without a reply, candidate first.
    """

    outcome: Outcome
    why: str
    candidate: str
    baseline: str
    measure: str
    margin: float
    alpha: float
    compared: int
    moved: int
    difference: float | None = None
    interval: Interval | None = None
    favourable: Interval | None = None
    adverse: Interval | None = None
    detectable: float | None = None
    tied: Interval | None = None
    doubts: tuple[Doubt, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    failed: tuple[float, float] = (0.0, 0.0)
    slices: Mapping[str, Verdict] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 better or not shown, 1 worse, 3 cannot say."""
        return EXIT_CODES[self.outcome]

    def as_dict(self) -> dict[str, Any]:
        """The verdict as JSON-ready values, slices by their name."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        plain["doubts"] = [doubt._asdict() for doubt in self.doubts]
        plain["left_out"] = dict(self.left_out)
        plain["slices"] = {name: part.as_dict() for name, part in self.slices.items()}
        return plain | {"exit_code": self.exit_code}

    @property
    def line(self) -> str:
        """The verdict on one line."""
        found = "no difference known" if self.difference is None else f"{self.difference:+.4f}"
        told = f" ({self.interval})" if self.interval else ""
        return (
            f"{self.outcome}: {self.measure} of {self.candidate} against {self.baseline}: "
            f"{found}{told}, margin {self.margin:g}, {self.compared} questions"
        )

    def _parts(self) -> Iterable[str | Rows]:
        yield "\n".join(self._lines())
        if self.slices:
            yield Rows(_COLUMNS, [_row(name, part) for name, part in self.slices.items()])

    def _lines(self) -> Iterable[str]:
        yield f"{self.outcome.upper()}: {self.measure}, {self.candidate} against {self.baseline}"
        if self.difference is not None:
            certain = f"{100 * (1 - self.alpha):g} % interval {self.interval}"
            yield f"  difference  {self.difference:+.4f}, {certain}; margin {self.margin:g}"
        detectable = "" if self.detectable is None else f", detectable {self.detectable:.4f}"
        yield f"  questions   {self.compared} compared{detectable}"
        if self.tied:
            yield f"  ties        other orders of tied documents would give {self.tied}"
        if self.doubts:
            yield from self._doubtful()
        if self.left_out:
            told = "; ".join(f"{count} × {why}" for why, count in self.left_out.items())
            yield f"  left out    {told}"
        if any(self.failed):
            shares = "candidate {:.1%}, baseline {:.1%} of outcomes".format(*self.failed)
            yield f"  failed      {shares}"
        yield f"  why         {self.why}"

    def _doubtful(self) -> Iterable[str]:
        yield (
            f"  doubtful    {len(self.doubts)} questions; resolved for the candidate "
            f"{self.favourable or 'without bound'}, against it {self.adverse or 'without bound'}"
        )
        yield from (f"              {doubt}" for doubt in self.doubts[:_SHOWN_DOUBTS])
        if len(self.doubts) > _SHOWN_DOUBTS:
            yield f"              … and {len(self.doubts) - _SHOWN_DOUBTS} more"


_COLUMNS = ("slice", "verdict", "compared", "difference", "low", "high", "doubtful")


def _row(name: str, part: Verdict) -> tuple[Any, ...]:
    low, high = part.interval or (None, None)
    return (name, part.outcome, part.compared, part.difference, low, high, len(part.doubts))
