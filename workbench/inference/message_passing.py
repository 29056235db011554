"""The messages that make beliefs, one by one: what a picture of a small network shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from ..core.show import Shown
from ..core.values import Rows
from .evidence import Given, Observed
from .loopy.impossible import refusal
from .loopy.layout import Layout, Slot
from .loopy.messages import Floats, Totals, Vanished, from_variables, totals
from .loopy.run import checked_options
from .loopy.schedules import ALL, synchronous
from .network import Network


class Message(NamedTuple):
    """What one end tells the other of a variable: a weight a state, summing to 1."""

    factor: int
    variable: int
    to: Literal["variable", "factor"]
    weights: Mapping[str, float]


@dataclass(frozen=True, eq=False, repr=False)
class Messages(Shown):
    """All messages as they came to rest, by factor and variable; exact where there is no loop."""

    messages: tuple[Message, ...]
    converged: bool
    sweeps: int

    def __iter__(self) -> Iterator[Message]:
        return iter(self.messages)

    def __len__(self) -> int:
        return len(self.messages)

    def _parts(self) -> Iterable[str | Rows]:
        rest = "at rest" if self.converged else "not at rest"
        yield f"{len(self):,} messages, {rest} after {self.sweeps} sweeps"
        yield Rows(Message._fields, [(*one[:3], dict(one.weights)) for one in self.messages])


def messages(
    network: Network,
    evidence: Given | None = None,
    *,
    tolerance: float = 1e-9,
    max_sweeps: int = 1000,
) -> Messages:
    """The sum-product messages between factors and variables, given evidence.

    A belief is the product of a variable's prior, evidence and the messages to it. BadInput
    where the evidence is impossible.
    """
    observed = Observed.of(network, evidence)
    layout = Layout.of(network, observed)
    options = checked_options("sum", "synchronous", 0.0, tolerance, max_sweeps)
    try:
        settled = synchronous(layout, options)
        known = totals(layout, settled.messages)
        _check_alive(layout, known)
        back = [
            from_variables(slot, logs, known, ALL)
            for slot, logs in zip(layout.slots, settled.messages, strict=True)
        ]
    except Vanished as gone:
        raise refusal(network, observed, gone.position) from None
    told = _told(network, layout, settled.messages, "variable")
    told += _told(network, layout, back, "factor")
    told.sort(key=lambda one: (one.factor, one.variable, one.to != "factor"))
    sweeps = settled.sent // max(layout.edges, 1)
    return Messages(tuple(told), settled.residual <= tolerance, sweeps)


def _check_alive(layout: Layout, known: Totals) -> None:
    top = np.maximum.reduceat(known.logs(), layout.starts[:-1])
    dead = np.flatnonzero(np.isneginf(top))
    if dead.size:
        raise Vanished(int(dead[0]))


def _told(
    network: Network,
    layout: Layout,
    found: list[Floats],
    to: Literal["variable", "factor"],
) -> list[Message]:
    factors = [group.ids for group in network.groups for _ in group.scope.T]
    return [
        _message(network, int(factor), slot, row, logs, to)
        for ids, slot, logs in zip(factors, layout.slots, found, strict=True)
        for row, factor in enumerate(ids)
    ]


def _message(
    network: Network,
    factor: int,
    slot: Slot,
    row: int,
    logs: Floats,
    to: Literal["variable", "factor"],
) -> Message:
    position = int(slot.variables[row])
    weights = np.exp(logs[:, row] - logs[:, row].max())
    named = zip(network.states[position], (weights / weights.sum()).tolist(), strict=True)
    return Message(factor, int(network.ids[position]), to, dict(named))
