"""Judges: golden sets, runs, measures, comparisons.

`from workbench import evaluation`: every name here loads what it needs when it is asked for.
`bench.evaluation` does the same on an open bench, whose systems and folder it knows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..core.evaluation.golden import Card as Card
    from ..core.evaluation.golden import Golden as Golden
    from ..core.evaluation.golden import Question as Question
    from ..core.evaluation.replies import Ranking as Ranking
    from ..core.evaluation.replies import Reply as Reply
    from ..core.evaluation.replies import TraceStep as TraceStep
    from ..core.evaluation.run import Run as Run
    from ..core.evaluation.scores import Apart as Apart
    from .comparison.compare import compare as compare
    from .gating.gate import gate as gate
    from .golden.lint import lint as lint
    from .golden.read import read_golden as read_golden
    from .golden.write import write_golden as write_golden
    from .judging.agreement import kappa as kappa
    from .judging.judge import Judge as Judge
    from .judging.pairs import PairJudge as PairJudge
    from .judging.pairs import position_bias as position_bias
    from .judging.patience import Patience as Patience
    from .judging.patience import Sampling as Sampling
    from .judging.prices import Price as Price
    from .judging.prompts import Prompt as Prompt
    from .judging.prompts import recorded_prompt as recorded_prompt
    from .judging.reliability import reliability as reliability
    from .measures.answers.breakdown import breakdown as breakdown
    from .measures.answers.breakdown import class_counts as class_counts
    from .measures.answers.path import PathValid as PathValid
    from .measures.policies import Policies as Policies
    from .measures.retrieval import retrieval as retrieval
    from .measures.trec_run import read_trec_run as read_trec_run
    from .measures.trec_run import write_trec_run as write_trec_run
    from .recorded.write import events_of as events_of
    from .runs.evaluate import evaluate as evaluate
    from .runs.folder import read_run as read_run
    from .runs.folder import write_run as write_run
    from .runs.summary import summary as summary
    from .runs.verify import verify as verify
    from .sweeps.sweep import sweep as sweep

# The public names and where each lives. No name is that of a folder beside this file, which
# would take its place once it was imported.
_WHERE = {
    "Apart": "..core.evaluation.scores",
    "Card": "..core.evaluation.golden",
    "Golden": "..core.evaluation.golden",
    "Judge": ".judging.judge",
    "PairJudge": ".judging.pairs",
    "PathValid": ".measures.answers.path",
    "Patience": ".judging.patience",
    "Policies": ".measures.policies",
    "Price": ".judging.prices",
    "Prompt": ".judging.prompts",
    "Question": "..core.evaluation.golden",
    "Ranking": "..core.evaluation.replies",
    "Reply": "..core.evaluation.replies",
    "Run": "..core.evaluation.run",
    "Sampling": ".judging.patience",
    "TraceStep": "..core.evaluation.replies",
    "breakdown": ".measures.answers.breakdown",
    "class_counts": ".measures.answers.breakdown",
    "compare": ".comparison.compare",
    "evaluate": ".runs.evaluate",
    "events_of": ".recorded.write",
    "gate": ".gating.gate",
    "kappa": ".judging.agreement",
    "lint": ".golden.lint",
    "position_bias": ".judging.pairs",
    "read_golden": ".golden.read",
    "read_run": ".runs.folder",
    "read_trec_run": ".measures.trec_run",
    "recorded_prompt": ".judging.prompts",
    "reliability": ".judging.reliability",
    "retrieval": ".measures.retrieval",
    "summary": ".runs.summary",
    "sweep": ".sweeps.sweep",
    "verify": ".runs.verify",
    "write_golden": ".golden.write",
    "write_run": ".runs.folder",
    "write_trec_run": ".measures.trec_run",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name], __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
