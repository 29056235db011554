"""What is typed reads, until `--write` says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from IPython.core.interactiveshell import InteractiveShell
from psycopg.conninfo import conninfo_to_dict

import workbench as wb
from workbench.core.errors import NotSupported, WriteRefused

Ran = Callable[[str], Any]
Failed = Callable[[str], tuple[BaseException, str]]
CHANGES = {
    "sql": "INSERT INTO city VALUES ('d', 4)",
    "cypher": "CREATE (:Port {id: 'p1'})-[:NEAR]->(:Port {id: 'p2'})",
}


@pytest.mark.parametrize("language", CHANGES)
def test_without_the_word_it_is_refused_with_the_word(failed: Failed, language: str) -> None:
    error, told = failed(f"%%{language}\n{CHANGES[language]}")
    assert isinstance(error, WriteRefused)
    assert "this door only reads" in told
    assert "say --write on the magic's line" in told


def test_sql_writes_and_counts(ran: Ran, bench: wb.Bench) -> None:
    result = ran(f"%%sql --write\n{CHANGES['sql']}")
    assert result.result.counters == {"rows affected": 1}
    assert "rows affected: 1" in result.summary()
    gone = ran("%%sql --write --param who='d'\nDELETE FROM city WHERE id = $who RETURNING people")
    assert gone.rows.values == [(4,)]
    assert bench.sql("SELECT count(*) FROM city").rows.values == [(3,)]


def test_cypher_writes_and_counts(ran: Ran, bench: wb.Bench) -> None:
    made = ran(f"%%cypher --write\n{CHANGES['cypher']}").result.counters
    assert (made["nodes_created"], made["relationships_created"]) == (2, 1)
    gone = ran("%%cypher --write\nMATCH (n:Port) DETACH DELETE n").result.counters
    assert gone["nodes_deleted"] == 2
    assert bench.cypher("MATCH (n:Port) RETURN count(n)").rows.values == [(0,)]


def test_a_query_that_writes_is_told_by_name(ran: Ran, failed: Failed, bench: wb.Bench) -> None:
    cell = "%%ask vedana/add_node {more}\nlabel = 'Port'\nid = 'p1'\nproperties = {{'depth': 9}}"
    assert "say --write" in failed(cell.format(more=""))[1]
    assert ran(cell.format(more="--write")).result.scene.nodes.keys() == {"p1"}
    ran("%%cypher --write\nMATCH (n:Port) DETACH DELETE n")


def test_a_change_is_not_planned_or_asked_again(shell: InteractiveShell, ran: Ran) -> None:
    result = ran("%%sql --write -o done\nUPDATE city SET people = 1 WHERE id = 'a'")
    assert result.plan is None
    for again in (shell.user_ns["done"].plan, shell.user_ns["done"].capsule):
        with pytest.raises(NotSupported, match="not planned or asked a second time"):
            again()


def test_a_store_open_to_be_read_refuses_the_word_too(
    shell: InteractiveShell,
    failed: Failed,
    tmp_path: Path,
    bench: wb.Bench,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = conninfo_to_dict(bench.relational._conninfo)
    monkeypatch.setenv("CITY_PASSWORD", str(told["password"]))
    place = urlencode({"host": told["host"], "port": told["port"]})
    url = f"postgresql://{told['user']}:${{CITY_PASSWORD}}@/{told['dbname']}?{place}"
    with wb.open(tmp_path / "deployed", relational=url) as deployed:
        shell.user_ns["deployed"] = deployed
        error, said = failed("%%sql --write --bench deployed\nDELETE FROM city")
    assert isinstance(error, WriteRefused)
    assert "open the bench with write=True" in said
    assert bench.sql("SELECT count(*) FROM city").rows.values == [(3,)]
