"""A question and its answer as JSON that can be kept, sent and run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.comparison import all_floats
from ..core.errors import BadInput
from ..core.values import Engine, Rows
from .canonical import digest, fingerprint, tagged, untagged

FORMAT = 1
# Beyond this a capsule would weigh megabytes; the hashes of the whole remain.
ROWS_KEPT = 10_000
_PARTS = {"query", "kind", "text", "text_hash", "parameters", "engine", "settings", "result"}


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, complete enough to ask it again.

    `query` is a catalogue name, None for typed text; `text` the statement as sent;
    `parameters` the bound values, a vector in place of the text in `embedded` it was made
    from by `embedder`; `tuned` the engine's settings that the query sets.
    """

    query: str | None
    kind: str
    text: str
    parameters: Mapping[str, Any]
    row_limit: int | None = None
    timeout: float | None = None
    scores: tuple[str, ...] | None = None
    embedder: str | None = None
    embedded: Mapping[str, str] = field(default_factory=dict)
    tuned: Mapping[str, str] = field(default_factory=dict)


def record(question: Question, engine: Engine, rows: Rows) -> dict[str, Any]:
    """The capsule: JSON's types only, the same for the same question and result."""
    return {
        "capsule": FORMAT,
        "query": question.query,
        "kind": question.kind,
        "text": question.text,
        "text_hash": fingerprint(question.text),
        "parameters": {name: tagged(value) for name, value in question.parameters.items()},
        "engine": {
            "name": engine.name,
            "version": engine.version,
            "extensions": dict(engine.extensions),
        },
        "settings": {
            "row_limit": question.row_limit,
            "timeout": question.timeout,
            "embedder": question.embedder,
            "embedded": dict(question.embedded),
            "tuned": dict(question.tuned),
        },
        "result": _result(rows, question.scores),
    }


def _result(rows: Rows, scores: tuple[str, ...] | None) -> dict[str, Any]:
    digests = [digest(row) for row in rows.values]
    head = f"{list(rows.columns)} {rows.truncated}"
    result: dict[str, Any] = {
        "count": len(rows),
        "columns": list(rows.columns),
        "truncated": rows.truncated,
        "hash": fingerprint(" ".join([head, *digests])),
        "hash_any_order": fingerprint(" ".join([head, *sorted(digests)])),
    }
    if len(rows) > ROWS_KEPT:
        return {**result, "left_out": f"rows: more than {ROWS_KEPT}, so only hashes are kept"}
    floats = _score_positions(rows, scores)
    keys = [digest([v for at, v in enumerate(row) if at not in floats]) for row in rows.values]
    values = [[tagged(row[at]) for at in floats] for row in rows.values]
    return {**result, "rows": digests, "keys": keys, "floats": values}


def _score_positions(rows: Rows, scores: tuple[str, ...] | None) -> list[int]:
    """Declared score columns; for typed text every column that holds floats and nothing else."""
    if scores is not None:
        return [at for at, column in enumerate(rows.columns) if column in scores]
    return [at for at in range(len(rows.columns)) if all_floats(r[at] for r in rows.values)]


def question_of(capsule: Mapping[str, Any]) -> Question:
    """The question in a capsule; BadInput where it is none, incomplete, or of another format."""
    if capsule.get("capsule") != FORMAT:
        seen = capsule.get("capsule")
        raise BadInput(f"expected a capsule of format {FORMAT}, saw {seen!r}; record it again")
    if missing := sorted(_PARTS - capsule.keys()):
        raise BadInput(f"expected a whole capsule, saw none of {', '.join(missing)}; record again")
    settings = capsule["settings"]
    return Question(
        query=capsule["query"],
        kind=capsule["kind"],
        text=capsule["text"],
        parameters={name: untagged(value) for name, value in capsule["parameters"].items()},
        row_limit=settings["row_limit"],
        timeout=settings["timeout"],
        embedder=settings["embedder"],
        embedded=settings["embedded"],
        tuned=settings.get("tuned", {}),
    )
