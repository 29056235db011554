"""Relevance judgements: TREC's four columns, and BEIR's three as a table or as JSONL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ....core.evaluation.golden import Card, Golden, Question
from ..fields import grade_of
from ..lines import Line, json_lines, table_lines, text_lines, wrong

Judgements = dict[str, dict[str, int]]
_BEIR = ("query-id", "corpus-id", "score")
_TREC = ("query-id", "iteration", "corpus-id", "score")


class Judgement(NamedTuple):
    """One judgement, and the line it stands on."""

    query: str
    document: str
    grade: int
    line: Line


def read_trec(path: Path, card: Card, topics: Path | None = None) -> Golden:
    """The questions that a qrels file of TREC judges: topic, iteration, document, grade.

    Their texts are those of `topics`, a file of id, tab and text a line, and "" without one;
    a topic that nothing judges is a question too. A grade below 0 is kept, and not relevant.
    Source: trec_eval 9, README and get_qrels.c.
    """
    texts = _topics(topics) if topics else {}
    found = judgements_of(trec_lines(path), texts if topics else None)
    ids = texts if topics else found
    asked = (Question(one, texts.get(one, ""), judgements=found.get(one, {})) for one in ids)
    return Golden(card, tuple(asked))


def is_trec(path: Path) -> bool:
    """Whether the first line has four columns, and a whole number as the last."""
    for _, text in islice(text_lines(path), 1):
        columns = text.split()
        return len(columns) == len(_TREC) and columns[-1].removeprefix("-").isdigit()
    return False


def trec_lines(path: Path) -> Iterator[Judgement]:
    for number, text in text_lines(path):
        columns = text.split()
        if len(columns) != len(_TREC):
            wrong(path, number, "topic, iteration, document and grade", text, "mend the line")
        yield _judgement(Line(path, number, dict(zip(_TREC, columns, strict=True))))


def beir_lines(path: Path) -> Iterator[Judgement]:
    """Judgements of a .jsonl, .tsv or .csv file under the names query-id, corpus-id, score."""
    if path.suffix == ".jsonl":
        lines = json_lines(path)
    else:
        lines = table_lines(path, "," if path.suffix == ".csv" else "\t")
    return map(_judgement, lines)


def judgements_of(
    lines: Iterable[Judgement], questions: Mapping[str, object] | None = None
) -> Judgements:
    """Grades by document by query, in the order of the lines.

    BadInput where a document has two different grades, and, if `questions` are given, for a
    judgement of an unknown one.
    """
    found: Judgements = {}
    for one in lines:
        if questions is not None and one.query not in questions:
            one.line.wrong("a query that is there", one.query, "add the query or drop the line")
        grades = found.setdefault(one.query, {})
        if grades.setdefault(one.document, one.grade) != one.grade:
            expected = f"one grade of {one.document!r} for {one.query!r}"
            seen = f"{grades[one.document]} before and {one.grade} here"
            one.line.wrong(expected, seen, "keep the right one")
    return found


def _judgement(line: Line) -> Judgement:
    query, document, grade = (line.record.get(name) for name in _BEIR)
    if query in (None, "") or document in (None, "") or grade is None:
        line.wrong(f"{', '.join(_BEIR)}", dict(line.record), "name the columns so, fill each")
    return Judgement(str(query), str(document), grade_of(line, "score", grade), line)


def _topics(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, text in text_lines(path):
        topic, tab, words = text.partition("\t")
        if not tab or not topic.strip():
            wrong(path, number, "id, tab and text of a topic", text, "put a tab between them")
        if found.setdefault(topic.strip(), words.strip()) != words.strip():
            wrong(path, number, "an id of its own", topic, "give one of the two another id")
    return found
