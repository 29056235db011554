"""Words, texts, numbers and signs: the one place that looks at characters."""

from __future__ import annotations

import re

from .faults import TOO_COMPLEX, fault

BYTES = 16_384
DEPTH = 64

NAME, QUOTED, TEXT, INTEGER, DECIMAL, PARAMETER, SIGN, END = (
    "name", "quoted", "text", "integer", "decimal", "parameter", "sign", "end",
)  # fmt: skip

# `--` begins a comment, but between nodes of a pattern, as in `(a)--(b)`, it is an edge.
_TOKEN = re.compile(
    r"""
    (?P<skip>\s+|(?<![)<])--[^\n]*|--(?![>(])[^\n]*)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>--|<=|>=|<>|!=|\.\.|[-+*/=<>(){}\[\],.;:|@])
    |(?P<decimal>\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+))
    |(?P<integer>\d+)
    |(?P<parameter>\$[^\W\d]\w*)
    |'(?P<text>(?:[^']|'')*)'
    |`(?P<back>(?:[^`]|``)+)`
    |"(?P<quoted>(?:[^"]|"")+)"
    """,
    re.VERBOSE,
)
_QUOTES = {
    "'": "a text that ends with '",
    "`": "a name that ends with `",
    '"': 'a name that ends with "',
}
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")


class Tokens:
    """A text cut up, in parallel lists; the last token is the end.

    `keys` are what the grammar compares: a bare name in upper case, a sign as it stands, for
    others "" . `values` are what they stand for.
    """

    __slots__ = ("ends", "keys", "kinds", "starts", "text", "values")

    def __init__(self, text: str) -> None:
        if len(text) > BYTES or len(text.encode(errors="surrogatepass")) > BYTES:
            what = f"expected a query of at most {BYTES:,} bytes, found a longer one"
            raise fault(text, 0, what, code=TOO_COMPLEX)
        self.text = text
        self.kinds: list[str] = []
        self.keys: list[str] = []
        self.values: list[str] = []
        self.starts: list[int] = []
        self._cut()

    def _cut(self) -> None:
        text, match, at, depth = self.text, _TOKEN.match, 0, 0
        while at < len(text):
            found = match(text, at)
            if found is None:
                raise _unreadable(text, at)
            kind = found.lastgroup or ""
            if kind != "skip":
                value = found[kind]
                if kind == SIGN:
                    depth += (value in _OPEN) - (value in _CLOSED)
                    if depth > DEPTH:
                        what = f"brackets are nested deeper than {DEPTH}"
                        raise fault(text, at, what, code=TOO_COMPLEX)
                self._add(kind, value, at)
            at = found.end()
        self._add(END, "", len(text))
        for _ in range(2):  # so that a look at the next two never falls off
            self._add(END, "", len(text))

    def _add(self, kind: str, value: str, at: int) -> None:
        key = ""
        if kind == NAME:
            key = value.upper()
        elif kind == SIGN:
            key = value
        elif kind == TEXT:
            value = value.replace("''", "'")
        elif kind == "back":
            kind, value = QUOTED, value.replace("``", "`")
        elif kind == QUOTED:
            value = value.replace('""', '"')
        elif kind == PARAMETER:
            value = value[1:]
        self.kinds.append(kind)
        self.keys.append(key)
        self.values.append(value)
        self.starts.append(at)


def _unreadable(text: str, at: int) -> Exception:
    if text[at] in _QUOTES:
        return fault(text, at, f"expected {_QUOTES[text[at]]}, found the end of the query")
    if text[at] == "$":
        return fault(text, at, "expected the name of a parameter after $")
    return fault(text, at, f"{text[at]!r} is no part of the language")
