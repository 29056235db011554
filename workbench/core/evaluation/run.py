"""A run: one system's outcomes on one golden set, measured, with the account of how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .golden import Question
from .replies import Outcome
from .scores import Measured


@dataclass(frozen=True, slots=True)
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

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.status == "failed")
