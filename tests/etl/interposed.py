"""A store or an embedder that something happens to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Interposed:
    """A store or an embedder, before one of whose methods something happens."""

    def __init__(self, real: Any, method: str, happens: Callable[..., None]) -> None:
        self._real, self._method, self._happens = real, method, happens

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        if name != self._method:
            return real

        def interposed(*given: Any, **named: Any) -> Any:
            self._happens(*given)
            return real(*given, **named)

        return interposed
