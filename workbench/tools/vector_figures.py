"""The figures of a vector audit as pictures."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

if TYPE_CHECKING:
    import polars

    from .vector_audit import VectorAudit

_PAIR = ("kind", "label", "property")
_WIDTH, _HEIGHT = 9.0, 2.8  # inches, of one row of plots
# Each smaller than the one before, so that equal lines are seen to lie on each other.
_MARKERS = {"off": ("o", 10), "strict_order": ("s", 7), "relaxed_order": ("x", 5)}


class ShownFigure(Figure):
    """A figure that a notebook shows without pyplot, which would keep and show it a second time."""

    def _repr_png_(self) -> bytes:
        picture = BytesIO()
        self.savefig(picture, format="png", dpi=100)
        return picture.getvalue()


def figure(audit: VectorAudit) -> Figure:
    """A row of plots for each pair: recall by setting, and hits by threshold."""
    pairs = list(audit.pairs.iter_rows(named=True))
    height = _HEIGHT * max(1, len(pairs))
    drawn = ShownFigure(figsize=(_WIDTH, height), layout="constrained")
    if not pairs:
        drawn.text(0.5, 0.5, "no vectors", ha="center")
        return drawn
    axes = drawn.subplots(len(pairs), 2, squeeze=False)
    for (left, right), pair in zip(axes, pairs, strict=True):
        _draw_recall(left, _of(audit.recall, pair), audit.k)
        _draw_thresholds(right, _of(audit.thresholds, pair), pair["top_n"])
        left.set_title(f"{pair['label']}.{pair['property']}, {pair['vectors']} vectors", loc="left")
    return drawn


def _of(frame: polars.DataFrame, pair: dict[str, object]) -> polars.DataFrame:
    return frame.filter(**{name: pair[name] for name in _PAIR})


def _draw_recall(axes: Axes, found: polars.DataFrame, k: int) -> None:
    """One line a way of scanning, over ef_search; dashed: what the planner chose."""
    forced = found.filter(plan="forced").drop_nulls("recall")
    for (scan,), line in forced.group_by("iterative_scan", maintain_order=True):
        marker, size = _MARKERS[str(scan)]
        width = line["ef_search"].cast(str)
        axes.plot(width, line["recall"], marker=marker, markersize=size, label=scan)
    for row in found.filter(plan="chosen").drop_nulls("recall").iter_rows(named=True):
        how = "index" if row["index"] else "exact"
        axes.axhline(row["recall"], color="grey", linestyle="--", label=f"as planned ({how})")
    axes.set(ylim=(-0.05, 1.05), xlabel="hnsw.ef_search", ylabel=f"recall@{k}")
    if axes.has_data():
        axes.legend(fontsize="small")


def _draw_thresholds(axes: Axes, found: polars.DataFrame, top_n: int) -> None:
    """Mean hits over the threshold, from fewest to most shaded; the one in force marked."""
    axes.plot(found["threshold"], found["hits"], label="hits, mean")
    axes.fill_between(found["threshold"], found["fewest"], found["most"], alpha=0.2)
    for threshold in found.filter(in_force=True)["threshold"]:
        axes.axvline(threshold, color="black", linestyle=":", label=f"in force: {threshold:g}")
    axes.axhline(top_n, color="grey", linestyle="--", label=f"top_n: {top_n}")
    axes.set(xlabel="similarity threshold", ylabel="hits")
    axes.set_yscale("symlog")  # from thousands to none, and none is worth seeing
    axes.set_ylim(bottom=0)
    axes.legend(fontsize="small")
