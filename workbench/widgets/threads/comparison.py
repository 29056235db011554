"""Two threads side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.values import Rows
from ..picture import Picture
from ..view import View
from . import packing, still
from .alignment import paired
from .redaction import Redaction


class ThreadComparison(View):
    """Two threads, their steps aligned; `pairs` is what `alignment.compared` tells."""

    module = "threads"
    height = 560

    def __init__(self, told: Mapping[str, Any], **meta: Any) -> None:
        super().__init__()
        self.pairs, self._told, self._meta = told["pairs"], told, meta
        self.data = packing.comparison({**told, **meta})

    def redacted(self, *patterns: str, names: Iterable[str] | str = ()) -> ThreadComparison:
        """A copy with placeholders, as of an explorer."""
        redaction = Redaction(patterns, names=names)
        told = redaction.value({**self._told, "pairs": []})
        sides = [redaction.value({"a": pair["a"], "b": pair["b"]}) for pair in self.pairs]
        # What differs is told anew: its pieces may be halves of a name.
        told["pairs"] = [paired(side["a"], side["b"]) for side in sides]
        return ThreadComparison(told, redacted=redaction.counts)

    def title(self) -> str:
        return f"{self._told['a']} and {self._told['b']}"

    def summary(self) -> str:
        same = sum(bool(pair["same"]) for pair in self.pairs)
        hidden = "; redacted" if "redacted" in self._meta else ""
        return f"{len(self.pairs)} aligned steps, {same} of them equal{hidden}"

    def table(self) -> Rows:
        columns = ("a", "b", "same", "added", "removed", "moved", "score", "latency", "tokens")
        return Rows(columns, [_row(pair) for pair in self.pairs])

    def picture(self) -> Picture:
        return still.pairs_picture(self.pairs)


def _row(pair: Mapping[str, Any]) -> tuple[Any, ...]:
    sides = [side and f"{side['kind']}: {side['text']}" for side in (pair["a"], pair["b"])]
    ids = [", ".join(pair.get(name) or ()) for name in ("added", "removed", "moved")]
    return (*sides, pair["same"], *ids, *(pair.get(n) for n in ("score", "latency", "tokens")))
