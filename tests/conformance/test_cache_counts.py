"""What every cache that counts does, on Valkey and on Redis.

1. A count grows from 0 in one step, whoever adds; it ends some time after the last addition.
2. A value in parts keeps each byte for byte; parts come, change and go together; a part that
   is a count grows in one step; the whole ends at its time.
3. A channel that is followed collects its messages, in order, until they are taken, and never
   waits; a lost connection is told.
4. What holds something else than a count, or no whole number, is refused.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
import redis

from tests.engines.cache import ENGINES, Server
from workbench.core.errors import BadInput, QueryFailed, StaleHandle, StoreUnavailable
from workbench.core.protocols import Counts, Follows
from workbench.stores.cache.redis import Redis


@pytest.fixture
def server(cache: Redis, request: pytest.FixtureRequest, servers: Any) -> Server:
    """The running server behind `cache`."""
    name = request.node.callspec.params["cache"]
    running: Server = servers.of("cache", next(e for e in ENGINES if e.name == name))
    return running


@pytest.fixture
def second(server: Server) -> Iterator[Redis]:
    with closing(server.open()) as client:
        yield client


def test_it_is_a_cache_that_counts_and_can_be_followed(cache: Redis) -> None:
    counts: Counts = cache
    follows: Follows = cache
    assert counts.add("n", seconds=1) == 1
    assert follows.follow("news").taken() == []


def test_a_count_grows_from_zero_by_any_whole_number(cache: Redis, second: Redis) -> None:
    grown = [cache.add("n", seconds=60), second.add("n", 5, seconds=60)]
    assert [*grown, cache.add("n", -7, seconds=60)] == [1, 6, -1]
    assert cache.get("n") == b"-1"


def test_no_addition_is_lost_between_threads_and_handles(cache: Redis, second: Redis) -> None:
    def added(number: int) -> int:
        return (cache, second)[number % 2].add("n", seconds=60)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(added, range(400))) == list(range(1, 401))


def test_a_count_ends_after_the_last_addition(cache: Redis) -> None:
    cache.add("n", seconds=0.3)
    time.sleep(0.2)
    assert cache.add("n", seconds=0.3) == 2
    time.sleep(0.2)
    assert cache.get("n") == b"2"
    time.sleep(0.15)
    assert cache.add("n", seconds=60) == 1


@pytest.mark.parametrize("amount", [1.0, True, "1", None])
def test_a_count_grows_by_whole_numbers_alone(cache: Redis, amount: Any) -> None:
    with pytest.raises(BadInput, match="a whole number"):
        cache.add("n", amount, seconds=60)
    assert cache.get("n") is None


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_seconds_that_are_no_time_change_nothing(cache: Redis, seconds: float) -> None:
    with pytest.raises(BadInput, match="seconds must be above 0"):
        cache.add("n", seconds=seconds)
    with pytest.raises(BadInput, match="seconds must be above 0"):
        cache.put_fields("p", {"a": b"1"}, seconds=seconds)
    assert (cache.get("n"), cache.fields("p")) == (None, {})


def test_parts_come_back_byte_for_byte(cache: Redis, second: Redis) -> None:
    parts = {"": b"", "nul\0": b"a\0\xff", "日本": "語".encode(), "long": bytes(100_000)}
    cache.put_fields("p", parts, seconds=60)
    assert second.fields("p") == parts
    assert cache.fields("missing") == {}


def test_parts_are_changed_and_removed_and_the_others_stay(cache: Redis) -> None:
    cache.put_fields("p", {"a": b"1", "b": b"2", "c": b"3"}, seconds=60)
    cache.put_fields("p", {"a": b"9", "b": None, "missing": None}, seconds=60)
    assert cache.fields("p") == {"a": b"9", "c": b"3"}
    cache.put_fields("p", {"a": None, "c": None}, seconds=60)
    assert cache.fields("p") == {}


def test_parts_end_together_and_live_on_when_they_are_asked_to(cache: Redis) -> None:
    cache.put_fields("p", {"a": b"1"}, seconds=60)
    cache.put_fields("p", {"b": b"2"}, seconds=0.25)
    cache.put_fields("q", {"a": b"1"}, seconds=0.25)
    cache.put_fields("q", {}, seconds=60)
    time.sleep(0.3)
    assert (cache.fields("p"), cache.fields("q")) == ({}, {"a": b"1"})


def test_a_part_that_is_a_count_grows_in_one_step(cache: Redis, second: Redis) -> None:
    cache.put_fields("p", {"left": b"100", "name": b"x"}, seconds=60)

    def taken(number: int) -> int:
        return (cache, second)[number % 2].add_field("p", "left", -1)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(taken, range(100))) == list(range(100))
    assert cache.fields("p") == {"left": b"0", "name": b"x"}


def test_what_is_no_count_is_refused_and_stays(cache: Redis) -> None:
    cache.put("n", b"text")
    cache.put_fields("p", {"a": b"text"}, seconds=60)
    for call in (
        lambda: cache.add("n", seconds=60),
        lambda: cache.add("p", seconds=60),
        lambda: cache.add_field("p", "a", 1),
        lambda: cache.fields("n"),
        lambda: cache.put_fields("n", {"a": b"1"}, seconds=60),
    ):
        with pytest.raises(QueryFailed):
            call()
    assert (cache.get("n"), cache.fields("p")) == (b"text", {"a": b"text"})


def test_a_followed_channel_keeps_its_messages_until_they_are_taken(
    cache: Redis, second: Redis
) -> None:
    inbox = cache.follow("news")
    assert second.send("news", b"one") == 1
    assert second.send("news", b"") == 1
    assert second.send("other", b"elsewhere") == 0
    assert collected(inbox, 2) == [b"one", b""]
    assert inbox.taken() == []
    second.send("news", b"three")
    assert collected(inbox, 1) == [b"three"]
    inbox.close()
    assert second.send("news", b"four") == 0


def collected(inbox: Any, wanted: int) -> list[bytes]:
    found: list[bytes] = []
    deadline = time.monotonic() + 5
    while len(found) < wanted and time.monotonic() < deadline:
        found += inbox.taken()
    return found


def test_taking_never_waits(cache: Redis) -> None:
    inbox = cache.follow("news")
    began = time.monotonic()
    assert [inbox.taken() for _ in range(100)] == [[]] * 100
    assert time.monotonic() - began < 0.5
    inbox.close()


def test_an_inbox_that_lost_its_connection_says_so(cache: Redis, server: Server) -> None:
    inbox = cache.follow("news")
    with closing(redis.Redis.from_url(server.url, password=server.password)) as driver:
        driver.client_kill_filter(_type="pubsub")
    with pytest.raises(StoreUnavailable, match="SUBSCRIBE"):
        inbox.taken()
    inbox.close()


def test_a_closed_cache_says_so(cache: Redis) -> None:
    cache.close()
    for call in (
        lambda: cache.add("a", seconds=1),
        lambda: cache.fields("a"),
        lambda: cache.put_fields("a", {}, seconds=1),
        lambda: cache.add_field("a", "b", 1),
        lambda: cache.follow("a"),
    ):
        with pytest.raises(StaleHandle, match="was closed; open it again"):
            call()
