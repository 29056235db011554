"""A run in one table: what each measure says, how long it took, what it cost, what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.replies import Outcome
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Measured
from ...core.values import Rows

COLUMNS = ("figure", "value", "n", "failed", "apart", "note")


def summary(run: Run, *, correct: str | None = None) -> Rows:
    """The figures of a run: the mean of each measure, then seconds, cost and failures.

    `n` are the questions that a mean is over (outcomes, for seconds and cost). `failed` are
    outcomes without a reply and `apart` others without a value: neither enters a figure.
    Percentiles of seconds are over answered outcomes, interpolated. `correct` names a measure of
    1 and 0, for the cost of a correct answer. The note of failures is the most frequent error;
    where every outcome failed alike it says so. BadInput for a measure that the run lacks.
    """
    failed = len(run.failed)
    rows = [_mean(found, failed) for found in run.scores.values()]
    rows += _seconds([one for one in run.outcomes if one.status == "answered"], failed)
    rows += _cost(run, correct)
    if failed:
        rows.append(("failures", float(failed), len(run.outcomes), failed, 0, _failures(run)))
    return Rows(COLUMNS, rows)


def rounded(rows: Rows) -> Rows:
    """Rows for the eye: floats to four digits, which below 0.1 are counted from the first."""
    values = [tuple(_short(v) if isinstance(v, float) else v for v in row) for row in rows.values]
    return Rows(rows.columns, values)


def _short(value: float) -> float:
    return round(value, 4) if abs(value) >= 0.1 else float(f"{value:.4g}")


def _mean(found: Measured, failed: int) -> tuple[Any, ...]:
    told = [f"{name} {count}" for name, count in found.told.items() if count]
    told += [f"ties matter {len(found.ranges)}"] if found.ranges else []
    n, apart = len(found.by_question()), len(found.apart) - failed
    return (found.measure, found.mean, n, failed, apart, ", ".join(told))


def _seconds(answered: Sequence[Outcome], failed: int) -> Iterator[tuple[Any, ...]]:
    import numpy as np

    took = [one.seconds for one in answered if one.seconds is not None]
    for percent in (50, 95) if took else ():
        value = float(np.percentile(took, percent))
        yield (f"seconds p{percent}", value, len(took), failed, len(answered) - len(took), "")


def _cost(run: Run, correct: str | None) -> Iterator[tuple[Any, ...]]:
    if correct is not None and correct not in run.scores:
        raise BadInput(f"the run has no measure {correct!r}; it has: {', '.join(run.scores)}")
    costs = [one.reply.cost for one in run.outcomes if one.reply and one.reply.cost is not None]
    if not costs:
        return
    failed = len(run.failed)
    told = (len(costs), failed, len(run.outcomes) - failed - len(costs))
    yield ("cost", sum(costs), *told, "")
    if correct is not None:
        passed = _passed(run.scores[correct])
        value = sum(costs) / passed if passed else None
        yield (f"cost per correct answer ({correct})", value, *told, f"correct {passed}")


def _passed(found: Measured) -> int:
    if odd := set(found.values.values()) - {0.0, 1.0}:
        raise BadInput(
            f"correct={found.measure!r}: expected a measure of 1 and 0, found {min(odd)!r} in it"
        )
    return list(found.values.values()).count(1.0)


def _failures(run: Run) -> str:
    [(error, count)] = Counter(one.error for one in run.failed).most_common(1)
    if count == len(run.outcomes):
        return f"EVERY QUESTION FAILED ALIKE, nothing was measured: {error}"
    return f"{count} times: {error}"
