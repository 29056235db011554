"""Several systems asked the same, their rankings made one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Ranking, Reply
from . import fusion as fusions
from .fusion import Method, Norm, Scores
from .system import Prepares, check_count, name_of


class Hybrid:
    """The `k` best by a fusion of whole rankings, best first, ties by id.

    `fusion` looks at ranks (`rrf`, with the `constant` of Cormack et al., and `borda`) or at
    scores (the Comb methods of Fox and Shaw, after `norm`); `weights` are one a system, 1 each
    where none are given. The reply's trace is that of the systems in their order; a system
    that fails fails the question, for without it this would be another system.
    """

    def __init__(
        self,
        systems: Sequence[Callable[[Question], Any]],
        fusion: Method = "rrf",
        *,
        norm: Norm = "min-max",
        weights: Sequence[float] | None = None,
        constant: float = 60,
        k: int = 100,
    ) -> None:
        check_count("hybrid", k)
        self._systems, self._k = tuple(systems), k
        self._weights = _checked(weights, len(self._systems))
        self._fuse, told = _fuse(fusion, norm, constant)
        self.name = f"{fusion}({', '.join(map(name_of, self._systems))})"
        self.settings: Mapping[str, Any] = {
            "system": "hybrid",
            **told,
            "weights": list(self._weights),
            "k": k,
            "systems": [
                {"name": name_of(one), **getattr(one, "settings", {})} for one in self._systems
            ],
        }

    def prepare(self, questions: Sequence[Question]) -> None:
        for system in self._systems:
            if isinstance(system, Prepares):
                system.prepare(questions)

    def __call__(self, question: Question) -> Reply:
        replies = [Reply.of(system(question)) for system in self._systems]
        scores = self._fuse(list(map(self._ranking, self._systems, replies)), self._weights)
        costs = [reply.cost for reply in replies if reply.cost is not None]
        return Reply(
            Ranking.by_score(scores, self._k),
            cost=sum(costs) if costs else None,
            trace=tuple(step for reply in replies for step in reply.trace),
        )

    def _ranking(self, system: Callable[[Question], Any], reply: Reply) -> Ranking:
        if reply.ranking is None:
            raise BadInput(
                f"{self.name}: expected hits of {name_of(system)}, found a reply of none"
            )
        return reply.ranking


def _fuse(
    fusion: str, norm: str, constant: float
) -> tuple[Callable[[Sequence[Ranking], Sequence[float]], Scores], Mapping[str, Any]]:
    """The function, and the settings that it looks at."""
    if fusion == "rrf":
        told: dict[str, Any] = {"fusion": fusion, "constant": constant}
        return partial(fusions.reciprocal_rank, constant=constant), told
    if fusion == "borda":
        return fusions.borda, {"fusion": fusion}
    if fusion not in fusions.BY_SCORE or norm not in fusions.NORMS:
        known = ", ".join((*fusions.BY_RANK, *fusions.BY_SCORE))
        raise BadInput(
            f"hybrid: expected a fusion of {known} and a norm of {', '.join(fusions.NORMS)}, "
            f"found {fusion!r} and {norm!r}"
        )
    told = {"fusion": fusion, "norm": norm}
    return partial(fusions.combined, method=fusion, norm=norm), told


def _checked(weights: Sequence[float] | None, systems: int) -> tuple[float, ...]:
    given = (1.0,) * systems if weights is None else tuple(map(float, weights))
    if not systems or len(given) != systems or min(given) < 0:
        raise BadInput(
            f"hybrid: expected systems and a weight from 0 up for each, found {systems} systems "
            f"and the weights {list(given)}"
        )
    return given
