"""What a Cypher text would do, told from its words alone.

For engines that do not enforce read sessions. Where an account may only read, that is the
lock, and the words give a refusal where such an engine would roll back and say nothing;
elsewhere they are the lock. No parser: text that is not understood is refused.
"""

from __future__ import annotations

import re

from ...core.errors import WriteRefused
from .dialects import Dialect

# Comments, strings and quoted names, wherever a lexer meets the first of them.
_HIDDEN = re.compile(
    r"""//[^\r\n]* | /\*.*?\*/ | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | `(?:``|[^`])*`""",
    re.DOTALL | re.VERBOSE,
)
# Words that are names by where they stand: parameters, labels and types, properties, keys of
# maps. Only FOREACH lets a clause follow `|`, and FOREACH is itself a writing word. A digit
# before the dot makes no property: in `1.SET` a lexer may see the number `1.` and a clause.
_NAMES = re.compile(
    r"""\$\w+ | [:|&!]\s*[A-Za-z_]\w* | [A-Za-z_]\w*(?=\s*:)
    | (?<!\w)(?:[A-Za-z_]\w*|[)\]}`])(?:\s*\.\s*[A-Za-z_]\w*)+""",
    re.VERBOSE,
)
_CALL = re.compile(
    r"""(?<![\w.:|&!$])CALL\b(?!\s*:)\s*
    (?P<subquery>(?:\([^()]*\)\s*)?\{)?  (?P<procedure>\w+(?:\s*\.\s*\w+)*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_SCHEMA = re.compile(r"\s*(?:CREATE|DROP)\s[^({]*?\b(?:INDEX|CONSTRAINT)\b", re.IGNORECASE)
_TELLS = re.compile(r"\s*(?:SHOW|EXPLAIN|PROFILE)\b", re.IGNORECASE)

_READING = frozenset(
    {"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"}
    | {"USE", "USING", "SHOW", "EXPLAIN", "PROFILE"}
)
# START, STOP and COMMIT are variables more often than commands.
_WRITING = re.compile(
    r"\b(?:CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|LOAD|FOREACH|INSERT|ALTER|GRANT|REVOKE"
    r"|DENY|RENAME|TERMINATE|PERIODIC\s+COMMIT"
    r"|(?:START|STOP)\s+(?:TRANSACTION|DATABASE|STREAM|ALL))\b",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """`text` with comments blanked, strings emptied and quoted names as a lone backtick."""
    return _HIDDEN.sub(lambda found: {"/": " ", "`": "` "}.get(found[0][0], "''"), text)


def is_schema_command(text: str) -> bool:
    """True for CREATE and DROP of an index or a constraint."""
    return _SCHEMA.match(visible(text)) is not None


def tells(text: str) -> bool:
    """True for SHOW, EXPLAIN and PROFILE, which Memgraph takes in no client's transaction."""
    return _TELLS.match(visible(text)) is not None


def refuse_calls(text: str, dialect: Dialect) -> None:
    """Raise WriteRefused where the text calls a procedure that may write."""
    for call in _CALL.finditer(visible(text)):
        procedure = "".join((call["procedure"] or "").split())
        if not call["subquery"] and not dialect.reads(procedure):
            name = procedure or "a quoted name"
            raise _refused(text, f"CALL {name} is not known to change nothing")


def refuse_writes(text: str) -> None:
    """Raise WriteRefused where the text is no query, or has a clause that writes."""
    code = visible(text)
    word = re.search(r"\w+", code)
    if word and word[0].upper() not in _READING:
        raise _refused(text, f"expected a query, found {word[0].upper()} at its beginning")
    code = _NAMES.sub(" ", code)
    if word := _WRITING.search(code):
        raise _refused(text, f"it has the clause {word[0].upper()}")
    if "\\" in code:
        raise _refused(text, "it has a backslash outside of strings")


def _refused(text: str, reason: str) -> WriteRefused:
    return WriteRefused(
        f"this door only reads: {reason}. Changes go through a load or a saga.", statement=text
    )
