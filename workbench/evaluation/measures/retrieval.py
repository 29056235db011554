"""Retrieval measures over rankings, with every decision about them stated and counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ...core.errors import BadInput
from ...core.evaluation.replies import Ranking
from ...core.evaluation.scores import Key, Measured
from .listing import Asked, Listing, listings
from .names import RetrievalMeasure, retrieval_measure, retrieval_names
from .policies import DEFAULT, Policies
from .ties import Grade, by_gain, by_grade, by_judged, extremes
from .trec_eval import values

NOTHING = Ranking((), ())

Interval = tuple[float, float]


@dataclass(slots=True)
class Asking:
    """What is to be measured: judgements and ranking by key, and what is apart from the start.

    `missing` counts the questions that have no ranking because they were never asked.
    """

    rankings: dict[Key, Asked] = field(default_factory=dict)
    apart: dict[Key, str] = field(default_factory=dict)
    missing: int = 0

    def add(self, key: Key, judgements: Mapping[str, int], ranking: Ranking | None) -> None:
        """A ranking to measure; None is a reply that has none."""
        if not judgements:
            self.apart[key] = "no judgements"
        elif ranking is None:
            self.apart[key] = "no ranking"
        else:
            self.rankings[key] = (judgements, ranking)

    def add_missing(self, question: str, judgements: Mapping[str, int], policies: Policies) -> None:
        """A question without an answer, as the policy has it."""
        self.missing += 1
        if policies.missing == "zero":
            self.add((question, 1), judgements, NOTHING)
        else:
            self.apart[question, 1] = "missing"


def retrieval(
    judgements: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Ranking | Mapping[str, float]],
    measures: Sequence[str],
    policies: Policies = DEFAULT,
) -> dict[str, Measured]:
    """Measures of one run by canonical name, every question under `(id, 1)`.

    `judgements` are grades and `rankings` the run, both by question id; a ranking may be scores by
    document id. Names are those of ir-measures, as `nDCG@10`, `RR`, `P(rel=2)@5`, `RBP(p=0.5)`;
    values of trec_eval's measures are trec_eval's, and where its definition divides by 0 they are
    0. A question without judgements is apart, never 0. BadInput for an unknown name, a score that
    is no finite number, a grade that is no whole number.
    """
    asking = Asking()
    for question, grades in judgements.items():
        if question in rankings:
            asking.add((question, 1), grades, _ranking(rankings[question]))
        else:
            asking.add_missing(question, grades, policies)
    for question in rankings:
        if question not in judgements:
            asking.apart[question, 1] = "no judgements"
    return measured_rankings(asking, [_known(name) for name in measures], policies)


def measured_rankings(
    asking: Asking, measures: Sequence[RetrievalMeasure], policies: Policies
) -> dict[str, Measured]:
    """Measures of what is asked, by canonical name in the order given."""
    keys = list(asking.rankings)
    whole = listings(asking.rankings, policies.ties)
    used = [one.condensed() for one in whole] if policies.unjudged == "remove" else whole
    found = values(used, measures)
    ranges = _ranges(used, measures)
    told = {"missing": asking.missing, "duplicates": sum(one.duplicates for one in whole)}
    unjudged = {cut: sum(one.unjudged(cut) for one in whole) for cut in {m.cut for m in measures}}
    return {
        one.name: Measured(
            one.name,
            dict(zip(keys, found[one.name], strict=True)),
            dict(asking.apart),
            {keys[at]: span for at, span in ranges[one.name].items()},
            {**told, "unjudged": unjudged[one.cut]},
        )
        for one in measures
    }


def _ranges(
    found: Sequence[Listing], measures: Sequence[RetrievalMeasure]
) -> dict[str, dict[int, Interval]]:
    """By measure, the lowest and highest value over orders of tied documents, where they differ."""
    tied = {at: one for at, one in enumerate(found) if one.ties}
    ranges: dict[str, dict[int, Interval]] = {}
    for worth, here in _by_worth(measures):
        ends = {at: extremes(one.grades, one.ties, worth) for at, one in tied.items()}
        open_to_order = {at: pair for at, pair in ends.items() if pair}
        low = values([tied[at]._replace(grades=a) for at, (a, _) in open_to_order.items()], here)
        high = values([tied[at]._replace(grades=b) for at, (_, b) in open_to_order.items()], here)
        for one in here:
            pairs = zip(open_to_order, low[one.name], high[one.name], strict=True)
            ranges[one.name] = {at: (a, b) for at, a, b in pairs if a != b}
    return ranges


def _by_worth(
    measures: Sequence[RetrievalMeasure],
) -> list[tuple[Callable[[Grade], int], list[RetrievalMeasure]]]:
    """The measures that share a best and a worst order, with what makes a place worth more."""
    plain = [one for one in measures if one.kind != "Judged" and not one.gain]
    judged = [one for one in measures if one.kind == "Judged"]
    gained = [(by_gain(one.gain), [one]) for one in measures if one.gain]
    groups = [(by_grade, plain), (by_judged, judged), *gained]
    return [(worth, here) for worth, here in groups if here]


def _ranking(given: Ranking | Mapping[str, float]) -> Ranking:
    return given if isinstance(given, Ranking) else Ranking(list(given), list(given.values()))


def _known(name: str) -> RetrievalMeasure:
    if found := retrieval_measure(name):
        return found
    raise BadInput(f"{name!r} is no retrieval measure; there are {', '.join(retrieval_names())}")
