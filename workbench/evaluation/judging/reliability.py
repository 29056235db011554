"""Whether a judge is to be trusted: how often it fails, flips, and disagrees with people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.scores import Key
from ...core.values import Rows
from .agreement import Kappa, fleiss_kappa, flip_rate, kappa
from .asking import Opinion
from .figures import Figure, share, table
from .prices import Price, cost
from .run import JudgeRun


def reliability(
    run: JudgeRun,
    human: Mapping[str, str] | Mapping[Key, str] | None = None,
    *,
    price: Price | None = None,
) -> Rows:
    """Figures of a judge over a run: figure, value, low, high (95 %), counted, of.

    "flip rate" is the share of answers whose repeats disagree, of those with two verdicts or
    more; it grows with their number, which "disagreement of two repeats" and Fleiss' kappa do
    not. Failures are shares of single opinions, by kind. `human` are the labels "pass" or
    "fail" that people gave, by question or by question and repeat; agreement and Cohen's kappa
    are over the answers of which more than half of the judge's repeats say one thing. Costs
    follow `price`, and are None where it or the tokens are unknown.
    """
    opinions = [one for judgement in run.judgements.values() for one in judgement.opinions]
    return table(
        [
            *_verdicts(run),
            *failures(opinions),
            *(_agreement(run, human) if human is not None else ()),
            *_costs(opinions, price),
        ]
    )


def failures(opinions: Iterable[Opinion[Any]]) -> Iterator[Figure]:
    """The share of each kind of failure; time-outs and garbage also where there are none."""
    found = Counter(one.failure for one in opinions)
    total = found.total()
    for kind in sorted({*found, "timed out", "garbage"} - {""}):
        yield share(kind, found[kind], total)


def _verdicts(run: JudgeRun) -> Iterator[Figure]:
    judgements = list(run.judgements.values())
    valued = sum(isinstance(one.value(run.rule), float) for one in judgements)
    yield share("answers with a value", valued, len(judgements))
    repeats = {what: [v.status for v in one.verdicts] for what, one in run.judgements.items()}
    flips = flip_rate(repeats)
    yield share("flip rate", len(flips.flipped), flips.n)
    yield Figure("disagreement of two repeats", flips.disagreement, of=flips.n)
    yield _kappa("kappa of repeats", fleiss_kappa(repeats))


def _agreement(run: JudgeRun, human: Mapping[str, str] | Mapping[Key, str]) -> Iterator[Figure]:
    pairs = list(_labels(run, human))
    found = kappa([ours for ours, _ in pairs], [theirs for _, theirs in pairs])
    yield share("agreement with people", sum(a == b for a, b in pairs), len(pairs))
    yield _kappa("kappa with people", found)


def _kappa(figure: str, found: Kappa) -> Figure:
    return Figure(figure, found.kappa, found.low, found.high, of=found.n)


def _labels(run: JudgeRun, human: Mapping[Any, str]) -> Iterator[tuple[str, str]]:
    for key, judgement in run.answers.items():
        label = human.get(key, human.get(key[0]))
        if label is None or judgement.majority is None:
            continue
        if label not in ("pass", "fail"):
            raise BadInput(f"label of {key[0]!r}: expected pass or fail, found {label!r}")
        yield judgement.majority, label


def _costs(opinions: list[Opinion[Any]], price: Price | None) -> Iterator[Figure]:
    said = [one.said for one in opinions if one.said is not None]
    found = cost(opinions, price)
    priced = len(said) - found.unpriced
    yield Figure("cost of what was asked now", found.spent, counted=priced, of=len(said))
    yield Figure("cost without a cache", found.anew, counted=priced, of=len(said))
    yield Figure("seconds of the judge", sum(one.seconds for one in said), of=len(said))
