"""Random data: every type of value in every place, and everything twice."""

from __future__ import annotations

from random import Random
from typing import Any

NOW = 1_760_000_000.0
METRICS = ("cosine", "euclidean", "dot", "hamming", "jaccard")
KINDS = ("painting", "print", "textile", "Ärger", "étude", "")
WORDS = [
    "harbour",
    "fog",
    "blue",
    "lantern",
    "gold",
    "storm",
    "garden",
    "far",
    "bridge",
    "Éclair",
    "straße",
    "東京",
    "nl",
    "x",
    "42",
]
CITIES = ("Delft", "Lyon", "Siena", "Łódź")
BIG = (2**53 - 1, 2**53, 2**53 + 1, 2**63, 2**64 - 1, -(2**53) - 1, 10**20, 9.007199254740992e15)
LABELS = ("Person", "Painter", "Studio", "Town")
TYPES = ("MET", "TAUGHT", "IN")
NOTHING = object()
LARGE = 0.02


class Data:
    """One set of collections, in the form of the shared cases; some have hundreds of rows."""

    def __init__(self, random: Random) -> None:
        self.random = random
        most = 500 if random.random() < LARGE else 40
        self.collections = [
            self._points("works", "vector", random.randint(4, most)),
            self._points("frags", "vector", random.randint(0, 25)),
            self._points("notes", "metadata", random.randint(3, 25)),
            self._graph("circle", random.randint(3, 16)),
            self._points("bare", "metadata", 0),
        ]
        self.by_name = {one["name"]: one for one in self.collections}

    def _points(self, name: str, kind: str, count: int) -> dict[str, Any]:
        random = self.random
        made: dict[str, Any] = {"name": name, "kind": kind}
        if kind == "vector":
            made |= {"dimension": random.choice((2, 3, 4)), "metric": random.choice(METRICS)}
        ids = self._ids(count)
        made["points"] = [self._point(one, made) for one in ids]
        made["edges"] = self._edges(ids, random.randint(0, 12)) if kind == "vector" else []
        return made

    def _ids(self, count: int) -> list[int]:
        found = self.random.sample(range(1, 3 * count + 2), count)
        if count > 3 and self.random.random() < 0.3:
            found[0], found[1] = 2**64 - 1, 2**53 + 1
        return found

    def _point(self, number: int, collection: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"id": number, "payload": self.payload()}
        if "dimension" in collection:
            made["vector"] = self.vector(collection)
            if self.random.random() < 0.7:
                made["sparse"] = self._sparse()
        return made

    def vector(self, collection: dict[str, Any]) -> list[float]:
        """Few different components, so that vectors and scores are often the same."""
        random, metric = self.random, collection["metric"]
        if random.random() < 0.06:
            return [0.0] * collection["dimension"]
        choices = (0.0, 0.25, 0.5, 0.75, 1.0) if metric in ("hamming", "jaccard") else (
            -1.5, -1.0, -0.3, 0.2, 0.5, 1.0, 2.0,
        )  # fmt: skip
        if random.random() < 0.3:
            low = 0.0 if metric in ("hamming", "jaccard") else -2.0
            return [round(random.uniform(low, 2.0), 2) for _ in range(collection["dimension"])]
        return [random.choice(choices) for _ in range(collection["dimension"])]

    def weights(self) -> dict[str, float]:
        indices = self.random.sample(range(1, 10), self.random.randint(1, 3))
        return {str(one): self.random.choice((0.5, 1.0, 1.25, 2.0, 0.333)) for one in indices}

    def _sparse(self) -> dict[str, Any]:
        found = {"": self.weights()}
        if self.random.random() < 0.5:
            found["lexicon"] = self.weights()
        return found

    def payload(self) -> dict[str, Any]:
        made = {name: make(self) for name, make in _FIELDS.items()}
        return {name: value for name, value in made.items() if value is not NOTHING}

    def some(self, *values: Any) -> Any:
        """One of these, now and then null or nothing."""
        chance = self.random.random()
        if chance < 0.1:
            return None
        return NOTHING if chance < 0.25 else self.random.choice(values)

    def words(self, most: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(0, most)))

    def mixed(self) -> Any:
        return self.some(
            1, 2, 2.0, 2.5, "2", "10", "b", True, False, [1], ["b"], {"b": 1}, -3, 10**6, ""
        )

    def place(self) -> Any:
        if self.random.random() < 0.25:
            return self.some("here", {"lat": "52"}, {"lat": 52.1}, [52.1, 4.9], 3)
        lat, lng = self.random.uniform(52.3, 52.4), self.random.uniform(4.85, 4.95)
        return {"lat": round(lat, 3), "lng": round(lng, 3)}

    def _graph(self, name: str, count: int) -> dict[str, Any]:
        random = self.random
        made: dict[str, Any] = {"name": name, "kind": "graph", "points": []}
        if random.random() < 0.7:
            made |= {"dimension": 3, "metric": random.choice(METRICS)}
        ids = random.sample(range(1, 2 * count + 2), count)
        for number in ids:
            point: dict[str, Any] = {"id": number, "payload": self.node()}
            if "dimension" in made and random.random() < 0.8:
                point["vector"] = self.vector(made)
            made["points"].append(point)
        made["edges"] = self._edges(ids, random.randint(0, 2 * count))
        return made

    def node(self) -> dict[str, Any]:
        random = self.random
        made: dict[str, Any] = {"_labels": random.sample(LABELS, random.randint(0, 2))}
        fields = {"name": self.some("Ada", "Bo", "Cy", "Eli"), "born": self.some(1880, 1891, 1902)}
        return made | {key: one for key, one in fields.items() if one is not NOTHING}

    def _edges(self, ids: list[int], count: int) -> list[dict[str, Any]]:
        if not ids:
            return []
        return [
            {
                "id": 100 + number,
                "source": self.random.choice(ids),
                "target": self.random.choice(ids),
                "label": self.random.choice(TYPES),
                "properties": self.properties(),
            }
            for number in range(count)
        ]

    def properties(self) -> dict[str, Any]:
        found = {"since": self.some(1901, 1910, 1920), "place": self.some("Delft", "Leiden")}
        return {name: value for name, value in found.items() if value is not NOTHING}

    def values(self, collection: str, path: tuple[str, ...]) -> list[Any]:
        """All values of a field that are there."""
        found = [within(point["payload"], path) for point in self.by_name[collection]["points"]]
        return [one for one in found if one is not None]


