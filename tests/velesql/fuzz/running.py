"""Executor and judge over the same statements, one data set after the other."""

from __future__ import annotations

import json
import traceback
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from tests.velesql.fuzz.comparing import differing
from tests.velesql.fuzz.data import NOW, Data
from tests.velesql.fuzz.generating import query
from tests.velesql.fuzz.query import Clause, Query
from tests.velesql.judge.answers import Judged
from tests.velesql.judge.judging import judge
from tests.velesql.judge.world import World
from workbench.core.errors import VelesFailed

QUERIES = 60  # of one data set
SETUP = (
    "CREATE GRAPH COLLECTION deeds WITH SCHEMA (NODE Person (name: STRING, born: INTEGER), "
    "NODE House (rooms: FLOAT, sold: BOOLEAN), EDGE OWNS FROM Person TO House)",
    """INSERT NODE INTO deeds (id = 1, payload = '{"_labels": ["Person"], "name": "Ona"}')""",
    """INSERT NODE INTO deeds (id = 2, payload = '{"_labels": ["House"], "rooms": 3.5}')""",
    "INSERT EDGE INTO deeds (id = 1, source = 1, target = 2, label = 'OWNS')",
)


@dataclass
class Account:
    """What was asked and what came of it; `noise` counts differences that rounding explains."""

    asked: int = 0
    by_tag: Counter[str] = field(default_factory=Counter)
    with_rows: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    noise: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, asked: Query, judged: Judged | str) -> None:
        self.asked += 1
        rows = not isinstance(judged, str) and bool(judged.shown or judged.affected)
        for tag in asked.tags:
            self.by_tag[tag] += 1
            self.with_rows[tag] += rows
        if isinstance(judged, str):
            self.errors[judged] += 1

    def take(self, other: Account) -> None:
        self.asked += other.asked
        self.noise += other.noise
        for mine, theirs in (
            (self.by_tag, other.by_tag),
            (self.with_rows, other.with_rows),
            (self.errors, other.errors),
        ):
            mine.update(theirs)
        self.differences += other.differences


class Round:
    """One data set, in the executor's form and the judge's, and statements about it."""

    def __init__(self, seed: int, *, executor: bool = True) -> None:
        self.seed, self.random = seed, Random(seed)
        self.data = Data(self.random)
        self.world = World.loaded(self.data.collections, NOW)
        self.database: Any = None
        if executor:
            from tests.velesql.fuzz.loading import database

            self.database = database(self.data.collections)
        self.changes: list[Query] = []
        for text in SETUP:
            judged, wrong = self.both(Query((Clause(text, ("",)),), kind="change"))
            assert not wrong, wrong
            assert not isinstance(judged, str), judged

    def run(self, account: Account, queries: int = QUERIES) -> None:
        """Ask until the count is reached, or until both no longer hold the same."""
        for number in range(queries):
            asked = query(self.random, self.data)
            judged, wrong = self.both(asked)
            account.add(asked, judged)
            if asked.kind == "change":
                self.changes.append(asked)
            if wrong and not isinstance(judged, str) and judged.shaky:
                account.noise += 1
            elif wrong:
                account.differences.append(self._told(number, asked, wrong))
                if asked.kind == "change":
                    return

    def both(self, asked: Query) -> tuple[Judged | str, list[str]]:
        judged = judge(asked.text, asked.parameters, self.world, now=NOW, compat=asked.compat)
        if self.database is None:
            return judged, []
        got = self._executed(asked)
        if asked.kind == "explain":
            return judged, _explained(judged, got)
        return judged, differing(judged, got)

    def _executed(self, asked: Query) -> Any:
        """A result, the code of an error, or what else was raised."""
        from workbench.velesql.answering import answer

        try:
            return answer(
                asked.text,
                asked.parameters,
                self.database,
                compat=asked.compat,
                now=lambda: NOW,
            )
        except VelesFailed as error:
            return error.code
        except Exception as error:
            at = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{at.filename.rpartition('/workbench/')[2]}:{at.lineno}"
            return f"{type(error).__name__} at {where}: {error}"

    def _told(self, number: int, asked: Query, wrong: list[str]) -> str:
        """The difference, of the smallest query that still has one."""
        if asked.kind != "change":
            asked, wrong = self._shrunk(asked, wrong)
        given = {name: one for name, one in asked.parameters.items() if f"${name}" in asked.text}
        lines = [
            f"seed {self.seed}, query {number}{', compat' if asked.compat else ''}: {asked.text}",
            f"  parameters {given}" if given else "",
            *(f"  {one[:1500]}" for one in wrong),
        ]
        return "\n".join(filter(None, lines))

    def _shrunk(self, asked: Query, wrong: list[str]) -> tuple[Query, list[str]]:
        found = self._smaller(asked)
        while found is not None:
            asked, wrong = found
            found = self._smaller(asked)
        return asked, wrong

    def _smaller(self, asked: Query) -> tuple[Query, list[str]] | None:
        for fewer in asked.smaller():
            judged, wrong = self.both(fewer)
            if wrong and not isinstance(judged, str):
                return fewer, wrong
        return None


def _explained(judged: Judged | str, got: Any) -> list[str]:
    """A plan is told, or the query refused for what is wrong with it."""
    if isinstance(got, str):
        refused = isinstance(judged, str) or not got.startswith(("E", "V")) or " " in got
        return [] if judged == got else [f"judge: a plan, executor: {got}"] if refused else []
    fine = len(got.values) == 1 and {"plan", "tree"} <= set(got.columns)
    return [] if fine and not isinstance(judged, str) else [f"judge: {judged}, executor: a plan"]


def part(seed: int, step: int, queries: int, executor: bool, most: int) -> Account:
    """Every `step`-th data set from `seed` on, until so many queries are asked."""
    account = Account()
    for number in count(seed, step):
        before = len(account.differences)
        Round(number, executor=executor).run(account)
        for one in account.differences[before:]:
            print(one, flush=True)
        if account.asked >= queries or len(account.differences) >= most:
            return account
    raise AssertionError


def described(round_: Round) -> str:
    """All that a difference needs to be seen again."""
    told = [json.dumps(one, ensure_ascii=False, default=str) for one in round_.data.collections]
    return "\n".join([*told, *(one.text for one in round_.changes)])
