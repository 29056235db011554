"""Random SELECT: of one collection, grouped, joined, and set operations."""

from __future__ import annotations

from collections.abc import Sequence

from tests.velesql.fuzz.patterns import reaches
from tests.velesql.fuzz.predicates import Conditions
from tests.velesql.fuzz.query import Clause
from tests.velesql.fuzz.searches import Searches
from tests.velesql.fuzz.writing import FIELDS, PLAIN, Writer

Clauses = tuple[Clause, ...]
AGGREGATES = ("COUNT(*)", "COUNT(price)", "SUM(price)", "AVG(price)", "MIN(year)", "MAX(mixed)",
              "MIN(mixed)", "SUM(big)", "MAX(kind)", "SUM(year)", "AVG(year)", "COUNT(mixed)",
              "MIN(title)", "MAX(big)", "SUM(mixed)", "MIN(id)")  # fmt: skip
KEYS = ("kind", "flag", "meta.room", "mixed", "`order`", "year", "tags", "nowhere", "big")


class Selecting:
    """One SELECT over one collection under way."""

    def __init__(self, writer: Writer, collection: str) -> None:
        self.writer, self.collection = writer, collection
        self.alias = writer.pick(("", "", "w", "AS w"))
        self.name = self.alias.split()[-1] if self.alias else collection
        self.searches = Searches(writer, collection)
        self.where = self._where()

    @property
    def source(self) -> Clause:
        return Clause("FROM", (f"{self.collection} {self.alias}".strip(),), least=1)

    def _where(self) -> Clause:
        writer = self.writer
        items = self.searches.conjuncts()
        filters = Conditions(writer, self.collection, (self.name,))
        items += filters.several(0, 1 if items else 2)
        graph = self.collection in ("works", "circle", "frags")
        if graph and writer.chance(0.35 if self.collection == "circle" else 0.05):
            items.append(reaches(writer, self.name))
        writer.random.shuffle(items)
        return Clause("WHERE", tuple(items), " AND ")

    def single(self) -> Clauses:
        writer = self.writer
        lets, named = self._lets()
        items, aliases = self._items(named)
        distinct = "SELECT"
        if items != ["*"] and not any("OVER" in one for one in items) and writer.chance(0.12):
            writer.tag("DISTINCT")
            distinct = "SELECT DISTINCT"
        order = self._order([*aliases, *named])
        return (
            lets,
            Clause(distinct, tuple(items), least=1),
            self.source,
            self.where,
            order,
            *limits(writer),
            options(writer),
            self.searches.fusion(),
        )

    def _lets(self) -> tuple[Clause, list[str]]:
        writer = self.writer
        if not writer.chance(0.15):
            return Clause("", ()), []
        writer.tag("LET")
        count = writer.random.randint(1, 2)
        names = ["mix", "final"][:count]
        made = [f"LET mix = {self._arithmetic()}"]
        if count > 1:
            made.append(f"LET final = mix * 2 + {self._term()}")
        return Clause("", (" ".join(made),)), names

    def _term(self) -> str:
        writer = self.writer
        terms = ["year", "price", "2", "0.5", "meta.room", "mixed", "work"]
        if self.searches.ranks:
            terms += ["similarity()", "vector_score", "bm25_score", "sparse_score", "fused_score"]
        return str(writer.pick(terms))

    def _arithmetic(self) -> str:
        writer = self.writer
        form = writer.pick(("{} {} {}", "({} {} {}) * 2", "-{} {} {}", "1 - ({} {} {})"))
        return str(form.format(self._term(), writer.pick("+-*/"), self._term()))

    def _items(self, named: Sequence[str]) -> tuple[list[str], list[str]]:
        """The select list, and aliases that can be ordered by."""
        writer = self.writer
        if writer.chance(0.25):
            writer.tag("*")
            return ["*"], []
        fields = writer.some(list(FIELDS), 0, 3)
        items, aliases = [], []
        for field in fields:
            written = writer.name(field, (self.name,))
            if writer.chance(0.25):
                writer.tag("alias")
                aliases.append(f"as_{len(aliases)}")
                written += f" AS {aliases[-1]}"
            items.append(written)
        if writer.chance(0.15):
            items.append(self._window())
            aliases.append("pos")
        items += [one for one in named if writer.chance(0.8)]
        if self.searches.ranks and writer.chance(0.2):
            scores = ("score", "similarity() AS s", "similarity()", "vector_score", "bm25_score")
            items.append(writer.pick(scores))
        return items or ["id"], aliases

    def _window(self) -> str:
        writer = self.writer
        function = writer.pick(("ROW_NUMBER", "RANK", "DENSE_RANK"))
        writer.tag(f"{function} OVER")
        inside = []
        if writer.chance(0.6):
            inside.append(f"PARTITION BY {', '.join(writer.some(KEYS[:6], 1, 2))}")
        orders = ["year DESC", "price", "mixed", "kind DESC", "meta.room", "id DESC"]
        if self.searches.ranks:
            orders.append("similarity() DESC")
        if writer.chance(0.85):
            inside.append(f"ORDER BY {', '.join(writer.some(orders, 1, 2))}")
        return f"{function}() OVER ({' '.join(inside)}) AS pos"

    def _order(self, names: Sequence[str]) -> Clause:
        writer = self.writer
        if not writer.chance(0.5):
            return Clause("ORDER BY", ())
        writer.tag("ORDER BY")
        terms = [writer.name(one, (self.name,)) for one in writer.some(PLAIN, 1, 2)] + list(names)
        if writer.chance(0.3):
            writer.tag("ORDER BY arithmetic")
            terms.append(self._arithmetic())
        if self.searches.ranks and writer.chance(0.4):
            terms.append(writer.pick(("similarity()", "score", "vector_score", "fused_score")))
        if self.searches.vectored and writer.chance(0.15):
            writer.tag("ORDER BY similarity(vector, …)")
            terms = [f"similarity(vector, {writer.vector(self.collection)})"]
        directions = ("", " ASC", " DESC", " DESC")
        items = [one + writer.pick(directions) for one in writer.some(terms, 1, 3)]
        return Clause("ORDER BY", tuple(items))

    def grouped(self) -> Clauses:
        writer = self.writer
        writer.tag("GROUP BY")
        keys = writer.some(KEYS, 0, 2)
        aggregates = writer.some(AGGREGATES, 0 if keys else 1, 3)
        ranked = self.searches.ranks and "text" not in self.searches.plan
        if ranked and keys:
            writer.tag("vector GROUP BY")
            aggregates += writer.some(
                ("MAX(score)", "AVG(score)", "FIRST(year)", "FIRST(kind)"), 1, 2
            )
        named = [f"{one} AS a{at}" for at, one in enumerate(aggregates)]
        items = [*(writer.name(key, (self.name,)) for key in keys), *named]
        having = Clause("HAVING", ())
        if writer.chance(0.25):
            having = Clause("HAVING", tuple(self._having()), writer.pick((" AND ", " OR ")))
        return (
            Clause("SELECT DISTINCT" if writer.chance(0.05) else "SELECT", tuple(items), least=1),
            self.source,
            self.where,
            Clause("GROUP BY", tuple(keys), least=min(1, len(keys))),
            having,
            self._group_order(keys, len(aggregates)),
            *limits(writer),
            self._groups_option(),
            self.searches.fusion(),
        )

    def _having(self) -> list[str]:
        self.writer.tag("HAVING")
        kinds = ("COUNT(*) > 1", "SUM(price) >= 2", "AVG(year) < 1887", "MAX(kind) = 'print'",
                 "MIN(price) != 1", "COUNT(price) <= 3")  # fmt: skip
        return self.writer.some(kinds, 1, 2)

    def _group_order(self, keys: Sequence[str], aggregates: int) -> Clause:
        writer = self.writer
        terms = [*keys, *(f"a{at}" for at in range(aggregates)), "COUNT(*)", "SUM(price) * 2"]
        if not writer.chance(0.6):
            return Clause("ORDER BY", ())
        items = [one + writer.pick(("", " DESC")) for one in writer.some(terms, 1, 2)]
        return Clause("ORDER BY", tuple(items))

    def _groups_option(self) -> Clause:
        if not self.writer.chance(0.1):
            return Clause("WITH", ())
        return Clause("WITH (", (f"max_groups = {self.writer.pick((3, 100))}",), after=")")


