"""Calls of tools by name: the door for what a model asks for, and the log of such calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any, Protocol

from ..core.errors import WorkbenchError
from ..core.protocols import AsksWorld, Tells
from ..tools.lore import calling
from .templates import TemplateTools


class Calls(AsksWorld, Tells, Protocol):
    """A bench or a session, whose tools are called by name."""

    def templates(self) -> TemplateTools: ...


def bound(asks: Calls, name: str, arguments: Mapping[str, Any]) -> Callable[[], Any]:
    """The call, ready to be made: a tool of the library, else a query of a template.

    QueryNotFound for neither; BadParameters where the tool cannot be called so. Nothing is
    asked of the tool yet.
    """
    if name not in calling.tool_names() and name in (tools := asks.templates()):
        tools.check(name, arguments)
        return lambda: tools.call_for(asks, name, dict(arguments))
    tool = calling.tool_named(name)
    calling.checked(name, tool, arguments)
    return lambda: tool(asks, **arguments)


def made(
    call: Callable[[], Any],
    name: str,
    arguments: Mapping[str, Any],
    *,
    log: Tells,
    session: Mapping[str, str | None] | None = None,
) -> Any:
    """The result of a call, which is written to the table `tool_call`.

    `session` has the `id`, and the `setting` and `world_time` under which it is made. An error
    is written down, then raised.
    """
    start = perf_counter()
    try:
        result = call()
    except WorkbenchError as error:
        _record(log, session or {}, name, arguments, start, error=error)
        raise
    _record(log, session or {}, name, arguments, start, result=result)
    return result


def _record(
    log: Tells,
    session: Mapping[str, str | None],
    name: str,
    arguments: Mapping[str, Any],
    start: float,
    **outcome: Any,
) -> None:
    error = outcome.get("error")
    under = {key: value for key, value in session.items() if key != "id" and value}
    log.tell(
        "lore/record_tool_call",
        session_id=session.get("id"),
        tool_name=name,
        arguments=calling.plain(dict(arguments)),
        result=None if error else {**calling.kept_result(outcome["result"]), "session": under},
        duration_ms=round((perf_counter() - start) * 1000),
        error=f"{type(error).__name__}: {error}" if error else None,
    )
