"""What the graph holds before a load: its schema, its shapes, and what was loaded into it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.lore import schema_version
from ...core.lore.edges import STRUCTURAL
from ...core.lore.templates import Template, template_of
from ...core.protocols import Asks
from .forms import REIFIED, Ends, Form

MANY = 100_000_000  # rows: all of them are needed


class Present(NamedTuple):
    """A node or an edge in the graph; `loaded_from` is None where no load made it.

    `domain_type` is what a DomainEntity is.
    """

    id: str
    loaded_from: str | None
    ends: Ends | None = None
    from_id: str = ""
    to_id: str = ""
    domain_type: str | None = None


def check_form(asks: Asks, form: Form, instance_types: set[str]) -> None:
    """BadInput where the graph holds another schema version, a mixture, or another shape.

    `instance_types` are relations of instances, native in either shape.
    """
    census = {row["what"]: row["found"] for row in asks.ask("lore/schema_census").rows}
    found = schema_version(census)
    if found in ("mixed", "v1.1"):
        raise BadInput(
            f"the graph's schema is {found}: expected {form.schema} or an empty graph; "
            "migrate it first, nothing was written"
        )
    if found not in ("empty", form.schema):
        raise BadInput(
            f"the graph's schema is {found}, and this load is of {form.schema}; load with "
            f"schema={found!r}, or into an empty graph"
        )
    other = _other_shape(asks, form, instance_types)
    if other:
        raise BadInput(
            f"the graph's edges of {', '.join(other[:4])} are not {form.shape}, as this load "
            f"wants them; load with the other shape, or into an empty graph"
        )


def _other_shape(asks: Asks, form: Form, instance_types: set[str]) -> list[str]:
    if form.shape == "native":
        return _types(asks, "lore/reified_edge_types")
    native = set(_types(asks, "lore/edge_types"))
    located = {"LOCATED_IN"} if form.schema == "v1.2" else set[str]()
    return sorted(native - STRUCTURAL - instance_types - located)


def templates_present(asks: Asks) -> dict[str, Template]:
    """The templates in the graph, by id."""
    found = asks.ask("lore/templates", row_limit=MANY).rows
    return {row["id"]: template_of(json.loads(row["document"]), row["file"] or "") for row in found}


def nodes_present(asks: Asks) -> dict[str, list[Present]]:
    """All nodes that are no relation, by id."""
    found: dict[str, list[Present]] = {}
    for row in asks.ask("lore/loaded_nodes", row_limit=MANY).rows.values:
        label, node_id, loaded_from, domain_type = row
        if label != REIFIED:
            here = Present(node_id, loaded_from, Ends(label, "", ""), domain_type=domain_type)
            found.setdefault(node_id, []).append(here)
    return found


def edges_present(asks: Asks) -> dict[str, list[Present]]:
    """All edges that have an edge id, by it, whatever their shape."""
    found: dict[str, list[Present]] = {}
    for stored in _types(asks, "lore/edge_types"):
        if stored in ("FROM", "TO"):
            continue
        answer = asks.ask("lore/loaded_native_edges", row_limit=MANY, type=stored)
        for edge_id, loaded_from, first, source, second, target in answer.rows.values:
            here = Present(edge_id, loaded_from, Ends(first, stored, second), source, target)
            found.setdefault(edge_id, []).append(here)
    answer = asks.ask("lore/loaded_reified_edges", row_limit=MANY)
    for edge_id, loaded_from, first, source, second, target in answer.rows.values:
        here = Present(edge_id, loaded_from, Ends(first, "", second), source, target)
        found.setdefault(edge_id, []).append(here)
    return found


def superseded(asks: Asks, types: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What retcons wrote on the edges of some types that they superseded, by edge id.

    "" is the type of reified ones.
    """
    found: dict[str, dict[str, Any]] = {}
    for stored in sorted(types):
        query, given = ("native", {"type": stored}) if stored else ("reified", {})
        for row in asks.ask(f"lore/superseded_{query}_edges", row_limit=MANY, **given).rows:
            told = {name: value for name, value in row.items() if value is not None}
            found[told.pop("edge_id")] = told
    return found


def unfinished(asks: Asks) -> bool:
    """Whether a load began and did not end."""
    return any(row["unfinished"] for row in asks.ask("lore/load_state").rows)


def _types(asks: Asks, query: str) -> list[str]:
    return [row["type"] for row in asks.ask(query, row_limit=MANY).rows]
