"""Which expected items were retrieved, whether or not they were said."""

from __future__ import annotations

import re

from ....core.evaluation.replies import Reply, TraceStep
from .name_lists import names_in
from .texts import plain
from .wanted import Wanted, values_of

# Steps whose whole text came back from a store. The text of others is what was asked, in which
# a name is no evidence; but a recorded tool call has what came back behind "Rows:" or "Result:".
_KINDS = re.compile(r"(?:.*[\W_])?(?:rows|results?|retrieved|contexts?|documents?|evidence)")
_CAME_BACK = re.compile(r"^(?:Rows|Result):", re.MULTILINE)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")  # as JSON writes what is not ASCII


def retrieved(reply: Reply, wanted: Wanted) -> frozenset[str] | None:
    """The expected items that came back from a store; None where the reply does not tell.

    An item was retrieved if one of its ids is in the ranking, or if its name or id stands as
    whole words (`name_lists.names_in`) in `data["retrieved"]` (texts or ids), in the rows, or
    in the trace: in steps of a kind such as rows, result, context, documents, and in recorded
    tool calls behind "Rows:" or "Result:". A name that has no id is not found by a ranking.
    """
    texts = _texts(reply)
    if reply.ranking is None and texts is None:
        return None
    ranked = frozenset(reply.ranking.ids) if reply.ranking else frozenset()
    by_id = {item for item in wanted.items if ranked & wanted.ids[item]}
    return frozenset(by_id | _in_texts(texts or [], wanted))


def _in_texts(texts: list[str], wanted: Wanted) -> set[str]:
    forms = dict(wanted.forms)
    for item, ids in wanted.ids.items():
        for form in map(plain, ids):
            forms[form] = forms.get(form, frozenset()) | {item}
    found = names_in(plain("\n".join(texts)), forms)
    return {item for form in found for item in forms[form]}


def _texts(reply: Reply) -> list[str] | None:
    """What came back from stores, as texts; None where none of it was told."""
    told = [text for step in reply.trace if (text := _came_back(step)) is not None]
    if "retrieved" in reply.data:
        told += values_of(reply.data["retrieved"])
    elif not told and reply.rows is None:
        return None
    cells = reply.rows.values if reply.rows is not None else ()
    return [*told, *(text for row in cells for text in values_of(list(row)))]


def _came_back(step: TraceStep) -> str | None:
    if _KINDS.fullmatch(step.kind.lower()):
        text = step.text
    elif found := _CAME_BACK.search(step.text):
        text = step.text[found.end() :]
    else:
        return None
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
