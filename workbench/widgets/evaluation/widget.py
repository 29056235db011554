"""EvalReport: evaluation runs side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...core.evaluation.replies import TraceStep
from ...core.values import Rows
from ..picture import Picture
from ..view import Answers, View
from .model import Flip, Judged, flips, runs_table, slices
from .packing import packed
from .still import still

Traces = Callable[[Sequence[str]], Mapping[str, Sequence[TraceStep]]]


class EvalReport(View):
    """Runs with their shares and intervals, slices by scenario, and the questions that flipped.

    `traces` gives the steps of threads by id; without it answers alone are compared. Those of
    the flips between the first two runs are kept for when no kernel answers.
    """

    module = "evaluation"
    height = 560
    KEPT_TRACES = 100

    def __init__(
        self, labels: Mapping[str, str], judged: Sequence[Judged], *, traces: Traces | None = None
    ) -> None:
        self.labels, self.judged, self._traces = dict(labels), tuple(judged), traces
        kept = self._kept_traces()
        super().__init__(
            data=packed(self.labels, self.judged, kept),
            settings={"pair": list(self.labels)[:2], "live_traces": traces is not None},
        )

    def title(self) -> str:
        return "Evaluation runs"

    def summary(self) -> str:
        questions = len({one.question for one in self.judged})
        return f"{len(self.labels)} runs of {questions} questions"

    def table(self) -> Rows:
        return runs_table(self.labels, self.judged)

    def slices(self) -> Rows:
        """One row a scenario and run, with the share of passes and its interval."""
        return slices(self.labels, self.judged)

    def flips(self, a: str, b: str) -> list[Flip]:
        """The questions on which runs `a` and `b` differ."""
        return flips(a, b, self.judged)

    def picture(self) -> Picture:
        return still(self.table())

    def answers(self) -> Answers:
        return {"traces": lambda asked: _told(self._read([str(one) for one in asked["ids"]]))}

    def _kept_traces(self) -> Mapping[str, Sequence[TraceStep]]:
        pair = list(self.labels)[:2]
        found = flips(pair[0], pair[1], self.judged) if len(pair) > 1 else []
        both = [side.trace for flip in found for side in (flip.a, flip.b) if side and side.trace]
        return self._read(both[: self.KEPT_TRACES])

    def _read(self, ids: Sequence[str]) -> Mapping[str, Sequence[TraceStep]]:
        return self._traces(ids) if self._traces and ids else {}


def _told(traces: Mapping[str, Sequence[TraceStep]]) -> dict[str, Any]:
    return {thread: [list(step) for step in steps] for thread, steps in traces.items()}
