"""Columns as the browser takes them: numbers, categories by number, or texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..wire import Column

if TYPE_CHECKING:
    import polars

CATEGORIES = 256  # distinct values up to which a column is a choice rather than a text
LETTERS = 200  # of a text that are shown


def coded(at: int, series: polars.Series) -> tuple[dict[str, Any], dict[str, Column]]:
    """What kind of column it is, and its packed columns `c<at>`, `d<at>` (the categories).

    A number is f4, NaN where there is none. A category is the number of its value, the most
    frequent first and equals in the order of their texts; "" where there is none.
    """
    told: dict[str, Any] = {"name": series.name, "at": at}
    if series.dtype.is_numeric() or series.dtype.is_decimal():
        values = series.cast(float).fill_null(float("nan")).to_numpy()
        seen = values[np.isfinite(values)]
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 0.0)
        return {**told, "kind": "number", "low": low, "high": high}, {f"c{at}": values.astype("f4")}
    texts = [shown(value) for value in series.to_list()]
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    if len(counts) > CATEGORIES or (len(counts) > 1 and len(counts) == len(texts)):
        return {**told, "kind": "text"}, {f"c{at}": texts}
    order = sorted(counts, key=lambda text: (-counts[text], text))
    number = {text: n for n, text in enumerate(order)}
    codes = np.array([number[text] for text in texts], dtype="u2")
    told |= {"kind": "category", "counts": [counts[text] for text in order]}
    return told, {f"c{at}": codes, f"d{at}": order}


def shown(value: Any) -> str:
    """A value as a text of bounded length; "" for none."""
    if value is None:
        return ""
    text = str(value)
    return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"
