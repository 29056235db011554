"""One execution of a statement."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from ..checking.faults import fault
from .database import Database


@dataclass(slots=True)
class Step:
    """An operator of the plan: what was expected of it, and what it did where it ran."""

    operator: str
    details: dict[str, Any] = field(default_factory=dict)
    estimated_rows: float | None = None
    rows: int | None = None
    ms: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a query stops with VELES-027."""

    rows: int = 100_000
    walk: int = 10
    seconds: float = 30.0
    bytes: int = 100 * 2**20


@dataclass(slots=True)
class Run:
    """Values, clock, limits and the account of one execution.

    `now` is the Unix time of the whole statement. `compat` asks for two-valued logic. `steps` is
    None where nobody asked for measurements.
    """

    database: Database
    parameters: Mapping[str, Any]
    now: float
    compat: bool = False
    limits: Limits = Limits()
    deadline: float = field(default=float("inf"))
    notices: list[str] = field(default_factory=list)
    steps: list[Step] | None = None

    def check_time(self) -> None:
        """VELES-027 once the time is up."""
        if time.monotonic() > self.deadline:
            raise fault("VELES-027", "the query took longer than it may; see timeout_ms")

    def check_rows(self, count: int) -> None:
        if count > self.limits.rows:
            raise fault("VELES-027", f"{count} rows under way, and {self.limits.rows} are allowed")

    def check_bytes(self, count: int) -> None:
        """VELES-027 for more bytes of stored objects than one answer may read."""
        if count > self.limits.bytes:
            told = f"{count:,} bytes to read, and {self.limits.bytes:,} are allowed"
            raise fault("VELES-027", f"{told}; name the columns that you need, or a LIMIT")

    def measured(
        self, step: Step, rows: Callable[[], int] | None = None
    ) -> AbstractContextManager[None]:
        """Account for what is done inside; `rows` counts its outcome."""
        return _UNMEASURED if self.steps is None else _measured(self.steps, step, rows)


_UNMEASURED = nullcontext()


@contextmanager
def _measured(steps: list[Step], step: Step, rows: Callable[[], int] | None) -> Iterator[None]:
    start = time.perf_counter()
    yield
    step.ms = (time.perf_counter() - start) * 1000
    step.rows = None if rows is None else rows()
    steps.append(step)
