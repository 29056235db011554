"""What every cache does, on Valkey and on Redis.

1. A value comes back byte for byte: empty, with NUL bytes, 1 MB; put replaces it.
2. A missing value is None; names are any text.
3. A value with `seconds` is gone after them, to the millisecond; put anew, it stays.
4. `drop` counts what was there, once each.
5. Two handles and two processes share values and messages; threads may share a handle.
6. `send` says how many listen; messages arrive in order, from the call of `listen` on,
   and `listen` ends when none came for its timeout.
7. Memory is bounded: writing more than `maxmemory` drops old values and never fails; a
   value too large for the bound is refused, and the next small one is not.
8. A lost connection, a closed handle and a name that holds no bytes are each told.

What a server's state or a URL can do wrong stands in `tests/stores/test_cache_faults.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
import redis

from tests.engines.cache import ENGINES, Server
from workbench.core.errors import BadInput, QueryFailed, StaleHandle, StoreUnavailable
from workbench.stores.cache.redis import Redis

MEGABYTE = 1 << 20


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


def test_it_names_the_server_and_its_version(cache: Redis, request: pytest.FixtureRequest) -> None:
    name, version, _ = cache.engine
    assert name == request.node.callspec.params["cache"]
    assert [part.isdigit() for part in version.split(".")] == [True, True, True]


@pytest.mark.parametrize("content", [b"", b"\0", b"a\0b\r\n\xff", bytes(range(256)) * 4096])
def test_a_value_comes_back_byte_for_byte(cache: Redis, content: bytes) -> None:
    cache.put("a", content)
    assert cache.get("a") == content


def test_put_replaces_what_the_name_held(cache: Redis) -> None:
    cache.put("a", b"a longer first value")
    cache.put("a", b"second")
    assert cache.get("a") == b"second"


def test_a_missing_value_is_none_and_an_empty_one_is_not(cache: Redis) -> None:
    cache.put("empty", b"")
    assert cache.get("missing") is None
    assert cache.get("empty") == b""


@pytest.mark.parametrize("name", ["", " ", "日本語/😀", "e\u0301", "nul\0 newline\n", "x" * 10_000])
def test_a_name_is_any_text(cache: Redis, name: str) -> None:
    cache.put(name, b"1")
    cache.put(f"{name}.", b"2")
    assert (cache.get(name), cache.get(f"{name}.")) == (b"1", b"2")
    assert cache.drop([name]) == 1


def test_a_name_that_is_no_text_is_bad_input(cache: Redis) -> None:
    for name in ("half \ud800", b"bytes", None):
        wrong: Any = name
        with pytest.raises(BadInput, match="name"):
            cache.get(wrong)


def test_a_value_is_gone_after_its_seconds(cache: Redis) -> None:
    cache.put("short", b"1", seconds=0.25)
    cache.put("long", b"2", seconds=60)
    assert cache.get("short") == b"1"
    time.sleep(0.27)
    assert cache.get("short") is None
    assert cache.get("long") == b"2"


def test_a_value_put_anew_without_seconds_stays(cache: Redis) -> None:
    cache.put("a", b"1", seconds=0.03)
    cache.put("a", b"2")
    time.sleep(0.05)
    assert cache.get("a") == b"2"


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_seconds_that_are_no_time_are_bad_input(cache: Redis, seconds: float) -> None:
    with pytest.raises(BadInput, match="leave it out to keep the value"):
        cache.put("a", b"1", seconds=seconds)
    assert cache.get("a") is None


def test_text_is_refused_where_bytes_are_meant(cache: Redis) -> None:
    text: Any = "text"
    with pytest.raises(BadInput, match="'a' carries bytes, not str; encode text first"):
        cache.put("a", text)
    with pytest.raises(BadInput, match="'a' carries bytes"):
        cache.send("a", text)
    assert cache.get("a") is None


def test_drop_counts_what_was_there_once_each(cache: Redis) -> None:
    cache.put("a", b"1")
    cache.put("b", b"2")
    assert cache.drop(["a", "a", "missing"]) == 1
    assert cache.drop(iter(["b"])) == 1
    assert cache.drop([]) == 0


def test_drop_takes_names_not_one_text(cache: Redis) -> None:
    cache.put("a", b"1")
    with pytest.raises(BadInput, match=r"pass \['a'\]"):
        cache.drop("a")
    assert cache.get("a") == b"1"


def test_two_handles_share_values(cache: Redis, second: Redis) -> None:
    cache.put("a", b"1")
    assert second.get("a") == b"1"
    assert second.drop(["a"]) == 1
    assert cache.get("a") is None


def test_threads_share_a_handle(cache: Redis) -> None:
    def stored(number: int) -> bool:
        cache.put(f"n{number}", str(number).encode())
        return cache.get(f"n{number}") == str(number).encode()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(stored, range(400)))


def test_messages_arrive_in_order_at_every_listener(cache: Redis, second: Redis) -> None:
    listening = [cache.listen("news", timeout=0.1), second.listen("news", timeout=0.1)]
    sent = [b"one", b"", b"nul\0", b"x" * MEGABYTE]
    assert [cache.send("news", message) for message in sent] == [2, 2, 2, 2]
    assert [list(messages) for messages in listening] == [sent, sent]


def test_a_message_reaches_only_those_who_listen_on_its_channel(cache: Redis) -> None:
    assert cache.send("news", b"too early") == 0
    listening = cache.listen("news", timeout=0.05)
    assert cache.send("other", b"elsewhere") == 0
    assert cache.send("news", b"heard") == 1
    assert list(listening) == [b"heard"]
    assert cache.send("news", b"too late") == 0


def test_listening_ends_after_its_timeout_without_a_message(cache: Redis) -> None:
    began = time.monotonic()
    assert list(cache.listen("news", timeout=0.2)) == []
    assert 0.2 <= time.monotonic() - began < 1


def test_each_message_starts_the_timeout_anew(cache: Redis, second: Redis) -> None:
    def sending() -> None:
        for number in range(4):
            time.sleep(0.15)
            second.send("news", b"%d" % number)

    listening = cache.listen("news", timeout=0.5)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(sending)
        assert list(listening) == [b"0", b"1", b"2", b"3"]


def test_a_timeout_of_zero_takes_what_has_arrived(cache: Redis, second: Redis) -> None:
    listening, later = cache.listen("news", timeout=0), cache.listen("later", timeout=20)
    second.send("news", b"1")
    second.send("later", b"2")
    assert next(later) == b"2"  # a server sends in order, so that the first has arrived too
    assert next(listening) == b"1"
    assert list(listening) == []


@pytest.mark.parametrize("timeout", [-1, float("nan"), float("inf")])
def test_a_timeout_that_is_no_time_is_bad_input(cache: Redis, timeout: float) -> None:
    with pytest.raises(BadInput, match="a number of seconds from 0 on"):
        cache.listen("news", timeout=timeout)


def test_another_process_shares_values_and_messages(cache: Redis, server: Server) -> None:
    listening = cache.listen("news", timeout=20)
    script = """
