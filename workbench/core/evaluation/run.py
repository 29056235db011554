"""A run: one system's outcomes on one golden set, measured, with the account of how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..errors import BadInput
from .golden import Question
from .replies import Outcome
from .scores import Measured, told


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """Outcomes in the order of `questions`, repeats of one question in turn.

    `id` is unique, `name` is the system's as tables show it. `manifest` is JSON-ready; see
    `evaluation.runs.manifest`. `folder` is None for a run that is not kept.
    """

    id: str
    name: str
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    scores: Mapping[str, Measured] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None

    def __repr__(self) -> str:
        means = (f", {name} {told(one.mean)}" for name, one in self.scores.items())
        counts = f"{len(self.questions)} questions, {len(self.failed)} failed"
        return f"Run({self.name!r}: {counts}{''.join(means)})"

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.status == "failed")

    def measured(self, name: str) -> Measured:
        """What a measure found; BadInput where the run does not have it, with the nearest name."""
        if name in self.scores:
            return self.scores[name]
        near = get_close_matches(name, self.scores, 1)
        hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(self.scores) or 'none'}"
        raise BadInput(f"run {self.name!r} has no measure {name!r}; {hint}")
