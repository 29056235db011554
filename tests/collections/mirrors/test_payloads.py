"""Some payloads of many, decoded together."""

from __future__ import annotations

import pytest

from workbench.collections.mirrors.payloads import CHUNK, Payloads


def test_rows_come_in_the_order_of_their_positions() -> None:
    payloads = Payloads()
    payloads.extend(['{"a":1}', "{}", '{"text":"a,b]}"}', '{"a":{"b":[1,2]}}'])
    assert payloads.some([3, 0, 2, 0]) == [
        {"a": {"b": [1, 2]}},
        {"a": 1},
        {"text": "a,b]}"},
        {"a": 1},
    ]
    assert payloads.some([]) == []


def test_what_the_fast_decoder_refuses_is_read_by_the_other() -> None:
    payloads = Payloads()
    payloads.extend(['{"a":"\\ud800"}', '{"n":1e999}', '{"a":1}'])
    assert payloads.some([0, 2]) == [{"a": "\ud800"}, {"a": 1}]
    assert payloads.some([2, 1]) == [{"a": 1}, {"n": float("inf")}]


def test_more_rows_than_are_decoded_at_once() -> None:
    payloads = Payloads()
    payloads.extend([f'{{"n":{at}}}' for at in range(2 * CHUNK + 3)])
    backwards = range(2 * CHUNK + 2, -1, -1)
    assert [one["n"] for one in payloads.some(backwards)] == list(backwards)


def test_a_text_that_is_no_json_alone_is_an_error() -> None:
    payloads = Payloads()
    payloads.extend(['{"a":1},{"b":2}', "{}"])
    with pytest.raises(ValueError, match=r"Extra data|trailing"):
        payloads.some([0, 1])
