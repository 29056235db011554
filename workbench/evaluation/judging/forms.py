"""What a judge fills in, and how strictly it is read: a whole form, or garbage."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, Literal, TypeVar

Status = Literal["pass", "fail"]
Choice = Literal["first", "second", "tie"]
Filled = TypeVar("Filled", bound="Verdict | Preference")

BEST = 10  # a rating is a whole number from 0 to this one
_FENCED = re.compile(r"```(?:json)?(.*)```", re.DOTALL | re.IGNORECASE)


class Garbage(ValueError):
    """A judge's text is no form: what was expected, what was seen."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of one answer; `errors` are the faults that it names."""

    status: Status
    rating: int
    comment: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preference:
    """Which of two answers a judge prefers, by the place in which it saw them."""

    preferred: Choice
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Form(Generic[Filled]):
    """A form by name and version: its JSON schema, how to ask for it, how to read it.

    The fields come in the order in which a model writes them, reasons before the verdict.
    """

    name: str
    version: str
    instruction: str
    schema: Mapping[str, Any]
    read: Callable[[Mapping[str, Any]], Filled]

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"

    def filled(self, text: str) -> Filled:
        """The form that a text is, which may stand in a code fence; else Garbage."""
        return self.read(_document(text))


def document_of(filled: Verdict | Preference) -> dict[str, Any]:
    """A form as JSON has it, which its `read` takes back."""
    return asdict(filled)


def clean(text: str) -> str:
    """Without NUL characters and halves of surrogate pairs, which PostgreSQL keeps in no text."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


def _document(text: str) -> Mapping[str, Any]:
    stripped = text.strip()
    fenced = _FENCED.fullmatch(stripped)
    try:
        found = json.loads(
            fenced.group(1) if fenced else stripped, object_pairs_hook=_without_doubles
        )
    except Garbage:
        raise
    except (ValueError, RecursionError) as error:
        raise Garbage(f"expected one JSON object, found {stripped[:80]!r}") from error
    if not isinstance(found, dict):
        raise Garbage(f"expected a JSON object, found {stripped[:80]!r}")
    return found


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Garbage(f"expected each field once, found {', '.join(name for name, _ in pairs)}")
    return found


def _verdict(found: Mapping[str, Any]) -> Verdict:
    # `test_status` is the name in Vedana's prompts; models that take no schema follow those.
    status = _one_of(found.get("status", found.get("test_status")), "status", ("pass", "fail"))
    comment = _text(found.get("comment"), "comment")
    errors = _texts(found.get("errors"), "errors")
    return Verdict("pass" if status == "pass" else "fail", _rating(found), comment, errors)


def _preference(found: Mapping[str, Any]) -> Preference:
    choices: tuple[Choice, ...] = ("first", "second", "tie")
    name = _one_of(found.get("preferred"), "preferred", choices)
    return Preference(choices[choices.index(name)], _text(found.get("comment"), "comment"))


def _rating(found: Mapping[str, Any]) -> int:
    rating = found.get("rating")
    for whole in range(BEST + 1):  # 7.0 is 7, and True is no 1
        if rating == whole and not isinstance(rating, bool):
            return whole
    raise Garbage(f"rating: expected a whole number from 0 to {BEST}, found {rating!r:.80}")


def _one_of(found: Any, field: str, allowed: tuple[Any, ...]) -> Any:
    given = found.strip().lower() if isinstance(found, str) else found
    if given not in allowed:
        raise Garbage(f"{field}: expected {' or '.join(allowed)}, found {found!r:.80}")
    return given


def _text(found: Any, field: str) -> str:
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Garbage(f"{field}: expected text, found {found!r:.80}")
    return clean(found)


def _texts(found: Any, field: str) -> tuple[str, ...]:
    """One text is a list of itself: Vedana's form takes either."""
    given = [found] if isinstance(found, str) else found or []
    if not isinstance(given, list | tuple):
        raise Garbage(f"{field}: expected a list of texts, found {found!r:.80}")
    return tuple(_text(one, field) for one in given)


def _schema(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """Every field required and no other, which OpenAI's strict mode insists on."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


VERDICT = Form(
    "verdict",
    "1",
    'Answer with one JSON object and nothing else: {"comment": one or two sentences on what is '
    'right and wrong, "errors": a list of texts, one a fault, empty where there is none, '
    f'"rating": a whole number from 0 to {BEST}, {BEST} is best, "status": "pass" or "fail"}}.',
    _schema(
        comment={"type": "string"},
        errors={"type": "array", "items": {"type": "string"}},
        rating={"type": "integer", "minimum": 0, "maximum": BEST},
        status={"type": "string", "enum": ["pass", "fail"]},
    ),
    _verdict,
)

PREFERENCE = Form(
    "preference",
    "1",
    'Answer with one JSON object and nothing else: {"comment": one or two sentences on what '
    'decides, "preferred": "first", "second" or "tie"}.',
    _schema(
        comment={"type": "string"},
        preferred={"type": "string", "enum": ["first", "second", "tie"]},
    ),
    _preference,
)
