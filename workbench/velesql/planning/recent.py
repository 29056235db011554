"""What was made lately, by key."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """At most `limit` values, the one used longest ago goes first; hits and misses are counted."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self.hits = self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable) -> Made | None:
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        with suppress(KeyError):  # another thread may have let it go meanwhile
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, value: Made) -> Made:
        self._kept[key] = value
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)
        return value
