"""JSONL and CSV of golden questions: ours, the lore engine's, and those of the sample worlds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ....core.evaluation.golden import Card, Golden
from ....core.evaluation.replies import text_of_id
from ..fields import questions_of
from ..lines import Line, json_lines, table_lines
from .gds import QUESTION, of_gds

_LISTS = ("names", "path", "citations")
_IDS = ("chunk_ids", "ids")  # the first that is there names what a search has to find


def read_jsonl(path: Path, card: Card) -> Golden:
    """Questions, one object a line: id, text, answer, judgements, expected, scenario, context.

    Also taken: `question` for `text`, `kind` for `scenario`. Where there are no `judgements`,
    the ids of `expected.chunk_ids`, or else of `expected.ids`, are judged relevant with grade 1,
    in their order; a list as an id is a compound one. At the top of a record that holds the
    `vector` and `cypher` that answer it, `ids` and `rows` are expected of these. Any other
    column is `extra`.
    """
    return Golden(card, questions_of(map(_from_json, json_lines(path))))


def read_csv(path: Path, card: Card) -> Golden:
    """Questions, a row each, in columns named as in JSONL; tabs separate where the name is .tsv.

    `ids` or `judgements` are ids with semicolons between them, all relevant with grade 1 (other
    grades need JSONL); `names`, `path` and `citations` are such lists; `number`, `truth` and
    `rows` (as JSON) are expected too. A table of Vedana's, with `gds_question`, is read as such.
    """
    lines = table_lines(path, "\t" if path.suffix == ".tsv" else ",")
    first = next(lines, None)
    if first is None:
        return Golden(card, ())
    if QUESTION in first.record:
        return of_gds((line.record for line in _again(first, lines)), card)
    return Golden(card, questions_of(map(_from_cells, _again(first, lines))))


def _again(first: Line, rest: Iterator[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def _from_json(line: Line) -> Line:
    record = dict(line.record)
    for ours, other in (("text", "question"), ("scenario", "kind")):
        if ours not in record and other in record:
            record[ours] = record.pop(other)
    if "vector" in record and "cypher" in record:
        _expect_of_queries(line, record)
    if "judgements" not in record and isinstance(record.get("expected"), Mapping):
        record["expected"], record["judgements"] = _judged(line, record["expected"])
    return line._replace(record=record)


def _expect_of_queries(line: Line, record: dict[str, Any]) -> None:
    """`ids` and `rows` are empty lists where the query that finds them is null: not expected."""
    expected = dict(record.get("expected") or {})
    for name, query in (("ids", "vector"), ("rows", "cypher")):
        found = record.pop(name, [])
        if record[query] is None and found:
            line.wrong(f"no {name} without {query}", found, f"add the {query} or empty {name}")
        if record[query] is not None:
            expected[name] = found
    record["expected"] = expected


def _judged(line: Line, expected: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """What is expected without the ids that are judged; an empty list stays: nothing is to be
    found."""
    name = next((name for name in _IDS if name in expected), None)
    if name is None or not expected[name]:
        return dict(expected), {}
    if not isinstance(expected[name], list):
        line.wrong(f"expected.{name} as a list", expected[name], "write the ids as [...]")
    ids = [text_of_id(tuple(one) if isinstance(one, list) else one) for one in expected[name]]
    if len(set(ids)) < len(ids):
        line.wrong(f"different ids in expected.{name}", expected[name], "name each id once")
    rest = {other: value for other, value in expected.items() if other != name}
    return rest, dict.fromkeys(ids, 1)


def _from_cells(line: Line) -> Line:
    cells = dict(line.record)
    question, scenario = cells.pop("question", None), cells.pop("kind", None)
    record = {"text": question, "scenario": scenario} | {
        name: cell for name, cell in cells.items() if cell is not None
    }
    record["judgements"] = {
        one: 1 for name in ("judgements", "ids") for one in _parts(record.pop(name, None))
    }
    expected = {name: _parts(record.pop(name)) for name in _LISTS if name in record}
    for name in ("number", "rows"):
        if name in record:
            expected[name] = _value(line, name, record.pop(name))
    if "truth" in record:
        expected["truth"] = record.pop("truth")
    return line._replace(record={**record, "expected": expected})


def _parts(cell: Any) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _value(line: Line, name: str, cell: Any) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        line.wrong(f"{name} as JSON", cell, "write 12.5 or [[1, 2]]")
