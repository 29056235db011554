"""Refused records, counted and written as they come."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ..rejects import Reject, shortened
from .batch import Fault

KEPT = 1_000  # in memory; a file takes all


class Rejects:
    """The records of one import that are refused; `file` is there once there is one."""

    def __init__(self, source: str, collection: str, folder: Path | None) -> None:
        self._source, self._collection, self._folder = source, collection, folder
        self._opened: IO[str] | None = None
        self.file: Path | None = None
        self.reasons: Counter[str] = Counter()
        self.first: list[Reject] = []

    def add(self, row: int, fault: Fault, *, what: str = "") -> None:
        """`row` counts the records of the source from 1."""
        table = f"{self._collection}{what}"
        reject = Reject(self._source, table, row, fault.part, fault.reason, shortened(fault.seen))
        self.reasons[f"{fault.part}: {fault.reason}"] += 1
        if len(self.first) < KEPT:
            self.first.append(reject)
        if self._folder is not None:
            print(json.dumps(reject._asdict(), ensure_ascii=True), file=self._written(self._folder))

    def _written(self, folder: Path) -> IO[str]:
        if self._opened is None:
            folder.mkdir(parents=True, exist_ok=True)
            self.file = folder / f"import-{self._collection}-rejects.jsonl"
            self._opened = self.file.open("w", encoding="utf-8")
        return self._opened

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            self._opened.close()
