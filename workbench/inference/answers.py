"""Questions to a network: beliefs, the most probable states, a joint, the evidence's weight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np

from ..core.errors import BadInput
from .approximate import (
    approximate_beliefs,
    approximate_log_evidence,
    approximate_states,
    named,
    weight_of,
)
from .conflicts import Conflict, conflict
from .evidence import Given
from .exact.run import MAX_CLIQUE_STATES, joint_table
from .network import Network
from .question import Method, Question, check_how, refusal
from .values import Active, Assignment, Beliefs, Joint, Marginals

__all__ = ["MAX_CLIQUE_STATES", "Active", "Assignment", "Beliefs", "Conflict", "Joint"]
__all__ += ["Marginals", "Method", "beliefs", "conflict", "joint", "log_evidence"]
__all__ += ["clique_states", "most_probable"]


def beliefs(
    network: Network,
    query: Iterable[int] | None = None,
    evidence: Given | None = None,
    *,
    method: Method = "auto",
    max_clique_states: int = MAX_CLIQUE_STATES,
    **loopy: Any,
) -> Beliefs:
    """The marginal distribution of each variable of `query`; no list means all variables.

    All factors that query and evidence are connected to take part. "auto" is exact where its
    largest table stays within `max_clique_states`, else loopy with a warning that gives the
    figure; "exact", "two-pass" (trees) and "junction tree" are refused then (NotSupported).
    `loopy` are options of that run, which where it is asked for although exact beliefs are
    affordable says so in a warning. Impossible evidence is BadInput that names the conflict.
    """
    check_how(method, loopy)
    question = Question.of(network, query, evidence, max_clique_states)
    if method == "loopy":
        return approximate_beliefs(question, question.offer(), None, loopy)
    exact = question.exact(question.wanted)
    if told := refusal(exact, method, max_clique_states):
        return approximate_beliefs(question, told, exact, loopy)
    weight = question.weight(exact)
    log_evidence, warnings = question.log_evidence(weight)
    return Beliefs(
        Marginals(network, question.query, exact.beliefs()),
        exact.method,
        True,
        question.told(),
        weight,
        log_evidence,
        exact.clique_states,
        warnings=(*network.warnings, *warnings),
    )


def most_probable(
    network: Network,
    evidence: Given | None = None,
    *,
    method: Method = "auto",
    max_clique_states: int = MAX_CLIQUE_STATES,
    **loopy: Any,
) -> Assignment:
    """The states of all variables that together weigh most, given the evidence.

    Methods, refusals and errors as of `beliefs`. A loopy answer takes each variable's best
    state by itself: its weight is that of the states told, which others may exceed.
    """
    check_how(method, loopy)
    question = Question.of(network, None, evidence, max_clique_states)
    if method == "loopy":
        return approximate_states(question, question.offer(), None, loopy)
    exact = question.exact(question.wanted, best=True)
    if told := refusal(exact, method, max_clique_states):
        return approximate_states(question, told, exact, loopy)
    question.weight(exact)
    states, ties = exact.states()
    weight = weight_of(network, question.observed, states)
    total = question.exact(~question.active)
    return Assignment(
        named(network, states),
        weight,
        weight - total.finish() if question.fits(total) else None,
        exact.method,
        True,
        tuple(network.ids[list(ties)].tolist()),
        exact.clique_states,
        warnings=network.warnings,
    )


def joint(
    network: Network,
    variables: Iterable[int],
    evidence: Given | None = None,
    *,
    max_clique_states: int = MAX_CLIQUE_STATES,
) -> Joint:
    """The exact joint distribution of some variables given the evidence.

    NotSupported where their table, or one on the way to it, exceeds `max_clique_states`.
    """
    asked = network.ids[network.positions(variables)].tolist()
    if len(set(asked)) != len(asked) or not asked:
        raise BadInput(f"joint of {asked}: expected one or more variables, each once")
    question = Question.of(network, asked, evidence, max_clique_states)
    positions = [network.position(variable) for variable in asked]
    known = question.known
    kept = tuple(position for position in positions if known[position] < 0)
    exact = question.exact(~question.active, kept=kept)
    refusal(exact, "exact", max_clique_states)
    question.weight(exact)
    values = np.zeros([int(network.cards[position]) for position in positions])
    at = tuple(slice(None) if known[p] < 0 else int(known[p]) for p in positions)
    values[at] = joint_table(exact, kept)
    states = tuple(network.states[position] for position in positions)
    return Joint(tuple(asked), states, values, exact.method, exact.clique_states)


def log_evidence(
    network: Network,
    evidence: Given,
    *,
    method: Literal["exact", "loopy"] = "exact",
    max_clique_states: int = MAX_CLIQUE_STATES,
    **loopy: Any,
) -> float:
    """The natural log of the evidence's probability; of soft evidence, its expected weight.

    "loopy" gives Bethe's approximation, on request only: a number cannot say that it is one.
    NotSupported where the exact one takes too large a table, or the messages do not settle.
    """
    check_how(method, loopy)
    if method not in ("exact", "loopy"):
        raise BadInput(f"method {method!r}: expected 'exact' or 'loopy', nothing falls back here")
    question = Question.of(network, evidence, evidence, max_clique_states)
    if method == "loopy":
        return approximate_log_evidence(question, loopy)
    after, before = question.exact(~question.active), question.unseen().exact(~question.active)
    refusal(before, method, max_clique_states)
    refusal(after, method, max_clique_states)
    return question.weight(after) - before.finish()


def clique_states(
    network: Network, query: Iterable[int] | None = None, evidence: Given | None = None
) -> int:
    """The states of the largest table that exact beliefs would take: an upper bound.

    Found by the better of several orders of elimination; nothing of that size is computed.
    Above 2^32 the search ends, and the figure says no more than that it is above.
    """
    question = Question.of(network, query, evidence, MAX_CLIQUE_STATES)
    return question.exact(question.wanted).clique_states
