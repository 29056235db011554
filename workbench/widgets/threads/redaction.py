"""What identifies a person or opens a door, out of everything that a view carries.

By default these are mail addresses, phone numbers, keys and tokens, UUIDs, the threads' contacts,
and what stands under keys such as `user_id`; names that are given are found in any case, with any
signs between their words, and from four letters on inside of other words too.

Each find becomes a placeholder: `[e-mail 1]`, the same wherever the same text stands, numbered
as they are met. It is no hash: short numbers and names could be guessed back from one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from json import dumps
from typing import Any, NamedTuple
from urllib.parse import quote

from ...core.errors import BadInput
from ...core.show import on_one_line
from .model import TITLE_WIDTH, Contents, Line, Listing, Row

_AT = r"(?:@|%40|&#64;|\\u0040)"
# Of two that are found in one place and are equally long, the earlier names it.
DEFAULTS = {
    "key": r"eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]{4,}"  # a JSON web token
    r"|\b(?:sk|pk|rk)-[\w-]{16,}|\bgh[pousr]_\w{16,}|\bxox[abeprs]-[\w-]{10,}|\bAKIA[0-9A-Z]{12,}"
    r"|(?i:(?<=bearer )[\w.~+/=-]{8,})"
    r"|(?i:(?<=password=)|(?<=api_key=)|(?<=apikey=)|(?<=token=)|(?<=secret=))[^\s&\"']+"
    r"|\b[0-9a-fA-F]{32,}\b|\b(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+/-]{40,}",
    "e-mail": rf"(?<![\w.+%-])[\w.+%-]+(?:'[\w.+%-]+)*{_AT}[\w-]+(?:\.[\w-]+)+",
    "id": r"(?i:\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
    # With its country; or nine digits and more in groups, no date among them; or in one run.
    "phone": r"(?<![\w.])(?:\+|00)\d{1,3}(?:[ .()/-]{0,2}\d{2,5}){2,5}(?![\w])"
    r"|(?<![\w.-])(?!\d{4}-\d\d-\d\d)(?=(?:[ ().-]{0,2}\d){9})"
    r"\(?\d{1,4}\)?(?:[ .-]{1,2}\(?\d{2,4}\)?){2,4}(?![\w-])"
    r"|(?<![\w.])\d{10,15}(?![\w.])",
}
_SECRET = re.compile(r"(?i)(password|passwd|secret|api_?key|token|authorization|cookie)s?$")
_PERSONAL = re.compile(
    r"(?i)((user|contact|chat|account|customer)_?(id|name)|phone|e_?mail|first_name|last_name"
    r"|full_name|external_id)$"
)
# Shorter names are taken only where they stand as words: they are parts of many others.
_SHORT_NAME = 4
# Letters that are left off a cut title: few names and addresses are longer.
_CUT = 60
# How a contact may stand in a text: words joined by signs, none at its ends.
_TOKEN = re.compile(r"[\w@+]+(?:[:.@+-]+[\w@+]+)*")
# The words of a turn's own frame, which are ours and nobody's.
_FRAME = {
    *("a", "added", "answer", "answered_at", "args", "asked_at", "b", "buttons"),
    *("cached_tokens", "calls", "cited", "comments", "completion_tokens", "cost"),
    *("difference", "drifted", "error", "event", "faults", "hits", "id", "ids", "kind"),
    *("label", "latency", "limits", "model", "moved", "name", "named", "note", "origin"),
    *("other", "pairs", "place", "prompt_tokens", "property", "query", "question"),
    *("reasoning", "removed", "requests", "rows", "same", "score", "search", "severity"),
    *("status", "tags", "text", "threshold", "tokens", "tool", "top_n", "turn"),
    *("unknown_prices", "unreadable", "usage", "values", "verdict", "words"),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, what its finds are called, and which of them count (all if None).

    `among` are in lower case. `whole` is what every find stands for, where they are ways of
    writing one thing.
    """

    kind: str
    expression: re.Pattern[str]
    among: frozenset[str] | None = None
    whole: str = ""

    def counts(self, found: str) -> bool:
        """Whether it is one of those, in any case, also as a mention: `@ada`."""
        text = found.casefold()
        return self.among is None or not self.among.isdisjoint({text, text.lstrip("@")})


class Find(NamedTuple):
    """What a pattern found, from `start` to before `end`."""

    start: int
    end: int
    pattern: Pattern


