"""Questions asked in threads of this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue
from threading import Event, Lock, Thread

from ...core.evaluation.replies import Outcome
from .asking import Task


def in_threads(
    ask: Callable[[Task], Outcome], tasks: Sequence[Task], *, workers: int
) -> Iterator[Outcome]:
    """Every task's outcome as soon as it is there; one worker is the calling thread.

    No more than `workers` questions are under way. A thread cannot be ended from outside: when
    the caller stops, questions that are under way are waited for, and no other is begun.
    """
    if workers == 1:
        yield from map(ask, tasks)
        return
    done: SimpleQueue[Outcome | BaseException] = SimpleQueue()
    stop = Event()
    threads = _started(ask, tasks, done, stop, min(workers, len(tasks)))
    try:
        for _ in tasks:
            found = done.get()
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _started(
    ask: Callable[[Task], Outcome],
    tasks: Sequence[Task],
    done: SimpleQueue[Outcome | BaseException],
    stop: Event,
    workers: int,
) -> list[Thread]:
    todo, lock = iter(tasks), Lock()

    def work() -> None:
        try:
            while not stop.is_set():
                with lock:
                    task = next(todo, None)
                if task is None:
                    return
                done.put(ask(task))
        except BaseException as end:
            done.put(end)  # raised again in the caller's thread

    threads = [Thread(target=work, name=f"evaluate-{at}") for at in range(workers)]
    for thread in threads:
        thread.start()
    return threads
