"""The state of a session in the cache: what it is, and how many calls are left to it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..core.errors import BudgetSpent, RateLimited, StoreUnavailable
from ..core.protocols import Counts

SESSION_SECONDS = 24 * 3600.0
RATE_SECONDS = 120.0
_OPENED = "opened_at"  # a state without it was lost, and perhaps half made again by a count
_BUDGET = "tool_budget"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a session is opened with; None says nothing. Budget and rate count calls of tools."""

    setting_id: str | None = None
    npc_id: str | None = None
    world_time: str | None = None
    tool_budget: int | None = None
    calls_per_minute: int | None = None
    address: str | None = None


class SessionState:
    """The hash `lore:session:{id}`, kept for 24 hours from the last call, and the counters
    `lore:rate:{id}:{minute}` and `lore:rate:ip:{address}:{minute}`.

    A state that the cache lost starts again from its opening, but for the current time, which
    is the setting's again. While the cache is down, calls are counted in this process.
    """

    def __init__(self, cache: Counts, session_id: str, opening: Opening) -> None:
        self._cache, self._id = cache, session_id
        self._name = f"lore:session:{session_id}"
        self._alone: Counter[str] = Counter()
        there = self._stored()
        if there:
            self._opening = _joined(opening, there)
            self.put(_fields(opening))
        else:
            self._opening = opening
            self._restart(opening)

    def fields(self) -> Mapping[str, str]:
        """The parts of the state; of a lost one those that it starts with again."""
        found = self._stored()
        return found or self._restart(replace(self._opening, world_time=None))

    def put(self, values: Mapping[str, str | None]) -> None:
        """Keep parts; None removes one. Without a cache they are lost, as they are with it."""
        encoded = {name: None if v is None else v.encode() for name, v in values.items()}
        try:
            self._cache.put_fields(self._name, encoded, seconds=SESSION_SECONDS)
        except StoreUnavailable:
            return

    def count_call(self) -> None:
        """RateLimited, BudgetSpent: the call may not be made, and when it may."""
        self._count_rate()
        budget = self.fields().get(_BUDGET)
        self.put({})
        if budget is None:
            return
        left = self._less(int(budget))
        if left < 0:
            self._give_back()
            raise BudgetSpent(
                f"session {self._id!r} has made all its calls; raise `tool_budget`, open another "
                f"session, or come back after {SESSION_SECONDS / 3600:g} hours without a call",
                after=SESSION_SECONDS,
            )

    def _count_rate(self) -> None:
        allowed = self._opening.calls_per_minute
        now = time.time()
        minute, left = int(now // 60), 60 - now % 60
        named = [("session", self._id, f"lore:rate:{self._id}:{minute}")]
        if self._opening.address:
            address = self._opening.address
            named.append(("address", address, f"lore:rate:ip:{address}:{minute}"))
        for what, who, name in named:
            made = self._counted(name)
            if allowed is not None and made > allowed:
                raise RateLimited(
                    f"{what} {who!r} has made its {allowed} calls of this minute; come back "
                    f"after {left:.0f} s",
                    after=left,
                )

    def _counted(self, name: str) -> int:
        try:
            return self._cache.add(name, seconds=RATE_SECONDS)
        except StoreUnavailable:
            self._alone[name] += 1
            return self._alone[name]

    def _less(self, budget: int) -> int:
        try:
            return self._cache.add_field(self._name, _BUDGET, -1)
        except StoreUnavailable:
            self._alone[_BUDGET] += 1
            return budget - self._alone[_BUDGET]

    def _give_back(self) -> None:
        try:
            self._cache.add_field(self._name, _BUDGET, 1)
        except StoreUnavailable:
            self._alone[_BUDGET] -= 1

    def _stored(self) -> dict[str, str]:
        try:
            found = {name: v.decode() for name, v in self._cache.fields(self._name).items()}
        except StoreUnavailable:
            return {}
        return found if _OPENED in found else {}

    def _restart(self, opening: Opening) -> Mapping[str, str]:
        fields = {_OPENED: f"{time.time():.0f}", **_fields(opening)}
        self.put(fields)
        return fields


def _fields(opening: Opening) -> dict[str, str]:
    named = ("setting_id", "npc_id", "world_time", _BUDGET)
    return {name: str(v) for name in named if (v := getattr(opening, name)) is not None}


def _joined(opening: Opening, stored: Mapping[str, str]) -> Opening:
    """What is said now, and for the rest what the session was opened with before."""
    budget = stored.get(_BUDGET)
    return replace(
        opening,
        setting_id=opening.setting_id or stored.get("setting_id"),
        npc_id=opening.npc_id or stored.get("npc_id"),
        tool_budget=int(budget) if opening.tool_budget is None and budget else opening.tool_budget,
    )
