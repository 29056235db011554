"""A magic's line: its options, then a text, or the name of a query and its parameters."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic_arguments import argument, magic_arguments

_AS = ("answer", "rows", "polars", "pandas", "networkx")
_TABS = ("table", "graph", "plan", "parameters", "trace")
# As `argparse` takes them: the option's names, then the rest.
_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("-o", "--out"), {"metavar": "NAME", "help": "keep the answer under this name"}),
    (("--as",), {"dest": "form", "choices": _AS, "help": "keep this instead of the answer"}),
    (("--show",), {"choices": _TABS, "default": "", "help": "the tab in front"}),
    (
        ("--param",),
        {
            "action": "append",
            "default": [],
            "metavar": "NAME=EXPRESSION",
            "help": "a value in place of the variable's; in quotes where it has spaces",
        },
    ),
    (("--limit",), {"type": int, "metavar": "N", "help": "at most so many rows"}),
    (("--timeout",), {"type": float, "metavar": "SECONDS", "help": "stop it after so long"}),
    (("--explain",), {"action": "store_true", "help": "the plan alone; nothing runs"}),
    (("--profile",), {"action": "store_true", "help": "run it, and show the plan as measured"}),
    (("--write",), {"action": "store_true", "help": "let it change the store"}),
    (("--bench",), {"metavar": "NAME", "help": "the variable that holds the bench"}),
    (("-h", "--help"), {"action": "store_true", "help": "show this"}),
)
_FLAGS = {"--explain", "--profile", "--write", "-h", "--help"}
# An option; "-- " and "--\n" begin a comment of SQL.
_OPTION = re.compile(r"\s*(?P<name>-[a-z]|--[a-z][\w-]*)(?:=(?P<value>\S+))?(?=\s|\Z)")
_TOKEN = re.compile(r"""\s*(?P<token>(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'])+)""")

Magic = Callable[[str, str | None], Any]


def with_options(function: Magic) -> Magic:
    """The function with the parser of these options, and help made of them as its docstring."""
    for names, rest in reversed(_OPTIONS):
        function = argument(*names, **rest)(function)  # type: ignore[no-untyped-call]
    made: Magic = magic_arguments()(function)  # type: ignore[no-untyped-call]
    return made


def parsed(function: Magic, line: str, *, named: bool) -> tuple[Namespace, str]:
    """The options of a line, and the text behind them.

    With `named` the text is the name of a query: options may follow it, and `name=expression`
    is a parameter. UsageError for what does not fit.
    """
    tokens, at = _options(line, 0)
    text = line[at:].strip()
    if named and (word := _TOKEN.match(line, at)):
        text, rest = word["token"], line[word.end() :]
        tokens += _after_name(rest)
    parser = function.parser  # type: ignore[attr-defined]
    options: Namespace = parser.parse_args(tokens)
    _check(options)
    return options, text


def _options(line: str, at: int) -> tuple[list[str], int]:
    """The options from a place on, as the parser takes them, and where they end."""
    tokens: list[str] = []
    while found := _OPTION.match(line, at):
        at = found.end()
        tokens.append(found["name"])
        if found["value"]:
            tokens.append(_unquoted(found["value"]))
        elif found["name"] not in _FLAGS and (value := _TOKEN.match(line, at)):
            tokens.append(_unquoted(value["token"]))
            at = value.end()
    return tokens, at


def _after_name(rest: str) -> Iterator[str]:
    at = 0
    while rest[at:].strip():
        tokens, at = _options(rest, at)
        yield from tokens
        if word := _TOKEN.match(rest, at):
            if not re.match(r"\w+=", word["token"]):
                raise UsageError(
                    f"expected options or name=value behind the query's name, found {word['token']}"
                )
            yield from ("--param", word["token"])
            at = word.end()
        elif not tokens:
            raise UsageError(f"a quotation is not closed: {rest[at:].strip()}")


def _unquoted(token: str) -> str:
    quoted = len(token) > 1 and token[0] == token[-1] and token[0] in "\"'"
    return token[1:-1] if quoted else token


def _check(options: Namespace) -> None:
    if options.limit is not None and options.limit < 1:
        raise UsageError(f"--limit: expected 1 or more, found {options.limit}")
    if options.timeout is not None and options.timeout <= 0:
        raise UsageError(f"--timeout: expected seconds above 0, found {options.timeout:g}")
    if options.explain and options.profile:
        raise UsageError("--explain runs nothing and --profile runs it: give one of them")
    if options.out is not None and not options.out.isidentifier():
        raise UsageError(f"-o: expected a name for a variable, found {options.out!r}")
    if options.form and not options.out:
        raise UsageError(f"--as {options.form}: -o NAME is missing, under which to keep it")
    if options.form and (options.explain or options.profile):
        raise UsageError("--as is for answers; --explain and --profile keep a plan")
    if options.write:
        _check_write(options)


def _check_write(options: Namespace) -> None:
    beside = ("explain", "profile", "limit", "timeout")
    given = [f"--{name}" for name in beside if getattr(options, name)]
    if given:
        raise UsageError(f"--write goes without {', '.join(given)}: a change runs once and whole")
