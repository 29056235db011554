"""How a judge is asked: how its model samples, and how often and how long one waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from ...core.errors import StoreBusy

Answered = TypeVar("Answered")


class Sampling(NamedTuple):
    """What a model is asked with; None is left to the model. Repeat n has the seed `seed` + n - 1.

    Reasoning models refuse any temperature but their own: None for those.
    """

    temperature: float | None = 0.0
    seed: int | None = 0
    max_tokens: int | None = None


class Patience(NamedTuple):
    """At most so many calls for one verdict, the second after `wait` seconds, each later one
    after twice as long, or after what the endpoint asks for; no more than `longest` seconds of
    waiting in all.
    """

    tries: int = 3
    wait: float = 0.5
    longest: float = 30.0

    def answered(self, call: Callable[[], Answered], retry: Callable[[], None]) -> Answered:
        """What the call gives in the end; StoreBusy where it was busy to the last.

        `retry` is told of each further call.
        """
        waited, tried = 0.0, 0
        while True:
            try:
                return call()
            except StoreBusy as error:
                pause = self.wait * 2**tried if error.after is None else error.after
                waited, tried = waited + pause, tried + 1
                if tried >= self.tries or waited > self.longest:
                    raise
            time.sleep(pause)
            retry()
