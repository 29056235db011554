"""Folders as BEIR and MTEB lay them out: corpus.jsonl, queries.jsonl, and judgements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ....core.errors import BadInput
from ....core.evaluation.golden import Card, Golden, Question
from ..lines import Line, json_lines
from .qrels import beir_lines, judgements_of

CORPUS, QUERIES = "corpus.jsonl", "queries.jsonl"
_OF_A_QUERY = ("_id", "id", "text")
_KINDS = (".jsonl", ".tsv", ".csv")


def read_beir(folder: Path, card: Card, split: str | None = None) -> Golden:
    """The questions of a split with their judgements, and the corpus where there is one.

    Judgements are `qrels.jsonl` (or .tsv, .csv) or a file a split below `qrels/`; `split` is
    needed where there are several. A query that only other splits judge is no question of this
    one; one that none judges is. A document's text is its title and text with a blank between,
    as BEIR's own retrievers put it. Source: beir 2, datasets/data_loader.py.
    """
    texts = _queries(folder / QUERIES)
    judged, others = _qrels(folder, split)
    found = judgements_of(beir_lines(judged), texts)
    elsewhere = {one.query for path in others for one in beir_lines(path)} - found.keys()
    questions = tuple(
        Question(one, _text(line), judgements=found.get(one, {}), extra=_extra(line))
        for one, line in texts.items()
        if one not in elsewhere
    )
    return Golden(card, questions, read_corpus(folder / CORPUS))


def read_corpus(path: Path) -> dict[str, str]:
    """Texts by document id, {} where there is no such file; BadInput for an id that repeats."""
    found: dict[str, str] = {}
    for line in json_lines(path) if path.is_file() else ():
        document = _id(line)
        if document in found:
            line.wrong("a document id of its own", document, "drop or rename one of the two")
        title = line.record.get("title") or ""
        found[document] = f"{title} {_text(line)}".strip() if title else _text(line)
    return found


def _queries(path: Path) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for line in json_lines(path):
        if found.setdefault(_id(line), line) is not line:
            line.wrong("a query id of its own", _id(line), "drop or rename one of the two")
    return found


def _id(line: Line) -> str:
    found = line.record.get("_id", line.record.get("id"))
    if not isinstance(found, str | int) or found == "":
        line.wrong('"_id" as text', dict(line.record), "give every line its id")
    return str(found)


def _text(line: Line) -> str:
    text = line.record.get("text")
    if not isinstance(text, str):
        line.wrong('"text" as text', text, "write it as text, empty if there is none")
    return text


def _extra(line: Line) -> dict[str, object]:
    """Other columns of a query; BEIR writes an empty `metadata` everywhere."""
    rest = {name: value for name, value in line.record.items() if name not in _OF_A_QUERY}
    return {name: value for name, value in rest.items() if value not in (None, "", {})}


def _qrels(folder: Path, split: str | None) -> tuple[Path, Sequence[Path]]:
    """The file of the split, and the files of the others."""
    splits = {path.stem: path for path in sorted(folder.glob("qrels/*")) if path.suffix in _KINDS}
    whole = [path for path in sorted(folder.glob("qrels.*")) if path.suffix in _KINDS]
    if not splits and len(whole) == 1 and split is None:
        return whole[0], ()
    if split is None and len(splits) == 1:
        return next(iter(splits.values())), ()
    if split in splits:
        return splits[split], [path for name, path in splits.items() if name != split]
    there = ", ".join(splits) or ", ".join(path.name for path in whole) or "none"
    raise BadInput(
        f"{folder}: expected the judgements of one split, found {there} and split={split!r}; "
        f"name one of them as split=, or add qrels.jsonl or qrels/<split>.tsv"
    )
