"""What an HNSW index and a threshold do to vector search, measured on the stored vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import fmean, median
from typing import Any, NamedTuple

from ..core.answer import Plan
from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.search_limits import FALLBACK, LimitsInForce, SearchLimits
from ..core.values import Rows
from .search_limits import search_limits
from .vector_audit import FRAMES, VectorAudit, frame
from .whole import whole

SCANS = ("off", "strict_order", "relaxed_order")
_PGVECTORS_OWN = ("off", 40)  # its defaults, which Vedana runs with
_BELOW_ALL = -2.0  # a threshold that every similarity exceeds
_EPS = 1e-6  # single precision: similarities nearer than this are ties


class _Pair(NamedTuple):
    kind: str
    label: str
    attribute: str
    counts: Mapping[str, int]
    limits: SearchLimits

    @property
    def form(self) -> str:
        return "edges" if self.kind == "edge" else "nodes"

    @property
    def key(self) -> tuple[str, ...]:
        return ("from_node_id", "to_node_id") if self.kind == "edge" else ("node_id",)

    @property
    def named(self) -> dict[str, Any]:
        return {"label": self.label, "property": self.attribute}

    @property
    def told(self) -> dict[str, Any]:
        threshold, top_n, origin = self.limits[1:]
        declared = origin == "data model"
        return {**self.counts, "threshold": threshold, "top_n": top_n, "declared": declared}


class _Found(NamedTuple):
    """One query: rows there are to find (k at most), rows returned, those among the k best."""

    wanted: int
    returned: int
    right: int


def audit_vectors(
    bench: Asks,
    *,
    k: int = 10,
    sample: int = 100,
    seed: int = 0,
    pairs: Iterable[tuple[str, str]] | None = None,
    ef_search: Sequence[int] = (40, 200),
    progress: Callable[[int, int], None] | None = None,
) -> VectorAudit:
    """Exact search against the HNSW index for every (label, property) that has vectors.

    Asks with up to `sample` of a pair's own vectors, the same ones for the same `seed`, under
    every `hnsw.iterative_scan` and each `ef_search`. `pairs` picks some; BadInput names those
    that have vectors where one has none. Zero vectors and others without a similarity are
    counted, and never asked with.

    With two `ef_search` that is eight searches a vector, one of them exact, and one count of all
    similarities: some 0.5 s each for a pair of 80,000 vectors of 384 numbers on two cores.
    `progress(done, total)` is called after every pair.
    """
    if k < 1 or sample < 1:
        raise BadInput(f"k and sample: expected 1 or more, found {k} and {sample}")
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in FRAMES}
    chosen = _pairs(bench, pairs)
    for done, pair in enumerate(chosen, 1):
        name = {"kind": pair.kind, **pair.named}
        queries = _sample(bench, pair, sample, seed)
        rows["pairs"].append(name | pair.told | {"queries": len(queries)})
        for settings, found in _searched(bench, pair, queries, k, ef_search):
            rows["recall"].append(name | settings | _recall(found))
            rows["filtered"].append(name | settings | _filtered(found))
        rows["thresholds"] += [name | swept for swept in _thresholds(bench, pair, queries)]
        if progress is not None:
            progress(done, len(chosen))
    return VectorAudit(k, seed, **{name: frame(rows[name], name) for name in FRAMES})


def _pairs(bench: Asks, wanted: Iterable[tuple[str, str]] | None) -> list[_Pair]:
    limits = search_limits(bench)
    found = [_pair(row, limits) for row in whole(bench, "vedana/vector_pairs")]
    if wanted is None:
        return found
    there = {(pair.label, pair.attribute) for pair in found}
    named = {(label, name) for label, name in wanted}
    if named - there:
        raise BadInput(
            f"pairs: no vectors of {_listed(named - there)}; there are those of {_listed(there)}"
        )
    return [pair for pair in found if (pair.label, pair.attribute) in named]


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(sorted(f"({label!r}, {name!r})" for label, name in pairs)) or "none"


def _pair(row: Mapping[str, Any], limits: LimitsInForce) -> _Pair:
    kind, label, name = row["kind"], row["label"], row["property"]
    counts = {part: row[part] for part in ("vectors", "zero", "undefined")}
    return _Pair(kind, label, name, counts, limits.of(label, name) or FALLBACK)


def _sample(bench: Asks, pair: _Pair, size: int, seed: int) -> list[Any]:
    found = bench.ask(
        f"vedana/vector_sample_{pair.form}", row_limit=size, size=size, seed=seed, **pair.named
    )
    return found.rows.column("embedding")


def _searched(
    bench: Asks, pair: _Pair, queries: Sequence[Any], k: int, ef_search: Sequence[int]
) -> Iterator[tuple[dict[str, Any], list[_Found]]]:
    """Each setting with what it found: the planner's choice first, then the index by force."""
    exact = [_best(bench, pair, query, k) for query in queries]
    grid = [("forced", scan, width) for scan in SCANS for width in ef_search]
    for plan, scan, width in [("chosen", *_PGVECTORS_OWN), *grid]:
        given = {"iterative_scan": scan, "ef_search": width, "may_sort": plan == "chosen"}
        searched = [_indexed(bench, pair, query, k, given) for query in queries]
        shape = searched[0][1]() if searched else None
        settings = {"plan": plan, "iterative_scan": scan, "ef_search": width}
        settings |= {"index": _ordering_index(shape), "operators": _operators(shape)}
        yield settings, [_compared(b, s[0]) for b, s in zip(exact, searched, strict=True)]


