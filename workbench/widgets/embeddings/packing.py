"""A map of embeddings as the browser reads it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..wire import Column, pack
from . import findings
from .columns import coded, shown
from .model import EPS, LISTED, Embedding
from .points import Places
from .queries import Answered

NONE = 0xFFFFFFFF  # no neighbour
_MEMBERS = 50  # of a group of duplicates that are listed


def packed(map_: Embedding, kept: Places | None = None) -> bytes:
    """All points, or those at the positions `kept` (ascending), as columns.

    `near` and `near_score` are (n, k) row by row: the k nearest as positions among all points,
    and their scores in steps of `meta.score`; absent where not all neighbours are known or not
    all points are kept. `bx`, `by` are the places of another model's points.
    """
    total = len(map_.points)
    at = np.arange(total) if kept is None else kept
    told, columns = [], dict[str, Column]()
    frame = map_.frame[at]
    for number, name in enumerate(map_.columns):
        meta, some = coded(number, frame[name])
        told.append({**meta, "measured": name in map_.measured})
        columns |= some
    columns |= {
        "id": frame["id"].to_list(),
        "label": [shown(label) for label in frame["label"].to_list()],
        "x": map_.projection.xy[at, 0],
        "y": map_.projection.xy[at, 1],
    }
    score = _neighbours(map_, at, columns)
    if map_.alignment is not None:
        partners = map_.partners()[at]
        columns |= {"bx": partners[:, 0], "by": partners[:, 1]}
    meta = {**described(map_), **_pointing(map_, at), "columns": told, "score": score}
    return pack(meta, columns)


def described(map_: Embedding) -> dict[str, Any]:
    """What is said beside the picture."""
    points, trust = map_.points, map_.judged.trust
    return {
        "total": len(points),
        "k": map_.k,
        "metric": points.metric,
        "dimension": points.vectors.shape[1],
        "projection": map_.projection.kind,
        "told": map_.projection.told,
        "placing": map_.projection.placing,
        "trust": [dict(row) for row in trust.rows()],
        "left_out": list(points.left_out),
        "alignment": map_.alignment.told if map_.alignment else "",
        "eps": EPS,
    }


def sampled(map_: Embedding, size: int) -> Places | None:
    """Positions for a page: those that queries and findings speak of, others by seed.

    None where all points may stay.
    """
    total = len(map_.points)
    if total <= size:
        return None
    kept = np.zeros(total, bool)
    kept[_spoken_of(map_)] = True
    order = np.random.default_rng(map_.seed).permutation(total)
    rest = order[~kept[order]][: max(0, size - int(kept.sum()))]
    kept[rest] = True
    return np.flatnonzero(kept)


def _neighbours(map_: Embedding, at: Places, columns: dict[str, Column]) -> dict[str, float] | None:
    """Adds the columns of neighbours where all are known; how their scores are read."""
    if len(at) < len(map_.points) or not map_.near.whole:
        return None
    positions, scores = map_.near.positions, map_.near.scores
    there = scores[np.isfinite(scores)]
    low, high = (float(there.min()), float(there.max())) if len(there) else (0.0, 0.0)
    step = (high - low) / 65_535 or 1.0
    steps = np.round((np.nan_to_num(scores, nan=low) - low) / step)
    columns["near"] = np.where(positions < 0, NONE, positions).astype("u4").ravel()
    columns["near_score"] = steps.astype("u2").ravel()
    return {"low": low, "step": step, "k": positions.shape[1]}


def _pointing(map_: Embedding, at: Places) -> dict[str, Any]:
    """Whatever names points by position, in the positions of those that are packed."""
    new = np.full(len(map_.points), -1)
    new[at] = np.arange(len(at))
    groups = [[int(new[m]) for m in g[:_MEMBERS]] for g in map_.duplicates[:LISTED]]
    counts = findings.occurrences(map_.near)
    most = [int(p) for p in np.argsort(-counts, kind="stable")[:LISTED] if counts[p]]
    return {
        "queries": [_query(map_, one, new) for one in map_.queries],
        "duplicates": {
            "groups": groups,
            "sizes": [len(g) for g in map_.duplicates[:LISTED]],
            "count": len(map_.duplicates),
            "points": sum(map(len, map_.duplicates)),
        },
        "hubs": {
            "points": [[int(new[p]), int(counts[p])] for p in most],
            "skewness": findings.skewness(counts),
            "asked": len(map_.near.asked),
        },
    }


def _query(map_: Embedding, one: Answered, new: NDArray[np.int64]) -> dict[str, Any]:
    place = map_.projection.place(map_.points, one.query.vector[None])[0].tolist()
    golden = [
        {
            "id": g.id,
            "at": -1 if g.position is None else int(new[g.position]),
            "rank": g.rank,
            "score": g.score,
            "why": g.why,
        }
        for g in one.golden
    ]
    return {
        "name": one.query.name,
        "text": one.query.text,
        "place": place if np.isfinite(place).all() else None,
        "hits": [[int(new[at]), score] for at, score in one.hits],
        "golden": golden,
        "threshold": one.query.threshold,
        "top_n": one.query.top_n,
    }


def _spoken_of(map_: Embedding) -> list[int]:
    counts = findings.occurrences(map_.near)
    found: list[int] = np.argsort(-counts, kind="stable")[:LISTED].tolist()
    for group in map_.duplicates[:LISTED]:
        found += group[:_MEMBERS]
    for one in map_.queries:
        found += [at for at, _ in one.hits] + _positions(one)
    return found


def _positions(one: Answered) -> list[int]:
    return [g.position for g in one.golden if g.position is not None]
