"""Recorded vector searches run again on an open bench."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ..core.drift import Finding
from ..core.drift_finding import search_finding
from ..core.errors import QueryFailed
from ..core.protocols import Asks
from ..core.recorded_calls import RecordedCall
from ..core.search_limits import FALLBACK, SearchLimits
from .search_limits import search_limits

_SEARCHES = {
    "anchor": ("vedana/vector_search_nodes", ("similarity", "node_id", "node_type", "node")),
    "edge": (
        "vedana/vector_search_edges",
        ("similarity", "from_node_id", "to_node_id", "edge_label", "edge"),
    ),
}
# A hosted model does not give one text the same numbers twice; another model gives about 0.
SAME_MODEL = 0.999
# Beyond these nothing is looked for that stood tied at the limit.
_WIDE = 10_000
# Recorded questions repeat; this many answers are kept for the next time.
_REMEMBERED = 1000


class _Pair(NamedTuple):
    """Where is searched: among nodes or edges, of which label, in which property."""

    kind: str
    label: str
    property: str


class _Maker(NamedTuple):
    """Of `sampled` stored texts of a pair, embedded anew, how many found their own vector."""

    pair: _Pair
    model: str
    sampled: int
    found: int
    words: str = ""

    def __str__(self) -> str:
        where = f"{self.pair.label}.{self.pair.property}"
        made = f"{self.found} of {self.sampled} sampled vectors of {where} are of this model"
        return ": ".join(filter(None, [self.model or "the bench's embedder", made, self.words]))


class SearchAgain:
    """Puts recorded searches again, one that repeats once.

    They run under the limits of today's data model, which the record does not hold (D14),
    and only where the bench's embedder made the vectors: Vedana stores nowhere which model
    did (D12), so some stored texts are embedded anew and must find themselves.
    """

    def __init__(self, bench: Asks, *, eps: float) -> None:
        self._bench, self._eps = bench, eps
        self._limits = search_limits(bench)
        self._makers: dict[_Pair, _Maker] = {}
        self._hits = lru_cache(_REMEMBERED)(self._search)

    @property
    def embedders(self) -> tuple[str, ...]:
        """Which embedder searched where so far, and how many sampled vectors it made."""
        return tuple(str(maker) for maker in self._makers.values() if maker.sampled)

    def finding(self, call: RecordedCall) -> Finding:
        asked = call.text_of("label", "property", "text")
        if asked is None:
            return Finding("not replayable", f"label, property and text are not told: {call.args}")
        label, name, text = asked
        limits = self._limits.of(label, name) or FALLBACK
        pair = _Pair(limits.kind, label, name)
        maker = self._maker(pair)
        if maker.sampled and not maker.found:
            return Finding("other embedder", str(maker))
        now = self._hits(pair, text, limits.threshold, limits.top_n)
        if call.rows is None:
            return Finding("runs now", f"{len(now)} rows; recorded: {call.failure}")

        def wider(threshold: float) -> Sequence[Mapping[str, Any]]:
            # too many to be remembered
            return self._search(pair, text, max(threshold, limits.threshold), _WIDE)

        found = search_finding(call.rows, now, top_n=limits.top_n, wider=wider, eps=self._eps)
        notes = [found.note, *self._caveats(call, limits, maker)]
        return found._replace(note="; ".join(filter(None, notes)))

    def _caveats(self, call: RecordedCall, limits: SearchLimits, maker: _Maker) -> Iterator[str]:
        """What else may be why rows differ."""
        rows = call.rows or ()
        yield limits.contradiction(rows)
        if self._limits.unknown:
            yield f"limits unknown ({self._limits.unknown}): the engine's defaults taken"
        elif limits.origin == "fallback":
            yield "the data model does not know the pair: the engine's defaults taken"
        if maker.found < maker.sampled:
            yield str(maker)
        if any(row.get("node_type", maker.pair.label) != maker.pair.label for row in rows):
            yield "recorded rows of another type share the id of a node (D8)"
        if call.unreadable:
            yield f"{len(call.unreadable)} recorded rows cannot be read"

    def _search(
        self, pair: _Pair, text: str, threshold: float, top_n: int
    ) -> Sequence[Mapping[str, Any]]:
        rows, _ = self._asked(pair, text, threshold, top_n)
        return rows

    def _asked(
        self, pair: _Pair, text: str, threshold: float, top_n: int
    ) -> tuple[Sequence[Mapping[str, Any]], str]:
        """The hits in recorded form, and the model that embedded the text."""
        query, columns = _SEARCHES[pair.kind]
        answer = self._bench.ask(
            query,
            label=pair.label,
            property=pair.property,
            embedding=text,
            threshold=threshold,
            top_n=top_n,
            row_limit=top_n,
        )
        rows = [{name: row[name] for name in columns} for row in answer.rows]
        return rows, answer.trace[0].engine

    def _maker(self, pair: _Pair) -> _Maker:
        if pair not in self._makers:
            self._makers[pair] = self._sampled(pair)
        return self._makers[pair]

    def _sampled(self, pair: _Pair) -> _Maker:
        texts = self._bench.ask("vedana/embedded_texts", **pair._asdict()).rows.column("text")
        model, found = "", 0
        for text in texts:
            try:
                hits, model = self._asked(pair, text, -1.0, 1)
            except QueryFailed as error:  # vectors of another dimension cannot be compared
                return _Maker(pair, model, len(texts), 0, error.engine_says or str(error))
            found += any(hit["similarity"] >= SAME_MODEL for hit in hits)
        return _Maker(pair, model, len(texts), found)
