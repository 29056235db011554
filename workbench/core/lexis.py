"""The lexical rules that decide where a `$name` can stand in SQL and Cypher."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A quotation or a comment that is not closed reaches to the end, as the engine will say.
_RULES = {
    "relational": re.compile(
        r"""
        --[^\n]*
      | (?P<comment>/\*)
      | [eE]'(?:[^'\\]|\\.|'')*(?:'|\Z) | '(?:[^']|'')*(?:'|\Z)
      | "\$(?P<quoted>[^\W\d]\w*)"(?!") | "(?:[^"]|"")*(?:"|\Z)
      | (?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?:(?P=tag)|\Z)
      | \$(?P<name>[^\W\d]\w*) | (?P<number>\$\d+)
      | (?P<word>[^\W\d][\w$]*) | (?P<end>;)
        """,
        re.VERBOSE | re.DOTALL,
    ),
    "graph": re.compile(
        r"""
        //[^\n]* | /\*.*?(?:\*/|\Z)
      | '(?:[^'\\]|\\.)*(?:'|\Z) | "(?:[^"\\]|\\.)*(?:"|\Z)
      | `\$(?P<quoted>[^\W\d]\w*)`(?!`) | `(?:[^`]|``)*(?:`|\Z)
      | \$(?P<name>[^\W\d]\w*)
        """,
        re.VERBOSE | re.DOTALL,
    ),
    "collections": re.compile(
        r"""
        --[^\n]*
      | '(?:[^']|'')*(?:'|\Z)
      | "\$(?P<quoted>[^\W\d]\w*)"(?!") | "(?:[^"]|"")*(?:"|\Z) | `(?:[^`]|``)*(?:`|\Z)
      | \$(?P<name>[^\W\d]\w*)
        """,
        re.VERBOSE | re.DOTALL,
    ),
}
_COMMENT_MARK = re.compile(r"/\*|\*/")


def tokens(kind: str, text: str) -> Iterator[re.Match[str]]:
    """What is not plain punctuation, in reading order, comments of SQL passed over.

    SQL follows PostgreSQL (nested comments, dollar quotes, `a$b` is one word), Cypher
    openCypher, the collections VelesQL. Groups: `name` of `$name`; `quoted` of `"$name"` or of
    the same between backticks; SQL has `number` (`$1`), `word` and `end` (a semicolon) as well.
    """
    rules = _RULES[kind]
    at = 0
    while found := rules.search(text, at):
        at = found.end()
        if found.lastgroup == "comment":
            at = _comment_end(text, at)
        else:
            yield found


def _comment_end(text: str, at: int) -> int:
    """Where the comment that was opened before `at` ends; PostgreSQL's comments nest."""
    depth = 1
    for mark in _COMMENT_MARK.finditer(text, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)
