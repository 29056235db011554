"""What a saga is handed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from ..core.errors import OutcomeUnknown, StoreUnavailable
from ..core.protocols import AsksWorld, Objects, Tells, Transacts
from ..core.values import Rows


class Stores(AsksWorld, Tells, Protocol):
    """An open bench, to a saga: reviewed statements, transactions, objects."""

    @property
    def relational(self) -> Transacts: ...

    @property
    def graph(self) -> Transacts: ...

    @property
    def objects(self) -> Objects: ...


@contextmanager
def unsure_if_lost() -> Iterator[None]:
    """A change of tables whose session is lost may be stored or not, and is told so."""
    try:
        yield
    except StoreUnavailable as error:
        raise OutcomeUnknown(f"{error} Whether it stored the change is not known.") from error


ALL = 10_000_000  # rows: what a saga decides by, it needs whole


def asked(stores: Stores, query: str, /, **parameters: Any) -> Rows:
    """The whole result of a catalogue query."""
    return stores.ask(query, row_limit=ALL, **parameters).rows