def limits(writer: Writer) -> Clauses:
    """LIMIT and OFFSET, or neither."""
    made = []
    if writer.chance(0.7):
        number = writer.pick((0, 1, 2, 3, 5, 8, 10, 20, 50, 100))
        made.append(Clause("LIMIT", (_count(writer, number),)))
    if writer.chance(0.2):
        writer.tag("OFFSET")
        made.append(Clause("OFFSET", (_count(writer, writer.pick((0, 1, 2, 5, 30))),)))
    return tuple(made)


def _count(writer: Writer, number: int) -> str:
    return writer.parameter(number) if writer.chance(0.1) else str(number)


def options(writer: Writer) -> Clause:
    if not writer.chance(0.08):
        return Clause("WITH", ())
    writer.tag("WITH")
    found = ("mode = 'perfect'", "mode = 'fast'", "quality = 'accurate'", "ef_search = 64",
             "timeout_ms = 5000", "mode = balanced", "rerank = true")  # fmt: skip
    return Clause("WITH (", (writer.pick(found),), after=")")


def select(writer: Writer) -> Clauses:
    collection = writer.random.choices(
        ("works", "frags", "notes", "circle", "bare"), (50, 20, 12, 16, 2)
    )[0]
    selecting = Selecting(writer, collection)
    return selecting.grouped() if writer.chance(0.25) else selecting.single()
