"""Parses a command line and hands over; every command is a few lines."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..bench import bench as benches
from ..core.errors import WorkbenchError
from ..core.frames import as_json
from ..core.show import step_line
from . import evaluation

app = typer.Typer(
    help="A Jupyter-first analysis workbench for graph-RAG engines.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(evaluation.app, name="eval")

Folder = Annotated[Path, typer.Argument(help="The folder of the bench.")]
DEFAULT = Path("my-bench")


@app.command()
def demo(folder: Annotated[Path, typer.Argument()] = Path("demo-bench")) -> None:
    """Open a bench on embedded engines, load the sample documents, answer three questions."""
    from .demo import run

    run(folder, print)


@app.command()
def lab(folder: Annotated[Path, typer.Argument()] = DEFAULT, port: int = 8888) -> None:
    """Open JupyterLab on the notebooks, with `folder` as their bench."""
    from .lab import run

    raise typer.Exit(run(folder, port))


@app.command()
def open(folder: Folder = DEFAULT) -> None:
    """Make or open a bench and show what it opens."""
    with benches.open(folder) as bench:
        print(bench.status())


@app.command()
def ask(
    name: Annotated[
        str, typer.Argument(help="A query's name; without one, the list of them.")
    ] = "",
    parameters: Annotated[list[str] | None, typer.Argument(help="name=value …")] = None,
    folder: Annotated[Path, typer.Option("--bench")] = DEFAULT,
    as_lines: Annotated[bool, typer.Option("--json", help="One JSON object a row.")] = False,
    trace: Annotated[bool, typer.Option(help="Show every statement that ran.")] = False,
) -> None:
    """Ask a query of the catalogue."""
    with benches.open(folder) as bench:
        if not name:
            print(bench.queries())
            return
        answer = bench.ask(name, **_parsed(parameters or []))
    if as_lines:
        for row in answer.rows:
            print(as_json(row))
    else:
        print(answer)
    for step in answer.trace if trace else ():
        print(step_line(step), step.statement, sep="\n", file=sys.stderr)


@app.command()
def doctor(
    folder: Folder = DEFAULT,
    as_one: Annotated[
        bool, typer.Option("--json", help="The findings as one JSON object.")
    ] = False,
) -> None:
    """Check versions, engines, that writes are kept and reads cannot write, and the disk."""
    from .doctor import examine

    findings = examine(folder)
    if as_one:
        print(json.dumps({"ok": findings.ok, "checks": [c._asdict() for c in findings.checks]}))
    else:
        print(findings)
    raise typer.Exit(0 if findings.ok else 1)


@app.command()
def migrate(
    systems: Annotated[list[str], typer.Argument(help="vedana, lore")],
    folder: Annotated[Path, typer.Option("--bench")] = DEFAULT,
    dimension: Annotated[int | None, typer.Option(help="Of vector tables made now.")] = None,
) -> None:
    """Bring the tables of systems to their newest form."""
    with benches.open(folder) as bench:
        applied = bench.migrate(*systems, dimension=dimension)
        print("\n".join(applied) or "nothing to do")


@app.command()
def reembed(folder: Folder = DEFAULT) -> None:
    """Make every stored vector anew with the bench's embedder, in its dimension."""
    with benches.open(folder) as bench:
        print(bench.reembed())


@app.command()
def stop(folder: Folder = DEFAULT) -> None:
    """Stop the local servers of a bench now."""
    with benches.open(folder) as bench:
        print(", ".join(bench.stop()) or "no server was running")


def main() -> None:
    """Run a command; one of our errors is a message and exit code 1, not a traceback."""
    try:
        app()
    except WorkbenchError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        for note in getattr(error, "__notes__", ()):
            print(f"  {note}", file=sys.stderr)
        sys.exit(1)


def _parsed(given: list[str]) -> dict[str, Any]:
    """`name=value` pairs; a value that reads as JSON is taken so, any other as text."""
    pairs = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"expected name=value, found {pair!r}")
        try:
            pairs[name] = json.loads(value)
        except ValueError:
            pairs[name] = value
    return pairs
