"""What stands under the tables: how marks, intervals and tests came about, what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...core.evaluation.run import Run
from ..statistics.paired import PROPORTIONS
from .alignment import labels_of, letter
from .tables import tied_means

if TYPE_CHECKING:
    from .comparison import Comparison

MEANS_NOTE = (
    "Behind a mean its own interval: bootstrap; Wilson's where all values are 0 or 1. What tells "
    "two runs apart is the interval of their difference."
)
_POLICIES = ("ties", "missing", "unjudged")


def notes_of(comparison: Comparison, digits: int) -> tuple[str, ...]:
    """The notes of the table of means."""
    notes = [
        _marks(comparison),
        _policies(comparison),
        _left_out(comparison),
        _told(comparison),
        _tied(comparison, digits),
        _different(comparison),
        _unshared(comparison),
    ]
    return (*(note for note in notes if note), *method_notes(comparison))


def method_notes(comparison: Comparison) -> tuple[str, ...]:
    """How intervals and tests came about."""
    terms = comparison.terms
    told = (
        "Differences are run − against, over the questions with a value in both, the mean of its "
        "repeats. Interval, of each comparison by itself: paired bootstrap (expanded percentile); "
        "p: Fisher's randomisation, two-sided; "
        f"{terms.resamples} resamples, seed {terms.seed}, alpha {terms.alpha:g}."
    )
    if any(one.found and one.found.method == PROPORTIONS for one in comparison.differences):
        told += " Where all values are 0 or 1: Tango's interval, McNemar's exact test."
    return (told,)


def _marks(comparison: Comparison) -> str:
    runs, many = len(comparison.runs), len(comparison.differences)
    told = (
        f"A raised letter: better than that run, p ≤ {comparison.terms.alpha:g} after Holm over "
        f"{many} comparisons"
    )
    if many < runs * (runs - 1) // 2 * len(comparison.measures):
        return f"{told}, all with {letter(comparison.baseline)}: no others were compared."
    return f"{told}."


def _policies(comparison: Comparison) -> str:
    told = [_policy(run) for run in comparison.runs]
    if len(set(told)) == 1:
        return f"Policies: {told[0]}."
    named = (f"{letter(at)}: {one}" for at, one in enumerate(told))
    return f"Policies differ between the runs: {'; '.join(named)}."


def _policy(run: Run) -> str:
    kept = run.manifest.get("policies")
    if not isinstance(kept, dict):
        return "not recorded"
    return ", ".join(f"{name} {kept.get(name, 'not recorded')!s}" for name in _POLICIES)


def _left_out(comparison: Comparison) -> str:
    """By run and reason; a span where measures leave out different numbers of questions."""
    told = []
    for at, label in enumerate(labels_of(comparison.runs)):
        reasons: dict[str, dict[str, tuple[int, int]]] = {}
        for one in comparison.left_out:
            if one.run == at:
                reasons.setdefault(one.reason, {})[one.measure] = (one.questions, one.repeats)
        parts = [_reason(reason, found, comparison) for reason, found in reasons.items()]
        told.append(f"{letter(at)} {label}: {', '.join(parts) or 'none'}")
    return f"Questions left out: {'; '.join(told)}."


def _reason(reason: str, found: dict[str, tuple[int, int]], comparison: Comparison) -> str:
    questions = [found.get(name, (0, 0))[0] for name in comparison.measures]
    repeats = [found.get(name, (0, 0))[1] for name in comparison.measures]
    if questions == repeats:
        return f"{_span(questions)} {reason}"
    return f"{_span(questions)} {reason} ({_span(repeats)} repeats)"


def _told(comparison: Comparison) -> str:
    """What policies decided, by run."""
    told = []
    for at, run in enumerate(comparison.runs):
        names = dict.fromkeys(n for name in comparison.measures for n in run.scores[name].told)
        spans = {
            name: [run.scores[one].told.get(name, 0) for one in comparison.measures]
            for name in names
        }
        parts = [f"{name} {_span(counts)}" for name, counts in spans.items() if any(counts)]
        if parts:
            told.append(f"{letter(at)}: {', '.join(parts)}")
    return f"Decided by policy: {'; '.join(told)}." if told else ""


def _tied(comparison: Comparison, digits: int) -> str:
    told = []
    for run, measure in comparison.values:
        low, high = tied_means(comparison, run, measure)
        if low is not None and high is not None:
            told.append(f"{letter(run)} {measure} {low:.{digits}f} to {high:.{digits}f}")
    return f"Other orders of tied documents would give: {'; '.join(told)}." if told else ""


def _different(comparison: Comparison) -> str:
    """Empty where every run has these questions and no others."""
    kept = {question.id for question in comparison.questions}
    first = {question.id: question for question in comparison.questions}
    others = {one.id for run in comparison.runs for one in run.questions} - kept
    changed = {
        one.id
        for run in comparison.runs
        for one in run.questions
        if one.id in kept and one != first[one.id]
    }
    if not others and not changed:
        return ""
    return (
        f"The runs' golden sets differ; questions not in every run and left out {len(others)}, "
        f"of other texts or judgements and compared by id {len(changed)}."
    )


def _unshared(comparison: Comparison) -> str:
    """The measures that not every run has, which none can be compared by."""
    all_names = dict.fromkeys(name for run in comparison.runs for name in run.scores)
    lacking = [n for n in all_names if any(n not in run.scores for run in comparison.runs)]
    return f"Measures that not every run has: {', '.join(lacking)}." if lacking else ""


def _span(counts: Iterable[Any]) -> str:
    found = sorted(set(counts))
    return str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"
