"""Golden sets of every form, told apart by what is found at a path."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from ...core.errors import BadInput
from ...core.evaluation.golden import Card, Golden
from .cards import card_beside
from .fields import questions_of
from .formats.beir import CORPUS, QUERIES, read_beir, read_corpus
from .formats.qrels import is_trec, read_trec
from .formats.records import read_csv, read_jsonl
from .lines import json_lines

QUESTIONS = "questions.jsonl"


def read_golden(
    path: str | PathLike[str],
    *,
    card: Card | None = None,
    split: str | None = None,
    topics: str | PathLike[str] | None = None,
) -> Golden:
    """The golden set at a path, in the order of its file.

    | found | read as |
    | --- | --- |
    | folder with `questions.jsonl` | ours, as `write_golden` writes it |
    | folder with `queries.jsonl` | BEIR or MTEB; `split` names one of several |
    | `*.jsonl`, `*.csv`, `*.tsv` | questions, a line each; see `formats.records` |
    | any other file of four columns | TREC qrels; `topics` is a file of id, tab, text |

    `card` goes before the one beside the file (`card.toml`, or else the table of `card.md`);
    without either the card has a name only. BadInput, with file and line where there is one,
    for whatever cannot be read: nothing is left out.
    """
    path = Path(path)
    _check_options(path, split, topics)
    if path.is_dir():
        return _read_folder(path, card, split)
    if not path.is_file():
        raise BadInput(f"{path}: expected a golden set's file or folder, found nothing there")
    card = card or card_beside(path.parent, path.stem)
    if path.suffix == ".jsonl":
        return read_jsonl(path, card)
    if path.suffix in (".csv", ".tsv"):
        return read_csv(path, card)
    if is_trec(path):
        return read_trec(path, card, Path(topics) if topics else None)
    raise BadInput(
        f"{path}: expected .jsonl, .csv, .tsv or TREC qrels (topic, iteration, document, grade), "
        "found another file; rename it to what it is, or give the folder it belongs to"
    )


def _read_folder(folder: Path, card: Card | None, split: str | None) -> Golden:
    card = card or card_beside(folder, folder.resolve().name)
    if (folder / QUESTIONS).is_file():
        questions = questions_of(json_lines(folder / QUESTIONS))
        return Golden(card, questions, read_corpus(folder / CORPUS))
    if (folder / QUERIES).is_file():
        return read_beir(folder, card, split)
    there = ", ".join(sorted(one.name for one in folder.iterdir())[:8]) or "nothing"
    raise BadInput(
        f"{folder}: expected {QUESTIONS} (ours) or {QUERIES} (BEIR, MTEB), found {there}; "
        "give the file of the questions"
    )


def _check_options(path: Path, split: str | None, topics: object) -> None:
    """An option that this form does not have would be left out without a word."""
    if split is not None and not (path / QUERIES).is_file():
        raise BadInput(f"{path}: split={split!r} is for folders with {QUERIES}; leave it out")
    if topics is not None and (path.is_dir() or path.suffix in (".jsonl", ".csv", ".tsv")):
        raise BadInput(f"{path}: topics= is for TREC qrels; leave it out")
