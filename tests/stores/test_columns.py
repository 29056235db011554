"""Whole columns in and out of PostgreSQL hold what rows, one by one, hold."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.core.collections.records import Vectors
from workbench.core.errors import BadInput, NotSupported, QueryFailed
from workbench.stores.relational.postgres import Postgres

TABLE = "CREATE TABLE t (id numeric(20, 0) PRIMARY KEY, n bigint, s text, j jsonb, v vector(2))"


@pytest.fixture
def store(relational: Postgres) -> Postgres:
    relational.write("CREATE EXTENSION vector")
    relational.write(TABLE)
    return relational


def test_what_is_filled_by_columns_is_read_by_rows(store: Postgres) -> None:
    vectors = Vectors(np.array([[1, 2], [0, 0], [-0.5, 4]], np.float32), np.array([1, 0, 1], bool))
    ids = [0, 10**18 + 7, 2**64 - 1]
    texts = ["é", None, ""]
    given = {"id": ids, "n": -7, "s": texts, "j": ['{"a": [1]}', None, "3"], "v": vectors}
    assert store.fill("t", given) == 3
    found = store.rows("SELECT id::text, n, s, j, v::text FROM t ORDER BY t.id").values
    assert found == [
        ("0", -7, "é", {"a": [1]}, "[1,2]"),
        ("1000000000000000007", -7, None, None, None),
        ("18446744073709551615", -7, "", 3, "[-0.5,4]"),
    ]


def test_flags_fractions_and_texts_of_json_are_kept_as_they_were_given(store: Postgres) -> None:
    store.write("CREATE TABLE u (at integer, flag boolean, part float8, told json, n bigint)")
    texts, numbers = ['{"a":1e300, "b":-0.0}', None], [5e-324, -0.0]
    given = {"at": [1, -(2**31)], "flag": [True, False], "part": numbers, "told": texts}
    assert store.fill("u", {**given, "n": [None, 2**62]}) == 2
    store.fill("u", {"at": 3, "n": [None]})
    found = store.rows("SELECT at, flag, part, told::text, n FROM u ORDER BY flag DESC").values
    assert [repr(row) for row in found] == [
        repr((3, None, None, None, None)),
        repr((1, True, 5e-324, texts[0], None)),
        repr((-(2**31), False, -0.0, None, 2**62)),
    ]


def test_numbers_of_every_length(store: Postgres) -> None:
    ids = sorted({sign + 10**power for power in range(20) for sign in (-1, 0, 1)})
    store.fill("t", {"id": ids})
    found = store.rows("SELECT id::text FROM t ORDER BY t.id").column("id")
    assert [int(id) for id in found] == ids


@pytest.mark.parametrize("count", [0, 1, 2047, 2048, 2049, 4097])
def test_arrays_give_back_what_was_filled(store: Postgres, count: int) -> None:
    vectors = np.arange(count * 2, dtype=np.float32).reshape(count, 2)
    texts = [None if at % 5 == 0 else str(at) * (at % 3) for at in range(count)]
    store.fill("t", {"id": range(count), "n": np.arange(count) - 9, "v": vectors, "s": texts})
    with store.snapshot() as snapshot:
        query = "SELECT s, n, n > 0 AS large, n / 2.0::float8 AS half, v FROM t ORDER BY t.id"
        kinds = {"s": str, "n": int, "v": 2, "large": bool, "half": float}
        found = snapshot.arrays(query, kinds)
    assert found["s"] == texts
    assert (found["n"] == np.arange(count) - 9).all()
    assert (found["large"] == (np.arange(count) > 9)).all()
    assert (found["half"] == (np.arange(count) - 9) / 2).all()
    assert found["v"].dtype == np.float32
    assert np.array_equal(found["v"], vectors)


def test_a_snapshot_sees_one_moment(store: Postgres) -> None:
    query, kinds = "SELECT count(*) AS n FROM t", {"n": int}
    other = Postgres(store._conninfo)
    with store.snapshot() as snapshot:
        assert snapshot.arrays(query, kinds)["n"] == [0]
        other.fill("t", {"id": [1]})
        assert snapshot.arrays(query, kinds)["n"] == [0]
    with store.snapshot() as snapshot:
        assert snapshot.arrays(query, kinds)["n"] == [1]
    other.close()


def test_a_snapshot_in_a_transaction_sees_what_that_wrote(store: Postgres) -> None:
    with store.transaction():
        store.fill("t", {"id": [1, 2]})
        with store.snapshot() as snapshot:
            assert snapshot.arrays("SELECT n, s FROM t", {"s": str}) == {"s": [None, None]}
    assert store.rows("SELECT count(*) AS n FROM t").column("n") == [2]


def test_settings_of_a_snapshot_end_with_it(store: Postgres) -> None:
    query, kinds = "SELECT current_setting('enable_seqscan') AS s", {"s": str}
    with store.transaction():
        with store.snapshot({"enable_seqscan": "off"}) as snapshot:
            assert snapshot.arrays(query, kinds) == {"s": ["off"]}
        with store.snapshot() as snapshot:
            assert snapshot.arrays(query, kinds) == {"s": ["on"]}
    with store.snapshot({"enable_seqscan": "off"}) as snapshot:
        assert snapshot.arrays(query, kinds) == {"s": ["off"]}
    with store.snapshot() as snapshot:
        assert snapshot.arrays(query, kinds) == {"s": ["on"]}


def test_a_snapshot_cannot_write_and_its_session_goes_on(store: Postgres) -> None:
    def write() -> None:
        with store.snapshot() as snapshot:
            snapshot.arrays("INSERT INTO t (id) VALUES (1) RETURNING n", {"n": int})

    with pytest.raises(QueryFailed):
        write()
    assert store.rows("SELECT count(*) AS n FROM t", reviewed=True).column("n") == [0]


def test_null_among_numbers_is_refused_by_name(store: Postgres) -> None:
    store.fill("t", {"id": [1, 2], "s": ["a", "b"]})
    with pytest.raises(NotSupported, match="column n holds NULL"), store.snapshot() as snapshot:
        snapshot.arrays("SELECT n, s FROM t", {"n": int, "s": str})


@pytest.mark.parametrize(
    "given",
    [
        {"id": [1, 1]},
        {"id": [1], "j": ["{"]},
        {"id": [1], "v": np.zeros((1, 3), np.float32)},
        {"id": [1], "v": np.array([[np.nan, 1]], np.float32)},
        {"id": [1], "s": ["a\0b"]},
        {"id": [1], "s": ["\ud800"]},
    ],
)
def test_what_does_not_fit_is_refused_whole(store: Postgres, given: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        store.fill("t", {**given, "n": 1})
    assert store.rows("SELECT count(*) AS n FROM t").column("n") == [0]
    assert store.fill("t", {"id": [1]}) == 1


def test_a_type_without_a_binary_form_is_named(store: Postgres) -> None:
    store.write("CREATE TABLE u (at timestamptz)")
    with pytest.raises(NotSupported, match="no binary form for at timestamptz"):
        store.fill("u", {"at": ["2026-01-01"]})