class Redaction:
    """One redaction: its placeholders hold for everything that passes through it."""

    def __init__(self, patterns: Iterable[str] = (), *, names: Iterable[str] | str = ()) -> None:
        """BadInput for a pattern that is no regular expression."""
        each = [names] if isinstance(names, str) else names
        ordered = sorted((name for name in each if name.strip()), key=len, reverse=True)
        given = [Pattern("name", _of_name(name), whole=name.casefold()) for name in ordered]
        given += [Pattern("text", _compiled(text)) for text in patterns]
        self._patterns = [*given, *(Pattern(k, re.compile(t)) for k, t in DEFAULTS.items())]
        self._places: dict[str, str] = {}
        self._kinds = Counter[str]()

    @property
    def counts(self) -> dict[str, int]:
        """How many different texts of each kind were taken out."""
        return dict(self._kinds)

    def text(self, text: str) -> str:
        """The text with a placeholder for every find, one for those that overlap.

        A name within an address would else leave the rest of the address to be read.
        """
        pieces, at = list[str](), 0
        for start, end, pattern in _joined(self._finds(text)):
            pieces += [text[at:start], self._place(pattern.kind, pattern.whole or text[start:end])]
            at = end
        return "".join([*pieces, text[at:]])

    def value(self, value: Any, key: str = "") -> Any:
        """JSON with every text in it redacted, keys too; whole under a key that tells of one."""
        if isinstance(value, Mapping):
            return {self._key(str(k)): self.value(item, str(k)) for k, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item, key) for item in value]
        if isinstance(value, bool) or value is None or value == "":
            return value
        if isinstance(value, str | int | float) and (kind := _kind_of(key, value)):
            return self._place(kind, str(value))
        if isinstance(value, str):
            return self.text(value)
        told = str(value)
        made = told if isinstance(value, float) else self.text(told)
        return value if made == told else made

    def listing(self, listing: Listing) -> Listing:
        """The same threads; also their contacts and ids are placeholders, wherever they stand."""
        contacts = {row.contact.casefold() for row in listing.rows if row.contact}
        tails = {contact.partition(":")[2] for contact in contacts}
        known = frozenset(contacts | {tail for tail in tails if len(tail) >= _SHORT_NAME})
        self._patterns.append(Pattern("contact", _TOKEN, known))
        for row in listing.rows:
            self._place("thread", row.thread_id)
        for event in (event for thread in listing.contents.values() for event in thread.events):
            self._place("event", event.id)
        inside = [self._contents(thread) for thread in listing.contents.values()]
        carried = {thread.thread_id: thread for thread in inside}
        return Listing(
            tuple(self._row(row, carried) for row in listing.rows), listing.total, carried
        )

    def ids(self, ids: Sequence[str]) -> list[str]:
        return [self.text(name) for name in ids]

    def _row(self, row: Row, carried: Mapping[str, Contents]) -> Row:
        """Its text is left out and a title made anew: in an excerpt stand halves of names."""
        name = self._place("thread", row.thread_id)
        turns = carried[name].turns if name in carried else ()
        said = [turn["question"] for turn in turns if turn["question"]]
        return replace(
            row,
            thread_id=name,
            contact=self._place("contact", row.contact) if row.contact else "",
            interface=self.text(row.interface),
            title=on_one_line(said[0], TITLE_WIDTH) if said else self.text(_uncut(row.title)),
            text="",
            tags=tuple(self.text(tag) for tag in row.tags),
            types=tuple(self.text(name) for name in row.types),
        )

    def _contents(self, thread: Contents) -> Contents:
        events = [
            Line(self._place("event", e.id), self.text(e.type), e.at, e.turn, self.value(e.data))
            for e in thread.events
        ]
        turns = [self._turn(turn) for turn in thread.turns]
        return Contents(self._place("thread", thread.thread_id), tuple(events), tuple(turns))

    def _turn(self, turn: Mapping[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = self.value({**turn, "asked_at": None, "answered_at": None})
        for call, before in zip(told["calls"], turn["calls"], strict=True):
            call["event"] = self._place("event", before["event"])
        return {**told, "asked_at": turn["asked_at"], "answered_at": turn["answered_at"]}

    def _finds(self, text: str) -> list[Find]:
        return [
            Find(found.start(), found.end(), pattern)
            for pattern in self._patterns
            for found in pattern.expression.finditer(text)
            if found[0] and pattern.counts(found[0])
        ]

    def _key(self, key: str) -> str:
        return key if key in _FRAME else self.text(key)

    def _place(self, kind: str, text: str) -> str:
        if text not in self._places:
            self._kinds[kind] += 1
            self._places[text] = f"[{kind} {self._kinds[kind]}]"
        return self._places[text]


def _joined(finds: Iterable[Find]) -> list[Find]:
    """Finds in their order, those that overlap as one: of the pattern of the longest."""
    joined, longest = list[Find](), 0
    for find in sorted(finds, key=lambda find: find.start):
        length = find.end - find.start
        if not joined or find.start >= joined[-1].end:
            joined.append(find)
            longest = length
            continue
        last = joined[-1]
        pattern = find.pattern if length > longest else last.pattern
        end, longest = max(find.end, last.end), max(length, longest)
        grown = end - last.start > longest  # no pattern found all of it
        joined[-1] = Find(last.start, end, replace(pattern, whole="") if grown else pattern)
    return joined


def _compiled(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise BadInput(f"expected a regular expression, got {text!r:.80}: {error}") from error


def _uncut(title: str) -> str:
    """A title without its end where that was cut: what stood there may be half a name."""
    if not title.endswith("…"):
        return title
    return title[:-_CUT].rpartition(" ")[0] + " …"


def _kind_of(key: str, value: str | float) -> str:
    if isinstance(value, str) and _SECRET.search(key):
        return "key"
    return "person" if _PERSONAL.search(key) else ""


def _of_name(name: str) -> re.Pattern[str]:
    """A name in any case, its words joined by any signs, also as JSON, HTML or an address."""
    shapes = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    written = {shape for text in shapes for shape in (text, dumps(text)[1:-1], escape(text))}
    written |= {quote(text) for text in shapes}
    words = [[word for word in re.split(r"[\W_]+", text) if word] for text in shapes]
    ways = [r"[\W_]{0,3}".join(map(re.escape, each)) for each in words if each]
    ways += [re.escape(text) for text in sorted(written, key=len, reverse=True)]
    any_way = f"(?:{'|'.join(ways)})"
    bounded = rf"(?<![^\W_]){any_way}(?![^\W_])" if len(name) < _SHORT_NAME else any_way
    return re.compile(bounded, re.IGNORECASE)
