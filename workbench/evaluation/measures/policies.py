"""What is decided before a retrieval measure is taken: ties, missing answers, what is unjudged."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args

from ...core.errors import BadInput

Ties = Literal["trec_eval", "id", "given"]
Missing = Literal["zero", "leave out"]
Unjudged = Literal["not relevant", "remove"]

_ALLOWED = {"ties": Ties, "missing": Missing, "unjudged": Unjudged}


@dataclass(frozen=True, slots=True)
class Policies:
    """The three decisions; a measure's `told` counts what each of them touched.

    `ties`: "trec_eval" puts the higher score first, compared in single precision as trec_eval
    keeps it, and of equal scores the id that is later by code point; "id" puts the higher score
    first in double precision and of equal scores the earlier id; "given" keeps the system's
    order. `missing`, a question that a run does not have: "zero" measures it as an answer that
    found nothing, "leave out" tells it apart. `unjudged`, a document without a grade: "not
    relevant" as trec_eval has it, "remove" takes it out of the ranking before the cut (the
    condensed list of Sakai, SIGIR 2007).

    What is not for choice: of a document that a ranking has twice the better place counts, and a
    grade below 0 is that of an unjudged document, as in trec_eval.
    """

    ties: Ties = "trec_eval"
    missing: Missing = "zero"
    unjudged: Unjudged = "not relevant"

    def __post_init__(self) -> None:
        for field in fields(self):
            allowed = get_args(_ALLOWED[field.name])
            value = getattr(self, field.name)
            if value not in allowed:
                choices = ", ".join(f'"{one}"' for one in allowed)
                raise BadInput(f"the policy {field.name}: expected {choices}; found {value!r}")


DEFAULT = Policies()
