"""Cypher as it is written, in the words of a projection: `projecting.rows` tells what it holds.

`id(x)` is its `tong_id`, `elementId(x)` that with its kind, `labels(x)` the record's own list,
`keys(x)` all but what the projection keeps for itself. Everything else stays as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..projecting.rows import COMMON, HIDDEN, ID, LABELS
from .tokens import Tokens, closing, failed, written

_RESERVED = HIDDEN | {COMMON}


class Rewriter:
    """Renders tokens of one text; `fresh` gives names that the text does not use."""

    def __init__(self, text: str, given: Tokens) -> None:
        self._text = text
        self._used = {token.value for token in given}
        self.made: set[str] = set()  # names that the text does not have
        for token in given:
            if token.names and token.value in _RESERVED:
                raise failed(
                    f"{token.value!r} is a name of the projection, not of the graph",
                    text,
                    token.start,
                )

    def fresh(self) -> str:
        at = len(self.made)
        while (name := f"tong_{at}") in self._used | self.made:
            at += 1
        self.made.add(name)
        return name

    def render(self, given: Tokens, inserts: Mapping[int, str] | None = None) -> str:
        """Tokens as text; `inserts` puts text behind a token by its index."""
        out: list[str] = []
        at, end = 0, given[0].start if given else 0
        while at < len(given):
            out.append(self._space(end, given[at].start))
            piece, last = self._piece(given, at)
            out.append(piece + (inserts or {}).get(last, ""))
            at, end = last + 1, given[last].end
        return "".join(out)

    def _space(self, start: int, end: int) -> str:
        """What stands between two tokens: a comment becomes a space."""
        between = self._text[start:end]
        return between if not between.strip() else " "

    def _piece(self, given: Tokens, at: int) -> tuple[str, int]:
        """What a token, or a call that begins with it, becomes; and the last token of that."""
        token = given[at]
        if token.kind == "text" and "\\" in self._text[token.start : token.end]:
            return written(token.value), at
        if token.is_sign("!="):
            return "<>", at
        called = token.kind == "name" and at + 1 < len(given) and given[at + 1].is_sign("(")
        if called and not (at and given[at - 1].is_sign(".", ":")):
            form = _CALLS.get(token.value.upper())
            last = closing(given, at + 1)
            if form and last > at + 2:
                return form.format(x=self._argument(given[at + 2 : last])), last
        return self._text[token.start : token.end], at

    def _argument(self, given: Tokens) -> str:
        rendered = self.render(given)
        return rendered if len(given) == 1 else f"({rendered})"


_HIDDEN_KEYS = ", ".join(f"'{name}'" for name in sorted(HIDDEN))
_CALLS: Mapping[str, str] = {
    "ID": f"{{x}}.{ID}",
    "ELEMENTID": "(CASE WHEN valueType({x}) STARTS WITH 'NODE' THEN 'node:' "
    f"ELSE 'relationship:' END + toString({{x}}.{ID}))",
    "LABELS": f"coalesce({{x}}.{LABELS}, [tong_l IN labels({{x}}) WHERE tong_l <> '{COMMON}'])",
    "KEYS": f"[tong_k IN keys({{x}}) WHERE NOT tong_k IN [{_HIDDEN_KEYS}]]",
}
