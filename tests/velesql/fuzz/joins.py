"""Random joins and set operations."""

from __future__ import annotations

from tests.velesql.fuzz.predicates import Conditions
from tests.velesql.fuzz.query import Clause
from tests.velesql.fuzz.searches import Searches
from tests.velesql.fuzz.selects import Clauses, limits
from tests.velesql.fuzz.writing import Writer

_JOINS = ("JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "LEFT OUTER JOIN")
_MOST = 60  # rows of a source, since several times as many come out
_KEYS = (("work", "id"), ("id", "work"), ("kind", "kind"), ("mixed", "mixed"), ("id", "id"),
         ("meta.room", "order"), ("big", "big"))  # fmt: skip


class Joining:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        small = [one for one in ("works", "frags", "notes") if writer.size(one) <= _MOST]
        self.sources = [(writer.pick(small), "l")]
        count = 2 if writer.chance(0.15) else 1
        self.sources += [(writer.pick([*small, "bare"]), alias) for alias in "rs"[:count]]

    def clauses(self) -> Clauses:
        writer = self.writer
        collection = self.sources[0][0]
        where = Searches(writer, collection).conjuncts(alone=True)
        for name, alias in writer.some(self.sources, 0, 2):
            where.append(_qualified(writer, name, alias))
        vectored = [one for one in self.sources if writer.data.by_name[one[0]].get("dimension")]
        if vectored and writer.chance(0.15):
            writer.tag("similarity of a joined source")
            name, alias = writer.pick(vectored)
            where.append(Searches(writer, name, alias).similarity())
        return (
            Clause("SELECT", self._items(), least=1),
            Clause("FROM", (f"{collection} AS l",), least=1),
            *self._joins(),
            Clause("WHERE", tuple(where), " AND "),
            self._tail(),
            *limits(writer),
        )

    def _items(self) -> tuple[str, ...]:
        if self.writer.chance(0.12):
            self.writer.tag("joined *")
            return (self.writer.pick(("*", "l.*", "r.*")),)
        found = [f"{alias}.id AS {alias}_id" for _, alias in self.sources]
        fields = [
            f"{alias}.{one}" for _, alias in self.sources for one in ("kind", "year", "mixed")
        ]
        return (*found, *self.writer.some([*fields, "notable", "price"], 0, 3))

    def _joins(self) -> Clauses:
        made = []
        for name, alias in self.sources[1:]:
            kind = self.writer.pick(_JOINS)
            self.writer.tag(kind.replace(" OUTER", ""))
            if self.writer.chance(0.15):
                on = f"USING ({self.writer.pick(('id', 'kind', 'year'))})"
            else:
                mine, theirs = self.writer.pick(_KEYS)
                sides = [f"l.{mine}", f"{alias}.{theirs}"]
                self.writer.random.shuffle(sides)
                on = f"ON {sides[0]} = {sides[1]}"
            made.append(Clause(kind, (f"{name} {alias} {on}",), least=1))
        return tuple(made)

    def _tail(self) -> Clause:
        writer = self.writer
        if not writer.chance(0.5):
            return Clause("ORDER BY", ())
        terms = [f"{alias}.{one}" for _, alias in self.sources for one in ("id", "year", "kind")]
        items = [one + writer.pick(("", " DESC")) for one in writer.some(terms, 1, 2)]
        return Clause("ORDER BY", tuple(items))


def _qualified(writer: Writer, collection: str, alias: str) -> str:
    field = writer.pick(("year", "kind", "mixed", "id"))
    if writer.chance(0.3):
        return f"{alias}.{field} {writer.pick(('IS NULL', 'IS NOT NULL'))}"
    value = writer.literal(writer.value(field, collection))
    return f"{alias}.{field} {writer.pick(('>', '=', '!=', '<='))} {value}"


def join(writer: Writer) -> Clauses:
    writer.tag("join")
    return Joining(writer).clauses()


def grouped_join(writer: Writer) -> Clauses:
    writer.tag("grouped join")
    clauses = Joining(writer).clauses()
    items = ("l.kind AS k", "COUNT(*) AS n", "SUM(r.year) AS total", "MAX(r.mixed) AS m")
    kept = [one for one in clauses if one.word not in ("SELECT", "ORDER BY")]
    at = next(i for i, one in enumerate(kept) if one.word == "WHERE") + 1
    group = (Clause("GROUP BY", ("l.kind",), least=1), Clause("ORDER BY", ("n DESC", "k"), least=2))
    return (Clause("SELECT", items, least=1), *kept[:at], *group, *kept[at:])


def compound(writer: Writer) -> Clauses:
    """Operands with the same columns, from left to right."""
    writer.tag("set operation")
    columns = writer.pick(("kind", "kind, meta.room", "year", "mixed", "id", "*", "tags"))
    made: list[Clause] = []
    for at in range(writer.random.randint(2, 3)):
        operator = writer.pick(("UNION", "UNION ALL", "INTERSECT", "EXCEPT")) if at else ""
        writer.tag(operator or "set operation")
        made.append(Clause(operator, (_operand(writer, columns, first=at == 0),), least=1))
    order = Clause("ORDER BY", ())
    if columns != "*" and writer.chance(0.6):
        named = [one + writer.pick(("", " DESC")) for one in columns.split(", ")]
        order = Clause("ORDER BY", tuple(named))
    return (*made, order, *limits(writer))


def _operand(writer: Writer, columns: str, *, first: bool) -> str:
    collection = "works" if columns == "*" else writer.pick(("works", "notes", "frags"))
    where = [*Searches(writer, collection).conjuncts(alone=True)]
    where += Conditions(writer, collection).several(0, 2)
    text = f"SELECT {columns} FROM {collection}"
    text += f" WHERE {' AND '.join(where)}" if where else ""
    if first and writer.chance(0.2):
        return f"({text} ORDER BY year DESC LIMIT 5)"
    return f"({text})" if writer.chance(0.1) else text
