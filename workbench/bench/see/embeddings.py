"""Vectors of a bench, a frame or an array, to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...core.errors import BadInput
from ...widgets.embeddings.model import Embedding
from ...widgets.embeddings.points import Points, unit
from ...widgets.embeddings.projection import project
from ...widgets.embeddings.queries import Query, answered
from ...widgets.embeddings.widget import EmbeddingMap
from .vectors import read

if TYPE_CHECKING:
    from ..bench import Bench

_ASKED = {"text", "vector", "top_n", "threshold", "where"}


class _Asking(NamedTuple):
    """What holds for every query that says nothing else."""

    bench: Bench | None
    points: Points
    top_n: int
    threshold: float | None


def embeddings(
    bench: Bench | None,
    source: Any,
    /,
    *,
    vectors: str | None = None,
    ids: str | Sequence[Any] | None = None,
    label: str | Sequence[str] | None = None,
    columns: Any = None,
    queries: Any = None,
    golden: Any = None,
    top_n: int = 10,
    threshold: float | None = None,
    against: Any = None,
    projection: Any = "pca",
    metric: str = "cosine",
    neighbours: int = 10,
    colour: str | None = None,
    seed: int = 0,
    **options: Any,
) -> EmbeddingMap:
    """A map of vectors.

    `source` is a table of the bench or an SQL query, a polars or pandas frame, `Rows`, or an
    array (n, d). `vectors`, `ids` and `label` name columns where there is a choice; beside an
    array `ids` and `label` are lists and `columns` a frame or a dict. What cannot be placed (no
    vector, by cosine no direction) is counted. `projection` is "pca", "tsne" or (n, 2).

    `queries` are a text, a vector, or several by name: {"name": text, vector, or {"text" or
    "vector", "top_n", "threshold", "where": {column: value}}}; `golden` the ids that ought to be
    found, of one query or by name. `against` is another source with the same ids, or a map.
    BadInput says what does not fit; EngineNotInstalled names what "tsne" lacks.
    """
    if neighbours < 1 or top_n < 1:
        raise BadInput(f"neighbours and top_n: expected 1 or more, found {neighbours} and {top_n}")
    named = {"vectors": vectors, "ids": ids, "label": label, "columns": columns, "metric": metric}
    points = read(bench, source, **named)
    asked = _queries(_Asking(bench, points, top_n, threshold), queries, golden)
    found = tuple(answered(points, asked))
    made = Embedding(points, project(points, projection, seed), neighbours, seed, found)
    if against is not None:
        made = made.aligned(_other(bench, against, named))
        colour = colour or "moved"
    embed = None if bench is None else lambda text: _embedded(bench, points, text)
    return EmbeddingMap(made, colour=colour, embed=embed, **options)


def _other(bench: Bench | None, against: Any, named: Mapping[str, Any]) -> Points:
    if isinstance(against, EmbeddingMap):
        return against.map.points
    return read(bench, against, **named)


def _queries(asking: _Asking, queries: Any, golden: Any) -> list[Query]:
    if queries is None:
        if golden is not None:
            raise BadInput("golden: expected queries too, whose answers they are; found none")
        return []
    given = _by_name(queries)
    answers = _golden(golden, list(given))
    return [_query(asking, name, asked, answers.get(name, ())) for name, asked in given.items()]


def _by_name(queries: Any) -> Mapping[str, Any]:
    """One text or vector, several, or several by name."""
    if isinstance(queries, Mapping):
        return queries
    if isinstance(queries, str):
        return {queries: queries}
    if isinstance(queries, np.ndarray) and queries.ndim == 1:
        return {"query": queries}
    several = list(queries)
    if several and isinstance(several[0], int | float):
        return {"query": several}
    names = [one if isinstance(one, str) else f"query {at}" for at, one in enumerate(several, 1)]
    return dict(zip(names, several, strict=True))


def _golden(golden: Any, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    if golden is None:
        return {}
    if isinstance(golden, Mapping):
        if unknown := set(golden) - set(names):
            told = ", ".join(map(repr, sorted(unknown)))
            raise BadInput(f"golden: no query is called {told}; there are: {', '.join(names)}")
        return {name: _ids(ids) for name, ids in golden.items()}
    if len(names) != 1:
        raise BadInput(f"golden: expected ids by query name for {len(names)} queries, found a list")
    return {names[0]: _ids(golden)}


def _ids(ids: Any) -> tuple[str, ...]:
    return (ids,) if isinstance(ids, str) else tuple(str(one) for one in ids)


def _query(asking: _Asking, name: str, asked: Any, golden: tuple[str, ...]) -> Query:
    if not isinstance(asked, Mapping):
        asked = {"text": asked} if isinstance(asked, str) else {"vector": asked}
    if set(asked) - _ASKED or not {"text", "vector"} & set(asked):
        expected = "text or vector, and top_n, threshold, where"
        raise BadInput(
            f"query {name!r}: expected {expected}; found {', '.join(asked) or 'nothing'}"
        )
    points, where = asking.points, dict(asked.get("where", {}))
    if unknown := set(where) - set(points.frame.columns):
        there = ", ".join(points.frame.columns)
        raise BadInput(f"query {name!r}: no column {', '.join(unknown)}; there are: {there}")
    text = str(asked.get("text", ""))
    vector = asked["vector"] if "vector" in asked else _embed(asking.bench, text)
    return Query(
        name,
        _comparable(points, vector, f"query {name!r}"),
        golden,
        text,
        asked.get("top_n", asking.top_n),
        asked.get("threshold", asking.threshold),
        where,
    )


def _embed(bench: Bench | None, text: str) -> Any:
    if bench is None:
        raise BadInput(
            f"query {text!r:.60}: a text is embedded by a bench; give its vector, or ask "
            "bench.see.embeddings(…)"
        )
    return bench.embedder.embed([text])[0]


def _embedded(bench: Bench, points: Points, text: str) -> Any:
    return _comparable(points, _embed(bench, text), f"the text {text!r:.60}")


def _comparable(points: Points, vector: Iterable[float], whose: str) -> Any:
    array = np.asarray(vector, dtype=np.float32)
    if array.shape != points.vectors.shape[1:]:
        width = points.vectors.shape[1]
        raise BadInput(
            f"{whose}: expected {width} numbers as the points have, found shape {array.shape}; "
            "was it embedded by the same model?"
        )
    if not np.isfinite(array).all():
        raise BadInput(f"{whose}: holds NaN or infinity")
    return unit(array[None])[0] if points.metric == "cosine" else array
