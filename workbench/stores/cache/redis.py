"""Short-lived values and messages on Redis or Valkey."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from os import PathLike, fspath
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import OutOfMemoryError
from redis.retry import Retry

from ...core.errors import BadInput, StaleHandle, StoreUnavailable
from ...core.values import Engine
from .faults import translated
from .inbox import Inbox
from .place import checked_url, shown

MAX_BYTES = 512 * 1024 * 1024  # of one value: the servers' proto-max-bulk-len
_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 10.0


class Redis:
    """A cache on Redis 6 or later, or on Valkey; safe to share between threads.

    `url` is `redis://host:port/db`, `rediss://…` (TLS), `unix:///path?db=0`, or the bare
    path of a socket, in which no character is special. The server is asked for its name and
    version at once, so a handle that exists has reached it. Nothing is retried; a connection
    that the server closed is opened anew by the next call.

    A server under `allkeys-lru` forgets its least used values rather than refuse new ones;
    it still refuses one that takes more than about half of its `maxmemory`. Names are any
    text. A server that cannot be reached, refuses the login, only reads or has no room left
    is StoreUnavailable.
    """

    def __init__(self, url: str | PathLike[str], *, password: str | None = None) -> None:
        self._place = shown(fspath(url))
        self._client: redis.Redis | None = _client(fspath(url), password)
        hello = self._greeted()
        self.engine = Engine(hello[b"server"].decode(), hello[b"version"].decode())

    def get(self, name: str) -> bytes | None:
        """The value; None where there is none, or no longer one."""
        value: bytes | None = self._asked("GET", _encoded(name))
        return value

    def put(self, name: str, content: bytes, *, seconds: float | None = None) -> None:
        """Keep `content` in place of what the name held, for `seconds` (to the millisecond)."""
        lifetime = () if seconds is None else ("PX", _milliseconds(seconds))
        self._asked("SET", _encoded(name), _carried(name, content), *lifetime)

    def drop(self, names: Iterable[str]) -> int:
        """Remove the values of these names; the number that was there."""
        if isinstance(names, str):
            raise BadInput(f"drop takes a list of names, not one text; pass [{names!r}]")
        wanted = [_encoded(name) for name in names]
        return int(self._asked("DEL", *wanted)) if wanted else 0

    def add(self, name: str, amount: int = 1, *, seconds: float) -> int:
        """Add to a count in one step, from 0 where there is none; the new count.

        It ends `seconds` after the last addition.
        """
        counted = _whole(amount)
        ends = ("PEXPIRE", _encoded(name), _milliseconds(seconds))
        return int(self._together(("INCRBY", _encoded(name), counted), ends)[0])

    def fields(self, name: str) -> dict[str, bytes]:
        """The named parts of a value; none where there is no such value, or no longer one."""
        found: Mapping[bytes, bytes] = self._asked("HGETALL", _encoded(name))
        return {field.decode(): content for field, content in found.items()}

    def put_fields(self, name: str, values: Mapping[str, bytes | None], *, seconds: float) -> None:
        """Keep parts of a value beside those it has, None removes one; all end after `seconds`.

        Without parts the value that is there lives on for `seconds`.
        """
        key = _encoded(name)
        kept = {f: _carried(f, v) for f, v in values.items() if v is not None}
        gone = [_encoded(f) for f, v in values.items() if v is None]
        pairs = [part for field, v in kept.items() for part in (_encoded(field), v)]
        steps = [("HSET", key, *pairs)] if pairs else []
        steps += [("HDEL", key, *gone)] if gone else []
        self._together(*steps, ("PEXPIRE", key, _milliseconds(seconds)))

    def add_field(self, name: str, field: str, amount: int) -> int:
        """Add to a part that is a count in one step, from 0 where there is none; the new count."""
        return int(self._asked("HINCRBY", _encoded(name), _encoded(field), _whole(amount)))

    def send(self, channel: str, message: bytes) -> int:
        """Publish; the number of listeners reached. A message is kept for nobody."""
        return int(self._asked("PUBLISH", _encoded(channel), _carried(channel, message)))

    def listen(self, channel: str, *, timeout: float) -> Iterator[bytes]:
        """Messages sent from now on, in the sender's order, as they arrive.

        The subscription stands when this call returns. The iterator ends when it waited
        `timeout` seconds for nothing; a lost connection is StoreUnavailable, because
        messages may have passed meanwhile.
        """
        if not 0 <= timeout < math.inf:
            raise BadInput(f"timeout is a number of seconds from 0 on, not {timeout!r}")
        return self._messages(self._subscription(channel), timeout)

    def follow(self, channel: str) -> Inbox:
        """Collects the messages sent from now on until they are taken; the subscription stands."""
        return Inbox(self._subscription(channel), self._place)

    def close(self) -> None:
        """Let go of the connections; every later call is a StaleHandle."""
        if self._client is not None:
            self._client.close()
        self._client = None

    @property
    def _open(self) -> redis.Redis:
        if self._client is None:
            raise StaleHandle(f"the cache {self._place} was closed; open it again")
        return self._client

    def _greeted(self) -> dict[bytes, Any]:
        """The server's name and version, which it tells every user, unlike INFO."""
        try:
            hello: dict[bytes, Any] = self._asked("HELLO")
        except TypeError as error:
            # redis-py hands what stands behind '?' in a URL to its connection unchecked.
            raise BadInput(f"the URL of {self._place} has an unknown option: {error}") from error
        return hello

    def _asked(self, command: str, *arguments: Any) -> Any:
        client = self._open
        with self._translating(command):
            try:
                return client.execute_command(command, *arguments)  # type: ignore[no-untyped-call]
            except OutOfMemoryError:
                # The server holds a refused value in the connection's buffer and, until the
                # connection is gone, has no room for small values either.
                client.connection_pool.disconnect(inuse_connections=False)
                raise

    def _together(self, *commands: tuple[Any, ...]) -> list[Any]:
        """All of them in one step that nothing comes between; what each says."""
        with self._translating(commands[0][0]):
            pipeline = self._open.pipeline(transaction=True)
            for command in commands:
                pipeline.execute_command(*command)  # type: ignore[no-untyped-call]
            return list(pipeline.execute())

    def _subscription(self, channel: str) -> PubSub:
        wanted = _encoded(channel)
        subscription = self._open.pubsub()  # type: ignore[no-untyped-call]
        with self._translating("SUBSCRIBE"):
            subscription.subscribe(wanted)
            confirmed = subscription.get_message(timeout=_ANSWER_SECONDS)
        if confirmed is None:
            raise StoreUnavailable(
                f"the cache {self._place} did not confirm a subscription within "
                f"{_ANSWER_SECONDS:g} s; look whether the server is overloaded"
            )
        found: PubSub = subscription
        return found

    def _translating(self, command: str) -> AbstractContextManager[None]:
        return translated(self._place, command)

    def _messages(self, subscription: PubSub, timeout: float) -> Iterator[bytes]:
        with subscription, self._translating("SUBSCRIBE"):
            deadline = time.monotonic() + timeout
            while True:
                left = max(0.0, deadline - time.monotonic())
                arrived = subscription.get_message(timeout=left)
                if arrived is not None and arrived["type"] == "message":
                    yield arrived["data"]
                    deadline = time.monotonic() + timeout
                elif time.monotonic() >= deadline:
                    return


