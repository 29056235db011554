"""Turns redis-py's errors into ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redis import exceptions as driver

from ...core.errors import QueryFailed, StoreUnavailable, WorkbenchError

_FULL = (
    "its memory is full: set maxmemory-policy to allkeys-lru, raise maxmemory, or keep "
    "values under half of it"
)
_UNREACHED = "start it, or correct the URL"

# The most special class first: the first that fits decides.
_OPERATOR: tuple[tuple[type[Exception], str], ...] = (
    (driver.AuthenticationError, "give the right user and password"),
    (driver.BusyLoadingError, "it is still loading its data: try again soon"),
    (driver.MaxConnectionsError, "close other clients, or raise maxclients"),
    (driver.TimeoutError, "it is overloaded or stopped: look at the server"),
    (driver.ConnectionError, _UNREACHED),
    (driver.ReadOnlyError, "it is a replica: give the URL of its primary"),
    (driver.OutOfMemoryError, _FULL),
    (driver.NoPermissionError, "allow this user the command and the name"),
)
# Refusals that redis-py has no class for, by the first word of the server's answer.
_STATES = {
    "MISCONF": "it cannot save its data: give it disk room or set save ''",
    "NOREPLICAS": "too few replicas follow it: start them",
    "CLUSTERDOWN": "its cluster is down: start the missing nodes",
}


@contextmanager
def translated(place: str, command: str) -> Iterator[None]:
    """Raises our error for redis-py's, naming the server and the command it was asked."""
    try:
        yield
    except driver.RedisError as error:
        raise _ours(error, place, command) from error


def _ours(error: driver.RedisError, place: str, command: str) -> WorkbenchError:
    said = str(error)
    advice = next((advice for kind, advice in _OPERATOR if isinstance(error, kind)), "")
    advice = advice or _STATES.get(said.partition(" ")[0], "")
    if advice:
        return StoreUnavailable(f"the cache {place} did not take {command}: {said}; {advice}")
    return QueryFailed(
        f"the cache {place} refused {command}: {said}", statement=command, engine_says=said
    )
