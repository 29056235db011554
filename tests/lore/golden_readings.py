"""How what a golden question expects is read from the answer of its tool.

A reading is found by (question, key), then (tool, key), then key: what a question means by
`ids` or `number` is told by its words, not by the shape of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.asker import WorldAsker
from workbench.core.lore import LoreAnswer
from workbench.tools import lore

# `ids` are sets unless the tool orders them; that of a campaign's events orders rows.
SETS = {"ids", "unknown_edges", "reachable_set", "cut", "chunk_ids", "match"}
ORDERED_IDS = {"list_missions"}
NUMBERS = {"number", "quantity"}


@dataclass(frozen=True)
class Golden:
    """A question with the answer that its tool gave, and the world it was asked of."""

    question: Mapping[str, Any]
    answer: LoreAnswer
    bench: WorldAsker

    @property
    def expected(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.question["expected"]
        return found

    @property
    def certain(self) -> list[dict[str, Any]]:
        """The rows without those of certainty unknown."""
        return [row for row in self.answer if row.get("certainty", "true") == "true"]

    @property
    def row(self) -> dict[str, Any]:
        (only,) = self.answer
        return only

    @property
    def steps(self) -> list[dict[str, Any]]:
        return [step for row in self.answer for step in row["steps"]]


Reading = Callable[[Golden], Any]


def reading_of(question: Mapping[str, Any], key: str) -> Reading:
    """LookupError where nothing tells how this key is read."""
    for where in (question["id"], question["tool"], "*"):
        if (where, key) in READINGS:
            return READINGS[where, key]
    raise LookupError(f"{question['id']} expects {key!r}, which no reading covers")


def wanted(question: Mapping[str, Any], key: str) -> Any:
    """What is expected, sorted where order does not count, numbers with their tolerance."""
    value = question["expected"][key]
    if key in NUMBERS:
        return pytest.approx(value, abs=0.0001)
    if key in SETS and not (key == "ids" and question["tool"] in ORDERED_IDS):
        return sorted(value)
    return value


def column(name: str) -> Reading:
    """A column of the certain rows, in order."""
    return lambda golden: [row[name] for row in golden.certain]


def members(name: str) -> Reading:
    """The values of a column over the certain rows, each once, sorted."""
    return lambda golden: sorted({row[name] for row in golden.certain})


def only(name: str) -> Reading:
    """A column of the one row, a list sorted where the key is a set."""
    return lambda golden: golden.row[name]


def only_sorted(name: str) -> Reading:
    return lambda golden: sorted(golden.row[name])


def first(name: str) -> Reading:
    return lambda golden: next(iter(golden.answer))[name]


def fact(name: str) -> Reading:
    return lambda golden: golden.answer.meta.facts[name]


def total(name: str) -> Reading:
    return lambda golden: sum(row[name] or 0 for row in golden.answer)


def distinct(name: str) -> Reading:
    """A column's values, each once, in the order in which they come."""
    return lambda golden: list(dict.fromkeys(column(name)(golden)))


def fact_sorted(name: str) -> Reading:
    return lambda golden: sorted(golden.answer.meta.facts[name])


def cut(golden: Golden) -> list[list[str]]:
    legs = golden.answer.meta.facts["cut"]
    return sorted([leg[name] for name in ("tail", "head", "edge_id", "reason")] for leg in legs)


def plane_rows(golden: Golden) -> list[list[str]]:
    return [[row[name] for name in ("plane_id", "basis", "certainty")] for row in golden.answer]


def pairs(golden: Golden) -> dict[str, list[int]]:
    return {row["id"]: [row["depth_a"], row["depth_b"]] for row in golden.answer}


def depths(golden: Golden) -> dict[str, int]:
    return {row["id"]: row["depth"] for row in golden.answer}


def depth_of(person: str) -> Reading:
    return lambda golden: depths(golden)[person]


def is_among(person: str) -> Reading:
    return lambda golden: str(person in depths(golden)).lower()


def step(kind: str, name: str) -> Reading:
    """What the one step of a kind says, a list sorted."""

    def reading(golden: Golden) -> Any:
        (found,) = (step[name] for step in golden.steps if step["step_type"] == kind)
        return sorted(found) if isinstance(found, list) else found

    return reading


def of_steps(name: str) -> Reading:
    return lambda golden: [step[name] for step in golden.steps]


def complications(golden: Golden) -> int:
    return sum(step["step_type"] == "complication" for step in golden.steps)


def dearest_sale(name: str) -> Reading:
    """What the log says of the sales at the highest price, which the answer tells."""

    def reading(golden: Golden) -> list[Any]:
        good = golden.question["args"]["good"]
        price = only("max_price")(golden)
        sales = lore.trades_by_party(golden.bench, good=good, side="buyer")
        return [sale[name] for sale in sales if abs(sale["unit_price"] - price) < 0.0001]

    return reading


def finding(name: str) -> Reading:
    """What the one finding of the rule on these nodes says, a list sorted."""

    def reading(golden: Golden) -> Any:
        of_rule = [row for row in golden.answer if row["rule_id"] == golden.expected["rule"]]
        (found,) = (row[name] for row in of_rule if {*row["ids"]} == {*golden.expected["ids"]})
        return sorted(found) if isinstance(found, list) else found

    return reading


