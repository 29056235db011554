"""Names and values of a query, as texts and parameters."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np

from tests.velesql.fuzz.data import BIG, CITIES, KINDS, WORDS, Data

# Paths by what they hold.
FIELDS: dict[str, str] = {
    "kind": "text",
    "year": "number",
    "price": "number",
    "mixed": "mixed",
    "big": "number",
    "title": "text",
    "body": "text",
    "tags": "array",
    "meta.room": "number",
    "meta.origin.city": "text",
    "loc": "place",
    "flag": "boolean",
    "`order`": "number",
    "work": "number",
    "notable": "text",
    "nowhere": "mixed",
    "id": "number",
}
PLAIN = [name for name, kind in FIELDS.items() if kind not in ("array", "place")]


class Writer:
    """Draws for one query; `parameters` and `tags` fill up meanwhile."""

    def __init__(self, random: Random, data: Data) -> None:
        self.random, self.data = random, data
        self.parameters: dict[str, Any] = {}
        self.tags: set[str] = set()

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, choices: Sequence[Any]) -> Any:
        return self.random.choice(choices)

    def some(self, choices: Sequence[Any], least: int, most: int) -> list[Any]:
        return self.random.sample(choices, min(len(choices), self.random.randint(least, most)))

    def tag(self, name: str) -> None:
        self.tags.add(name)

    def parameter(self, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = self._typed(value)
        self.tag("parameter")
        return f"${name}"

    def _typed(self, value: Any) -> Any:
        """Now and then the same value as numpy has it."""
        if self.chance(0.85):
            return value
        if isinstance(value, bool):
            return np.bool_(value)
        if isinstance(value, int) and abs(value) < 2**62:
            return np.int64(value)
        return np.float64(value) if isinstance(value, float) else value

    def literal(self, value: Any) -> str:
        """A value as text, or as a parameter where it has no text or chance will have it."""
        if isinstance(value, list | dict) or self.chance(0.25):
            return self.parameter(value)
        if value is None or isinstance(value, bool):
            return str(value).upper().replace("NONE", "NULL")
        if isinstance(value, str):
            return "'" + value.replace("'", "''") + "'"
        return repr(value)

    def name(self, field: str, aliases: Sequence[str] = ()) -> str:
        """A field, now and then behind the alias it is of or behind `payload`."""
        bare = field if not aliases or field == "id" or self.chance(0.9) else f"payload.{field}"
        if aliases and self.chance(0.3):
            self.tag("qualified name")
            return f"{self.pick(aliases)}.{bare.strip('`') if '.' not in bare else bare}"
        return bare

    def value(self, field: str, collection: str) -> Any:
        """A value that the field may well have."""
        found = self.data.by_name[collection]
        if field == "id":
            return self.pick([one["id"] for one in found["points"]] or [1])
        path = tuple(field.strip("`").split("."))
        known = self.data.values(collection, path)
        if known and self.chance(0.8):
            return self.pick(known)
        return self.pick(
            [*_LIKELY[FIELDS.get(field, "mixed")], *(_ANY if self.chance(0.2) else ())]
        )

    def vector(self, collection: str) -> str:
        """A vector to search with: a literal, or a parameter of some type."""
        found = self.data.vector(self.data.by_name[collection])
        form = self.random.random()
        if form < 0.4:
            return self.parameter(found)
        if form < 0.6:
            return self.parameter(np.array(found, self.pick((np.float32, np.float64))))
        return "[" + ", ".join(repr(one) for one in found) + "]"

    def sparse(self) -> str:
        found = self.data.weights()
        form = self.random.random()
        if form < 0.3:
            return self.parameter(found)
        if form < 0.5:
            keys = {"indices": [int(one) for one in found], "values": list(found.values())}
            return self.parameter(keys)
        return "{" + ", ".join(f"{index}: {weight}" for index, weight in found.items()) + "}"

    def words(self) -> str:
        return self.literal(" ".join(self.some(WORDS, 1, 3)))

    def vectored(self) -> list[str]:
        """Collections with vectors."""
        return [one["name"] for one in self.data.collections if one.get("dimension")]

    def size(self, collection: str) -> int:
        return len(self.data.by_name[collection]["points"])

    def metric(self, collection: str) -> str:
        return str(self.data.by_name[collection]["metric"])


_LIKELY: dict[str, tuple[Any, ...]] = {
    "text": (*KINDS, *CITIES, "yes", "harbour fog"),
    "number": (1, 2, 2.5, 100, 1885, 1886, 0, *BIG),
    "mixed": (1, 2, 2.0, "2", "b", True, "10"),
    "boolean": (True, False),
    "array": ("blue", 4, "red"),
    "place": ("here", 3),
}
_ANY = (1, "1", True, None, 2.5, [1], {"b": 1}, "")
