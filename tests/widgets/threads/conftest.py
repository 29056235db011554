"""Recorded conversations: those that ship, and the whole Vedana database."""

from __future__ import annotations

import pytest

from tests.tools.conftest import recorded_bench, recorded_tables
from tests.widgets.threads.recorded import lights
from workbench.core.threads import Thread

__all__ = ["recorded_bench", "recorded_tables"]


@pytest.fixture(scope="package")
def recorded() -> list[Thread]:
    """The 81 threads that ship with the sample, in the order of their file."""
    return lights()
