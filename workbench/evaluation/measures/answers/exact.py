"""The answer, letter by letter or normalised."""

from __future__ import annotations

from dataclasses import dataclass

from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Reply
from ....core.evaluation.scores import Apart
from .texts import normalised


@dataclass(frozen=True, slots=True)
class Exact:
    """1 where the reply's text is the golden answer, blanks at both ends aside; else 0."""

    name: str = "exact"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        texts = _texts(question, reply)
        return texts if isinstance(texts, Apart) else float(texts[0].strip() == texts[1].strip())


@dataclass(frozen=True, slots=True)
class Normalised:
    """1 where both texts are the same by `texts.normalised`; else 0."""

    name: str = "normalised"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        texts = _texts(question, reply)
        if isinstance(texts, Apart):
            return texts
        return float(normalised(texts[0]) == normalised(texts[1]))


def _texts(question: Question, reply: Reply) -> tuple[str, str] | Apart:
    if not (question.answer and question.answer.strip()):
        return Apart("no answer is expected")
    if reply.text is None:
        return Apart("the reply has no text")
    return question.answer, reply.text
