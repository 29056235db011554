"""Combines: one file and one public function per cross-store answer.

Every tool takes an open bench first: `tools.make_context(bench, thread_id)`.
"""

from .audit_vectors import audit_vectors
from .check_consistency import check_consistency
from .dashboard import dashboard
from .data_model import data_model
from .eval_compare import eval_compare
from .eval_export import eval_export
from .eval_results import eval_results
from .eval_runs import eval_runs
from .lint_data_model import lint_data_model
from .make_context import make_context
from .pipeline_status import pipeline_status
from .replay_all import replay_all
from .replay_thread import replay_thread
from .thread import thread
from .thread_view import thread_view
from .threads import threads

__all__ = [
    "audit_vectors",
    "check_consistency",
    "dashboard",
    "data_model",
    "eval_compare",
    "eval_export",
    "eval_results",
    "eval_runs",
    "lint_data_model",
    "make_context",
    "pipeline_status",
    "replay_all",
    "replay_thread",
    "thread",
    "thread_view",
    "threads",
]
