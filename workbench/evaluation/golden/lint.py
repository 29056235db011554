"""What is wrong with a golden set, before anything is measured by it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.evaluation.golden import Card, Golden, Question
from ...core.values import Rows
from ..measures.answers.texts import folded
from .names import names_of


class Finding(NamedTuple):
    """One fault: the rule, the question's id ("" for the set), what was found, what to do."""

    rule: str
    question: str
    found: str
    to_do: str


def lint(golden: Golden, *, known: Container[str] | None = None) -> Rows:
    """The faults of a set: `rule`, `question`, `found`, `what to do`; no rows where it has none.

    Rules in the order of the rows, and within a rule that of the set: card, measure, duplicate
    id, empty text, duplicate text, contradiction (two questions of one text and context expect
    different things; an answer and the names it should hold differ), nothing expected, repeated
    name, unknown id. Ids are looked up in `known` and in the corpus, if the set has one; the ids
    of a path in `known` alone, for a corpus holds documents. Texts are compared folded, without
    the blanks around.
    """
    rules: list[Callable[[], Iterator[Finding]]] = [
        lambda: _card(golden.card),
        lambda: _ids(golden),
        lambda: _empty(golden),
        lambda: _texts(golden),
        lambda: _answers(golden),
        lambda: _nothing(golden),
        lambda: _repeated(golden),
        lambda: _unknown(golden, known),
    ]
    found = [tuple(one) for rule in rules for one in rule()]
    return Rows(("rule", "question", "found", "what to do"), found)


def _card(card: Card) -> Iterator[Finding]:
    for field in fields(card):
        if not getattr(card, field.name).strip():
            yield Finding("card", "", f"no {field.name}", f"say the {field.name} on the card")
    if card.main_measure.strip() and not _is_measure(card.main_measure):
        found = f"main_measure {card.main_measure!r:.80}"
        yield Finding("measure", "", found, 'name a measure, as "nDCG@10" or "set_f1"')


def _is_measure(name: str) -> bool:
    from ..measures.answers.named import named
    from ..measures.names import retrieval_measure

    try:
        return named(name) is not None or retrieval_measure(name) is not None
    except BadInput:
        return False


def _ids(golden: Golden) -> Iterator[Finding]:
    for one, times in Counter(question.id for question in golden.questions).items():
        if times > 1:
            yield Finding("duplicate id", one, f"{times} questions", "give each its own id")


def _empty(golden: Golden) -> Iterator[Finding]:
    for question in golden.questions:
        if not question.text.strip():
            yield Finding("empty text", question.id, repr(question.text), "write the question")


def _texts(golden: Golden) -> Iterator[Finding]:
    """Questions that a system cannot tell apart."""
    alike: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for one in golden.questions:
        if one.text.strip():
            alike[_folded(one.text), _folded(one.context)].append(one)
    for first, *others in alike.values():
        for other in others:
            if differing := [name for name in _EXPECTED if _differ(name, first, other)]:
                found = f"{', '.join(differing)} unlike {first.id!r}, of the same text"
                yield Finding("contradiction", other.id, found, "decide what is right")
            else:
                found = f"asks and expects what {first.id!r} does"
                yield Finding("duplicate text", other.id, found, "drop one of the two")


_EXPECTED = ("answer", "judgements", "expected")


def _differ(name: str, one: Question, other: Question) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _answers(golden: Golden) -> Iterator[Finding]:
    """An answer against the names that are expected of it."""
    for question in golden.questions:
        names = {_folded(one) for one in _names(question)}
        if not names or not question.answer:
            continue
        text = _folded(question.answer)
        missing = sorted(name for name in names if name not in text)
        listed = {_folded(one) for one in names_of(question.answer, _names(question)) or ()}
        further = sorted(listed - names) if not missing else []
        if missing or further:
            found = f"names not in the answer: {missing}" if missing else f"not expected: {further}"
            to_do = "correct the answer or expected.names"
            yield Finding("contradiction", question.id, found, to_do)


def _nothing(golden: Golden) -> Iterator[Finding]:
    for question in golden.questions:
        if question.answer or question.expected or question.relevant:
            continue
        graded = len(question.judgements)
        found = f"{graded} judgements, none relevant" if graded else "no answer, no judgement"
        yield Finding("nothing expected", question.id, found, "judge it or take it out")


def _repeated(golden: Golden) -> Iterator[Finding]:
    for question in golden.questions:
        names = _names(question) or names_of(question.answer or "") or ()
        times = Counter(map(_folded, names))
        if twice := [name for name, count in times.items() if count > 1]:
            yield Finding("repeated name", question.id, f"{twice}", "name each once")


def _unknown(golden: Golden, known: Container[str] | None) -> Iterator[Finding]:
    if known is None and not golden.corpus:
        return
    there = () if known is None else known
    for question in golden.questions:
        cited = [*question.judgements, *_listed(question.expected, "citations")]
        path = () if known is None else _listed(question.expected, "path")
        for one in dict.fromkeys((*cited, *path)):
            if one not in there and one not in golden.corpus:
                yield Finding("unknown id", question.id, one, "correct the id or add what it names")


def _names(question: Question) -> list[str]:
    return [one for one in _listed(question.expected, "names") if isinstance(one, str)]


def _listed(expected: Mapping[str, Any], name: str) -> Iterable[Any]:
    found = expected.get(name)
    return found if isinstance(found, list | tuple) else ()


def _folded(text: str) -> str:
    return " ".join(folded(text).split())