import os, sys
from workbench.stores.cache.redis import Redis
other = Redis(sys.argv[1], password=os.environ["CACHE_PASSWORD"])
other.put("a", b"from afar")
print(other.send("news", b"hello"))
"""
    environment = os.environ | {"CACHE_PASSWORD": server.password}
    ran = [sys.executable, "-c", script, server.url]
    assert subprocess.run(ran, capture_output=True, check=True, env=environment).stdout == b"1\n"
    assert next(listening) == b"hello"
    assert cache.get("a") == b"from afar"


def test_a_listener_that_lost_its_connection_says_so(cache: Redis, server: Server) -> None:
    listening = cache.listen("news", timeout=5)
    with closing(redis.Redis.from_url(server.url, password=server.password)) as driver:
        driver.client_kill_filter(_type="pubsub")
    with pytest.raises(StoreUnavailable, match="SUBSCRIBE"):
        list(listening)


def test_writing_more_than_the_memory_never_fails(cache: Redis) -> None:
    for number in range(100):  # 100 MB into 64 MB
        cache.put(f"n{number}", bytes([number]) * MEGABYTE)
    kept = [number for number in range(100) if cache.get(f"n{number}") is not None]
    assert 30 <= len(kept) < 64
    assert cache.get("n99") == bytes([99]) * MEGABYTE


def test_a_value_too_large_for_the_memory_is_refused(cache: Redis) -> None:
    with pytest.raises(StoreUnavailable, match="keep values under half of it"):
        cache.put("a", bytes(70 * MEGABYTE))
    cache.put("a", b"small")
    assert cache.get("a") == b"small"


def test_a_value_above_the_protocols_limit_is_bad_input(cache: Redis) -> None:
    with pytest.raises(BadInput, match="put them into the object store"):
        cache.put("a", bytes(513 * MEGABYTE))


def test_a_name_that_holds_no_bytes_is_the_authors_fault(cache: Redis, server: Server) -> None:
    with closing(redis.Redis.from_url(server.url, password=server.password)) as driver:
        driver.lpush("list", 1)
    with pytest.raises(QueryFailed) as caught:
        cache.get("list")
    assert caught.value.statement == "GET"
    assert caught.value.engine_says.startswith("WRONGTYPE")


def test_a_closed_cache_says_so(cache: Redis) -> None:
    cache.close()
    cache.close()
    for call in (lambda: cache.get("a"), lambda: cache.listen("a", timeout=0)):
        with pytest.raises(StaleHandle, match="was closed; open it again"):
            call()
