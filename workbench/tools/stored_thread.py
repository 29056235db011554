"""The row of a thread that a tool is asked about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ..core.errors import BadInput
from ..core.protocols import Asks


def stored_thread(bench: Asks, thread_id: UUID | str) -> dict[str, Any]:
    """The thread's own row; BadInput where there is no such thread."""
    found = bench.ask("vedana/thread", thread_id=thread_id).rows
    if not len(found):
        raise BadInput(f"there is no thread {thread_id}; tools.threads lists those there are")
    return found[0]
