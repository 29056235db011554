"""A database for collections, by its connection string."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.collections.system.opening import opened
from tests.conftest import engines, loaded
from workbench.collections.collections import Collections
from workbench.schema import migrate


@pytest.fixture
def conninfo(servers: Any) -> Iterator[str]:
    name = engines("relational")[0].name
    with loaded("relational", name, servers, lambda store: migrate(store, ("veles",))) as found:
        yield found._conninfo


@pytest.fixture
def collections(conninfo: str, tmp_path: Path) -> Iterator[Collections]:
    with opened(conninfo, tmp_path) as found:
        yield found
