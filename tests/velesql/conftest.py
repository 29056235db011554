"""The databases that the cases of the language are run over."""

from __future__ import annotations

import pytest

from tests.velesql.databases import LOADS, Databases


@pytest.fixture(scope="session", params=list(LOADS))
def databases(request: pytest.FixtureRequest) -> Databases:
    return Databases(LOADS[request.param])
