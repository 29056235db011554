"""Loopy belief propagation: approximate marginals, or max-marginals, of a network with cycles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ..evidence import Observed
from ..network import Network
from . import schedules
from .impossible import refusal
from .layout import Layout
from .messages import Floats, Product, Vanished, from_variables, reduced, totals

Schedule: TypeAlias = Literal["synchronous", "residual"]


@dataclass(frozen=True, eq=False)
class LoopyResult:
    """Where the messages came to rest, or stood when the sweeps were used up.

    `beliefs` are flat like the network's priors; each variable's sum to 1 (for "max" they are
    max-marginals, scaled so). `sweeps` count as many messages as there are edges, rounded up.
    `max_residual` is the largest change that any message, undamped, would still make (sum of
    absolute differences), taken over all of them at the end; `converged` says that it is
    within the tolerance. `log_evidence_bethe` is Bethe's approximation to the logarithm of the
    summed weight of all that agrees with the evidence, exact on trees; None for "max".
    """

    beliefs: NDArray[np.float64]
    sweeps: int
    messages_updated: int
    max_residual: float
    converged: bool
    log_evidence_bethe: float | None


def loopy(
    network: Network,
    observed: Observed,
    *,
    product: Product = "sum",
    schedule: Schedule = "synchronous",
    damping: float = 0.0,
    tolerance: float = 1e-9,
    max_sweeps: int = 1000,
) -> LoopyResult:
    """Beliefs by messages between variables and factors (Kschischang, Frey, Loeliger 2001).

    "residual" sends first what would change most (Elidan, McGraw, Koller 2006), in batches.
    Exact on trees, approximate on cycles. Same input, same bits. BadInput where the evidence
    leaves a variable no state, as far as messages see it.
    """
    options = checked_options(product, schedule, damping, tolerance, max_sweeps)
    layout = Layout.of(network, observed)
    run = schedules.synchronous if schedule == "synchronous" else schedules.residual
    try:
        settled = run(layout, options)
        beliefs = _beliefs(layout, settled.messages, product)
        bethe = _bethe(layout, settled.messages) if product == "sum" else None
    except Vanished as gone:
        raise refusal(network, observed, gone.position) from None
    return LoopyResult(
        beliefs,
        -(-settled.sent // max(layout.edges, 1)),
        settled.sent,
        settled.residual,
        settled.residual <= tolerance,
        bethe,
    )


def checked_options(
    product: str, schedule: str, damping: float, tolerance: float, max_sweeps: int
) -> schedules.Options:
    """BadInput names the option that is wrong."""
    if product not in ("sum", "max"):
        raise BadInput(f"product: expected 'sum' or 'max', seen {product!r}")
    if schedule not in ("synchronous", "residual"):
        raise BadInput(f"schedule: expected 'synchronous' or 'residual', seen {schedule!r}")
    for name, value in (("damping", damping), ("tolerance", tolerance), ("max_sweeps", max_sweeps)):
        if isinstance(value, bool) or not isinstance(value, float | int):
            raise BadInput(f"{name} is a number, not {value!r}")
    if not 0.0 <= damping < 1.0:
        raise BadInput(
            f"damping must be between 0.0 and 1.0, seen {damping!r}; at 1.0 no message would move"
        )
    if not 0.0 <= tolerance < np.inf:
        raise BadInput(f"tolerance must be finite and non-negative, seen {tolerance!r}")
    if max_sweeps < 0 or not isinstance(max_sweeps, int):
        raise BadInput(f"max_sweeps: expected a whole number from 0 on, seen {max_sweeps!r}")
    return schedules.Options("max" if product == "max" else "sum", damping, tolerance, max_sweeps)


def _beliefs(layout: Layout, messages: list[Floats], product: Product) -> Floats:
    logs = totals(layout, messages).logs()
    starts = layout.starts[:-1]
    if not starts.size:
        return logs
    top = np.maximum.reduceat(logs, starts)
    dead = np.flatnonzero(np.isneginf(top))
    if dead.size:
        raise Vanished(int(dead[0]))
    cards = np.diff(layout.starts)
    weights = np.exp(logs - np.repeat(top, cards))
    return np.asarray(weights / np.repeat(np.add.reduceat(weights, starts), cards))


def _bethe(layout: Layout, messages: list[Floats]) -> float:
    """Σ log Z_factor + Σ (1 - degree) log Z_variable: Bethe's approximation by messages.

    Messages to factors are left unnormalised, so an edge's constant is its variable's.
    """
    known = totals(layout, messages)
    logs, starts = known.logs(), layout.starts[:-1]
    if not starts.size:
        return 0.0
    variables = np.logaddexp.reduceat(logs, starts)
    found = float(((1 - layout.degrees) * variables).sum())
    for stack in layout.stacks:
        weights = stack.tables
        axes = tuple(range(len(stack.slots)))
        for at, slot in enumerate(stack.slots):
            inward = from_variables(slot, messages[slot.number], known, slice(None))
            shape = [1] * len(axes) + [inward.shape[1]]
            shape[at] = inward.shape[0]
            weights = weights + inward.reshape(shape)
        found += float(reduced(weights, axes, "sum").sum())
    return found