def within(payload: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        payload = payload.get(step) if isinstance(payload, dict) else None
    return payload


def _meta(data: Data) -> Any:
    room, city = data.some(1, 2, 3), data.some(*CITIES)
    made: dict[str, Any] = {} if room is NOTHING else {"room": room}
    if city is not NOTHING:
        made["origin"] = {"city": city}
    return data.some(made, made, made, made, made, "none", 7)


def _tags(data: Data) -> Any:
    several = data.random.sample(("red", "blue", "gold", 1, 4, 2.0, True, None), 3)
    return data.some(several, several[:1], several[:2], [], "blue", 4)


_FIELDS: dict[str, Any] = {
    "kind": lambda data: data.some(*KINDS),
    "year": lambda data: data.some(*range(1880, 1892)),
    "price": lambda data: data.some(1, 2.5, 100, 99.99, 0, -3.25, 100.0),
    "mixed": Data.mixed,
    "big": lambda data: data.some(*BIG),
    "title": lambda data: data.words(3),
    "body": lambda data: data.some(data.words(8), data.words(5), data.words(12)),
    "tags": _tags,
    "meta": _meta,
    "loc": Data.place,
    "seen": lambda data: data.some(*(int(NOW) + hours * 3600 for hours in (-900, -30, -3, 5))),
    "flag": lambda data: data.some(True, False),
    "order": lambda data: data.some(1, 2, 3),
    "work": lambda data: data.some(*range(1, 14)),
    "notable": lambda data: data.some("yes", "no"),
}
