"""Rules that a researcher adds as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.asker import WorldAsker
from workbench.core.errors import BadInput, WriteRefused
from workbench.tools import lore

HEAD = """\
[[rule]]
id = "{id}"
category = "{category}"
severity = "warn"
title = "t"
explanation = "e"
fix = "f"
"""


@dataclass
class FolderAsker(WorldAsker):
    """An asker with a folder, as a bench has one."""

    folder: Path = Path()


@pytest.fixture
def bench(world_bench: WorldAsker, tmp_path: Path) -> Iterator[FolderAsker]:
    own = world_bench
    (tmp_path / "rules").mkdir()
    yield FolderAsker(own.relational, own.graph, own.embedder, folder=tmp_path)
    kinds = "Contradiction|Anachronism|OntologyViolation|Orphan|ConsistencyRun"
    own.graph.write(f"MATCH (n:{kinds}) DETACH DELETE n")


def add(bench: FolderAsker, text: str, id: str = "Z1_own", category: str = "orphan") -> Path:
    file = bench.folder / "rules" / f"{id}.toml"
    file.write_text(HEAD.format(id=id, category=category) + text, encoding="utf-8")
    return file


GRAPH = 'cypher = "MATCH (i:Item) WHERE i.destroyed IS NOT NULL RETURN i.id AS id, i.name AS claim"'
SQL = "sql = \"SELECT 'MSN-001' AS id, 'mission_log:' || min(id) AS rows FROM mission_log\""
CROSS = '''\
cypher = """
MATCH (m:DomainEntity {type: 'QuietErrand', status: 'completed'}) RETURN m.id AS id"""
sql = "SELECT DISTINCT mission_id AS id FROM mission_log WHERE step_type = 'completed'"
[rule.join]
on = ["id"]
'''


def test_rows_of_a_cypher_text_are_findings(bench: FolderAsker) -> None:
    add(bench, GRAPH)
    wanted = bench.cypher("MATCH (i:Item) WHERE i.destroyed IS NOT NULL RETURN i.id AS id").rows
    own = [row for row in lore.find_orphans(bench) if row["rule_id"] == "Z1_own"]
    assert sorted(row["ids"][0] for row in own) == sorted(wanted.column("id"))
    assert own


def test_rows_of_an_sql_text_are_findings(bench: FolderAsker) -> None:
    add(bench, SQL)
    (row,) = [row for row in lore.find_orphans(bench) if row["rule_id"] == "Z1_own"]
    assert (row["ids"], row["rows"], row["severity"]) == (["MSN-001"], ["mission_log:1"], "warn")


def test_two_texts_are_joined_outside_of_the_stores(bench: FolderAsker) -> None:
    add(bench, CROSS + 'how = "anti"', category="cross_store")
    rows = lore.find_cross_store_violations(bench)
    assert [row["ids"] for row in rows if row["rule_id"] == "Z1_own"] == [["MSN-007"]]


def test_two_texts_are_compared_column_by_column(bench: FolderAsker) -> None:
    text = """\
cypher = "MATCH (f:Faction) WHERE f.id IN ['fac_exchange', 'fac_unrung'] RETURN f.id AS id, 1 AS n"
sql = "SELECT 'fac_exchange' AS id, 1 AS n UNION ALL SELECT 'fac_unrung', 2"
join = {on = ["id"], compare = ["n"]}
"""
    add(bench, text, category="cross_store")
    rows = lore.find_cross_store_violations(bench)
    assert [row["ids"] for row in rows if row["rule_id"] == "Z1_own"] == [["fac_unrung"]]


def test_own_rules_are_written_explained_and_asked_by_name(bench: FolderAsker) -> None:
    add(bench, SQL)
    run = lore.run_consistency_check(bench, rules=["Z1"])
    assert [(row["rule_id"], row["findings"]) for row in run] == [("Z1_own", 1)]
    (row,) = [row for row in lore.find_orphans(bench) if row["rule_id"] == "Z1_own"]
    (told,) = lore.explain_violation(bench, row["id"])
    assert told["rule"]["explanation"] == "e"


def test_a_row_may_be_named_otherwise_than_a_log_numbers_it(bench: FolderAsker) -> None:
    add(bench, SQL.replace("'mission_log:' || min(id)", "max('world:tidewheel')"))
    (row,) = [row for row in lore.find_orphans(bench) if row["rule_id"] == "Z1_own"]
    (told,) = lore.explain_violation(bench, row["id"])
    assert [piece["id"] for piece in told["evidence"]][-1] == "world:tidewheel"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('cypher = "MATCH (i:Item) SET i.lost = true RETURN i.id AS id"', 8),
        ('cypher = """\nMATCH (i:Item)\nDETACH DELETE i"""', 9),
        ('sql = "DELETE FROM trade_log RETURNING lot_id AS id"', 8),
    ],
)
def test_a_text_that_writes_is_refused_with_file_and_line(
    bench: FolderAsker, text: str, line: int
) -> None:
    file = add(bench, text)
    with pytest.raises(WriteRefused) as refused:
        lore.run_consistency_check(bench)
    assert str(refused.value).startswith(f"{file}:{line}: ")
    assert len(lore.latest_run(bench)) == 0
    assert bench.sql("SELECT count(*) AS n FROM trade_log").rows[0]["n"] > 400


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected `cypher` or `sql`"),
        ('cypher = "RETURN 1 AS id"\nsquirrel = 1', "unknown keys squirrel"),
        (CROSS, r"needs? .*how|either how"),
        ('cypher = "RETURN 1"\njoin = {on = ["id"], how = "anti"}', "needs both"),
    ],
)
def test_a_file_that_is_no_rule_is_refused_with_its_line(
    bench: FolderAsker, text: str, told: str
) -> None:
    file = add(bench, text)
    with pytest.raises(BadInput, match=told) as refused:
        lore.run_consistency_check(bench, write=False)
    assert str(refused.value).startswith(f"{file}:1: ")


def test_an_id_that_ships_cannot_be_taken(bench: FolderAsker) -> None:
    add(bench, SQL, id="D1_orphan")
    with pytest.raises(BadInput, match="D1_orphan"):
        lore.find_orphans(bench)