def _best(bench: Asks, pair: _Pair, query: Any, k: int) -> dict[Any, float]:
    name = f"vedana/vector_search_{pair.form}"
    given = {"embedding": query, "threshold": _BELOW_ALL, "top_n": k}
    return _by_key(pair, bench.ask(name, **pair.named, **given).rows)


def _indexed(
    bench: Asks, pair: _Pair, query: Any, k: int, settings: Mapping[str, Any]
) -> tuple[dict[Any, float], Any]:
    """Similarities by key, and what tells the plan."""
    name = f"vedana/vector_search_{pair.form}_indexed"
    given = {"embedding": query, "threshold": _BELOW_ALL, "top_n": k, **settings}
    answer = bench.ask(name, **pair.named, **given)
    return _by_key(pair, answer.rows), answer.plan


def _by_key(pair: _Pair, rows: Rows) -> dict[Any, float]:
    """One entry an embedding: an edge's may stand for several rows."""
    if rows.truncated:
        raise BadInput(f"a search gave more than {len(rows)} rows; ask for fewer with k=")
    return {tuple(row[name] for name in pair.key): row["similarity"] for row in rows}


def _compared(best: Mapping[Any, float], found: Mapping[Any, float]) -> _Found:
    last = min(best.values(), default=0.0) - _EPS
    return _Found(len(best), len(found), sum(score >= last for score in found.values()))


def _recall(found: Sequence[_Found]) -> dict[str, Any]:
    shares = [query.right / query.wanted for query in found if query.wanted]
    return {
        "queries": len(shares),
        "recall": fmean(shares) if shares else None,
        "worst": min(shares, default=None),
    }


def _filtered(found: Sequence[_Found]) -> dict[str, Any]:
    return {
        "wanted": fmean(query.wanted for query in found) if found else None,
        "returned": fmean(query.returned for query in found) if found else None,
        "fewest": min((query.returned for query in found), default=None),
        "short": sum(query.returned < query.wanted for query in found),
    }


def _thresholds(bench: Asks, pair: _Pair, queries: Sequence[Any]) -> Iterator[dict[str, Any]]:
    name = f"vedana/vector_threshold_sweep_{pair.form}"
    hits: dict[float, list[int]] = {}
    for query in queries:
        swept = bench.ask(name, **pair.named, embedding=query, in_force=pair.limits.threshold)
        for row in swept.rows:
            hits.setdefault(row["threshold"], []).append(row["hits"])
    for threshold, counts in hits.items():
        yield {
            "threshold": threshold,
            "in_force": threshold == pair.limits.threshold,
            "hits": fmean(counts),
            "median": float(median(counts)),
            "fewest": min(counts),
            "most": max(counts),
            "cut": fmean(count > pair.limits.top_n for count in counts),
        }


def _ordering_index(plan: Plan | None) -> str | None:
    """The index that gives rows in the order of their distance."""
    found = (p.details["Index Name"] for p in _operators_of(plan) if "Order By" in p.details)
    return next(found, None)


def _operators(plan: Plan | None) -> str | None:
    names = [
        p.operator + (f" {p.details['Index Name']}" if "Index Name" in p.details else "")
        for p in _operators_of(plan)
    ]
    return " < ".join(names) or None


def _operators_of(plan: Plan | None) -> Iterator[Plan]:
    if plan is not None:
        yield plan
        for child in plan.children:
            yield from _operators_of(child)