def found_chunks(golden: Golden) -> list[str]:
    """Those of the expected chunks that are among the hits."""
    return sorted({*column("chunk_id")(golden)} & {*golden.expected["chunk_ids"]})


def texts(golden: Golden) -> list[str]:
    """Title and text of each expected chunk that is among the hits."""
    rows = [row for row in golden.answer if row["chunk_id"] in golden.expected["chunk_ids"]]
    cypher = "MATCH (c:LoreChunk {id: $id}) RETURN c.title AS title"
    titles = [golden.bench.cypher(cypher, id=row["chunk_id"]).rows[0]["title"] for row in rows]
    return [f"{title}\n{row['text']}" for title, row in zip(titles, rows, strict=True)]


def named(golden: Golden) -> list[str]:
    """Those of the expected entities that every expected chunk names."""
    chunks = texts(golden)
    return sorted(
        entity
        for entity in golden.expected["ids"]
        if chunks
        and all(any(holds(text, name) for name in names(golden, entity)) for text in chunks)
    )


def names(golden: Golden, entity: str) -> list[str]:
    cypher = "MATCH (n) WHERE n.id = $id RETURN n.name AS name, n.aliases AS aliases"
    row = golden.bench.cypher(cypher, id=entity).rows[0]
    return [row["name"], *(row["aliases"] or ())]


def phrases(golden: Golden) -> list[str]:
    """Those of the expected phrases that every expected chunk contains."""
    chunks = texts(golden)
    said = golden.expected["match"]
    return sorted(phrase for phrase in said if chunks and all(holds(t, phrase) for t in chunks))


def holds(text: str, phrase: str) -> bool:
    flat = " ".join(text.split())
    return re.search(rf"\b{re.escape(phrase)}\b", flat, re.IGNORECASE) is not None


FINDERS = (
    *("find_contradictions", "find_anachronisms", "find_orphans"),
    *("find_ontology_violations", "find_cross_store_violations"),
)
READINGS: dict[tuple[str, str], Reading] = {
    ("*", "ids"): members("id"),
    ("list_missions", "ids"): column("id"),
    ("true_during", "ids"): members("from_id"),
    ("entities_present", "ids"): members("entity_id"),
    ("events_during", "ids"): members("event_id"),
    ("plane_relations", "ids"): members("from_id"),
    ("entity_planes_at_time", "ids"): members("plane_id"),
    ("entity_planes_at_time", "rows"): plane_rows,
    ("who_knows", "ids"): members("npc_id"),
    ("was_true_at", "truth"): only("truth"),
    ("was_true_at", "edges"): only("edges"),
    ("was_true_at", "unknown_edges"): only_sorted("unknown_edges"),
    ("plane_path", "truth"): fact("reachable"),
    ("plane_path", "path"): fact("path"),
    ("plane_path", "edges"): column("edge_id"),
    ("plane_path", "number"): fact("cost"),
    ("plane_path", "reachable_set"): fact_sorted("reachable_set"),
    ("plane_path", "cut"): cut,
    ("ancestors_of", "depths"): depths,
    ("common_ancestors", "depths"): pairs,
    ("G020", "number"): lambda golden: len(golden.answer),
    # Does one person descend from another, and at what distance?
    ("G023", "truth"): is_among("per_hester_varrowmere"),
    ("G023", "number"): depth_of("per_hester_varrowmere"),
    ("get_mission", "steps"): of_steps("step_type"),
    ("get_mission", "times"): of_steps("in_fiction_time"),
    # Who was there when they went in, and where was that?
    ("G029", "ids"): step("infiltrated", "party"),
    ("G029", "location"): step("infiltrated", "location_id"),
    ("G030", "number"): complications,
    ("list_campaign_events", "rows"): column("id"),
    ("list_campaign_events", "ids"): members("faction_id"),
    ("G036", "ids"): members("campaign_id"),
    ("G031", "battles"): distinct("battle_id"),
    ("G034", "battles"): members("battle_id"),
    ("G032", "number"): total("casualties"),
    ("G033", "number"): only("army_size"),
    ("market_prices", "unit"): only("currency"),
    ("market_prices", "sales"): only("sales"),
    ("market_prices", "quantity"): only("quantity"),
    ("G037", "number"): only("avg_price"),
    ("G042", "number"): only("sales"),
    ("G040", "number"): only("max_price"),
    ("G040", "ids"): dearest_sale("buyer_id"),
    ("G040", "rows"): dearest_sale("id"),
    # Who has sold it for the most money, and for how much?
    ("G038", "ids"): lambda golden: [first("party_id")(golden)],
    ("G038", "number"): first("sum_total"),
    ("G039", "number"): total("total_price"),
    ("G039", "rows"): column("id"),
    ("explain_visibility", "truth"): fact("visible"),
    ("explain_visibility", "reason"): fact("reason"),
    **{(tool, "ids"): finding("ids") for tool in FINDERS},
    **{(tool, "edges"): finding("edges") for tool in FINDERS},
    **{(tool, "rule"): finding("rule_id") for tool in FINDERS},
    **{(tool, "category"): finding("category") for tool in FINDERS},
    ("G054", "number"): lambda golden: len(golden.answer),
    ("semantic_search", "chunk_ids"): found_chunks,
    ("semantic_search", "ids"): named,
    ("semantic_search", "match"): phrases,
}