def _client(url: str, password: str | None) -> redis.Redis:
    options: dict[str, Any] = {
        "password": password,
        "socket_connect_timeout": _CONNECT_SECONDS,
        "socket_timeout": _ANSWER_SECONDS,
        "retry": Retry(NoBackoff(), 0),
        "protocol": 3,
    }
    if "://" not in url:
        return redis.Redis(unix_socket_path=url, **options)
    client: redis.Redis = redis.Redis.from_url(checked_url(url), **options)
    return client


def _encoded(name: str) -> bytes:
    if not isinstance(name, str):
        raise BadInput(f"a name in the cache is text, not {type(name).__name__}: {name!r}")
    try:
        return name.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"name {name!r} holds half a character; names are whole text") from error


def _carried(name: str, content: bytes) -> bytes:
    if not isinstance(content, bytes | bytearray | memoryview):
        raise BadInput(f"{name!r} carries bytes, not {type(content).__name__}; encode text first")
    if len(content) > MAX_BYTES:
        raise BadInput(
            f"{name!r} would carry {len(content)} bytes, and a server takes at most {MAX_BYTES}; "
            "put them into the object store, and the object's name here"
        )
    return bytes(content)


def _milliseconds(seconds: float) -> int:
    if not 0 < seconds < math.inf:
        raise BadInput(f"seconds must be above 0, not {seconds!r}; leave it out to keep the value")
    return max(1, round(seconds * 1000))


def _whole(amount: int) -> int:
    if isinstance(amount, int) and not isinstance(amount, bool):
        return amount
    raise BadInput(f"a count grows by a whole number, not {amount!r}")
