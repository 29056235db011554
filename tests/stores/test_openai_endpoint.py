"""An embeddings endpoint over real HTTP; the server here answers as told, right or wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import workbench as wb
from tests.stores.embedding_server import KEY, Handler, Reply, Server, always, good
from workbench.core.errors import BadInput, StoreBusy, StoreUnavailable
from workbench.etl.embedding import Sending, _Calls
from workbench.stores.embedding.openai_endpoint import OpenAIEndpoint


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked, running.reply = [], good
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def endpoint(server: Server) -> Iterator[OpenAIEndpoint]:
    opened = OpenAIEndpoint(server.url, model="m-3", dimension=3, api_key=KEY, timeout=0.5)
    yield opened
    opened.close()


def test_texts_come_back_as_unit_vectors_in_their_order(
    server: Server, endpoint: OpenAIEndpoint
) -> None:
    found = endpoint.embed(["a", "bb"])
    assert found.dtype == np.float32
    assert found == pytest.approx(np.array([[0.6, 0.8, 0.0], [0.0, 0.8, 0.6]]))
    asked = ("/v1/embeddings", f"Bearer {KEY}", {"model": "m-3", "input": ["a", "bb"]})
    assert server.asked == [asked]


def test_a_bench_embeds_by_the_endpoint_of_its_profile(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings = {"embedder": server.url, "embedder_model": "m-3", "embedder_dimension": 3}
    with wb.open(tmp_path / "b", **settings) as bench:
        assert bench.embedder.embed(["a"])[0] == pytest.approx([0.6, 0.8, 0.0])
    assert server.asked[0][1] == f"Bearer {KEY}"


def test_vectors_are_told_apart_by_their_index(server: Server, endpoint: OpenAIEndpoint) -> None:
    def backwards(asked: Any) -> Reply:
        status, headers, body = good(asked)
        return status, headers, {"data": body["data"][::-1]}

    server.reply = backwards
    assert endpoint.embed(["a", "bb", "ccc"])[:, 0] == pytest.approx([0.6, 0.0, 0.6])


def test_a_shorter_dimension_is_asked_for_and_no_key_is_sent_without_one(server: Server) -> None:
    OpenAIEndpoint(server.url, model="m-3", dimension=3, shorten=True).embed(["a"])
    ((_, key, asked),) = server.asked
    assert (key, asked["dimensions"]) == (None, 3)


def test_no_texts_ask_nothing(server: Server, endpoint: OpenAIEndpoint) -> None:
    assert endpoint.embed([]).shape == (0, 3)
    assert server.asked == []


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_what_may_pass_is_busy(server: Server, endpoint: OpenAIEndpoint, status: int) -> None:
    server.reply = always(status, {"error": {"message": "later"}}, Retry_After="7")
    with pytest.raises(StoreBusy, match=f"answered {status} .*: later Ask again") as told:
        endpoint.embed(["a"])
    assert told.value.after == 7.0


def test_a_pause_may_be_a_date_or_unreadable(server: Server, endpoint: OpenAIEndpoint) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    for told, low, high in ((date, 25.0, 30.0), ("soon", None, None), ("", None, None)):
        server.reply = always(429, Retry_After=told)
        with pytest.raises(StoreBusy) as busy:
            endpoint.embed(["a"])
        after = busy.value.after
        assert after is None if low is None else low <= after <= high  # type: ignore[operator]


def test_no_answer_in_time_is_busy(server: Server, endpoint: OpenAIEndpoint) -> None:
    def slow(asked: Any) -> Reply:
        time.sleep(0.8)
        return good(asked)

    server.reply = slow
    with pytest.raises(StoreBusy, match="did not answer: timed out"):
        endpoint.embed(["a"])


def test_nobody_there_is_busy() -> None:
    closed = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    closed.server_close()
    nobody = OpenAIEndpoint(f"http://127.0.0.1:{closed.server_port}", model="m", dimension=3)
    with pytest.raises(StoreBusy, match="did not answer"):
        nobody.embed(["a"])


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_is_not_asked_with_again(
    server: Server, endpoint: OpenAIEndpoint, status: int
) -> None:
    server.reply = always(status, {"error": {"message": "Incorrect API key provided."}})
    with pytest.raises(StoreUnavailable, match=r"Incorrect API key.*Set a key") as told:
        endpoint.embed(["a"])
    assert not isinstance(told.value, StoreBusy)
    assert KEY not in str(told.value)


def test_a_quota_that_is_used_up_is_not_busy(server: Server, endpoint: OpenAIEndpoint) -> None:
    server.reply = always(429, {"error": {"message": "No.", "code": "insufficient_quota"}})
    with pytest.raises(StoreUnavailable, match="Buy more") as told:
        endpoint.embed(["a"])
    assert not isinstance(told.value, StoreBusy)


def test_texts_that_are_not_taken_are_bad_input(server: Server, endpoint: OpenAIEndpoint) -> None:
    server.reply = always(400, {"error": {"message": "maximum context length is 8192 tokens"}})
    with pytest.raises(BadInput, match="maximum context length"):
        endpoint.embed(["a" * 99])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"data": [{"index": 0, "embedding": [1.0, 2.0]}]}, r"found an array of shape \(1, 2\)"),
        ({"data": []}, "expected 1 vectors of 3 finite numbers, found 0 vectors"),
        ({"data": [{"index": 4, "embedding": [1.0, 2.0, 3.0]}]}, "with the indices 4"),
        ({"data": [{"index": 0, "embedding": "AACAPw=="}]}, "a vector that is none|shape"),
        (b'{"data": [{"index": 0, "embedding": [NaN, 1, 2]}]}', "NaN or infinity"),
        ({"object": "list"}, "no list `data` of objects"),
        ([1], "no list `data` of objects"),
        (b"<html>", "no JSON: <html>"),
    ],
)
def test_an_answer_of_another_shape_is_told(
    server: Server, endpoint: OpenAIEndpoint, body: Any, told: str
) -> None:
    server.reply = always(200, body)
    with pytest.raises(StoreUnavailable, match=told):
        endpoint.embed(["a"])


@pytest.mark.parametrize(
    "url", ["api.openai.com/v1", "https://me:pw@host/v1", "ftp://host", "http://"]
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadInput, match="expected an address like https") as told:
        OpenAIEndpoint(url, model="m", dimension=3)
    assert "pw" not in str(told.value)


def test_a_key_with_other_characters_is_refused() -> None:
    with pytest.raises(BadInput, match="expected letters and digits"):
        OpenAIEndpoint("https://host/v1", model="m", dimension=3, api_key="a\nb")


class TestMadeByTheEtl:
    """Batches, several at once, patiently."""

    sending = Sending(texts=2, at_once=3, tries=4, wait=0.01)

    def made(
        self, endpoint: OpenAIEndpoint, texts: list[str], found: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], int]:
        calls, found = _Calls(endpoint, self.sending), {} if found is None else found
        for batch in calls.made(texts):
            found.update(batch)
        return found, calls.retries

    def test_a_call_is_made_again_until_it_is_answered(
        self, server: Server, endpoint: OpenAIEndpoint
    ) -> None:
        left = [500, 429, 503]

        def shaky(asked: Any) -> Reply:
            return always(left.pop(), Retry_After="0.01")(asked) if left else good(asked)

        server.reply = shaky
        found, retries = self.made(endpoint, ["a", "bb", "ccc"])
        assert ({*found}, retries) == ({"a", "bb", "ccc"}, 3)
        assert found["bb"] == pytest.approx([0.0, 0.8, 0.6])

    def test_the_last_try_s_error_is_raised(self, server: Server, endpoint: OpenAIEndpoint) -> None:
        server.reply = always(503)
        with pytest.raises(StoreBusy) as told:
            self.made(endpoint, ["a"])
        assert (len(server.asked), told.value.__notes__) == (4, ["Asked 4 times."])

    def test_a_refused_key_is_asked_with_once(
        self, server: Server, endpoint: OpenAIEndpoint
    ) -> None:
        server.reply = always(401)
        with pytest.raises(StoreUnavailable):
            self.made(endpoint, [str(number) for number in range(20)])
        assert len(server.asked) == 1

    def test_a_text_that_is_not_taken_costs_its_own_vector(
        self, server: Server, endpoint: OpenAIEndpoint
    ) -> None:
        def picky(asked: Any) -> Reply:
            return always(400)(asked) if "no" in asked["input"] else good(asked)

        server.reply = picky
        found, retries = self.made(endpoint, ["yes", "no", "a", "b"])
        assert [text for text, v in found.items() if isinstance(v, BadInput)] == ["no"]
        assert (len(found), retries) == (4, 0)

    def test_no_more_calls_at_once_than_allowed(
        self, server: Server, endpoint: OpenAIEndpoint
    ) -> None:
        running, most = [0], [0]
        lock = threading.Lock()

        def counted(asked: Any) -> Reply:
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            time.sleep(0.05)
            with lock:
                running[0] -= 1
            return good(asked)

        server.reply = counted
        found, _ = self.made(endpoint, [str(number) for number in range(24)])
        assert (len(found), len(server.asked)) == (24, 12)
        assert 2 <= most[0] <= 3

    def test_what_others_gave_is_kept_when_one_fails(
        self, server: Server, endpoint: OpenAIEndpoint
    ) -> None:
        def half(asked: Any) -> Reply:
            return always(401)(asked) if "5" in asked["input"] else good(asked)

        server.reply = half
        found: dict[str, Any] = {}
        with pytest.raises(StoreUnavailable):
            self.made(endpoint, [str(number) for number in range(8)], found)
        assert {"0", "1"} <= found.keys() <= {*"012367"}
