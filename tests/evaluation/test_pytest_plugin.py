from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation.small_runs import run
from workbench.evaluation.runs.folder import write_run

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = "workbench.evaluation.gating.pytest_plugin"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs and baselines, made before `pytester` is there: it unloads what is imported later."""
    folder = tmp_path_factory.mktemp("kept")
    for name, value in {"bm25": 0.1, "dense": 0.5, "hybrid": 0.9}.items():
        write_run(run(name, [value] * 20), folder / "runs" / name)
        write_run(run(name, [0.5] * 20), folder / "baselines" / name)
    write_run(run("broken", ["failed: gone"] * 20), folder / "runs" / "broken")
    return folder


@pytest.fixture
def ran(kept: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with these, in which pytest has no plug-in but ours."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("runs", "baselines"):
        (pytester.path / name).symlink_to(kept / name)
    return pytester


def test_only_a_worse_run_fails_its_test_and_all_are_listed(ran: pytest.Pytester) -> None:
    ran.makepyfile(
        test_systems="""
        import pytest

        @pytest.mark.parametrize("name", ["bm25", "dense", "hybrid"])
        def test_gate(eval_gate, name):
            eval_gate(f"runs/{name}", measure="Judge", margin=0.02)
        """
    )

    result = ran.runpytest_subprocess("-p", PLUGIN, "-W", "error", "--eval-baseline", "baselines")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*eval_gate*",
            "WORSE: Judge, bm25 against bm25",
            "*evaluation gates*",
            "worse *test_gate?bm25?  Judge of bm25 against bm25: -0.4000 *margin 0.02, 20 *",
            "not shown *test_gate?dense?*",
            "better *test_gate?hybrid?*",
            "1 worse, 1 not shown, 1 better",
        ],
        consecutive=False,
    )


def test_what_cannot_be_judged_does_not_pass(ran: pytest.Pytester) -> None:
    ran.makepyfile(
        test_systems="""
        def test_broken(eval_gate):
            eval_gate("runs/broken", baseline="baselines/dense", measure="Judge")

        def test_without_a_baseline(eval_gate):
            eval_gate("runs/dense", measure="Judge")
        """
    )

    result = ran.runpytest_subprocess("-p", PLUGIN)

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*100.0% of the candidate's outcomes failed; 5.0% are allowed"])
    result.stdout.fnmatch_lines(["*eval_gate needs baseline=, or pytest --eval-baseline FOLDER*"])


def test_a_run_without_gates_loads_nothing_heavy_and_says_nothing(ran: pytest.Pytester) -> None:
    ran.makepyfile(
        """
        import sys

        def test_foreign():
            heavy = {"numpy", "polars", "matplotlib", "ir_measures", "pandas"}
            assert heavy & set(sys.modules) == set()
            ours = {name for name in sys.modules if name.startswith("workbench")}
            assert ours == {
                "workbench",
                "workbench.evaluation",
                "workbench.evaluation.gating",
                "workbench.evaluation.gating.pytest_plugin",
            }
        """
    )

    result = ran.runpytest_subprocess("-p", PLUGIN, "-W", "error")

    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*evaluation gates*")
