"""Random chains of nodes and relationships."""

from __future__ import annotations

from tests.velesql.fuzz.data import LABELS, TYPES
from tests.velesql.fuzz.query import Clause
from tests.velesql.fuzz.writing import Writer

_RANGES = ("*1", "*2", "*1..2", "*0..1", "*..2", "*0..2", "*1..3", "*0")


_FORMS = ("{} > {}", "{} = {}", "{} IS NULL", "{} IN ({}, 3)", "NOT {} = {}", "{} IS NOT NULL",
          "({0} < {1} OR {0} IS NULL)", "{} != {}")  # fmt: skip


class Chain:
    """A pattern under way: what is named in it, by kind."""

    def __init__(self, writer: Writer, names: str = "abcd", edges: str = "mno") -> None:
        self.writer, self.names, self.edge_names = writer, names, edges
        self.nodes: list[str] = []
        self.edges: list[str] = []
        self.paths: list[str] = []

    def text(self, anchor: str = "", *, elsewhere: bool = False) -> str:
        count = self.writer.random.choices((0, 1, 2, 3), (10, 55, 28, 7))[0]
        written = [self._node(anchor or self._new(0.9), elsewhere=elsewhere)]
        for _ in range(count):
            written.append(self._edge(count))
            again = self.nodes and self.writer.chance(0.06)
            name = self.writer.pick(self.nodes) if again else self._new(0.8)
            written.append(self._node(name, elsewhere=elsewhere))
        return "".join(written)

    def _new(self, share: float) -> str:
        free = [one for one in self.names if one not in self.nodes]
        return free[0] if free and self.writer.chance(share) else ""

    def _node(self, name: str, *, elsewhere: bool) -> str:
        writer = self.writer
        if name and name not in self.nodes:
            self.nodes.append(name)
        labels = (
            "".join(f":{one}" for one in writer.some(LABELS, 1, 2)) if writer.chance(0.3) else ""
        )
        other = "@notes" if elsewhere and name and writer.chance(0.1) else ""
        if other:
            writer.tag("@collection")
        inside = ""
        if writer.chance(0.12):
            field, value = writer.pick((("name", "Ada"), ("born", 1891), ("name", "Bo")))
            inside = f" {{{field}: {writer.literal(value)}}}"
        return f"({name}{labels}{other}{inside})"

    def _edge(self, count: int) -> str:
        writer = self.writer
        left, right = writer.pick((("-", "->"), ("-", "->"), ("<-", "-"), ("-", "-")))
        if writer.chance(0.1):
            return {"->": "-->", "-": "--"}[right] if left == "-" else "<--"
        types = ":" + "|".join(writer.some(TYPES, 1, 2)) if writer.chance(0.5) else ""
        hops = writer.pick(_RANGES[:4] if count > 1 else _RANGES) if writer.chance(0.25) else ""
        name = ""
        if writer.chance(0.35):
            name = self.edge_names[len(self.edges) + len(self.paths)]
            (self.paths if hops else self.edges).append(name)
        inside = f" {{since: {writer.literal(1910)}}}" if writer.chance(0.08) else ""
        if hops:
            writer.tag("range of hops")
        return f"{left}[{name}{types}{hops}{inside}]{right}"


def reaches(writer: Writer, anchor: str) -> str:
    """A pattern as a condition of a row."""
    writer.tag("MATCH predicate")
    pattern = Chain(writer, "efgh", "xyz").text(anchor)
    return writer.pick(("MATCH ", "MATCH ", "NOT MATCH ")) + pattern


class Matching:
    """MATCH … RETURN over the graph, or over the edges of a vector collection."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.collection = writer.pick(("circle", "circle", "circle", "works"))
        writer.parameters["_collection"] = self.collection
        self.chain = Chain(writer)
        self.vectored = bool(writer.data.by_name[self.collection].get("dimension"))

    def clauses(self) -> tuple[Clause, ...]:
        writer = self.writer
        writer.tag("MATCH")
        pattern = self.chain.text(elsewhere=True)
        where = [
            self._condition() for _ in range(writer.random.choices((0, 1, 2), (50, 35, 15))[0])
        ]
        limit = Clause("LIMIT", (str(writer.pick((1, 3, 10))),) if writer.chance(0.2) else ())
        return (
            Clause("MATCH", (pattern,), least=1),
            Clause("WHERE", tuple(one for one in where if one), " AND "),
            Clause("RETURN", tuple(self._items()), least=1),
            self._order(),
            limit,
        )

    def _fields(self) -> list[str]:
        own = ("name", "born") if self.collection == "circle" else ("kind", "year")
        nodes = [f"{node}.{field}" for node in self.chain.nodes for field in (*own, "id")]
        return nodes + [f"{edge}.since" for edge in (*self.chain.edges, *self.chain.paths)]

    def _condition(self) -> str:
        writer = self.writer
        fields = self._fields()
        if not fields:
            return ""
        if self.vectored and self.chain.nodes and writer.chance(0.2):
            writer.tag("MATCH with similarity")
            operator = writer.pick((">", "<="))
            vector = writer.vector(self.collection)
            return f"similarity({writer.pick(self.chain.nodes)}.vector, {vector}) {operator} 0.4"
        if self.chain.nodes and writer.chance(0.08):
            return reaches(writer, writer.pick(self.chain.nodes))
        return self._simple(writer.pick(fields))

    def _simple(self, field: str) -> str:
        writer = self.writer
        form = writer.pick(_FORMS)
        value = {"name": "Bo", "born": 1891, "since": 1910, "id": 5, "kind": "print"}
        return str(form.format(field, writer.literal(value.get(field.split(".")[1], 1885))))

    def _items(self) -> list[str]:
        writer = self.writer
        named = [*self._fields(), *self.chain.edges, *self.chain.paths, *self.chain.nodes[:1]]
        if not named or writer.chance(0.1):
            return ["*"]
        found = writer.some(named, 1, 3)
        if writer.chance(0.2):
            found[0] += " AS first_one"
        if "MATCH with similarity" in writer.tags and writer.chance(0.5):
            found.append("similarity()")
        return found

    def _order(self) -> Clause:
        writer = self.writer
        terms = [one for one in self._fields() if one.split(".")[0] not in self.chain.paths]
        terms.append("depth")
        if "MATCH with similarity" in writer.tags:
            terms += ["similarity()"] * 3
        if not writer.chance(0.4):
            return Clause("ORDER BY", ())
        writer.tag("MATCH ORDER BY")
        if self.vectored and self.chain.nodes and writer.chance(0.2):
            vector = writer.vector(self.collection)
            terms = [f"similarity({writer.pick(self.chain.nodes)}.vector, {vector})"]
        items = [one + writer.pick(("", " DESC")) for one in writer.some(terms, 1, 2)]
        return Clause("ORDER BY", tuple(items))
