"""A point of a grid that was tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.evaluation.run import Run


@dataclass(frozen=True)
class Tried:
    """A point's settings, and its run or the error that kept it from one."""

    settings: Mapping[str, Any]
    run: Run | None
    error: str = ""

    @property
    def name(self) -> str:
        return named(self.settings)


def named(settings: Mapping[str, Any]) -> str:
    """Settings as tables and pictures name them."""
    return ", ".join(f"{name}={value}" for name, value in settings.items()) or "as it is"
