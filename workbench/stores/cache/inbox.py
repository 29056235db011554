"""Messages of a channel, kept until they are asked for."""

from __future__ import annotations

from redis.client import PubSub

from .faults import translated


class Inbox:
    """What came on a channel since it was followed; close it, or its connection stays open."""

    def __init__(self, subscription: PubSub, place: str) -> None:
        self._subscription, self._place = subscription, place

    def taken(self) -> list[bytes]:
        """The messages that have come since the last call, in the sender's order; never waits.

        A lost connection is StoreUnavailable, because messages may have passed meanwhile.
        """
        found: list[bytes] = []
        with translated(self._place, "SUBSCRIBE"):
            while (arrived := self._subscription.get_message(timeout=0)) is not None:
                if arrived["type"] == "message":
                    found.append(arrived["data"])
        return found

    def close(self) -> None:
        self._subscription.close()
