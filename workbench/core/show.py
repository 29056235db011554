"""How rows and answers look: plain text in a terminal, a table in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from .frames import as_json

if TYPE_CHECKING:
    from .answer import Answer, Step
    from .values import Rows

SHOWN_ROWS = 20
SHOWN_WIDTH = 60


def as_text(rows: Rows) -> str:
    """A column-aligned table of the first rows and a line that counts them."""
    cells = [[_short(value) for value in row] for row in rows.values[:SHOWN_ROWS]]
    table = [list(rows.columns), *cells]
    widths = [max(len(row[at]) for row in table) for at in range(len(rows.columns))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in table]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join([*lines, _count(rows)])


def as_html(rows: Rows) -> str:
    """The first rows as an HTML table; every value is escaped."""
    head = "".join(f"<th>{escape(column)}</th>" for column in rows.columns)
    shown = rows.values[:SHOWN_ROWS]
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_short(value))}</td>" for value in row) + "</tr>"
        for row in shown
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"{table}<p>{escape(_count(rows))}</p>"


def answer_html(answer: Answer) -> str:
    """The rows, and the trace folded below them."""
    steps = "".join(
        f"<li>{escape(step_line(s))}<pre>{escape(s.statement)}</pre></li>" for s in answer.trace
    )
    spent = sum(step.ms for step in answer.trace)
    summary = f"trace: {len(answer.trace)} step(s), {spent:.1f} ms"
    return f"{as_html(answer.rows)}<details><summary>{summary}</summary><ol>{steps}</ol></details>"


def step_line(step: Step) -> str:
    """One step of a trace as one line: store, engine, rows, milliseconds, parameters."""
    shown = ", ".join(f"{name}={_short(value)}" for name, value in step.parameters.items())
    return f"{step.store} ({step.engine}): {step.rows} rows in {step.ms:.1f} ms" + (
        f"; {shown}" if shown else ""
    )


def _count(rows: Rows) -> str:
    more = " (more exist: the row limit cut the result)" if rows.truncated else ""
    hidden = len(rows) - SHOWN_ROWS
    return f"{len(rows)} rows{f', {hidden} not shown' if hidden > 0 else ''}{more}"


def _short(value: Any) -> str:
    text = "NULL" if value is None else str(as_json(value))
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_WIDTH else f"{text[: SHOWN_WIDTH - 1]}…"
