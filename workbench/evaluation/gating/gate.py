"""A gate between two runs: it closes only on certainty that the candidate is worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.run import Run
from ..comparison.differing import tied
from ..comparison.slices import places_of
from ..comparison.values import values_of
from .alike import check_measure, check_questions
from .differences import SAME, Differences, Terms, differences
from .doubt import paired_questions
from .verdict import Interval, Outcome, Verdict


def gate(
    candidate: Run,
    baseline: Run,
    *,
    measure: str,
    margin: float = 0.0,
    alpha: float = 0.05,
    resamples: int = 10_000,
    seed: int = 0,
    max_failed: float = 0.05,
    slices: Sequence[str] | None = None,
    bounds: tuple[float, float] = (0.0, 1.0),
) -> Verdict:
    """Whether a candidate is certainly worse than a baseline, by more than `margin`.

    The interval is the expanded percentile bootstrap's of the mean difference candidate −
    baseline over questions, at 1 − `alpha`. "worse": all of it lies below −`margin`. "better":
    all of it lies above 0. Else "not shown", and always where too few questions differ for any
    paired test at `alpha` (fewer than 6 at 0.05): there a bootstrap is surer than it may be.

    A question has no certain value where its system failed, its judge failed or disagreed with
    itself, or one run alone has no value. Such doubts cannot make a verdict: "worse" must also
    hold where each is resolved for the candidate, "better" where each is resolved against it;
    `bounds` are the lowest and highest value of the measure, infinite where it has none. A judge
    that is asked once cannot disagree with itself: give it repeats.

    Ties are broken by the run's policy and are no doubt, or a system whose scores became all equal
    would pass; the verdict tells where another order of tied documents could change it.

    "cannot say": the system failed in more than `max_failed` of a run's outcomes, or less than
    half of the questions have a value in both runs, as where the judge was away.
    `slices` are columns ("scenario" or names in `Question.extra`): each value of theirs has a
    verdict too, at `alpha` over their number, on which that of the whole does not depend.
    BadInput for runs of other questions or without the measure, and values out of `bounds`.
    """
    terms = Terms(measure, margin, alpha, resamples, seed, max_failed, bounds)
    terms.check()
    check_questions(candidate, baseline)
    for run in (candidate, baseline):
        check_measure(run, measure, bounds)
    whole = _judged(candidate, baseline, terms, [question.id for question in candidate.questions])
    parts = _sliced(candidate.questions, slices or ())
    narrow = replace(terms, alpha=alpha / max(1, len(parts)))
    judged = {n: _judged(candidate, baseline, narrow, ids) for n, ids in parts.items()}
    return replace(whole, slices=judged)


def _judged(candidate: Run, baseline: Run, terms: Terms, among: Sequence[str]) -> Verdict:
    by_ties = _tied(candidate, baseline, terms.measure, among)
    pairs = paired_questions(candidate, baseline, terms.measure, terms.bounds, among)
    shares = (_failed_share(candidate, among), _failed_share(baseline, among))
    found = differences(pairs, terms)
    unsayable = _failed(shares, terms) or _unseen(found.compared, len(pairs.seen))
    decided: tuple[Outcome, str] = ("cannot say", unsayable)
    outcome, why = decided if unsayable else _decided(found, terms)
    return Verdict(
        outcome,
        why + _on_a_tie(outcome, by_ties, terms),
        candidate.name,
        baseline.name,
        terms.measure,
        terms.margin,
        terms.alpha,
        **found._asdict(),
        tied=by_ties,
        doubts=pairs.doubts,
        left_out=pairs.left_out,
        failed=shares,
    )


def _failed(shares: tuple[float, float], terms: Terms) -> str:
    """Which side failed too often, "" for none."""
    for side, share in zip(("candidate", "baseline"), shares, strict=True):
        if share > terms.max_failed:
            allowed = f"{terms.max_failed:.1%} are allowed"
            return f"{share:.1%} of the {side}'s outcomes failed; {allowed}"
    return ""


def _unseen(compared: int, questions: int) -> str:
    """That too few were compared, "" for enough."""
    if not compared:
        return "no question has a value in both runs"
    few = f"only {compared} of {questions} questions have a value in both runs"
    return few if compared < questions / 2 else ""


def _decided(found: Differences, terms: Terms) -> tuple[Outcome, str]:
    below = f"below −{terms.margin:g}" if terms.margin else "below 0"
    if 2 ** (1 - found.moved) > terms.alpha:  # the least p of a sign-flip test of so many
        return "not shown", f"only {found.moved} questions differ for certain: too few to show any"
    if found.favourable is not None and found.favourable.high < -terms.margin - SAME:
        return "worse", f"the whole interval is {below}"
    if found.adverse is not None and found.adverse.low > SAME:
        return "better", "the whole interval is above 0"
    seen = found.interval
    if seen is not None and (seen.high < -terms.margin - SAME or seen.low > SAME):
        side = "above 0" if seen.low > SAME else below
        return "not shown", f"the interval is {side}, but the doubtful questions could change that"
    return "not shown", f"the interval is neither wholly {below} nor wholly above 0"


def _tied(candidate: Run, baseline: Run, measure: str, among: Sequence[str]) -> Interval | None:
    asked = set(among)
    questions = [question for question in candidate.questions if question.id in asked]
    found = tied(*(values_of(run, measure, questions) for run in (candidate, baseline)))
    return Interval(*found) if found else None


def _on_a_tie(outcome: Outcome, by_ties: Interval | None, terms: Terms) -> str:
    if by_ties is None or outcome not in ("better", "worse"):
        return ""
    turns = by_ties.low <= 0 if outcome == "better" else by_ties.high >= -terms.margin
    return "; another order of tied documents could change that" if turns else ""


def _failed_share(run: Run, among: Sequence[str]) -> float:
    asked = set(among)
    statuses = [outcome.status for outcome in run.outcomes if outcome.question in asked]
    return statuses.count("failed") / len(statuses) if statuses else 0.0


def _sliced(questions: Sequence[Question], columns: Sequence[str]) -> dict[str, list[str]]:
    """The ids of questions by column and value; see `comparison.slices`."""
    found: dict[str, list[str]] = {}
    for column in columns:
        places = places_of(questions, column)
        if not any(places):
            raise BadInput(f"slices: no question has a value in the column {column!r}")
        for name, at in places.items():
            found[f"{column}: {name}"] = [questions[one].id for one in at]
    return found
