"""The run that candidates are compared with: a folder, replaced on purpose only."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ...core.errors import BadInput
from ...core.evaluation.run import Run
from ..runs.folder import MANIFEST, read_run
from .alike import questions_hash


def run_of(run: Run | str | Path) -> Run:
    """A run, or the run that a folder keeps."""
    return run if isinstance(run, Run) else read_run(Path(run))


def baseline_in(folder: Path, name: str) -> Run:
    """The run that a folder keeps, or else the one in its sub-folder `name`.

    BadInput where it is neither.
    """
    for place in (folder, folder / name):
        if (place / MANIFEST).is_file():
            return read_run(place)
    raise BadInput(
        f"expected a run in {folder} or in {folder / name}, found no {MANIFEST} in either; "
        f"accept one with: workbench eval accept RUN {folder}"
    )


def accept(run: str | Path, baseline: str | Path, *, force: bool = False) -> Path:
    """Make a run's folder the baseline: the folder `baseline` is then a copy of it.

    BadInput where the folder holds a run on another golden set, unless `force`, and where it
    holds anything but a run. A reader finds the old baseline or the new one, for all but a moment.
    """
    source, target = Path(run), Path(baseline)
    if source.resolve() == target.resolve():
        raise BadInput(f"{source} is the baseline already; name the run to accept, then its place")
    accepted = read_run(source)
    if target.exists():
        _check_replaceable(target, accepted, force)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as aside:
        new, old = Path(aside) / "new", Path(aside) / "old"
        shutil.copytree(source, new)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)  # what is aside ends with this block
            raise
    return target


def _check_replaceable(target: Path, accepted: Run, force: bool) -> None:
    if not (target / MANIFEST).is_file():
        if target.is_dir() and not any(target.iterdir()):
            return
        raise BadInput(f"{target}: expected a run or nothing, found neither; name another folder")
    if not force and not _of_one_golden_set(read_run(target), accepted):
        raise BadInput(
            f"{target} holds a run on another golden set than {accepted.name!r}; numbers before "
            "and after do not compare. If that is meant, accept it with --force"
        )


def _of_one_golden_set(one: Run, other: Run) -> bool:
    """By the hash that both manifests have, which sees the corpus too, or else by questions."""
    hashes = [run.manifest.get("golden", {}).get("hash") for run in (one, other)]
    return hashes[0] == hashes[1] if all(hashes) else questions_hash(one) == questions_hash(other)
