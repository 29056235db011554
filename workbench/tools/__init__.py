"""Combines: one file and one public function per cross-store answer.

Every tool takes an open bench first: `tools.make_context(bench, thread_id)`.
"""

from .make_context import make_context

__all__ = ["make_context"]
