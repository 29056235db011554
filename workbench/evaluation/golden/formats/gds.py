"""Vedana's golden questions: rows of the Grist table `Gds` and of the table `eval_gds`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ....core.errors import BadInput
from ....core.evaluation.golden import Card, Golden, Question
from ..names import names_of

QUESTION, ANSWER = "gds_question", "gds_answer"
CONTEXT, SCENARIO = "question_context", "question_scenario"
# A Grist row's number and place, and the trimmed question that the catalogue calls id.
_OF_THE_TABLE = ("id", "manualSort", QUESTION, ANSWER, CONTEXT, SCENARIO)


def of_gds(rows: Iterable[Mapping[str, Any]], card: Card, *, known: Collection[str] = ()) -> Golden:
    """The questions of a golden set of Vedana, in the order of the rows.

    `id` is the question, trimmed, which is what Vedana knows it by; a later row of that question
    gets ` (2)`, ` (3)` behind it, so that nothing is lost and `lint` tells of it. `names` are
    expected where the answer is a list of them; see `names_of`, also for `known`. Other columns
    are `extra`. A row without question and answer is skipped; BadInput where only the question
    is missing or a cell is no text.
    """
    found = [row for at, row in enumerate(rows, 1) if not _is_blank(row, at)]
    ids = _ids(row[QUESTION].strip() for row in found)
    pairs = zip(found, ids, strict=True)
    return Golden(card, tuple(question_of_gds(row, one, known) for row, one in pairs))


def question_of_gds(
    row: Mapping[str, Any], question_id: str, known: Collection[str] = ()
) -> Question:
    """One question under the id that is given."""
    answer = (row.get(ANSWER) or "").strip() or None
    names = names_of(answer, known) if answer else None
    others = {name: cell for name, cell in row.items() if name not in _OF_THE_TABLE}
    return Question(
        id=question_id,
        text=row[QUESTION].strip(),
        answer=answer,
        expected={"names": names} if names else {},
        scenario=row.get(SCENARIO) or "",
        context=row.get(CONTEXT) or "",
        extra={name: cell for name, cell in others.items() if cell not in (None, "")},
    )


def _is_blank(row: Mapping[str, Any], at: int) -> bool:
    for name in (QUESTION, ANSWER, CONTEXT, SCENARIO):
        if not isinstance(row.get(name), str | None):
            raise BadInput(
                f"golden row {at}: expected {name} as text, found {row[name]!r:.80}; "
                "mend the cell in Grist"
            )
    if (row.get(QUESTION) or "").strip():
        return False
    if not (row.get(ANSWER) or "").strip():
        return True
    raise BadInput(
        f"golden row {at}: expected {QUESTION} beside the answer {row[ANSWER]!r:.80}, "
        f"found none among the columns {', '.join(row)}; write the question or clear the row"
    )


def _ids(questions: Iterable[str]) -> Iterator[str]:
    asked = list(questions)
    taken, times = set(asked), Counter[str]()
    for question in asked:
        times[question] += 1
        if times[question] == 1:
            yield question
            continue
        number = times[question]
        while f"{question} ({number})" in taken:
            number += 1
        taken.add(f"{question} ({number})")
        yield f"{question} ({number})"
