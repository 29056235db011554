"""Messages over a channel of PostgreSQL, collected without waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from workbench.core.errors import StoreUnavailable
from workbench.stores.relational.listening import Listening
from workbench.stores.relational.postgres import Postgres

CHANNEL = "a channel"
END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


@pytest.fixture
def listening(relational: Postgres) -> Iterator[Listening]:
    with closing(relational.listening(CHANNEL)) as found:
        yield found


def tell(store: Postgres, *messages: str) -> None:
    for message in messages:
        store.write("SELECT pg_notify($channel, $m)", {"channel": CHANNEL, "m": message})


def heard(listening: Listening, count: int) -> list[str]:
    """Messages until that many have come."""
    found: list[str] = []
    until = time.monotonic() + 5
    while len(found) < count and time.monotonic() < until:
        found += listening.heard()
    return found


def test_messages_come_once_in_order(relational: Postgres, listening: Listening) -> None:
    assert listening.heard() == []
    tell(relational, "1 1", "1 2", "é")
    assert heard(listening, 3) == ["1 1", "1 2", "é"]
    assert listening.heard() == []


def test_other_channels_and_what_was_undone_are_not_heard(
    relational: Postgres, listening: Listening
) -> None:
    relational.write("SELECT pg_notify('other', 'x')")

    def undone() -> None:
        with relational.transaction():
            tell(relational, "undone")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    tell(relational, "kept")
    assert heard(listening, 1) == ["kept"]


def test_a_burst_is_heard_whole(relational: Postgres, listening: Listening) -> None:
    many = "SELECT pg_notify($channel, n::text) FROM generate_series(1, 20000) AS n"
    relational.write(many, {"channel": CHANNEL})
    assert heard(listening, 20_000) == [str(number) for number in range(1, 20_001)]


def test_a_lost_session_is_told_once_and_then_opened_again(
    relational: Postgres, listening: Listening
) -> None:
    tell(relational, "before")
    relational.write(END)
    tell(relational, "unheard")

    def until_lost() -> None:
        while True:
            listening.heard()

    with pytest.raises(StoreUnavailable, match="connection to PostgreSQL"):
        until_lost()
    assert listening.heard() == [""]
    tell(relational, "after")
    assert heard(listening, 1) == ["after"]


def test_a_closed_one_says_so(listening: Listening) -> None:
    listening.close()
    with pytest.raises(StoreUnavailable, match="it was closed"):
        listening.heard()


def test_a_silent_channel_costs_no_round_trip(listening: Listening) -> None:
    def microseconds() -> float:
        start = time.perf_counter()
        for _ in range(1000):
            listening.heard()
        return (time.perf_counter() - start) * 1000

    assert min(microseconds() for _ in range(5)) < 10  # a round trip takes 40
