"""Run files of TREC: `question Q0 document rank score tag`, a line a document."""

from __future__ import annotations

import gzip
import math
from collections.abc import Mapping
from pathlib import Path

from ...core.errors import BadInput
from ...core.evaluation.replies import Ranking

_FORM = "`question Q0 document rank score tag`"


def read_trec_run(path: str | Path) -> dict[str, Ranking]:
    """The rankings of a run file (UTF-8, or gzip where its name ends with .gz) by question.

    Documents stand in the order of the file: as trec_eval does, the measures take their order
    from the score and not from the rank, which is not read. BadInput with file and line.
    """
    rankings: dict[str, tuple[list[str], list[float]]] = {}
    for number, line in enumerate(_text(Path(path)).split("\n"), 1):
        if not line.strip():
            continue
        question, document, score = _fields(f"{path}, line {number}", line)
        ids, scores = rankings.setdefault(question, ([], []))
        ids.append(document)
        scores.append(score)
    return {question: Ranking(*columns) for question, columns in rankings.items()}


def write_trec_run(
    path: str | Path, rankings: Mapping[str, Ranking], tag: str = "workbench"
) -> None:
    """Writes rankings in their order, ranks from 1, scores with every digit that they have.

    BadInput for an id or a tag that is empty or has white space, which the form cannot hold.
    """
    lines = []
    for question, ranking in rankings.items():
        for rank, (one, score) in enumerate(zip(*ranking, strict=True), 1):
            row = (_word(question), "Q0", _word(one), str(rank), repr(float(score)), _word(tag))
            lines.append(" ".join(row) + "\n")
    Path(path).write_text("".join(lines), encoding="utf-8")


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (gzip.BadGzipFile, EOFError) as error:
        raise BadInput(f"{path}: expected a gzip file as its name says; {error}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}, line {line}: expected UTF-8; {error}") from error


def _fields(where: str, line: str) -> tuple[str, str, float]:
    parts = line.split()
    if len(parts) != 6:
        raise BadInput(f"{where}: expected six fields, {_FORM}; found {len(parts)}: {line!r:.80}")
    question, _, document, _, score, _ = parts
    try:
        value = float(score)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"{where}: expected a finite number as the score, found {score!r}")
    return question, document, value


def _word(text: str) -> str:
    if not text or any(one.isspace() for one in text):
        raise BadInput(f"a run file has no room for {text!r}: ids and tags have no white space")
    return text
