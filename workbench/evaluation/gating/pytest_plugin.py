"""The fixture `eval_gate` for pytest; nothing heavy is loaded before a test uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ...core.evaluation.run import Run
    from .verdict import Verdict

_PROPERTY = "eval_gate"  # of a test's report, which reaches the summary from other processes too


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("workbench", "evaluation gates").addoption(
        "--eval-baseline",
        metavar="FOLDER",
        help="the run that eval_gate compares with: its folder, or a folder of runs by name",
    )


class EvalGate:
    """Compares a run with a baseline and fails the test where the candidate is worse."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item

    def __call__(
        self,
        candidate: Run | str | Path,
        baseline: Run | str | Path | None = None,
        *,
        measure: str,
        margin: float = 0.0,
        **terms: Any,
    ) -> Verdict:
        """The verdict of `gate`; the test fails at "worse" and at "cannot say", and goes on else.

        Runs are runs or their folders. Without `baseline` it is what `--eval-baseline` names.
        """
        from .baseline import run_of
        from .gate import gate

        run = run_of(candidate)
        against = self._baseline(run.name) if baseline is None else run_of(baseline)
        verdict = gate(run, against, measure=measure, margin=margin, **terms)
        self._item.user_properties.append((_PROPERTY, json.dumps(_told(verdict))))
        self._item.add_report_section("call", _PROPERTY, str(verdict))
        if verdict.exit_code:
            pytest.fail(f"{verdict.line}\n{verdict.why}", pytrace=False)
        return verdict

    def _baseline(self, name: str) -> Run:
        from .baseline import baseline_in

        folder = self._item.config.getoption("--eval-baseline")
        if folder is None:
            pytest.fail("eval_gate needs baseline=, or pytest --eval-baseline FOLDER", False)
        return baseline_in(Path(folder), name)


@pytest.fixture
def eval_gate(request: pytest.FixtureRequest) -> EvalGate:
    """Fails the test where a run is worse than its baseline: eval_gate(run, measure="nDCG@10")."""
    return EvalGate(request.node)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = list(_gates(terminalreporter))
    if told:
        terminalreporter.section("evaluation gates")
        for test, verdict in told:
            terminalreporter.line(f"{verdict['outcome']:<10}  {test}  {verdict['line']}")
        counts = [verdict["outcome"] for _, verdict in told]
        terminalreporter.line(", ".join(f"{counts.count(n)} {n}" for n in dict.fromkeys(counts)))


def _told(verdict: Verdict) -> dict[str, str]:
    return {"outcome": verdict.outcome, "line": verdict.line.partition(": ")[2]}


def _gates(reporter: pytest.TerminalReporter) -> Iterator[tuple[str, dict[str, str]]]:
    for reports in reporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "call":
                gates = [text for name, text in report.user_properties if name == _PROPERTY]
                yield from ((report.nodeid, json.loads(str(text))) for text in gates)
