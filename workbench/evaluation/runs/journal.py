"""The journal of a run under way: outcomes are kept as they come, and survive a kill."""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from ...core.errors import BadInput, StoreBusy
from ...core.evaluation.replies import Outcome
from ...core.evaluation.scores import Key
from .encoding import read, written
from .records import outcome_of, outcome_record

NAME = "journal.jsonl"


def run_of(folder: Path) -> str | None:
    """The id of the run whose journal a folder has, None where it has none."""
    path = folder / NAME
    line = path.read_bytes().partition(b"\n")[0] if path.is_file() else b""
    return str(_record(path, 1, line).get("id")) if line else None


class Journal:
    """A file of one line a record: first the run's head, then outcomes, the later one holds.

    `head` is the file's where there was one, else the one given; `outcomes` are those found. A
    last line that is half written is dropped. StoreBusy while another process writes it,
    BadInput for a line that is none.
    """

    def __init__(self, folder: Path, head: Mapping[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / NAME
        self._file = self.path.open("a+b")
        try:
            self._lock()
            self.head, self.outcomes = self._read(dict(head))
        except BaseException:
            self._file.close()
            raise

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome: once this returns it outlives this process."""
        self._write(outcome_record(outcome))
        self.outcomes[outcome.key] = outcome

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy(f"another process writes the run of {self.path.parent}") from error

    def _read(self, head: dict[str, Any]) -> tuple[dict[str, Any], dict[Key, Outcome]]:
        self._file.seek(0)
        whole = self._file.read()
        end = whole.rfind(b"\n") + 1
        self._file.truncate(end)
        lines = whole[:end].split(b"\n")[:-1]
        if not lines:
            self._write(head)
            return head, {}
        found = [_record(self.path, at, line) for at, line in enumerate(lines, 1)]
        return found[0], {outcome.key: outcome for outcome in found[1:]}

    def _write(self, record: Mapping[str, Any]) -> None:
        self._file.write(written(record).encode() + b"\n")
        self._file.flush()


def _record(path: Path, at: int, line: bytes) -> Any:
    """The head of line 1, an outcome of each other one."""
    try:
        found = read(line.decode())
        return dict(found) if at == 1 else outcome_of(found)
    except (LookupError, TypeError, ValueError) as error:
        raise BadInput(
            f"{path}, line {at}: expected {'an outcome' if at > 1 else 'the settings of a run'}, "
            f"found {line.decode(errors='replace')!r:.60} ({error}); "
            "repair the line, or resume='replace' to begin anew"
        ) from error
