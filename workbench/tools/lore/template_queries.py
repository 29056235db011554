"""The named queries of templates, as tools: which there are, and their answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ...core.errors import BadInput, BadParameters, QueryNotFound, TimeSyntaxError
from ...core.lore import LoreAnswer
from ...core.lore.templates import (
    MAX_ROWS,
    QueryParameter,
    Template,
    TemplateQuery,
    template_of,
)
from ...core.protocols import Asks, AsksWorld
from ...core.time import CURRENT, parse_time
from .inquiry import ALL, Inquiry

# How a model writes that it leaves a value out.
_NULLS = (None, "", "null", "None")
_NUMBERS: dict[str, type | tuple[type, ...]] = {"number": (int, float), "integer": int}


@dataclass(frozen=True)
class NamedQueries:
    """The queries of all templates by the names they are called by.

    Every query has the name `template.query`; its own name alone where no other template has
    it and it is not among the `taken` ones.
    """

    by_name: Mapping[str, tuple[Template, TemplateQuery]]
    generation: tuple[int, int]

    def get(self, name: str) -> tuple[Template, TemplateQuery]:
        """QueryNotFound names the near ones, and the full names of one that several could mean."""
        if name in self.by_name:
            return self.by_name[name]
        full = [known for known in self.by_name if known.endswith(f".{name}")]
        near = full or get_close_matches(name, self.by_name, 3)
        hint = f"; ask for {' or '.join(near)}" if near else "; list_template_tools() lists them"
        raise QueryNotFound(f"no template query is called {name!r}{hint}")


def generation_of(asks: Asks) -> tuple[int, int]:
    """Grows whenever templates change: reloads, and loads of the world."""
    (row,) = asks.ask("lore/template_generation").rows.values
    return row[0], row[1]


def named_queries(asks: Asks, taken: Collection[str]) -> NamedQueries:
    """What the templates in the graph offer, under names that are not `taken`."""
    generation = generation_of(asks)  # before the templates: a change between is seen next time
    rows = asks.ask("lore/templates", row_limit=ALL).rows
    found = [
        (template, query) for template in stored_templates(rows).values()
        for query in template.queries
    ]  # fmt: skip
    plain = [query.id for _, query in found]
    names = {f"{template.id}.{query.id}": (template, query) for template, query in found}
    names |= {
        query.id: (template, query)
        for template, query in found
        if plain.count(query.id) == 1 and query.id not in taken
    }
    return NamedQueries(names, generation)


def stored_templates(rows: Iterable[Mapping[str, Any]]) -> dict[str, Template]:
    """The templates of rows of `lore/templates`, by id."""
    return {row["id"]: template_of(json.loads(row["document"]), row["file"] or "") for row in rows}


def answered(
    asks: AsksWorld, template: Template, query: TemplateQuery, given: Mapping[str, Any]
) -> LoreAnswer:
    """The rows of a template's query, at most 1000, in its own order.

    A required value that is missing gives no rows, and a warning; BadParameters for a value of
    another type or a name that the query does not take. The query cannot write.
    """
    inquiry = Inquiry.open(asks)
    columns = query.cypher.columns
    facts = {"tool": f"{template.id}.{query.id}", "version": template.version}
    check_names(query, given)
    missing = [p.name for p in query.parameters if not p.optional and given.get(p.name) is None]
    if missing:
        inquiry.warnings.append(f"missing: {', '.join(missing)}")
        return inquiry.answer(columns, [], **facts)
    bound = {p.name: _bound(inquiry, p, given.get(p.name)) for p in query.parameters}
    if limit := query.cypher.limit:
        bound[limit] = min(bound[limit], MAX_ROWS)
    answer = asks.cypher(query.cypher.text, row_limit=MAX_ROWS, **bound)
    inquiry.trace += answer.trace
    inquiry.truncated = len(answer) >= MAX_ROWS
    return inquiry.answer(columns, answer.rows.values, **facts)


def check_names(query: TemplateQuery, given: Collection[str]) -> None:
    """BadParameters for a name that the query does not take."""
    takes = [p.name for p in query.parameters]
    if unknown := sorted(set(given) - set(takes)):
        raise BadParameters(
            f"{query.id} takes {', '.join(takes) or 'nothing'}; given: {', '.join(unknown)}"
        )


def _bound(inquiry: Inquiry, parameter: QueryParameter, value: Any) -> Any:
    if parameter.optional and (value is None or value in _NULLS):
        return None
    if parameter.type in _NUMBERS:
        fits = isinstance(value, _NUMBERS[parameter.type]) and not isinstance(value, bool)
    else:
        fits = isinstance(value, bool if parameter.type == "boolean" else str)
    if not fits:
        raise BadParameters(f"{parameter.name}: expected a {parameter.type}, saw {value!r:.60}")
    if parameter.type == "time":
        return _time(inquiry, parameter, value)
    return inquiry.entity(value).id if parameter.type == "entity" else value


def _time(inquiry: Inquiry, parameter: QueryParameter, value: str) -> str:
    try:
        asked = parse_time(value)
    except TimeSyntaxError as error:
        raise BadParameters(f"{parameter.name}: {error}") from error
    if asked != CURRENT:
        return value
    world = inquiry.world
    now = world.current(None, world_time=inquiry.world_time, session=inquiry.asks.world_time)
    if now is None:
        raise BadInput(f"{parameter.name}: the current time is not known; give a time")
    return str(now.time)
