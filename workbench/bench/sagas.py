"""Changes of several stores, on an open bench."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from ..core.lore import LoreAnswer

if TYPE_CHECKING:
    from ..sagas import Attachment, Saga
    from .bench import Bench


class BenchSagas:
    """What `bench.sagas` does; the bench's stores are changed as a whole, or not at all."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def log_mission(
        self,
        payload: Mapping[str, Any],
        attachments: Sequence[Attachment] = (),
        idempotency_key: str | None = None,
    ) -> LoreAnswer:
        """Log a mission in tables, graph and objects; see `sagas.log_mission`."""
        from ..sagas import log_mission

        return log_mission(self._bench, payload, attachments, idempotency_key)

    def logging_mission(
        self,
        payload: Mapping[str, Any],
        attachments: Sequence[Attachment] = (),
        idempotency_key: str | None = None,
    ) -> AbstractContextManager[Saga]:
        """`log_mission` around a block: an error or an interrupt in it undoes the mission.

        with bench.sagas.logging_mission(payload) as saga: …
        """
        from ..sagas import logging_mission

        return logging_mission(self._bench, payload, attachments, idempotency_key)

    def retcon(
        self,
        target: str,
        after: Mapping[str, Any],
        reason: str,
        sources: Sequence[str],
        actor: str | None = None,
    ) -> LoreAnswer:
        """Change the record, keeping what it said; see `sagas.retcon`."""
        from ..sagas import retcon

        return retcon(self._bench, target, after, reason, sources, actor)

    def recover(self, retry: Collection[str] = ()) -> LoreAnswer:
        """Go on with what was left, and with attachments that are due; see `sagas.recover`."""
        from ..sagas import recover

        return recover(self._bench, retry)

    def report(self) -> LoreAnswer:
        """What is left, owed or given up, where stores disagree; see `sagas.saga_report`."""
        from ..sagas import saga_report

        return saga_report(self._bench)
