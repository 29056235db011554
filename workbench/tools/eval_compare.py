"""Two evaluation runs, question by question."""

from __future__ import annotations

from ..core.overview import EvalComparison
from ..core.protocols import Asks
from ..core.values import Rows
from .eval_runs import eval_runs

_CONFIG = (
    *("test_run_name", "pipeline_model", "models_used", "embeddings_model", "embeddings_dim"),
    *("judge_model", "judge_prompt_id", "judge_prompt_hash", "judge_prompt", "dm_hash", "dm_id"),
    *("dm_description", "graph_nodes", "graph_edges"),
)


def eval_compare(bench: Asks, run_a: str, run_b: str) -> EvalComparison:
    """Both runs' verdicts and answers for every question, and the settings that differ.

    Repeats of a question are compared in turn (D51). BadInput where there is no such run.
    Source: Vedana, jims_backoffice/states/eval.py compare_runs_background.
    """
    a, b = (eval_runs(bench, run)[0] for run in (run_a, run_b))
    differing = [(name, a[name], b[name]) for name in sorted(_CONFIG) if a[name] != b[name]]
    questions = bench.ask("vedana/eval_compare", run_a=run_a, run_b=run_b).rows
    return EvalComparison(questions, Rows(("key", "a", "b"), differing))
