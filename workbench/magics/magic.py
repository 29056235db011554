"""The function behind a magic."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from IPython.core.magic import no_var_expand

from ..bench.bench import Bench
from ..bench.see.query import result_of
from ..core.answer import Answer
from ..core.errors import WorkbenchError
from ..widgets.query.console import Asked
from ..widgets.query.model import Result
from ..widgets.query.widget import QueryResult
from . import namespace
from .line import Magic, parsed, with_options
from .told import shorten

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_DOC = {
    "ask": "Ask a query of the catalogue by its name; parameters stand in the cell, a line each: "
    "TOML, or name = expression.",
}
_TEXT_DOC = (
    "Run a text in {language}; $name takes the value of the variable `name`, bound, not spliced."
)


def magic(shell: InteractiveShell, language: str) -> Magic:
    """The line and cell magic of a language; it returns a QueryResult."""

    # A `$name` is the engine's placeholder: IPython would put text in its place on the line.
    @no_var_expand
    def run(line: str, cell: str | None = None) -> QueryResult | None:
        options, text = parsed(run, line, named=language == "ask")
        if options.help:
            print(run.__doc__)
            return None
        variables = shell.user_ns
        try:
            bench = namespace.bench_in(variables, options.bench)
            asked = _asked(bench, language, options, text, cell, variables)
            result, kept = _result(bench, options, asked)
        except (WorkbenchError, KeyboardInterrupt) as error:
            shorten(error, shell, language, _statement(text, cell))
            raise
        if options.out:
            variables[options.out] = kept
        return QueryResult(result, show=options.show)

    run.__name__ = language
    run.__doc__ = _DOC.get(language) or _TEXT_DOC.format(language=language)
    return with_options(run)


def _asked(
    bench: Bench,
    language: str,
    options: Namespace,
    text: str,
    cell: str | None,
    variables: Mapping[str, Any],
) -> Asked:
    stated = namespace.given(options.param, variables)
    limits = {"limit": options.limit, "timeout": options.timeout}
    if language == "ask":
        if not text:
            raise UsageError("expected the name of a query: %%ask vedana/thread")
        stated = {**namespace.assigned(cell or "", variables), **stated}
        return Asked(language, text, stated, **limits)
    statement = _statement(text, cell)
    if not statement.strip():
        raise UsageError(f"expected a text in {language} on the line or in the cell")
    takes = bench.typed.parameters(language, statement)
    return Asked(language, statement, namespace.bound(takes, stated, variables), **limits)


def _statement(text: str, cell: str | None) -> str:
    """What stands on the line and in the cell, without the end of the cell's last line."""
    return "\n".join(part for part in (text, (cell or "").rstrip("\n")) if part)


def _result(bench: Bench, options: Namespace, asked: Asked) -> tuple[Result, Any]:
    """What is shown, and what `-o` keeps."""
    question = (asked.language, asked.text, asked.parameters)
    if options.write:
        answer, counters = bench.typed.write(*question)
        return result_of(answer, asked, counters=counters), _kept(answer, options.form)
    if options.explain or options.profile:
        plan = bench.typed.plan(*question, measured=options.profile, timeout=asked.timeout)
        note = "as it ran; its rows were let go" if options.profile else "nothing ran"
        note = f"the plan, {note}"
        return Result(*question, plan=plan, plan_note=note, timeout=asked.timeout), plan
    answer = bench.typed.answer(*question, row_limit=asked.limit, timeout=asked.timeout)
    return result_of(answer, asked), _kept(answer, options.form)


def _kept(answer: Answer, form: str | None) -> Any:
    if form in (None, "answer"):
        return answer
    return answer.rows if form == "rows" else getattr(answer.rows, str(form))()
