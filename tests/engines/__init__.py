"""The engines that the conformance suites run over, one file per kind of store.

Each file holds `ENGINES`, a tuple of `Tested`. The suite of a kind asks for the fixture
named like the kind (`relational`, `graph`, `vectors`, `objects`, `cache`) and runs once per
engine. An engine that cannot run here is skipped, and the report's header says why.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Tested:
    """An engine under test.

    `absent()` is empty where the engine can run, else why not and what to set. `serve`
    starts it once a session below a fresh folder; `fresh` gives every test an empty store
    of that server and cleans up behind it.
    """

    name: str
    absent: Callable[[], str]
    serve: Callable[[Path], AbstractContextManager[Any]]
    fresh: Callable[[Any], AbstractContextManager[Any]]


def present() -> str:
    """For engines whose binaries come with the package: never absent."""
    return ""
