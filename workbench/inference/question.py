"""Which variables a question asks for, which take part, and what exact inference would take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ..core.errors import BadInput, NotSupported
from .conflicts import impossible
from .evidence import Given, Observed
from .exact.run import Exact, Task
from .network import Bools, Ints, Network
from .values import Active

Method = Literal["auto", "exact", "two-pass", "junction tree", "loopy"]

_MANY_LOOPS = 2000  # a width among so many is found in 0.1 s
LOOPY_OPTIONS = ("schedule", "damping", "tolerance", "max_sweeps")


@dataclass(frozen=True, eq=False)
class Question:
    """Which variables are asked for and which take part."""

    network: Network
    observed: Observed
    query: Ints
    active: Bools
    limit: int

    @classmethod
    def of(
        cls,
        network: Network,
        query: Iterable[int] | None,
        evidence: Given | None,
        limit: int,
    ) -> Question:
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise BadInput(f"max_clique_states is a whole number above 0, not {limit!r}")
        observed = Observed.of(network, evidence)
        if query is None:
            everything = np.arange(len(network))
            return cls(network, observed, everything, np.ones(len(network), np.bool_), limit)
        asked = np.unique(network.positions(query))
        touched = np.concatenate((asked, observed.hard, np.array([*observed.soft], np.int64)))
        active = np.isin(network.components, network.components[touched])
        return cls(network, observed, asked, active, limit)

    @property
    def wanted(self) -> Bools:
        wanted = np.zeros(len(self.network), np.bool_)
        wanted[self.query] = True
        return wanted

    @property
    def known(self) -> Ints:
        return self.observed.known(self.network)

    def unseen(self) -> Question:
        """The same variables without the evidence."""
        nothing = Observed.of(self.network)
        return Question(self.network, nothing, self.query, self.active, self.limit)

    def exact(self, wanted: Bools, *, kept: tuple[int, ...] = (), best: bool = False) -> Exact:
        return Exact(
            Task(self.network, self.observed, self.active, wanted & self.active, kept, best)
        )

    def fits(self, exact: Exact) -> bool:
        return not exact.excess(self.limit)

    def offer(self) -> str:
        """What a run that was asked to approximate should say, empty where there is nothing.

        Not looked for among many loops, where finding the width would outlast the run.
        """
        if self._loops() > _MANY_LOOPS:
            return ""
        exact = self.exact(self.wanted)
        if not self.fits(exact):
            return ""
        return f"exact inference is affordable (a table of {exact.clique_states:,} states)"

    def _loops(self) -> int:
        """How many loops factors and variables form, by Euler's formula."""
        scopes = [group.scope[self.active[group.scope[:, 0]]] for group in self.network.groups]
        parts = len(np.unique(self.network.components[self.active]))
        return sum(s.size - len(s) for s in scopes) - int(self.active.sum()) + parts

    def weight(self, exact: Exact) -> float:
        """The log weight of it all; BadInput where there is none."""
        weight = exact.finish()
        if not np.isfinite(weight):
            raise impossible(self.network, self.observed, self.limit)
        return weight

    def log_evidence(self, weight: float) -> tuple[float | None, tuple[str, ...]]:
        if not len(self.observed):
            return 0.0, ()
        before = self.unseen().exact(~self.active)
        if told := before.excess(self.limit):
            return None, (f"log evidence is not told: without the evidence {told}",)
        return weight - before.finish(), ()

    def told(self) -> Active:
        network = self.network
        used = [group.ids[self.active[group.scope[:, 0]]] for group in network.groups]
        factors = np.sort(np.concatenate([np.empty(0, np.int64), *used]))
        variables = network.ids[self.active]
        out = len(network) - len(variables), network.factor_count - len(factors)
        return Active(variables, factors, *out)


def check_how(method: str, options: Iterable[str]) -> None:
    """BadInput for a method or an option of the loopy run that does not exist."""
    if method not in get_args(Method):
        raise BadInput(f"method {method!r}: expected one of {', '.join(get_args(Method))}")
    if unknown := sorted(set(options) - set(LOOPY_OPTIONS)):
        raise BadInput(f"option {unknown[0]!r}: a loopy run takes {', '.join(LOOPY_OPTIONS)}")


def refusal(exact: Exact, method: Method, limit: int) -> str:
    """Why the answer cannot be exact; NotSupported where the method wants nothing else."""
    if method == "two-pass" and exact.method != "two-pass":
        raise NotSupported(
            "the factors form loops, which two passes do not settle: ask for 'junction tree' "
            f"(largest table {exact.clique_states:,} states), 'auto' or 'loopy'"
        )
    told = exact.excess(limit)
    if told and method != "auto":
        raise NotSupported(f"{told}: raise it, or approximate with method='loopy'")
    return told
