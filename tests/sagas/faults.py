"""Stores that fail at one thing that they are asked, and are real otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from workbench.catalogue.catalogue import Catalogue
from workbench.core.errors import OutcomeUnknown, StoreUnavailable

_CATALOGUE = Catalogue.shipped()


@dataclass
class Faulty:
    """`fails` holds names of queries, `objects`, `graph` (all of it), `answer` (of a commit).

    `answer`: the graph stores what a transaction wrote, and is lost before it says so.
    """

    real: Any
    fails: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    @property
    def graph(self) -> _Graph:
        return _Graph(self)

    @property
    def objects(self) -> Any:
        if "objects" in self.fails:
            raise StoreUnavailable("objects: no room left")
        return self.real.objects

    def tell(self, name: str, /, **given: Any) -> Any:
        self.refuse(name)
        return self.real.tell(name, **given)

    def ask(self, name: str, /, **given: Any) -> Any:
        self.refuse(name)
        return self.real.ask(name, **given)

    def refuse(self, name: str) -> None:
        of_graph = _CATALOGUE.get(name).kind == "graph"
        if name.removeprefix("lore/") in self.fails or (of_graph and "graph" in self.fails):
            raise StoreUnavailable(f"{name}: not reached")


@dataclass
class Interrupted(Faulty):
    """A person stops the kernel right after a statement, once."""

    at: str = ""

    def tell(self, name: str, /, **given: Any) -> Any:
        told = self.real.tell(name, **given)
        if name == f"lore/{self.at}":
            self.at = ""
            raise KeyboardInterrupt
        return told


@dataclass
class _Graph:
    stores: Faulty

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if "graph" in self.stores.fails:
            raise StoreUnavailable("graph: not reached")
        with self.stores.real.graph.transaction():
            yield
        if "answer" in self.stores.fails:
            self.stores.fails.add("graph")
            raise OutcomeUnknown("graph: lost while it stored")
