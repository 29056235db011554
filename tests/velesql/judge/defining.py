"""Collections and indexes: made, dropped, told (section 15)."""

from __future__ import annotations

import re
from typing import Any

from tests.velesql.judge.answers import Judged, table
from tests.velesql.judge.asked import Asked
from tests.velesql.judge.world import Collection, Refused
from workbench.velesql.tree.statements import (
    AlterCollection,
    Analyze,
    CreateCollection,
    CreateIndex,
    Describe,
    DropCollection,
    DropIndex,
    Flush,
    ShowCollections,
    Train,
)

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_WIDEST = 4096


def create(tree: CreateCollection, asked: Asked) -> Judged:
    if not _NAME.fullmatch(tree.name):
        raise Refused("VELES-034")
    if tree.dimension == 0:
        raise Refused("VELES-032")
    if tree.dimension is not None and tree.dimension > _WIDEST:
        raise Refused("VELES-027")
    if tree.name in asked.world.collections:
        raise Refused("VELES-001")
    made = Collection(tree.name, tree.kind, tree.dimension, tree.metric, schema=tree.schema)
    asked.world.collections[tree.name] = made
    return table((), ())


def drop(tree: DropCollection, asked: Asked) -> Judged:
    if tree.name not in asked.world.collections and tree.if_exists:
        return table((), ())
    asked.world.collection(tree.name)
    del asked.world.collections[tree.name]
    return table((), ())


def show(tree: ShowCollections, asked: Asked) -> Judged:
    every = asked.world.collections.values()
    return table(("name", "type"), [(one.name, one.kind) for one in every], ordered=False)


def describe(tree: Describe, asked: Asked) -> Judged:
    one = asked.world.collection(tree.collection)
    told: dict[str, Any] = {"name": one.name, "type": one.kind, "point_count": len(one.points)}
    if one.dimension is not None:
        told |= {"dimension": one.dimension, "metric": one.metric}
    return table(tuple(told), [tuple(told.values())])


def index(tree: CreateIndex | DropIndex, asked: Asked) -> Judged:
    asked.world.collection(tree.collection)
    return table((), ())


def alter(tree: AlterCollection, asked: Asked) -> Judged:
    asked.world.collection(tree.collection)
    if any(name != "auto_reindex" for name, _ in tree.options):
        raise Refused("VELES-010")
    return table((), ())


def analyze(tree: Analyze, asked: Asked) -> Judged:
    asked.world.collection(tree.collection)
    return table((), [()])


def flush(tree: Flush, asked: Asked) -> Judged:
    if tree.collection is not None:
        asked.world.collection(tree.collection)
    return table(("status", "full"), [("flushed", tree.full)])


def train(tree: Train, asked: Asked) -> Judged:
    asked.world.collection(tree.collection)
    return table(("status",), [("trained",)])
