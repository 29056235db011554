"""A recorded query run again: every verdict, on a small world whose answers are known."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from tests.catalogue.small_world import NOTE
from tests.tools.recorded_threads import (
    FAILED,
    GENEVA,
    LIKED,
    NAMES,
    OVID,
    QUOKKAS,
    TISHA,
    cypher,
    replayed,
    search,
    thread_with,
)
from workbench.core.errors import BadInput, StoreUnavailable
from workbench.tools.replay_thread import replay_thread


def test_what_gives_the_same_rows_is_equal(small_bench: Asker) -> None:
    edge = {"from_node_id": "person:1", "to_node_id": "interest:1"}
    noted = {"similarity": 1.0, **edge, "edge_label": "PERSON_has_INTEREST", "edge": {"note": NOTE}}
    node = {"p": {"person_name": "Ovid Rahm", "id": "person:2", "labels": ["person"]}}
    queries = replayed(
        small_bench,
        search("Quokkas", QUOKKAS),
        search(NOTE, noted, label="PERSON_has_INTEREST", name="note"),
        search("nobody's interest"),
        cypher(NAMES, GENEVA, OVID),
        cypher("MATCH (p:person {id: 'person:2'}) RETURN p", node),
    )

    assert [(query.verdict, query.finding.note) for query in queries] == [("equal", "")] * 5
    assert [(query.place, query.recorded_rows) for query in queries] == [
        (0, 1),
        (1, 1),
        (2, 0),
        (3, 2),
        (4, 1),
    ]
    assert queries[0].query == "interest.interest_name: Quokkas"
    assert queries[3].query == NAMES


def test_rows_that_came_and_went_are_shown(small_bench: Asker) -> None:
    typed, searched = replayed(small_bench, cypher(NAMES, TISHA, OVID), search("Chess", QUOKKAS))
    chess = {"similarity": 1.0, "node_id": "interest:2", "node_type": "interest"}

    assert (typed.verdict, typed.drifted) == ("rows differ", True)
    assert (typed.finding.added, typed.finding.removed) == ((GENEVA,), (TISHA,))
    assert searched.finding.added == ({**chess, "node": {"interest_name": "Chess"}},)
    assert searched.finding.removed == (QUOKKAS,)


def test_another_order_is_told_and_is_no_drift(small_bench: Asker) -> None:
    (query,) = replayed(small_bench, cypher(NAMES, OVID, GENEVA))

    assert (query.verdict, query.drifted) == ("order differs", False)


def test_a_moved_score_says_by_how_much_and_eps_decides(small_bench: Asker) -> None:
    then = search("Quokkas", {**QUOKKAS, "similarity": 0.98})
    (tight,), (loose,) = replayed(small_bench, then), replayed(small_bench, then, eps=0.05)

    assert (tight.verdict, tight.drifted, loose.verdict) == ("scores moved", True, "equal")
    assert tight.finding.largest_difference == pytest.approx(0.02)


def test_a_query_that_fails_now_has_the_engines_words(small_bench: Asker) -> None:
    broken = "MATCH (p:person RETURN p"
    now, still = replayed(small_bench, cypher(broken, GENEVA), cypher(broken, result=FAILED))

    assert [(now.verdict, now.drifted), (still.verdict, still.drifted)] == [
        ("failed", True),
        ("fails still", False),
    ]
    assert "RETURN" in now.finding.note
    assert now.finding.note == still.finding.note


def test_a_recorded_text_cannot_write(small_bench: Asker) -> None:
    before = small_bench.cypher("MATCH (n) RETURN count(n)").rows.values
    (query,) = replayed(small_bench, cypher("CREATE (n:ghost {id: 'g'}) RETURN n.id"))

    assert query.verdict == "failed"
    assert small_bench.cypher("MATCH (n) RETURN count(n)").rows.values == before


def test_a_call_without_a_recorded_result_runs_now(small_bench: Asker) -> None:
    listed = ['vector_search("interest","interest_name","Quokkas")']
    failed, lost = replayed(small_bench, cypher(NAMES, result=FAILED), vts_queries=listed)

    assert (failed.verdict, failed.recorded_rows) == ("runs now", None)
    assert failed.finding.note == "2 rows; recorded: Error executing query"
    assert (lost.verdict, lost.query) == ("runs now", "interest.interest_name: Quokkas")
    assert not failed.drifted


def test_a_playbook_with_unbound_names_is_told_and_not_run(small_bench: Asker) -> None:
    text = "MATCH (i) WHERE i.id = $node_id AND i.x = '$text' RETURN i LIMIT $n"
    (query,) = replayed(small_bench, cypher(text))

    assert (query.verdict, query.finding.note) == (
        "unbound parameters",
        "no value for $node_id, $n",
    )


def test_a_limit_that_may_decide_which_rows_come_is_told(small_bench: Asker) -> None:
    text = LIKED + "RETURN p.person_name LIMIT 1"
    limited, quoted = replayed(
        small_bench, cypher(text, TISHA), cypher(NAMES + " // no LIMIT", TISHA)
    )

    assert limited.finding.note == "its LIMIT may decide which rows come (D11)"
    assert (quoted.verdict, quoted.finding.note) == ("rows differ", "")


def test_rows_that_the_engine_cut_are_looked_for_among_all(small_bench: Asker) -> None:
    every = "UNWIND range(1, 1500) AS n RETURN n"
    kept = [{"n": n} for n in range(501, 1501)]
    cut, changed = replayed(
        small_bench, cypher(every, *kept), cypher(every, *kept[1:], {"n": 1501})
    )

    assert cut.verdict == "order differs"
    assert cut.finding.note == "the 1000 rows kept are among 1500 of today"
    assert changed.verdict == "rows differ"


class Unplugged(Asker):
    def cypher(self, text: str, /, *, row_limit: int | None = None, **given: Any) -> Any:
        raise StoreUnavailable("the graph does not answer")


def test_a_text_that_no_store_takes_fails_alone(small_bench: Asker) -> None:
    half = search("Quokkas", QUOKKAS, label="inter\ud83dest")
    queries = replayed(small_bench, half, search("Quokkas", QUOKKAS))

    assert [query.verdict for query in queries] == ["failed", "equal"]
    assert r"'\ud83d'" in queries[0].finding.note


def test_a_store_that_is_gone_is_an_error_and_no_verdict(small_bench: Asker) -> None:
    with pytest.raises(StoreUnavailable):
        replayed(Unplugged(small_bench.relational), cypher(NAMES))


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (["odd"], "event data: expected an object, saw ['odd']"),
        ({"technical_info": {"tool_calls": [5]}}, "tool_calls: expected an object with `tool`"),
        ({"technical_info": {"tool_calls": [{"tool": "web", "args": {}}]}}, "the tool 'web' is no"),
        ({"technical_info": {"vts_queries": ['vector_search("a","b","c"d")']}}, "label, property"),
    ],
)
def test_a_record_that_does_not_say_what_was_asked_is_shown(
    small_bench: Asker, data: Any, note: str
) -> None:
    (query,) = replay_thread(small_bench, thread_with(small_bench, data)).queries

    assert query.verdict == "not replayable"
    assert query.finding.note.startswith(note)


def test_a_row_that_cannot_be_read_is_not_held_against_the_others(small_bench: Asker) -> None:
    readable = json.dumps(GENEVA, indent=2)
    odd = f"Query: cypher\nRows:\n{{'p.person_name': Name('Ovid Rahm')}}\n{readable}"
    (query,) = replayed(small_bench, cypher(NAMES, result=odd))

    assert (query.verdict, query.recorded_rows) == ("not replayable", 2)
    assert query.finding.added == (OVID,)


def test_a_thread_replay_is_a_frame_and_counts_its_verdicts(small_bench: Asker) -> None:
    calls = [cypher(NAMES, GENEVA, OVID), cypher(NAMES, OVID), cypher(NAMES, OVID, GENEVA)]
    thread = thread_with(small_bench, {"technical_info": {"tool_calls": calls}})
    found = replay_thread(small_bench, thread)

    assert found.verdicts == {"equal": 1, "rows differ": 1, "order differs": 1}
    assert found.polars().select("verdict", "added", "removed").rows() == [
        ("equal", 0, 0),
        ("rows differ", 1, 0),
        ("order differs", 0, 0),
    ]
    assert len(found.drifted) == 1


def test_an_unknown_thread_is_said(small_bench: Asker) -> None:
    with pytest.raises(BadInput, match="there is no thread"):
        replay_thread(small_bench, UUID(int=0))
