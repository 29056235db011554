"""The folder of a bench: made whole, recognised, never mistaken for another folder."""

from __future__ import annotations

from pathlib import Path

from ...core.errors import BadInput, StoreUnavailable
from .locks import held
from .process import write_private

PROFILE = "bench.toml"
PARTS = ("run", "postgres", "graph", "cache", "objects", "index", "runs", "queries")


def is_bench(folder: Path) -> bool:
    return (folder / PROFILE).is_file()


def prepare(folder: Path, profile: str) -> None:
    """Make `folder` a bench with this profile; one that is a bench already is left alone.

    A folder that a crash left half made is finished. BadInput where other files lie in it,
    for they may be somebody's work. Nothing above the folder is changed but for folders that
    do not exist yet.
    """
    if is_bench(folder):
        return
    _refuse_foreign(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "run").mkdir(mode=0o700, exist_ok=True)
        with held(folder / "run" / "making.lock"):
            for part in PARTS:
                (folder / part).mkdir(mode=0o700, exist_ok=True)
            if not is_bench(folder):
                write_private(folder / PROFILE, profile)
    except OSError as error:
        raise StoreUnavailable(
            f"cannot make a bench in {folder}: {error.strerror or error}. "
            "Choose a folder that you may write to, on a disk with room."
        ) from error


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BadInput(f"{folder} is a file; a bench is a folder. Choose another name.")
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in PARTS)
    strangers = [name for name in strangers if not name.startswith(PROFILE)]
    if strangers:
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        raise BadInput(
            f"{folder} is not a bench: it has no {PROFILE}, and it holds "
            f"{', '.join(strangers[:3])}{more}. Choose an empty or a new folder."
        )
