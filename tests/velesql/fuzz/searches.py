"""Random searches, and what is fused of them."""

from __future__ import annotations

from tests.velesql.fuzz.predicates import Conditions
from tests.velesql.fuzz.query import Clause
from tests.velesql.fuzz.writing import Writer

# How often which search is drawn, of collections with vectors.
_PLANS = {
    "none": 34,
    "near": 16,
    "text": 8,
    "sparse": 6,
    "similarity": 8,
    "NOT similarity": 2,
    "two similarities": 2,
    "near and similarity": 2,
    "near and text": 7,
    "near and sparse": 5,
    "sparse and text": 3,
    "near, sparse and text": 3,
    "two texts": 2,
    "NOT text": 2,
    "near fused": 6,
    "near or filter": 2,
    "similarity or filter": 2,
    "text or filter": 2,
}
_UNVECTORED = {"none": 80, "text": 12, "two texts": 3, "NOT text": 3, "text or filter": 3}


class Searches:
    """The searches of one query: conjuncts of WHERE, and whether any of them ranks."""

    def __init__(self, writer: Writer, collection: str, alias: str = "") -> None:
        self.writer, self.collection = writer, collection
        self.vector = f"{alias}.vector" if alias else "vector"
        self.vectored = bool(writer.data.by_name[collection].get("dimension"))
        self.plan = "none"
        self.filters = Conditions(writer, collection)

    def conjuncts(self, *, alone: bool = False) -> list[str]:
        """What ranks; with `alone` only one search, as beside joins."""
        plans = dict(_PLANS if self.vectored else _UNVECTORED)
        if alone:
            plans = {name: one for name, one in plans.items() if name in ("none", "near", "text")}
        self.plan = self.writer.random.choices(list(plans), list(plans.values()))[0]
        self.writer.tag(self.plan if self.plan != "none" else "no search")
        return self._written()

    def _written(self) -> list[str]:
        parts = [one for one in ("near", "sparse", "text") if one in self.plan.replace(",", "")]
        if self.plan in ("near", "text", "sparse", "near and text", "near and sparse",
                         "sparse and text", "near, sparse and text"):  # fmt: skip
            made = {"near": self.near, "sparse": self.sparse, "text": self.text}
            return [made[one]() for one in parts]
        return {
            "none": list,
            "similarity": lambda: [self.similarity()],
            "NOT similarity": lambda: [f"NOT {self.similarity()}"],
            "two similarities": lambda: [self.similarity(), self.similarity()],
            "near and similarity": lambda: [self.near(), self.similarity()],
            "two texts": lambda: [self.text(), self.text()],
            "NOT text": lambda: [f"NOT ({self.text()})"],
            "near fused": lambda: [self.fused()],
            "near or filter": lambda: [f"({self.near()} OR {self.filters.one(1)})"],
            "similarity or filter": lambda: [f"({self.similarity()} OR {self.filters.one(1)})"],
            "text or filter": lambda: [f"({self.text()} OR {self.filters.one(1)})"],
        }[self.plan]()

    @property
    def ranks(self) -> bool:
        """The query has a score, so that similarity() may be asked for."""
        return self.plan != "none"

    def near(self) -> str:
        return f"vector NEAR {self.writer.vector(self.collection)}"

    def sparse(self) -> str:
        named = " USING 'lexicon'" if self.writer.chance(0.2) else ""
        return f"vector SPARSE_NEAR {self.writer.sparse()}{named}"

    def text(self) -> str:
        return f"{self.writer.pick(('body', 'title'))} MATCH {self.writer.words()}"

    def similarity(self) -> str:
        writer = self.writer
        metric = writer.metric(self.collection)
        limit = {"cosine": (-1, 1), "dot": (-4, 6), "euclidean": (0, 4), "jaccard": (0, 1)}
        low, high = limit.get(metric, (0, 3))
        threshold = round(writer.random.uniform(low, high), 2)
        operator = writer.pick((">", ">=", ">", ">=", "<", "<="))
        vector = writer.vector(self.collection)
        return f"similarity({self.vector}, {vector}) {operator} {writer.literal(threshold)}"

    def fused(self) -> str:
        writer = self.writer
        vectors = [writer.vector(self.collection) for _ in range(writer.random.randint(1, 3))]
        how = writer.pick(("", "", "USING FUSION 'rrf' (k = 7)", "USING FUSION 'average'",
                           "USING FUSION 'maximum'"))  # fmt: skip
        return f"vector NEAR_FUSED [{', '.join(vectors)}] {how}".strip()

    def fusion(self) -> Clause:
        """USING FUSION, where two searches or more stand under AND."""
        writer = self.writer
        joined = (" and " in self.plan or "," in self.plan) and "similarity" not in self.plan
        if not joined or writer.chance(0.4):
            return Clause("USING FUSION", ())
        strategy = writer.pick(("rrf", "weighted", "rsf", "relative_score", "maximum", "average"))
        writer.tag(f"fusion {strategy}")
        items = [f"strategy = '{strategy}'", *self._options(strategy)]
        return Clause("USING FUSION (", (", ".join(items),), after=")")

    def _options(self, strategy: str) -> list[str]:
        writer = self.writer
        dense = writer.pick((0.2, 0.5, 0.75))
        if strategy == "rrf":
            return ["k = 5"] if writer.chance(0.5) else []
        if strategy == "weighted" and self.plan == "near and text":
            return [f"vector_weight = {dense}", "graph_weight = 0.8"]
        if strategy in ("weighted", "rsf", "relative_score") and writer.chance(0.7):
            short = writer.chance(0.3)
            names = ("dense_w", "sparse_w") if short else ("dense_weight", "sparse_weight")
            return [f"{names[0]} = {dense}", f"{names[1]} = {1 - dense}"]
        return []
