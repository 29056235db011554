"""The sample world in fresh stores, and the view of its planes, made once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lore.conftest import world_bench
from workbench.bench.see.planes import planes
from workbench.widgets.planes.widget import PlaneExplorer

__all__ = ["sample_planes", "world_bench"]


@pytest.fixture(scope="module")
def sample_planes(world_bench: Any) -> PlaneExplorer:
    return planes(world_bench, "tidewheel")
