"""The databases that the cases of the language are run over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import engines, loaded
from tests.velesql.databases import Databases, in_memory, into


@pytest.fixture(scope="module", params=["in memory", "postgresql"])
def databases(
    request: pytest.FixtureRequest, servers: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    if request.param == "in memory":
        yield Databases(in_memory)
        return
    from workbench.bench.veles.opening import collections_of
    from workbench.schema import migrate

    name = engines("relational")[0].name
    with loaded("relational", name, servers, lambda store: migrate(store, ("veles",))) as store:
        collections = collections_of(store, tmp_path_factory.mktemp("bench"))
        yield Databases(into(collections), one=True)
        collections.close()
