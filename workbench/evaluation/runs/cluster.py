"""Questions asked as tasks on a Dask cluster."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ...core.errors import BadInput, EngineNotInstalled, StoreUnavailable
from ...core.evaluation.replies import Outcome
from ..systems.system import name_of
from .asking import Ask, Task

MOST_IN_A_CHUNK = 50  # progress and resume are no finer than a chunk
CHUNKS_A_THREAD = 4  # so that slow questions spread, and a lost worker costs little
CONNECT_SECONDS = 10

Client = Any  # of `distributed`, whose methods have no types
Future = Any


def on_cluster(ask: Ask, tasks: Sequence[Task], on: Any) -> Iterator[Outcome]:
    """Every task's outcome as soon as its chunk is there, from a `Client` or its address.

    Dask asks a chunk again where a worker died, as often as it is set to. A question that ends
    its workers even when it is asked alone is a failed outcome. BadInput where the system cannot
    be sent to the workers, StoreUnavailable where the cluster fails.
    """
    with _client(on) as client:
        running = _Running(client, ask)
        try:
            yield from running.outcomes(_chunks(tasks, client))
        finally:
            running.cancel()


class _Running:
    """Chunks under way on a cluster that has the system."""

    def __init__(self, client: Client, ask: Ask) -> None:
        self._client, self._ask = client, ask
        self._sent = _sent(client, ask)
        self._futures: dict[Future, Sequence[Task]] = {}

    def outcomes(self, chunks: Sequence[Sequence[Task]]) -> Iterator[Outcome]:
        """Dask blames all that a dying worker held, so these are asked alone, after the others."""
        suspects: list[Task] = []
        for chunk in chunks:
            self._submit(chunk)
        for future in _dask().as_completed(list(self._futures), loop=self._client.loop):
            chunk = self._futures[future]
            found = self._found(future)
            yield from _checked(found or [])
            suspects += () if found else chunk
        for task in suspects:
            self._sent = _sent(self._client, self._ask)  # it, too, may have been blamed
            yield from _checked(self._found(self._submit([task])) or [_deadly(task)])

    def cancel(self) -> None:
        self._client.cancel([*self._futures, self._sent])

    def _submit(self, chunk: Sequence[Task]) -> Future:
        future = self._client.submit(_ask_all, self._sent, chunk, pure=False)
        self._futures[future] = chunk
        return future

    def _found(self, future: Future) -> list[Outcome | BaseException] | None:
        """What a chunk gave, None where its workers died."""
        try:
            return list(future.result())
        except _dask().KilledWorker:
            return None
        except (_dask().CancelledError, _dask().comm.CommClosedError, OSError) as error:
            raise StoreUnavailable(f"the Dask cluster was lost: {error}") from error
        finally:
            del self._futures[future]


def _ask_all(ask: Ask, tasks: Sequence[Task]) -> list[Outcome | BaseException]:
    """Runs on a worker, which what ends a process must not end: it is given back instead."""
    found: list[Outcome | BaseException] = []
    try:
        found += map(ask, tasks)
    except (KeyboardInterrupt, SystemExit) as end:
        found.append(end)
    return found


def _checked(found: list[Outcome | BaseException]) -> Iterator[Outcome]:
    for one in found:
        if isinstance(one, BaseException):
            raise one
        yield one


def _deadly(task: Task) -> Outcome:
    """Dask's own words name addresses, which are others in each run."""
    told = "KilledWorker: the workers that asked this question died"
    return Outcome(task.question.id, "failed", task.repeat, error=told)


def _chunks(tasks: Sequence[Task], client: Client) -> list[Sequence[Task]]:
    threads = max(1, sum(client.nthreads().values()))
    size = math.ceil(len(tasks) / (threads * CHUNKS_A_THREAD))
    size = max(1, min(size, MOST_IN_A_CHUNK))
    return [tasks[at : at + size] for at in range(0, len(tasks), size)]


def _sent(client: Client, ask: Ask) -> Future:
    """The system as a task's result: a worker that dies with it loses nothing for good."""
    import dask

    pickled = _pickled(ask)
    # An index inside the system is meant to travel, once a worker.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 PB"}):
        sent = client.submit(_dask().protocol.pickle.loads, pickled, pure=False)
    fault = client.submit(callable, sent, pure=False).exception()
    if fault is not None:
        raise BadInput(
            f"{name_of(ask.system)} cannot be loaded on the workers "
            f"({type(fault).__name__}: {fault}): install there what it imports"
        ) from fault
    return sent


def _pickled(ask: Ask) -> bytes:
    try:
        pickled: bytes = _dask().protocol.pickle.dumps(ask)
    except Exception as error:  # pickling runs the system's own code, which raises what it likes
        raise BadInput(
            f"{name_of(ask.system)} cannot be sent to a cluster ({type(error).__name__}: {error}): "
            "let it open files and connections at its first question, or leave out `on`"
        ) from error
    return pickled


@contextmanager
def _client(on: Any) -> Iterator[Client]:
    """The given client, which stays open, or one of our own for an address."""
    client = _dask().Client
    if isinstance(on, client):
        yield on
        return
    if not isinstance(on, str):
        raise BadInput(
            f"on= takes None, a distributed.Client or its address 'tcp://host:port'; found {on!r}"
        )
    try:
        opened = client(on, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise StoreUnavailable(f"no Dask scheduler answers at {on!r}: {error}") from error
    with opened:
        yield opened


def _dask() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise EngineNotInstalled(
            "on= needs Dask's scheduler, which is not installed: "
            "pip install 'polystore-workbench[cluster]'"
        ) from error
    return distributed
