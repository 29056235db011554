"""Random conditions on fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.velesql.fuzz.writing import FIELDS, PLAIN, Writer

OPERATORS = ("=", "!=", "<>", "<", "<=", ">", ">=")
TEXTS = ("kind", "title", "body", "meta.origin.city", "notable", "mixed")


class Conditions:
    """Conditions on the rows of a collection, under one of the aliases that it goes by."""

    def __init__(self, writer: Writer, collection: str, aliases: Sequence[str] = ()) -> None:
        self.writer, self.collection, self.aliases = writer, collection, aliases

    def several(self, least: int, most: int) -> list[str]:
        return [self.one() for _ in range(self.writer.random.randint(least, most))]

    def one(self, depth: int = 0) -> str:
        """A condition that can stand beside AND."""
        writer = self.writer
        chance = writer.random.random()
        if depth < 2 and chance < 0.1:
            writer.tag("OR")
            return f"({self.one(depth + 1)} OR {self.one(depth + 1)})"
        if depth < 2 and chance < 0.14:
            return f"({self.one(depth + 1)} AND {self.one(depth + 1)})"
        if depth < 2 and chance < 0.24:
            writer.tag("NOT")
            inside = self.one(depth + 1)
            return f"NOT {inside}" if writer.chance(0.5) else f"NOT ({inside})"
        return self._simple()

    def _simple(self) -> str:
        kinds = self.writer.random.choices(list(_KINDS), list(_KINDS.values()))
        return kinds[0](self)

    def _field(self, fields: Sequence[str]) -> tuple[str, str]:
        """A field and how it is written."""
        field = self.writer.pick(fields)
        return field, self.writer.name(field, self.aliases)

    def _literal(self, field: str) -> str:
        writer = self.writer
        if writer.chance(0.05):
            writer.tag("subquery")
            return self._subquery()
        return writer.literal(writer.value(field, self.collection))

    def _subquery(self) -> str:
        writer = self.writer
        other = writer.pick(("works", "notes", "frags"))
        inside = Conditions(writer, other)
        if writer.chance(0.7):
            what = writer.pick(("AVG(price)", "MAX(year)", "MIN(price)", "COUNT(*)", "MAX(kind)"))
            where = f" WHERE {inside._simple()}" if writer.chance(0.4) else ""
            return f"(SELECT {what} FROM {other}{where})"
        number = writer.value("id", other)
        return f"(SELECT {writer.pick(('year', 'price', 'kind'))} FROM {other} WHERE id = {number})"

    def _compare(self) -> str:
        self.writer.tag("comparison")
        field, name = self._field([*PLAIN, "tags"])
        return f"{name} {self.writer.pick(OPERATORS)} {self._literal(field)}"

    def _in(self) -> str:
        self.writer.tag("IN")
        field, name = self._field(PLAIN)
        values = ", ".join(self._literal(field) for _ in range(self.writer.random.randint(1, 6)))
        return f"{name} {self.writer.pick(('IN', 'IN', 'NOT IN'))} ({values})"

    def _between(self) -> str:
        self.writer.tag("BETWEEN")
        field, name = self._field(PLAIN)
        word = self.writer.pick(("BETWEEN", "BETWEEN", "NOT BETWEEN"))
        return f"{name} {word} {self._literal(field)} AND {self._literal(field)}"

    def _like(self) -> str:
        writer = self.writer
        writer.tag("LIKE")
        field, name = self._field(TEXTS)
        value = writer.value(field, self.collection)
        text = value if isinstance(value, str) else "b"
        word = writer.pick(("LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"))
        return f"{name} {word} {writer.literal(self._pattern(text))}"

    def _pattern(self, text: str) -> str:
        writer = self.writer
        signs = list(text)
        for at in range(len(signs)):
            if writer.chance(0.2):
                signs[at] = writer.pick(("_", "%", "\\" + signs[at], signs[at].upper()))
        whole = "".join(signs)
        return writer.pick((whole, f"%{whole}", f"{whole}%", f"%{whole[:3]}%", "%"))

    def _null(self) -> str:
        self.writer.tag("IS NULL")
        _, name = self._field(list(FIELDS))
        return f"{name} {self.writer.pick(('IS NULL', 'IS NOT NULL'))}"

    def _contains(self) -> str:
        writer = self.writer
        writer.tag("CONTAINS")
        _, name = self._field(("tags", "tags", "tags", "kind", "mixed", "nowhere"))
        known = ("red", "blue", "gold", 1, 4, 2, True, "absent")
        if writer.chance(0.5):
            return f"{name} CONTAINS {writer.literal(writer.pick(known))}"
        values = ", ".join(writer.literal(one) for one in writer.some(known, 1, 3))
        return f"{name} CONTAINS {writer.pick(('ANY', 'ALL'))} ({values})"

    def _contains_text(self) -> str:
        self.writer.tag("CONTAINS_TEXT")
        _, name = self._field((*TEXTS, "year"))
        return f"{name} CONTAINS_TEXT {self.writer.words()}"

    def _distance(self) -> str:
        writer = self.writer
        writer.tag("GEO_DISTANCE")
        _, name = self._field(("loc", "loc", "loc", "mixed"))
        lat, lng = round(writer.random.uniform(52.3, 52.4), 3), 4.9
        metres = writer.pick((500, 1500.5, 4000, 0))
        operator = writer.pick(("<", "<=", ">", ">="))
        return f"GEO_DISTANCE({name}, {writer.literal(lat)}, {lng}) {operator} {metres}"

    def _box(self) -> str:
        writer = self.writer
        writer.tag("GEO_BBOX")
        _, name = self._field(("loc", "loc", "loc", "meta"))
        south, north = sorted(
            (writer.random.uniform(52.3, 52.4), writer.random.uniform(52.3, 52.4))
        )
        if writer.chance(0.1):
            south, north = north, south
        return f"GEO_BBOX({name}, {south:.3f}, 4.86, {north:.3f}, {writer.literal(4.94)})"

    def _time(self) -> str:
        writer = self.writer
        writer.tag("NOW")
        amount = writer.pick(("1 day", "2 hours", "3 weeks", "100 minutes", "1 month", "1.5 h"))
        operator = writer.pick(("<", "<=", ">", ">="))
        name = writer.name("seen", self.aliases)
        return f"{name} {operator} NOW() {writer.pick('+-')} INTERVAL '{amount}'"


_KINDS: dict[Callable[[Conditions], str], int] = {
    Conditions._compare: 40,
    Conditions._in: 10,
    Conditions._between: 8,
    Conditions._like: 8,
    Conditions._null: 8,
    Conditions._contains: 8,
    Conditions._contains_text: 4,
    Conditions._distance: 5,
    Conditions._box: 3,
    Conditions._time: 5,
}
