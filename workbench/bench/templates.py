"""The tools that a world's templates bring, as callables that follow every reload."""

from __future__ import annotations

from collections.abc import Callable, Collection
from inspect import Parameter, Signature
from time import monotonic
from typing import Any

from ..core.errors import QueryNotFound, StoreUnavailable
from ..core.lore import LoreAnswer
from ..core.lore.templates import QueryParameter, Template, TemplateQuery
from ..core.protocols import AsksWorld, Follows, Inbox
from ..tools import lore
from ..tools.lore.reload_templates import CHANNEL
from ..tools.lore.template_queries import (
    NamedQueries,
    answered,
    check_names,
    generation_of,
    named_queries,
)

# How long a reload may go unseen where its message was lost: the graph is asked that often.
_LOOK_SECONDS = 1.0
_TYPES = {"string": str, "number": float, "integer": int, "boolean": bool, "time": str}


class TemplateTools:
    """`tools.get_mission(id="MSN-001")`, `tools.call("market_lot.market_prices", good="…")`.

    A query's name alone will do where one template has it and no tool of the library is
    called so; `template_id.query_id` always does. Before each call a look at the messages, and
    once a second at the graph, tells whether templates were reloaded, here or elsewhere.
    """

    def __init__(self, asks: AsksWorld, cache: Follows) -> None:
        self._asks, self._cache = asks, cache
        self._inbox: Inbox | None = None
        self._known: NamedQueries | None = None
        self._looked = 0.0

    def call(self, name: str, /, **parameters: Any) -> LoreAnswer:
        """The rows of a query, at most 1000.

        QueryNotFound names the near ones; BadParameters for values of another type. A required
        value that is missing gives no rows and a warning.
        """
        return self.call_for(self._asks, name, parameters)

    def call_for(self, asks: AsksWorld, name: str, parameters: dict[str, Any]) -> LoreAnswer:
        """As `call`, asked by another, such as a session with a current time of its own."""
        return answered(asks, *self._queries().get(name), parameters)

    def check(self, name: str, parameters: Collection[str]) -> None:
        """BadParameters for a name that the query does not take; QueryNotFound."""
        _, query = self._queries().get(name)
        check_names(query, parameters)

    def list_template_tools(self, template_id: str | None = None) -> LoreAnswer:
        """Columns template_id, query_id, parameters; see `tools.lore.list_template_tools`."""
        return lore.list_template_tools(self._asks, template_id)

    def __contains__(self, name: object) -> bool:
        return name in self._queries().by_name

    def __getitem__(self, name: str) -> Callable[..., LoreAnswer]:
        """The tool of a name, with its signature and what it answers."""
        template, query = self._queries().get(name)
        return _tool(self, name, template, query)

    def __getattr__(self, name: str) -> Callable[..., LoreAnswer]:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except QueryNotFound as error:
            raise AttributeError(str(error)) from error

    def __dir__(self) -> list[str]:
        plain = (name for name in self._queries().by_name if "." not in name)
        return sorted([*super().__dir__(), *plain])

    def __repr__(self) -> str:
        names = (name for name in self._queries().by_name if "." in name)
        return f"TemplateTools({', '.join(sorted(names))})"

    def close(self) -> None:
        if self._inbox is not None:
            self._inbox.close()
            self._inbox = None

    def _queries(self) -> NamedQueries:
        told = self._told()
        known = self._known
        if known is None or told or monotonic() - self._looked >= _LOOK_SECONDS:
            self._looked = monotonic()
            if known is None or known.generation != generation_of(self._asks):
                known = self._known = named_queries(self._asks, lore.__all__)
        return known

    def _told(self) -> bool:
        """Whether messages came, or may have passed unheard; without messages the graph tells."""
        try:
            if self._inbox is None:
                self._inbox = self._cache.follow(CHANNEL)
                return True
            return bool(self._inbox.taken())
        except StoreUnavailable:
            self.close()
            return True


def _tool(
    tools: TemplateTools, name: str, template: Template, query: TemplateQuery
) -> Callable[..., LoreAnswer]:
    def ask(**parameters: Any) -> LoreAnswer:
        return tools.call(name, **parameters)

    ask.__name__ = ask.__qualname__ = query.id
    ask.__doc__ = _documentation(template, query)
    ask.__signature__ = Signature(  # type: ignore[attr-defined]
        [_in_signature(parameter) for parameter in query.parameters], return_annotation=LoreAnswer
    )
    return ask


def _in_signature(parameter: QueryParameter) -> Parameter:
    kind: Any = _TYPES.get(parameter.type, str)
    return Parameter(
        parameter.name,
        Parameter.KEYWORD_ONLY,
        default=None if parameter.optional else Parameter.empty,
        annotation=kind | None if parameter.optional else kind,
    )


def _documentation(template: Template, query: TemplateQuery) -> str:
    head = query.description or f"{query.id} of {template.type}"
    told = [f"{p.name} ({p.type}): {p.description}" for p in query.parameters if p.description]
    columns = f"Columns: {', '.join(query.cypher.columns)}."
    source = f"Source: template {template.id}, version {template.version} ({template.file})."
    return "\n".join([head, "", *told, columns, source])
