"""What a system tells of itself beside its replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Reply


class System(Protocol):
    """A system as this room ships them; any callable can be evaluated.

    `settings` are ready for JSON and say all that decides a reply but the corpus: an `engine`
    with its version, a `model` where there is one.
    """

    @property
    def name(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, Any]: ...

    def __call__(self, question: Question) -> Reply: ...


@runtime_checkable
class Prepares(Protocol):
    """A system that is faster when it knows the questions beforehand."""

    def prepare(self, questions: Sequence[Question]) -> None:
        """Does once for all what each question needs; replies stay the same."""


def name_of(system: Any) -> str:
    """The name of any callable, as tables show it."""
    told = getattr(system, "name", None) or getattr(system, "__name__", None)
    return str(told or type(system).__name__)


def check_count(name: str, count: int) -> None:
    """BadInput for a number of hits below 1."""
    if count < 1:
        raise BadInput(f"{name}: expected a number of hits from 1 up, found {count!r}")
