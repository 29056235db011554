"""WITH (…): how hard a search tries."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...core.collections.protocols import Effort
from ..checking.faults import fault
from ..tree.predicates import Options

RECALL = {
    "fast": 0.95,
    "balanced": 0.99,
    "accurate": 0.999,
    "perfect": 1.0,
    "autotune": 0.99,
}
_QUANTIZATION = ("f32", "int8", "dual", "auto")


BALANCED = Effort(RECALL["balanced"])


@dataclass(frozen=True, slots=True)
class Tuning:
    """`oversampling` times k candidates are compared exactly, where it is given."""

    effort: Effort = BALANCED
    oversampling: float | None = None

    def at(self, k: int | None) -> Effort:
        """The effort for the k best."""
        if self.oversampling is None or k is None:
            return self.effort
        return Effort(self.effort.recall, math.ceil(self.oversampling * k))


def tuning(options: Options) -> Tuning:
    """What the options ask of a search; VELES-009 where a value is none of its option.

    Modes and ef_search are checked with the statement; `mode` wins over `quality`, ef_search
    over both. Vectors kept as f32 alone are compared exactly.
    """
    if not options:
        return Tuning()
    given = dict(options)
    mode = str(given.get("mode", given.get("quality", "balanced"))).lower()
    effort = _effort(mode)
    if given.get("quantization", "auto") not in _QUANTIZATION:
        raise _wrong("quantization", f"one of {', '.join(_QUANTIZATION)}", given["quantization"])
    if given.get("quantization") == "f32":
        effort = Effort(1.0)
    if not isinstance(given.get("rerank", True), bool):
        raise _wrong("rerank", "TRUE or FALSE", given["rerank"])
    if "ef_search" in given:
        effort = Effort(candidates=int(given["ef_search"]))
    return Tuning(effort, _oversampling(given.get("oversampling")))


def _effort(mode: str) -> Effort:
    if mode in RECALL:
        return Effort(RECALL[mode])
    return Effort(candidates=int(mode.rsplit(":", 1)[1]))  # of adaptive:<least>:<most>, the most


def _oversampling(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 1:
        raise _wrong("oversampling", "a number from 1 up", value)
    return float(value)


def _wrong(name: str, expected: str, value: object) -> Exception:
    return fault("VELES-009", f"WITH: {name} is {expected}, not {value!r}")
