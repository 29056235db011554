"""One question asked of a system, and how that went."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Reply
from ...core.frames import encodable
from ..systems.system import name_of
from .fingerprint import fingerprint
from .records import settled

System = Callable[[Question], Any]
CODE = "code"  # the setting that has the fingerprint of a system which tells no settings


class Task(NamedTuple):
    """A question in one of its repeats, of which 1 is the first."""

    question: Question
    repeat: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks one system. It can be pickled where the system can."""

    system: System

    def __call__(self, task: Task) -> Outcome:
        """The outcome. Whatever the system raises is one, and so is a result of no known kind.

        What ends a process (KeyboardInterrupt, SystemExit) is raised.
        """
        question, repeat = task
        began = perf_counter()
        try:
            result = self.system(question)
            seconds = perf_counter() - began
            reply = settled(Reply.of(result))
        except Exception as error:  # a system is the user's code: any fault of it is an outcome
            return failure(task, error, seconds=perf_counter() - began)
        return Outcome(question.id, "answered", repeat, reply, seconds=seconds)


def failure(task: Task, error: Exception, *, seconds: float | None = None) -> Outcome:
    """The outcome of a question that ended with this error: its type and message."""
    told = encodable(f"{type(error).__name__}: {error}")
    return Outcome(task.question.id, "failed", task.repeat, error=told, seconds=seconds)


def check_system(system: Any) -> None:
    """BadInput for what no question can be asked of, before any is."""
    if not callable(system):
        raise BadInput(f"a system is called with a question; this cannot be called: {system!r:.80}")
    if inspect.iscoroutinefunction(system) or inspect.iscoroutinefunction(type(system).__call__):
        raise BadInput(
            f"{name_of(system)} is a coroutine function, and systems are called plainly: "
            "wrap it, as in lambda question: asyncio.run(system(question))"
        )
    try:
        signature = inspect.signature(system)
    except (TypeError, ValueError):
        return  # some builtins do not tell theirs
    try:
        signature.bind(None)
    except TypeError as error:
        raise BadInput(
            f"a system is called with one argument, a Question; {name_of(system)} takes {signature}"
        ) from error


def settings_of(system: Any) -> Mapping[str, Any]:
    """What a system says of its settings, nothing where it says nothing."""
    told = getattr(system, "settings", None)
    return told if isinstance(told, Mapping) else {}


def deciding(system: Any, given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The settings that decide a system's replies: those given, else its own.

    Code belongs to them where the system says nothing: its fingerprint, unless `code` is given.
    """
    if isinstance(told := getattr(system, "settings", None), Mapping):
        return told if given is None else given
    return {CODE: fingerprint(system), **(given or {})}
