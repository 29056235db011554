"""A run is a folder: tables in Parquet, and a manifest that has their hashes."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.run import Run
from ...core.frames import encodable
from . import journal
from .from_tables import Frames, outcomes_of, questions_of, scores_of
from .manifest import FORMAT, counts, plain
from .swap import is_being_put, put, stamp
from .tables import NAMES, tables

if TYPE_CHECKING:
    import polars

MANIFEST = "manifest.json"
FILES = tuple(f"{name}.parquet" for name in NAMES)
SWAP_SECONDS = 2.0  # a swap takes two renames; a writer that died in between is not waited for
OURS = (MANIFEST, journal.NAME, *FILES)
NEEDED = ("id", "name", "measures", "told", "counts", "files")  # to read a run


def write_run(run: Run, folder: str | Path) -> Run:
    """Write a run into a folder, whole or not at all; the run is given back as it will be read.

    Equal content gives equal bytes under one version of polars. A folder that holds the same run
    gets its new scores; its journal goes, and files that are not a run's stay. BadInput where it
    holds another run, or where its values have no place in a table.
    """
    folder = Path(folder)
    check_free(folder, run.id)
    files = {f"{name}.parquet": parquet(frame) for name, frame in tables(run).items()}
    run = account(run, {"files": {name: sha256(data) for name, data in files.items()}})
    files[MANIFEST] = encodable(json.dumps(run.manifest, ensure_ascii=False, indent=1)).encode()
    put(files, folder, ours=OURS)
    return replace(run, folder=folder)


def read_run(folder: str | Path) -> Run:
    """The run of a folder, equal to what `write_run` gave back.

    BadInput where there is none or it is not finished, where a file is missing or no longer has
    the hash in the manifest, and for a format of a later version.
    """
    folder = Path(folder)
    until = monotonic() + SWAP_SECONDS
    while True:
        seen = stamp(folder / MANIFEST)
        try:
            return _read(folder)
        except BadInput:
            if monotonic() > until or not is_being_put(folder, MANIFEST, seen):
                raise
        sleep(SWAP_SECONDS / 200)


def _read(folder: Path) -> Run:
    manifest = read_manifest(folder)
    if changed := changed_files(folder, manifest):
        raise BadInput(
            f"{folder}: {', '.join(changed)} changed after the run was written (another SHA-256 "
            "than in manifest.json); restore it, or see verify(folder) for what differs"
        )
    return load_run(folder, manifest)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished run; errors as of `read_run`."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise BadInput(_no_manifest(folder)) from error
    except ValueError as error:
        raise BadInput(f"{folder / MANIFEST}: expected JSON ({error}); restore it") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else manifest
        raise BadInput(
            f"{folder}: expected a run of format {FORMAT}, found {found!r:.60}; "
            "read it with the version of the workbench that wrote it"
        )
    if lacking := [name for name in NEEDED if name not in manifest]:
        raise BadInput(f"{folder / MANIFEST} lacks {', '.join(lacking)}; restore it")
    return manifest


def changed_files(folder: Path, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Data files whose bytes are not those of the manifest; BadInput names a missing one."""
    return tuple(name for name in FILES if sha256(_bytes(folder, name)) != manifest["files"][name])


def load_run(folder: Path, manifest: Mapping[str, Any]) -> Run:
    """The run of a folder without a look at its hashes."""
    import polars

    data = {name: io.BytesIO(_bytes(folder, f"{name}.parquet")) for name in NAMES}
    try:
        frames = {name: polars.read_parquet(data[name]) for name in NAMES}
        return _run(folder, manifest, frames)
    except (polars.exceptions.PolarsError, LookupError, TypeError, ValueError) as error:
        raise BadInput(
            f"{folder}: its tables cannot be read as a run ({type(error).__name__}: {error}); "
            f"restore {', '.join(changed_files(folder, manifest)) or 'them'}"
        ) from error


def _run(folder: Path, manifest: Mapping[str, Any], frames: Frames) -> Run:
    told = {measure: manifest["told"].get(measure, {}) for measure in manifest["measures"]}
    return Run(
        id=manifest["id"],
        name=manifest["name"],
        questions=questions_of(frames),
        outcomes=outcomes_of(frames),
        scores=scores_of(frames, told),
        manifest=manifest,
        folder=folder,
    )


def parquet(frame: polars.DataFrame) -> bytes:
    """A frame's bytes, which depend on nothing but its content and the version of polars."""
    data = io.BytesIO()
    frame.rechunk().write_parquet(data, compression="zstd", row_group_size=2**18)
    return data.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def account(run: Run, facts: Mapping[str, Any]) -> Run:
    """The run with these facts in its manifest, and with those that reading it needs."""
    needed = {
        "format": FORMAT,
        "id": run.id,
        "name": run.name,
        "measures": list(run.scores),
        "told": {name: dict(found.told) for name, found in run.scores.items()},
        "counts": counts(run.outcomes),
    }
    return replace(run, manifest=plain({**needed, **run.manifest, **facts, **needed}))


def check_free(folder: Path, run_id: str | None = None) -> None:
    """BadInput where a folder has something else than a run, or another run than this one."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BadInput(f"{folder} is a file, and a run is a folder")
    found = {path.name for path in folder.iterdir()}
    if run_id and (there := _holder(folder) or run_id) != run_id:
        raise BadInput(f"{folder} holds the run {there}; choose another folder, or remove it")
    if found and not found & set(OURS):
        raise BadInput(f"{folder} holds other files and no run; choose a new or an empty folder")


def _holder(folder: Path) -> str | None:
    """The id of the run that a folder has, finished or not; None where it has none."""
    if (folder / MANIFEST).is_file():
        return str(read_manifest(folder)["id"])
    return journal.run_of(folder)


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise BadInput(f"{folder}: the run lacks its file {name}; restore it") from error


def _no_manifest(folder: Path) -> str:
    if (folder / journal.NAME).is_file():
        return (
            f"{folder}: this run is not finished; evaluate() with the same folder goes on with it"
        )
    return f"{folder}: expected a run, which has a {MANIFEST}, found none"
