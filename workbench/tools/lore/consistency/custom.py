"""Rules that a researcher adds: a text a store, whose rows are findings.

A file `*.toml` of the folder `rules/` of a bench:

    [[rule]]
    id = "Z1_bell_without_bronze"
    category = "contradiction"      # anachronism, ontology, orphan, cross_store
    severity = "warn"               # error
    title = "…"
    explanation = "…"
    fix = "…"
    cypher = "MATCH … RETURN i.id AS id"      # kind graph
    sql = "SELECT …"                          # kind relational; with `cypher`: kind cross

    [rule.join]                     # kind cross: how the two results become one
    left = "cypher"                 # or "sql": whose rows the findings are
    on = ["id"]                     # columns that both have
    how = "anti"                    # rows of the left without one on the right, or
    compare = ["payout"]            # rows that have one, and differ in one of these columns

A row names its entities in `id` or `ids`, and may name `edges` and `rows` (`table:id`); every
other column becomes a property of the finding. No text can write: the stores refuse it, and
the refusal names file and line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....core.errors import BadInput, QueryFailed, WriteRefused
from ....core.lore.consistency import Check, Finding, Logic, Rule, rule_of
from ....core.protocols import Asks
from ....core.values import Rows
from ..inquiry import ALL, Inquiry

if TYPE_CHECKING:
    import polars

TEXTS = ("cypher", "sql")
_KEYS = {"id", "category", "severity", "title", "explanation", "fix", *TEXTS, "join"}
_JOIN = {"left", "on", "how", "compare"}
_OF_A_ROW = {"id", "ids", "edges", "rows"}


@dataclass(frozen=True)
class CustomRule:
    """`texts` are by language; `lines` tell where each begins in `file`."""

    rule: Rule
    texts: Mapping[str, str]
    file: Path
    lines: Mapping[str, int]
    join: Mapping[str, Any] = field(default_factory=dict)


def read_rules(folder: Path | None) -> list[CustomRule]:
    """The rules of a folder, by file and place; none where there is no folder.

    BadInput names file and line of the first entry that is no rule.
    """
    if folder is None or not folder.is_dir():
        return []
    return [rule for file in sorted(folder.glob("*.toml")) for rule in _rules_of(file)]


def logic_of(inquiry: Inquiry, custom: CustomRule) -> Logic:
    """What the rule finds now: its texts are asked here, its findings made by the sweep.

    WriteRefused for a text that would change something, QueryFailed for one that does not run;
    both name file and line.
    """
    found = {language: _asked(inquiry, custom, language) for language in custom.texts}
    rows = _joined(custom, found) if custom.join else next(iter(found.values()))
    return partial(_findings, rows=list(rows), where=_where(custom, next(iter(custom.texts))))


def _rules_of(file: Path) -> Iterator[CustomRule]:
    text = file.read_text(encoding="utf-8")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file}: {error}; write it as TOML") from error
    entries = document.get("rule")
    if not isinstance(entries, list) or not entries:
        raise BadInput(f"{file}: expected entries `[[rule]]`, saw {', '.join(document) or 'none'}")
    starts = [at for at, line in enumerate(text.splitlines(), 1) if line.strip() == "[[rule]]"]
    for at, entry in enumerate(entries):
        start = starts[at] if at < len(starts) else 1
        yield _rule(file, text, start, entry)


def _rule(file: Path, text: str, start: int, entry: Mapping[str, Any]) -> CustomRule:
    where = f"{file}:{start}"
    if strange := sorted(set(entry) - _KEYS):
        raise BadInput(f"{where}: unknown keys {', '.join(strange)}; there are {sorted(_KEYS)}")
    texts = {name: entry[name] for name in TEXTS if isinstance(entry.get(name), str)}
    if not texts:
        raise BadInput(f"{where}: expected `cypher` or `sql` as a text; add one")
    join = _join(entry.get("join"), len(texts), where)
    lines = {name: _line(text, start, name) for name in texts}
    return CustomRule(rule_of(entry, where), texts, file, lines, join)


def _join(join: Any, texts: int, where: str) -> Mapping[str, Any]:
    if texts < len(TEXTS):
        if join is not None:
            raise BadInput(f"{where}: a join needs both `cypher` and `sql`; add the other")
        return {}
    known = isinstance(join, dict) and not set(join) - _JOIN
    joined = known and isinstance(join.get("on"), list) and join["on"]
    if not joined or (join.get("how") == "anti") == bool(join.get("compare")):
        raise BadInput(
            f'{where}: two texts need [rule.join] with `on` and either how = "anti" or '
            f"compare = [columns]; saw {join!r}"
        )
    return dict(join)


def _line(text: str, start: int, name: str) -> int:
    """The line on which a key's text begins, after the rule's own first line."""
    lines = text.splitlines()
    for at in range(start - 1, len(lines)):
        if match := re.match(rf"\s*{name}\s*=\s*(.*)", lines[at]):
            opened = match[1].strip() in ('"""', "'''")
            return at + (2 if opened else 1)
    return start


