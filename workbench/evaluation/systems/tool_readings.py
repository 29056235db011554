"""How what a question asks for is read from the answer of its tool.

What a question means by its ids or its number is told by its words, not by the shape of the
answer: a reading is part of how a question is put to a tool, as the tool's arguments are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from ...core.lore.answer import LoreAnswer

# Calls a tool by its name with its arguments.
Call = Callable[[str, Mapping[str, Any]], LoreAnswer]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with the arguments that it was asked by, and the way to ask more."""

    answer: LoreAnswer
    arguments: Mapping[str, Any]
    call: Call

    @property
    def certain(self) -> list[dict[str, Any]]:
        """The rows without those of certainty unknown."""
        return [row for row in self.answer if row.get("certainty", "true") == "true"]

    @property
    def steps(self) -> list[Mapping[str, Any]]:
        """The steps of all missions, in order."""
        return [step for row in self.answer for step in row["steps"]]


# What a reading gives is None where the answer does not tell.
Reading = Callable[[Told], Any]
# By the question's id or its tool, and what is read: ids, rows, number, truth or path.
Readings = Mapping[tuple[str, str], Reading]


def column(*names: str) -> Reading:
    """Columns of the certain rows, in order: values of one, else lists."""

    def read(told: Told) -> list[Any]:
        rows = [[row[name] for name in names] for row in told.certain]
        return [value for (value,) in rows] if len(names) == 1 else rows

    return read


def first(name: str) -> Reading:
    """A column of the first row; None where there is no row."""
    return lambda told: next((row[name] for row in told.answer), None)


def fact(name: str) -> Reading:
    return lambda told: told.answer.meta.facts.get(name)


def total(name: str) -> Reading:
    """The sum of a column, empty cells aside."""
    return lambda told: sum(row[name] or 0 for row in told.answer)


def count(told: Told) -> int:
    return len(told.answer)


def step_count(kind: str) -> Reading:
    return lambda told: sum(step["step_type"] == kind for step in told.steps)


def of_steps(kind: str, name: str) -> Reading:
    """What the steps of a kind hold in a list, one after another."""
    return lambda told: [
        one for step in told.steps if step["step_type"] == kind for one in step[name]
    ]


def of_rule(rule: str) -> Reading:
    """The ids of what a rule of the consistency check found."""
    return lambda told: [one for row in told.answer if row["rule_id"] == rule for one in row["ids"]]


def value_of(one: str, name: str) -> Reading:
    """A column of the row with this id; None where there is none."""
    return lambda told: next((row[name] for row in told.answer if row["id"] == one), None)


def is_among(one: str) -> Reading:
    return lambda told: str(any(row["id"] == one for row in told.answer)).lower()


def dearest(name: str) -> Reading:
    """A column of the sales at the highest price, which the answer tells and the log lists."""

    def read(told: Told) -> list[Any]:
        highest = first("max_price")(told)
        if highest is None:
            return []
        sales = told.call("trades_by_party", {"good": told.arguments["good"], "side": "buyer"})
        return [sale[name] for sale in sales if isclose(sale["unit_price"], highest)]

    return read


def reading_of(names: Sequence[str], key: str, tables: Sequence[Readings]) -> Reading | None:
    """That of the first name that any table has, the earlier table's where several have it."""
    found = (table.get((name, key)) for name in names for table in tables)
    return next((reading for reading in found if reading), None)


BY_TOOL: Readings = {
    ("affordable_lots", "ids"): column("id"),
    ("ancestors_of", "ids"): column("id"),
    ("common_ancestors", "ids"): column("id"),
    ("descendants_of", "ids"): column("id"),
    ("entities_present", "ids"): column("entity_id"),
    ("entity_planes_at_time", "ids"): column("plane_id"),
    ("entity_planes_at_time", "rows"): column("plane_id", "basis", "certainty"),
    ("events_during", "ids"): column("event_id"),
    ("explain_visibility", "truth"): fact("visible"),
    ("get_mission", "ids"): column("id"),
    ("list_campaign_events", "ids"): column("faction_id"),
    ("list_campaign_events", "rows"): column("id"),
    ("list_lineage", "ids"): column("id"),
    ("list_missions", "ids"): column("id"),
    ("list_offspring", "ids"): column("id"),
    ("lookup", "ids"): column("id"),
    ("plane_path", "number"): fact("cost"),
    ("plane_path", "path"): fact("path"),
    ("plane_path", "truth"): fact("reachable"),
    ("plane_relations", "ids"): column("from_id"),
    ("secrets_known_by", "ids"): column("id"),
    ("semantic_search", "ids"): column("chunk_id"),
    ("setting_members", "ids"): column("id"),
    ("true_during", "ids"): column("from_id"),
    ("was_true_at", "truth"): first("truth"),
    ("who_knows", "ids"): column("npc_id"),
}

# Of the sixty golden questions that come with the sample world.
SAMPLE_WORLD: Readings = {
    ("G020", "number"): count,
    ("G023", "truth"): is_among("per_hester_varrowmere"),
    ("G023", "number"): value_of("per_hester_varrowmere", "depth"),
    ("G029", "ids"): of_steps("infiltrated", "party"),
    ("G030", "number"): step_count("complication"),
    ("G032", "number"): total("casualties"),
    ("G033", "number"): first("army_size"),
    ("G036", "ids"): column("campaign_id"),
    ("G037", "number"): first("avg_price"),
    ("G038", "ids"): lambda told: [row["party_id"] for row in told.answer][:1],
    ("G038", "number"): first("sum_total"),
    ("G039", "number"): total("total_price"),
    ("G039", "rows"): column("id"),
    ("G040", "number"): first("max_price"),
    ("G040", "ids"): dearest("buyer_id"),
    ("G040", "rows"): dearest("id"),
    ("G042", "number"): first("sales"),
    ("G049", "ids"): of_rule("A1_disputed_window"),
    ("G050", "ids"): of_rule("A3_exclusive_holder"),
    ("G051", "ids"): of_rule("B1_event_outside_life"),
    ("G052", "ids"): of_rule("C1_endpoint_label"),
    ("G053", "ids"): of_rule("X1_lot_without_trade_row"),
    ("G054", "number"): count,
}
