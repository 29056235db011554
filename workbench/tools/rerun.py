"""Recorded queries run again on an open bench."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from ..core.drift import Finding, QueryReplay
from ..core.drift_finding import are_among, rows_finding
from ..core.errors import BadInput, BadParameters, EngineNotInstalled, NotSupported, QueryFailed
from ..core.frames import as_json
from ..core.lexis import tokens
from ..core.protocols import Asks
from ..core.recorded_calls import CYPHER, VECTOR_SEARCH, RecordedCall, recorded
from ..core.recorded_rows import as_recorded
from ..core.values import Event
from .search_again import SearchAgain

# Vedana's setting CYPHER_ROWS_LIMIT as shipped: its agent keeps no more rows of a query.
ROWS_KEPT = 1000
# Beyond this a result that was cut is not looked through for the rows that were kept.
_ROWS_SEARCHED = 100_000
# What is the fault of one query; a store that cannot be reached is everybody's.
_REFUSALS = (QueryFailed, BadInput, BadParameters, NotSupported, EngineNotInstalled)
_LIMIT = re.compile(r"\blimit\b", re.IGNORECASE)
# Recorded questions repeat; this many answers are kept for the next time.
_REMEMBERED = 1000


class Rerun:
    """Runs recorded calls again; a question that repeats is put once."""

    def __init__(self, bench: Asks, *, eps: float) -> None:
        self._bench, self._eps = bench, eps
        self._searches = SearchAgain(bench, eps=eps)
        self._rows = lru_cache(_REMEMBERED)(self._ask_graph)

    @property
    def embedders(self) -> tuple[str, ...]:
        """Which embedder searched where so far, and how many sampled vectors it made."""
        return self._searches.embedders

    def replayed(self, thread_id: UUID, event: Event) -> list[QueryReplay]:
        """Every call that a `rag.query_processed` event records, and what cannot be read."""
        record = recorded(event.data)
        found = [(call, self._finding(call)) for call in record.calls]
        odd = [(RecordedCall("", {}), Finding("not replayable", why)) for why in record.faults]
        return [
            QueryReplay(
                thread_id,
                event.event_id,
                place,
                call.tool,
                _shown(call),
                None if call.rows is None else len(call.rows) + len(call.unreadable),
                finding,
            )
            for place, (call, finding) in enumerate([*found, *odd])
        ]

    def _finding(self, call: RecordedCall) -> Finding:
        run = {VECTOR_SEARCH: self._searches.finding, CYPHER: self._asked}.get(call.tool)
        if run is None:
            return Finding("not replayable", f"the tool {call.tool!r} is no query of a store")
        try:
            return run(call)
        except _REFUSALS as error:
            words = getattr(error, "engine_says", "") or str(error)
            return Finding("failed" if call.error is None else "fails still", words)

    def _asked(self, call: RecordedCall) -> Finding:
        asked = call.text_of("query")
        if asked is None:
            return Finding("not replayable", f"the query is not told: {call.args}")
        text = asked[0]
        if unbound := _unbound(text):
            return Finding("unbound parameters", f"no value for {unbound}")
        now, cut = self._rows(text, ROWS_KEPT)
        if call.rows is None:
            return Finding("runs now", f"{len(now)} rows; recorded: {call.failure}")
        found = rows_finding(call.rows, now, unreadable=len(call.unreadable), eps=self._eps)
        if found.verdict != "rows differ":
            return found
        if cut and len(call.rows) >= ROWS_KEPT:
            whole, _ = self._ask_graph(text, _ROWS_SEARCHED)  # too many to be remembered
            if are_among(call.rows, whole):
                note = f"the {len(call.rows)} rows kept are among {len(whole)} of today"
                return Finding("order differs", note)
        return found._replace(note=_limit_note(text))

    def _ask_graph(self, text: str, limit: int) -> tuple[Sequence[Mapping[str, Any]], bool]:
        """Rows in recorded form, and whether more exist."""
        rows = self._bench.cypher(text, row_limit=limit).rows
        return [as_recorded(row) for row in rows], rows.truncated


def _shown(call: RecordedCall) -> str:
    """Cypher as it is, a search as its place and text, anything else as its arguments."""
    query = call.text_of("query") if call.tool == CYPHER else None
    if query:
        return query[0]
    search = call.text_of("label", "property", "text")
    return f"{search[0]}.{search[1]}: {search[2]}" if search else str(as_json(dict(call.args)))


def _unbound(text: str) -> str:
    """The `$name` that a text takes, for which an agent's tool has no values (D22)."""
    found = dict.fromkeys(token["name"] for token in tokens("graph", text) if token["name"])
    return ", ".join(f"${name}" for name in found)


def _limit_note(text: str) -> str:
    """Said where LIMIT stands in the code, outside of quotations and comments."""
    code, at = "", 0
    for token in tokens("graph", text):
        code, at = code + text[at : token.start()] + " ", token.end()
    found = _LIMIT.search(code + text[at:])
    return "its LIMIT may decide which rows come (D11)" if found else ""