def _where(custom: CustomRule, language: str) -> str:
    return f"{custom.file}:{custom.lines[language]}"


def _asked(inquiry: Inquiry, custom: CustomRule, language: str) -> Rows:
    asks: Asks = inquiry.asks
    ask = asks.cypher if language == "cypher" else asks.sql
    try:
        answer = ask(custom.texts[language], row_limit=ALL)
    except QueryFailed as error:
        kind = WriteRefused if isinstance(error, WriteRefused) else QueryFailed
        raise kind(
            f"{_where(custom, language)}: rule {custom.rule.id}: {error}",
            statement=error.statement,
            position=error.position,
            engine_says=error.engine_says,
        ) from error
    inquiry.trace += answer.trace
    return answer.rows


def _joined(custom: CustomRule, found: Mapping[str, Rows]) -> Iterator[dict[str, Any]]:
    left_name = custom.join.get("left", "cypher")
    left = found[left_name].polars()
    right = found["sql" if left_name == "cypher" else "cypher"].polars()
    on = custom.join["on"]
    for name, frame in ((left_name, left), ("the other text", right)):
        if missing := sorted(set(on) - set(frame.columns)):
            raise BadInput(f"{_where(custom, 'cypher')}: {name} has no column {missing} to join on")
    rows = (
        left.join(right, on=on, how="anti")
        if custom.join.get("how") == "anti"
        else (_differing(left, right, on, custom.join["compare"]))
    )
    yield from rows.iter_rows(named=True)


def _differing(
    left: polars.DataFrame, right: polars.DataFrame, on: list[str], compare: list[str]
) -> polars.DataFrame:
    """Pairs of rows that differ in a column; the right's stand beside with `_right`."""
    import polars

    both = left.join(right, on=on, how="inner", suffix="_right")
    differs = [polars.col(name).ne_missing(polars.col(f"{name}_right")) for name in compare]
    return both.filter(polars.any_horizontal(differs))


def _findings(check: Check, *, rows: list[dict[str, Any]], where: str) -> Iterator[Finding]:
    for row in rows:
        ids = row["ids"] if row.get("ids") is not None else row.get("id")
        if ids is None:
            raise BadInput(f"{where}: expected a column `id` or `ids`, saw {', '.join(row)}")
        named = [ids] if isinstance(ids, str) else list(ids)
        edges = _texts(row.get("edges"))
        shown = [edge for edge in check.look.edges if edge.edge_id in edges] if edges else []
        told = {name: value for name, value in row.items() if name not in _OF_A_ROW}
        yield check.found(named, shown, rows=sorted(_texts(row.get("rows"))), told=told)


def _texts(value: Any) -> set[str]:
    if value is None:
        return set()
    return {value} if isinstance(value, str) else {str(item) for item in value}
