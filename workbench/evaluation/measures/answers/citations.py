"""What a reply cites: is it relevant, is it all, was it retrieved."""

from __future__ import annotations

from dataclasses import dataclass

from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Reply
from ....core.evaluation.scores import Apart


@dataclass(frozen=True, slots=True)
class CitationSupport:
    """The share of the cited ids that are expected; 0 where nothing is cited.

    Expected are `expected["citations"]`, else the ids judged relevant: an unjudged one
    supports nothing. An id counts once. Apart where none is expected, or the reply's
    citations are None.
    """

    name: str = "citation_support"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        found = _expected_and_cited(question, reply)
        if isinstance(found, Apart):
            return found
        expected, cited = found
        return len(cited & expected) / len(cited) if cited else 0.0


@dataclass(frozen=True, slots=True)
class CitationRecall:
    """The share of the expected ids that are cited; expected and apart as for support."""

    name: str = "citation_recall"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        found = _expected_and_cited(question, reply)
        if isinstance(found, Apart):
            return found
        expected, cited = found
        return len(cited & expected) / len(expected)


@dataclass(frozen=True, slots=True)
class CitationRetrieved:
    """The share of the cited ids that are in the reply's ranking; a rest was made up.

    Needs no golden answer. Apart where nothing is cited, or the reply has no ranking.
    """

    name: str = "citation_retrieved"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        if reply.ranking is None:
            return Apart("the reply does not tell what was retrieved")
        cited = frozenset(reply.citations or ())
        if not cited:
            return Apart("the reply cites nothing")
        return len(cited & set(reply.ranking.ids)) / len(cited)


def _expected_and_cited(
    question: Question, reply: Reply
) -> tuple[frozenset[str], frozenset[str]] | Apart:
    expected = frozenset(question.expected.get("citations", question.relevant))
    if not expected:
        return Apart("no citation is expected")
    if reply.citations is None:
        return Apart("the reply does not tell what it cites")
    return expected, frozenset(reply.citations)
