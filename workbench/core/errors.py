"""Errors, sorted by who must act.

WorkbenchError
├── StoreUnavailable                  operator: start it, unlock it, give it room
│   ├── StoreBusy                     nobody: ask again after a while
│   │   └── StoreTimedOut             nobody, or whoever set the time
│   └── OutcomeUnknown                whoever changed something: look before repeating it
├── QueryFailed                       query author: statement, position, the engine's own words
│   ├── WriteRefused                  query author: this door only reads
│   └── VelesFailed                   query author: the code that the language gives the fault
├── NotSupported                      choose another engine
├── EngineNotInstalled(ImportError)   the pip line
├── AssetsMissing                     whoever installed or built the package
├── QueryNotFound(KeyError)           the nearest names
├── BadParameters(TypeError)          what the query takes, what was given
├── BadInput(ValueError)              where, expected, seen, what to do
│   ├── TimeSyntaxError               whoever wrote the time: the part that fits nowhere
│   ├── RecordNotFound(KeyError)      whoever asked: there is no such record
│   └── AmbiguousName                 whoever asked: the candidates; ask by id
├── RateLimited                       whoever calls too much: come back after a while
│   └── BudgetSpent                   no call is left to this session
├── SagaFailed                        whoever asked for the change: step, undone, stuck
└── StaleHandle                       open it again

Driver errors become these in `stores/` only, always `raise … from`.
"""

from __future__ import annotations

from collections.abc import Sequence


class WorkbenchError(Exception):
    """Base of every error that this library raises on purpose."""


class StoreUnavailable(WorkbenchError):
    """A store cannot be reached, refuses the login, or has no room left."""


class StoreBusy(StoreUnavailable):
    """A store may answer when it is asked again: it was busy, too slow, or failed inside.

    `after` are the seconds that it asks to wait, None where it does not say.
    """

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class StoreTimedOut(StoreBusy):
    """A store did not answer in the time that it was given."""


class OutcomeUnknown(StoreUnavailable):
    """A store was lost while it stored a change: whether it did is not known."""


class QueryFailed(WorkbenchError):
    """An engine refused or aborted a statement.

    `statement` is the text as sent, `position` the 1-based character where the
    engine saw the fault (None where it does not say), `engine_says` its own words.
    """

    def __init__(
        self,
        message: str,
        *,
        statement: str = "",
        position: int | None = None,
        engine_says: str = "",
    ) -> None:
        super().__init__(message)
        self.statement = statement
        self.position = position
        self.engine_says = engine_says


class WriteRefused(QueryFailed):
    """A statement that would change something came through a door that only reads."""


class VelesFailed(QueryFailed):
    """A VelesQL text cannot be read, or what it asks for cannot be had.

    `code` is the language's own: E for the text, V for what it says, VELES for what it meets.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        statement: str = "",
        position: int | None = None,
        engine_says: str = "",
    ) -> None:
        super().__init__(message, statement=statement, position=position, engine_says=engine_says)
        self.code = code


class NotSupported(WorkbenchError):
    """The engine cannot do this; the message names one that can."""


class EngineNotInstalled(WorkbenchError, ImportError):
    """A driver or a local server is missing; the message holds the pip line."""


class AssetsMissing(WorkbenchError):
    """The package lacks the bundles that its views run in a browser."""


class QueryNotFound(WorkbenchError, KeyError):
    """No query of that name; the message names the nearest ones."""

    __str__ = Exception.__str__  # KeyError would show the message's repr


class BadParameters(WorkbenchError, TypeError):
    """A parameter is unknown, missing or mistyped; no store was touched."""


class BadInput(WorkbenchError, ValueError):
    """Input cannot be used: where it stands, what was expected and seen, what to do."""


class TimeSyntaxError(BadInput):
    """A text is no canonical time; the message names the part and shows the form."""


class RecordNotFound(BadInput, KeyError):
    """There is no record of that id or name."""

    __str__ = Exception.__str__  # KeyError would show the message's repr


class StaleHandle(WorkbenchError):
    """The thing behind this handle has changed or gone; open it again."""


class RateLimited(WorkbenchError):
    """A session has made as many calls as it may for now; `after` seconds it may again."""

    def __init__(self, message: str, *, after: float) -> None:
        super().__init__(message)
        self.after = after


class BudgetSpent(RateLimited):
    """A session has made all its calls; `after` seconds without one it starts anew."""


class SagaFailed(WorkbenchError):
    """A change of several stores did not come about.

    `step` is the one that failed, `undone` those that were taken back, `stuck` those that could
    not be: while there are any, a recovery has work to do. Without them nothing is left of it.
    """

    def __init__(
        self,
        message: str,
        *,
        saga_id: str,
        step: str,
        undone: Sequence[str] = (),
        stuck: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.saga_id, self.step = saga_id, step
        self.undone, self.stuck = tuple(undone), tuple(stuck)


class AmbiguousName(BadInput):
    """Several entities have the name that a question uses for one.

    `candidates` are (id, label) in the order of ids.
    """

    def __init__(self, name: str, candidates: Sequence[tuple[str, str]]) -> None:
        shown = ", ".join(f"{entity} ({label})" for entity, label in candidates)
        super().__init__(f"{name!r} is the name of several entities: {shown}; ask by id")
        self.candidates = tuple(candidates)
