"""A store opened to be read: everything that would change it is refused, and nothing is sent."""

from __future__ import annotations

from typing import Any, NoReturn

from ..core.errors import WriteRefused

_CHANGES = frozenset(
    {"write", "changed", "put", "drop", "index", "unindex", "transaction", "send"}
    | {"add", "put_fields", "add_field"}
)


class ReadOnly:
    """The store behind it without its verbs of change; `close` closes that store."""

    def __init__(self, store: Any, where: str) -> None:
        self._store, self._where = store, where

    def __getattr__(self, name: str) -> Any:
        return self._refuse if name in _CHANGES else getattr(self._store, name)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise WriteRefused(
            f"{self._where} belongs to a deployment and is open to be read. To change it, "
            "open the bench with write=True."
        )
