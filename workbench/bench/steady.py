"""The bench's cache for those who outlive its server."""

from __future__ import annotations

from typing import Any

from ..stores.opened import OpenStores


class SteadyCache:
    """Every call goes to the cache that is open now; one found dead is opened anew by the next.

    A call on a dead cache is StoreUnavailable, as ever: what it held is lost.
    """

    def __init__(self, stores: OpenStores) -> None:
        self._stores = stores

    def __getattr__(self, verb: str) -> Any:
        def asked(*given: Any, **named: Any) -> Any:
            with self._stores.reopening("cache"):
                return getattr(self._stores.get("cache"), verb)(*given, **named)

        return asked
