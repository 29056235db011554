"""What an audit of vectors found, as frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.show import Shown
from ..core.values import Rows

if TYPE_CHECKING:
    import polars
    from matplotlib.figure import Figure

# Columns of the frames, whose types a frame without rows or figures would not know.
_PAIR: dict[str, type] = {"kind": str, "label": str, "property": str}
_SETTING = _PAIR | {"plan": str, "iterative_scan": str, "ef_search": int, "index": str}
_COUNTED = dict.fromkeys(("vectors", "zero", "undefined", "queries"), int)
_PAIRS = _PAIR | _COUNTED | {"threshold": float, "top_n": int, "declared": bool}
_RECALL = _SETTING | {"queries": int, "recall": float, "worst": float}
_RETURNED = {"wanted": float, "returned": float, "fewest": int, "short": int}
_FILTERED = _SETTING | _RETURNED | {"operators": str}
_HITS = {"hits": float, "median": float, "fewest": int, "most": int, "cut": float}
_THRESHOLDS = _PAIR | {"threshold": float, "in_force": bool} | _HITS
FRAMES = {"pairs": _PAIRS, "recall": _RECALL, "filtered": _FILTERED, "thresholds": _THRESHOLDS}


@dataclass(frozen=True, repr=False)
class VectorAudit(Shown):
    """The figures of `audit_vectors`, each a polars frame with `kind`, `label`, `property` first.

    `pairs`: `vectors`; among them `zero`, which no search can find, and `undefined`, too long
    for single precision and similar to nothing; `queries`, the vectors sampled; the
    `threshold` and `top_n` in force, `declared` by the data model or else the engine's fallback.

    `recall`: of the k most similar by exact search, the share that a search through the index
    returned, ties counting as right: mean and `worst` over the queries. `plan` is "chosen" (by
    PostgreSQL, with pgvector's own settings, as Vedana searches) or "forced" (by the index
    where it can serve). `index` is the one that ordered the rows, null where none did: that
    search was exact. Null figures: nothing to ask with.

    `filtered`: under the same settings `wanted` rows (k, or as many as there are) against those
    `returned`, both means, `fewest` in one query, and the number of queries that came `short`;
    `operators` of the plan.

    `thresholds`: `hits` above each similarity from 0 to 1: mean, `median`, `fewest`, `most`, and
    the share of queries `cut` by top_n; `in_force` marks the data model's threshold.

    The queries are stored vectors: each has itself to find, first of all.
    """

    k: int
    seed: int
    pairs: polars.DataFrame
    recall: polars.DataFrame
    filtered: polars.DataFrame
    thresholds: polars.DataFrame

    def figure(self) -> Figure:
        """Recall by setting and hits by threshold, one row of plots a pair; a matplotlib figure."""
        from .vector_figures import figure

        return figure(self)

    def _parts(self) -> Iterable[str | Rows]:
        yield f"recall@{self.k}, queries sampled with seed {self.seed}"
        for name in FRAMES:
            found: polars.DataFrame = getattr(self, name)
            yield from (name, Rows(tuple(found.columns), found.rows()))


def frame(rows: Sequence[Mapping[str, Any]], name: str) -> polars.DataFrame:
    """Rows as the frame of that name; columns that it does not have are passed over."""
    import polars

    columns = FRAMES[name]
    kept = [{column: row[column] for column in columns} for row in rows]
    return polars.DataFrame(kept, schema=columns)
