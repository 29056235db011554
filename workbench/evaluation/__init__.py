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
    from .judging.judge import Judge as Judge
    from .judging.pairs import PairJudge as PairJudge
    from .judging.pairs import position_bias as position_bias
    from .judging.patience import Patience as Patience
    from .judging.patience import Sampling as Sampling
    from .judging.prices import Price as Price
    from .judging.prompts import Prompt as Prompt
    from .judging.reliability import reliability as reliability
    from .measures.policies import Policies as Policies
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
    "compare": ".comparison.compare",
    "evaluate": ".runs.evaluate",
    "gate": ".gating.gate",
    "lint": ".golden.lint",
    "position_bias": ".judging.pairs",
    "read_golden": ".golden.read",
    "read_run": ".runs.folder",
    "reliability": ".judging.reliability",
    "summary": ".runs.summary",
    "sweep": ".sweeps.sweep",
    "verify": ".runs.verify",
    "write_golden": ".golden.write",
    "write_run": ".runs.folder",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name], __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
