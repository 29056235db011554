"""How values look: plain text in a terminal, tables in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from .frames import as_json, encodable
from .values import Rows

if TYPE_CHECKING:
    from .answer import Answer, Step

SHOWN_ROWS = 20
SHOWN_WIDTH = 60


class Shown:
    """A value of parts: lines of text, and tables.

    They are its `str`, its `repr` (which a notebook keeps beside the HTML) and its HTML: the
    fields of such values would fill screens.
    """

    __slots__ = ()

    def _parts(self) -> Iterable[str | Rows]:
        raise NotImplementedError

    def __str__(self) -> str:
        return "\n\n".join(str(part) for part in self._parts())

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return "".join(_part_html(part) for part in self._parts())


def as_text(rows: Rows) -> str:
    """A column-aligned table of the first rows and a line that counts them."""
    cells = [[_short(value) for value in row] for row in rows.values[:SHOWN_ROWS]]
    table = [list(rows.columns), *cells]
    widths = [max(len(row[at]) for row in table) for at in range(len(rows.columns))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in table]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join([*lines, _count(rows)])


def as_html(rows: Rows, *, shown: int = SHOWN_ROWS) -> str:
    """The first `shown` rows as an HTML table; every value is escaped."""
    head = "".join(f"<th>{escape(column)}</th>" for column in rows.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_short(value))}</td>" for value in row) + "</tr>"
        for row in rows.values[:shown]
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"{table}<p>{escape(_count(rows, shown))}</p>"


def answer_html(answer: Answer) -> str:
    """The rows, and the trace folded below them."""
    return as_html(answer.rows) + trace_html(answer.trace)


def trace_html(trace: Sequence[Step]) -> str:
    """The statements of a trace, folded."""
    steps = "".join(
        f"<li>{escape(step_line(s))}<pre>{escape(s.statement)}</pre></li>" for s in trace
    )
    summary = f"trace: {len(trace)} step(s), {sum(step.ms for step in trace):.1f} ms"
    return f"<details><summary>{summary}</summary><ol>{steps}</ol></details>"


def step_line(step: Step) -> str:
    """One step of a trace as one line: store, engine, rows, milliseconds, parameters."""
    shown = ", ".join(f"{name}={_short(value)}" for name, value in step.parameters.items())
    return f"{step.store} ({step.engine}): {step.rows} rows in {step.ms:.1f} ms" + (
        f"; {shown}" if shown else ""
    )


def on_one_line(text: str, width: int) -> str:
    """The text with its white space folded, cut where it is longer than `width`."""
    folded = " ".join(text.split())
    return folded if len(folded) <= width else f"{folded[: width - 1]}…"


def columns_of(rows: Rows, names: Sequence[str]) -> Rows:
    """Some columns of rows, in the order of `names`."""
    at = [rows.columns.index(name) for name in names]
    values = [tuple(row[place] for place in at) for row in rows.values]
    return Rows(tuple(names), values, rows.truncated)


def _part_html(part: str | Rows) -> str:
    if not isinstance(part, str):
        return as_html(part)
    tag = "pre" if "\n" in part else "p"
    return f"<{tag}>{escape(encodable(part))}</{tag}>"


def _count(rows: Rows, shown: int = SHOWN_ROWS) -> str:
    more = " (more exist: the row limit cut the result)" if rows.truncated else ""
    hidden = len(rows) - shown
    return f"{len(rows)} rows{f', {hidden} not shown' if hidden > 0 else ''}{more}"


def _short(value: Any) -> str:
    text = "NULL" if value is None else str(as_json(value))
    return encodable(on_one_line(text, SHOWN_WIDTH))
