"""Statements of every form that writes, chosen by chance, over a few collections."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

DIMENSION = 16
BIG = 2_100  # points of `big`: enough for an index to be looked for
IDS = 60
_AT_ONCE = 300  # rows in one text: it has a limit

FORMS = (
    "insert", "insert many", "upsert", "update", "delete", "node", "edge", "delete edge",
    "truncate", "create", "drop", "create index", "flush full", "train", "close",
)  # fmt: skip


class Statement(NamedTuple):
    """A text with its parameters; one without text is that the collections are closed."""

    form: str
    text: str
    parameters: Mapping[str, Any]


def setup() -> list[Statement]:
    """`big` has vectors, `g` is a graph, and `c0` may come and go."""
    chance, starts = random.Random(1), range(1, BIG + 1, _AT_ONCE)
    return [
        _create("big"), _create("c0"),
        Statement("create", "CREATE GRAPH COLLECTION g SCHEMALESS", {}),
        *(_insert("big", range(at, min(at + _AT_ONCE, BIG + 1)), 0, chance) for at in starts),
        Statement("train", "TRAIN QUANTIZER ON big", {}),
        *(_node(id, 0) for id in range(1, IDS)),
    ]  # fmt: skip


def statement(form: str, number: int, chance: random.Random) -> Statement:
    """One of a form, whose effect tells its number. It may fail, as a DELETE of no edge does."""
    where = chance.choice(("big", "c0"))
    if form in ("insert", "upsert"):
        return _insert(where, [chance.randrange(1, IDS)], number, chance, form=form)
    if form == "insert many":
        return _insert(where, chance.sample(range(1, 2 * BIG), 40), number, chance)
    if form == "update":
        text = f"UPDATE {where} SET n = $n, u = 'é雪' WHERE id > $low AND id < $low + 200"
        return Statement(form, text.replace("$low + 200", "$high"), _span(chance, n=number))
    if form == "delete":
        return Statement(form, f"DELETE FROM {where} WHERE id > $low AND id < $high", _span(chance))
    if form == "node":
        return _node(chance.randrange(1, IDS), number)
    if form == "edge":
        return _edge(chance, number)
    if form == "delete edge":
        return Statement(form, f"DELETE EDGE {chance.randrange(1, IDS)} FROM g", {})
    return _of_collections(form, number)


def _of_collections(form: str, number: int) -> Statement:
    texts = {
        "truncate": "TRUNCATE c0",
        "drop": "DROP COLLECTION c0",
        "create index": f"CREATE INDEX ON big (f{number})",
        "flush full": "FLUSH FULL",
        "train": "TRAIN QUANTIZER ON big WITH (force = true)",
        "close": "",
    }
    return _create("c0") if form == "create" else Statement(form, texts[form], {})


def _create(name: str) -> Statement:
    text = f"CREATE COLLECTION {name} (dimension = {DIMENSION}, metric = 'cosine')"
    return Statement("create", text, {})


def _node(id: int, number: int) -> Statement:
    text = f"INSERT NODE INTO g (id = {id}, n = {number}, payload_of = 'é雪')"
    return Statement("node", text, {})


def _edge(chance: random.Random, number: int) -> Statement:
    source, target = chance.sample(range(1, IDS), 2)
    made = f"id = {number}, source = {source}, target = {target}, label = 'MET'"
    text = f"INSERT EDGE INTO g ({made}) WITH PROPERTIES (n = {number})"
    return Statement("edge", text, {})


def _span(chance: random.Random, **given: int) -> dict[str, int]:
    low = chance.randrange(0, BIG)
    return {"low": low, "high": low + 60, **given}


def _insert(
    where: str, ids: Iterable[int], number: int, chance: random.Random, *, form: str = "insert many"
) -> Statement:
    rows, given = list[str](), dict[str, Any]()
    for id in ids:
        given[f"v{id}"] = [round(chance.gauss(0, 1), 4) for _ in range(DIMENSION)]
        rows.append(f"({id}, $v{id}, {number}, 'text {number}')")
    verb, values = form.split()[0].upper(), ", ".join(rows)
    return Statement(form, f"{verb} INTO {where} (id, vector, n, t) VALUES {values}", given)
