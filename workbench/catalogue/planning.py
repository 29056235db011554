"""How a store would run a question, or did: its plan, without the question's answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from ..core.answer import Plan
from ..core.protocols import Embedder, Profiles, Reads
from .asking import check_names, prepared
from .query import Query


class _Planning(Reads, Profiles, Protocol): ...


def plan_query(
    query: Query,
    given: Mapping[str, Any],
    *,
    store: Reads,
    embedder: Callable[[], Embedder] | None = None,
    measured: bool = False,
    timeout: float | None = None,
) -> Plan:
    """The plan of a catalogue query under its own settings; `measured`: of a run of it.

    Errors are those of `ask`; NotSupported where the engine measures no plan.
    """
    ready = prepared(query, given, store, embedder)
    return _plan(ready.store, ready.question.text, ready.sent, measured, timeout)


def plan_text(
    kind: str,
    text: str,
    given: Mapping[str, Any],
    *,
    store: Reads,
    measured: bool = False,
    timeout: float | None = None,
) -> Plan:
    """The plan of a typed text; as `plan_query`."""
    check_names(kind, text, given)
    return _plan(store, text, given, measured, timeout)


def _plan(
    store: Reads, text: str, sent: Mapping[str, Any], measured: bool, timeout: float | None
) -> Plan:
    if measured:
        return cast(_Planning, store).profile(text, sent, timeout=timeout)
    return store.explain(text, sent)
