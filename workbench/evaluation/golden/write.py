"""Golden sets as folders of our own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from os import PathLike
from pathlib import Path
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Golden
from .cards import CARD, card_text
from .formats.beir import CORPUS
from .read import QUESTIONS, read_golden

_OURS = {CARD, QUESTIONS, CORPUS}


def write_golden(golden: Golden, folder: str | PathLike[str], *, replace: bool = False) -> Path:
    """Writes the set as `card.toml`, `questions.jsonl` and `corpus.jsonl`; the folder.

    What is read from it equals what was written. A reader sees the whole set or none: the files
    come about in a folder beside it that is renamed. BadInput where the folder holds another set
    and `replace` is not set, or files that are not ours, and for values that JSON does not give
    back as they are. The same set a second time changes nothing.
    """
    folder = Path(folder)
    if _is_there(golden, folder, replace):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
        fresh = Path(beside) / "new"
        _write(golden, fresh)
        _put(fresh, folder, Path(beside) / "old")
    return folder


def _is_there(golden: Golden, folder: Path, replace: bool) -> bool:
    """Whether the folder already holds this set; BadInput if it may not be written."""
    if folder.is_file():
        raise BadInput(f"{folder}: expected a folder, found a file; name another place")
    there = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
    if foreign := sorted(there - _OURS):
        raise BadInput(f"{folder}: expected a golden set, found {foreign[0]}; name another place")
    if not there or (found := _found(folder)) == golden:
        return bool(there)
    if not replace:
        raise BadInput(
            f"{folder}: expected nothing or this set ({_short(golden)}), found "
            f"{_short(found) if found else 'a damaged one'}; name another folder or replace=True"
        )
    return False


def _found(folder: Path) -> Golden | None:
    try:
        return read_golden(folder)
    except BadInput:
        return None


def _short(golden: Golden) -> str:
    return f"{golden.card.name!r}, {len(golden)} questions, {golden.hash:.12}"


def _put(fresh: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise BadInput(f"{folder}: expected to be its only writer, found {error}") from error


def _write(golden: Golden, folder: Path) -> None:
    folder.mkdir()
    (folder / CARD).write_text(card_text(golden.card), encoding="utf-8", newline="\n")
    _write_lines(folder / QUESTIONS, map(asdict, golden.questions))
    if golden.corpus:
        texts = golden.corpus.items()
        _write_lines(folder / CORPUS, ({"id": one, "text": text} for one, text in texts))
    _check(read_golden(folder), golden)


def _write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            try:
                file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
            except (TypeError, ValueError) as error:
                raise _unlike(f"{record['id']!r}", str(error)) from error


def _check(found: Golden, golden: Golden) -> None:
    """JSON changes some values without a word: a tuple becomes a list, a number as a key text."""
    if found == golden:
        return
    pairs = zip(found.questions, golden.questions, strict=True)
    changed = next((wanted for one, wanted in pairs if one != wanted), None)
    raise _unlike(repr(changed.id) if changed else "card or corpus", f"{changed or found.card!r}")


def _unlike(what: str, seen: str) -> BadInput:
    return BadInput(
        f"golden set, {what}: expected values that JSON gives back as they are, found {seen:.300}; "
        "use texts, finite numbers and lists, and texts as keys"
    )
