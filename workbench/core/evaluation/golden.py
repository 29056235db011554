"""A golden set: questions, what a right answer is, and a card that says where both come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is expected of a system.

    `judgements` are grades by document or node id: above 0 relevant, 0 judged not relevant, and
    an id that is not there is unjudged. `expected` holds what else is expected, each kind under
    its name: `names` (list of text, in no order), `number`, `truth` ("true", "false",
    "unknown"), `path` (ids in order), `rows` (list of rows), `citations` (ids). `extra` are other
    columns of the set, for slices and for systems that need them.
    """

    id: str
    text: str
    answer: str | None = None
    judgements: Mapping[str, int] = field(default_factory=dict)
    expected: Mapping[str, Any] = field(default_factory=dict)
    scenario: str = ""
    context: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def relevant(self) -> tuple[str, ...]:
        """The ids with a grade above 0, in the order of the set."""
        return tuple(one for one, grade in self.judgements.items() if grade > 0)

    def __hash__(self) -> int:
        return hash((self.id, self.text))


_FIELDS = tuple(one.name for one in fields(Question))


@dataclass(frozen=True, slots=True)
class Card:
    """Where a golden set comes from, and what it is for; texts, "" where it is not known."""

    name: str
    source: str = ""
    licence: str = ""
    date: str = ""
    judged_by: str = ""
    main_measure: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Golden:
    """Questions of unique ids, with their card and, where the set has one, its corpus.

    `corpus` are texts by document id, {} where the set has none.
    """

    card: Card
    questions: tuple[Question, ...]
    corpus: Mapping[str, str] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """SHA-256 in hex of questions, judgements and corpus, whatever file they came from.

        The order of questions, of judgements and of documents does not change it; the card
        does not enter.
        """
        digest = hashlib.sha256()
        for question in sorted(self.questions, key=lambda one: one.id):
            digest.update(_line({name: getattr(question, name) for name in _FIELDS}))
        for document in sorted(self.corpus):
            digest.update(_line([document, self.corpus[document]]))
        return digest.hexdigest()

    def __repr__(self) -> str:
        documents = f", {len(self.corpus)} documents" if self.corpus else ""
        return f"Golden({self.card.name!r}: {len(self)} questions{documents})"

    def __len__(self) -> int:
        return len(self.questions)


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_text).encode() + b"\n"


def _text(value: Any) -> Any:
    """What JSON has no form for."""
    return asdict(value) if is_dataclass(type(value)) else str(value)
