"""`workbench eval`: runs made, shown, compared and judged by a gate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from ..bench import bench as benches
from ..core.errors import WorkbenchError
from ..core.evaluation.run import Run

BAD_INPUT = 2  # 1 is a finding: worse, differs, faults


class _Told(TyperGroup):
    """One of our errors is a message and exit code 2, which no finding has."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbenchError as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            raise typer.Exit(BAD_INPUT) from error


app = typer.Typer(
    cls=_Told,
    help="Evaluate systems on golden sets. Exit code 2: what was given cannot be used.",
    no_args_is_help=True,
)

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]
GoldenName = Annotated[
    str, typer.Argument(help="A golden set's path, or the name of a shipped one.")
]
Slices = Annotated[list[str] | None, typer.Option("--slice", help="A column of questions.")]
AsJson = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


@app.command()
def run(
    system: Annotated[str, typer.Argument(help="bm25, dense or hybrid.")],
    golden: GoldenName,
    measure: Annotated[list[str] | None, typer.Option(help="The card's if none is given.")] = None,
    out: Annotated[Path | None, typer.Option(help="The run's folder; else the bench's.")] = None,
    folder: Annotated[Path, typer.Option("--bench")] = Path("my-bench"),
    repeats: int = 1,
    workers: int = 4,
    resume: Annotated[
        Literal["missing", "failed", "replace"],
        typer.Option(help="What of a run that is there to ask; replace: all of it anew."),
    ] = "missing",
) -> None:
    """Ask a ready-made system every question, and keep the run; a killed one is gone on with."""
    with benches.open(folder) as bench:
        room = bench.evaluation
        questions = room.golden(golden)
        kept = room.run(
            room.system(system, questions),
            questions,
            measure or (),
            folder=out,
            repeats=repeats,
            workers=workers,
            resume=True if resume == "missing" else resume,
        )
    _show(kept)


@app.command()
def show(run: RunFolder) -> None:
    """What a run is, and its figures."""
    from ..evaluation.runs.folder import read_run

    _show(read_run(run))


@app.command()
def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN…", help="Folders of runs.")],
    measure: Annotated[list[str] | None, typer.Option(help="All that they share if none.")] = None,
    slices: Slices = None,
    markdown: Annotated[bool, typer.Option("--markdown")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="With the rules of booktabs.")] = False,
    html: Annotated[bool, typer.Option("--html")] = False,
    allow_different: Annotated[
        bool, typer.Option("--allow-different", help="Compare the questions that all share.")
    ] = False,
) -> None:
    """Runs of one golden set beside each other: every pair of up to six, else with the first."""
    from ..evaluation.comparison.compare import compare as compared
    from ..evaluation.runs.folder import read_run

    if markdown + latex + html > 1:
        raise typer.BadParameter("choose one of --markdown, --latex and --html")
    found = compared(
        *map(read_run, runs),
        measures=measure,
        slices=slices or (),
        allow_different=allow_different,
    )
    if markdown or latex or html:
        print(found.markdown() if markdown else found.latex() if latex else found.html())
    else:
        print(found)


@app.command()
def gate(
    candidate: Annotated[Path, typer.Argument(help="The folder of the run to be judged.")],
    baseline: Annotated[Path, typer.Argument(help="The folder of the run to compare with.")],
    measure: Annotated[str, typer.Option(help="As nDCG@10.")],
    margin: Annotated[float, typer.Option(help="The loss that is of no account.")] = 0.0,
    alpha: Annotated[float, typer.Option(help="The interval is at 1 − alpha.")] = 0.05,
    max_failed: Annotated[float, typer.Option(help="Share of outcomes that may fail.")] = 0.05,
    slices: Slices = None,
    bounds: Annotated[tuple[float, float], typer.Option(help="The measure's.")] = (0.0, 1.0),
    seed: int = 0,
    as_one: AsJson = False,
) -> None:
    """Exit 1 only where the candidate is certainly worse; 0 better or not shown, 3 cannot say."""
    from ..evaluation.gating.gate import gate as judged
    from ..evaluation.runs.folder import read_run

    verdict = judged(
        read_run(candidate),
        read_run(baseline),
        measure=measure,
        margin=margin,
        alpha=alpha,
        max_failed=max_failed,
        slices=slices,
        bounds=bounds,
        seed=seed,
    )
    print(json.dumps(verdict.as_dict(), ensure_ascii=False) if as_one else verdict)
    raise typer.Exit(verdict.exit_code)


@app.command()
def accept(
    run: RunFolder,
    baseline: Annotated[Path, typer.Argument(help="The folder that becomes a copy of it.")],
    force: Annotated[bool, typer.Option(help="Also over a run on another golden set.")] = False,
) -> None:
    """Make a run the baseline that others are judged against."""
    from ..evaluation.gating.baseline import accept as accepts

    print(f"{accepts(run, baseline, force=force)} is now the baseline")


@app.command()
def verify(run: RunFolder) -> None:
    """Whether a run's files are as written and give its figures anew; exit 1 where they do not."""
    from ..evaluation.runs.verify import verify as verified

    found = verified(run)
    print(found)
    raise typer.Exit(0 if found.equal else 1)


@app.command()
def lint(golden: GoldenName) -> None:
    """What is wrong with a golden set; exit 1 where something is."""
    from ..bench.evaluation.golden import at
    from ..evaluation.golden import lint as lints

    found = lints.lint(at(golden))
    print(found if len(found) else "nothing is wrong")
    raise typer.Exit(1 if len(found) else 0)


def _show(run: Run) -> None:
    from ..evaluation.runs.summary import rounded, summary

    golden = run.manifest.get("golden", {}).get("card", {}).get("name", "?")
    print(f"{run.name}, run {run.id} in {run.folder}")
    print(f"golden set {golden}, {len(run.questions)} questions")
    print(rounded(summary(run)))
