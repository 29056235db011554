"""Answers by loopy messages, which say that they are approximate and whether they settled."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.errors import NotSupported
from .evidence import Observed
from .exact.run import Exact
from .loopy.assignment import chosen
from .loopy.run import LoopyResult, loopy
from .network import Floats, Ints, Network
from .question import Question
from .values import Assignment, Beliefs, Marginals

Options = dict[str, Any]


def approximate_beliefs(
    question: Question, refusal: str, exact: Exact | None, options: Options
) -> Beliefs:
    """Beliefs by sum-product; `refusal` is why they are not exact, or that they could be."""
    part = question.network.part(question.active)
    run = loopy(part, question.observed.part(question.active), **options)
    return Beliefs(
        Marginals(part, part.positions(question.network.ids[question.query]), run.beliefs),
        f"loopy sum-product, {options.get('schedule', 'synchronous')}",
        False,
        question.told(),
        float("nan") if run.log_evidence_bethe is None else run.log_evidence_bethe,
        None if len(question.observed) else 0.0,
        exact.clique_states if exact else None,
        run.converged,
        run.sweeps,
        run.messages_updated,
        run.max_residual,
        _warnings(question.network, refusal, run),
    )


def approximate_states(
    question: Question, refusal: str, exact: Exact | None, options: Options
) -> Assignment:
    """Each variable's best state by max-product, the first of equals."""
    network = question.network
    run = loopy(network, question.observed, product="max", **options)
    states, tied = chosen(network, run.beliefs)
    return Assignment(
        named(network, states),
        weight_of(network, question.observed, states),
        None,
        f"loopy max-product, {options.get('schedule', 'synchronous')}",
        False,
        tuple(network.ids[tied].tolist()),
        exact.clique_states if exact else None,
        run.converged,
        _warnings(network, refusal, run),
    )


def approximate_log_evidence(question: Question, options: Options) -> float:
    """Bethe's approximation; NotSupported where the messages did not come to rest."""
    part = question.network.part(question.active)
    return _bethe(part, question.observed.part(question.active), options) - _bethe(
        part, Observed.of(part), options
    )


def _bethe(network: Network, observed: Observed, options: Options) -> float:
    run = loopy(network, observed, product="sum", **options)
    if not run.converged or run.log_evidence_bethe is None:
        raise NotSupported(
            f"the messages did not come to rest in {run.sweeps} sweeps (residual "
            f"{run.max_residual:.3g}), so their log evidence means nothing: allow more sweeps, "
            "damp them, or ask for method='exact'"
        )
    return run.log_evidence_bethe


def _warnings(network: Network, why: str, run: LoopyResult) -> tuple[str, ...]:
    told = [f"{why}: these answers are approximate"] if why else []
    if not run.converged:
        told.append(f"not converged in {run.sweeps} sweeps: residual {run.max_residual:.3g}")
    return (*network.warnings, *told)


def named(network: Network, states: Ints) -> dict[int, str]:
    """The names of the states at all positions, by variable id."""
    rows = zip(network.ids.tolist(), network.states, states.tolist(), strict=True)
    return {number: named[state] for number, named, state in rows}


def weight_of(network: Network, observed: Observed, states: Ints) -> float:
    """The log weight of one assignment: its priors, its factors, what soft evidence gives it."""
    parts: list[Floats] = [network.priors[network.starts[:-1] + states]]
    for group in network.groups:
        parts.append(group.tables[(np.arange(len(group.ids)), *states[group.scope].T)])
    parts.append(np.array([weights[states[at]] for at, weights in observed.soft.items()]))
    with np.errstate(divide="ignore"):
        return float(np.log(np.concatenate(parts)).sum())
