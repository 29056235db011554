"""The runs that a folder holds."""

from __future__ import annotations

from pathlib import Path

from ...core.values import Rows

COLUMNS = ("folder", "name", "golden", "questions", "answered", "failed", "started", "means")


def kept_runs(folder: Path) -> Rows:
    """One row a finished run, the newest first; `means` by measure, of questions with a value."""
    from ...evaluation.runs.folder import MANIFEST, read_run

    found = sorted(folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []
    rows = []
    for file in found:
        run = read_run(file.parent)
        means = {name: measured.mean for name, measured in run.scores.items()}
        golden, counts = run.manifest["golden"], run.manifest["counts"]
        rows.append(
            (
                file.parent.name,
                run.name,
                golden["card"]["name"],
                golden["questions"],
                counts["answered"],
                counts["failed"],
                run.manifest["started"],
                means,
            )
        )
    return Rows(COLUMNS, sorted(rows, key=lambda row: row[6], reverse=True))


def next_folder(folder: Path, name: str) -> Path:
    """Where a run of this name goes: one that is not finished, else a new one, numbered."""
    from ...evaluation.runs.folder import MANIFEST

    at = 1
    while (folder / f"{name}-{at}" / MANIFEST).is_file():
        at += 1
    return folder / f"{name}-{at}"
