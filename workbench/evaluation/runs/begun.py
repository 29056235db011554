"""What a folder already has of a run that is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ...core.errors import BadInput
from ...core.evaluation.replies import Outcome
from ...core.evaluation.scores import Key
from .asking import CODE
from .folder import MANIFEST, OURS, check_free, read_run
from .journal import NAME, Journal
from .manifest import differing, moment, new_id

Resume = bool | Literal["failed", "replace"]
RESUMES = (True, False, "failed", "replace")


@dataclass(slots=True)
class Begun:
    """A run under way: `head` has its id, start and settings; `manifest` is a finished one's."""

    head: Mapping[str, Any]
    outcomes: dict[Key, Outcome] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    journal: Journal | None = None

    def add(self, outcome: Outcome) -> None:
        """Take an outcome, and keep it where the run has a folder."""
        self.outcomes[outcome.key] = outcome
        if self.journal:
            self.journal.add(outcome)


@contextmanager
def begun(folder: Path | None, settings: Mapping[str, Any], resume: Resume) -> Iterator[Begun]:
    """What there is of a run of these settings; a finished run counts as well as a journal.

    `resume` "failed" leaves out failed outcomes, "replace" removes what there is. BadInput for a
    run of other settings, which says what differs, and for any run where `resume` is False.
    """
    if resume not in RESUMES:
        raise BadInput(f"resume: expected one of {RESUMES}, found {resume!r}")
    head = {"id": new_id(), "started": moment(), **settings}
    if folder is None:
        yield Begun(head)
        return
    _prepare(folder, resume)
    finished = read_run(folder) if (folder / MANIFEST).is_file() else None
    manifest = finished.manifest if finished else {}
    kept = {outcome.key: outcome for outcome in finished.outcomes} if finished else {}
    _check(folder, manifest or head, settings)
    with Journal(folder, {name: manifest.get(name, head[name]) for name in head}) as journal:
        _check(folder, journal.head, settings)
        kept |= journal.outcomes
        if resume == "failed":
            kept = {key: one for key, one in kept.items() if one.status != "failed"}
        yield Begun(journal.head, kept, manifest, journal)


def _prepare(folder: Path, resume: Resume) -> None:
    check_free(folder)
    there = [name for name in OURS if (folder / name).exists()]
    if resume == "replace":
        for name in there:
            (folder / name).unlink()
    elif not resume and {MANIFEST, NAME} & set(there):
        raise BadInput(
            f"{folder} holds a run; resume=True goes on with it, resume='replace' begins anew"
        )


def _check(folder: Path, then: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
    if differences := differing(then, settings):
        told = "; ".join(f"{name} was {old!r}, is {new!r}" for name, old, new in differences)
        edited = any(name == f"settings.{CODE}" for name, _, _ in differences)
        why = " (its code, or a value that it takes from outside, is another one now)"
        raise BadInput(
            f"{folder} holds a run of other settings: {told}{why if edited else ''}. "
            "Choose another folder, or resume='replace' to begin anew"
        )
