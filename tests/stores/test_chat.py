"""A chat endpoint over real HTTP; the server here answers as told, right or wrong."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.evaluation.judge_server import MODEL, as_new, judge_server, said
from tests.stores.embedding_server import KEY, Reply, Server, always
from workbench.core.chat import Completion, Message
from workbench.core.errors import BadInput, StoreBusy, StoreTimedOut, StoreUnavailable
from workbench.stores.chat.openai_chat import OpenAIChat

ASKED = [Message("system", "Be brief."), Message("user", "Hello")]


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[OpenAIChat, Server]]:
    with judge_server() as server:
        chat = OpenAIChat(server.url, model=MODEL, api_key=KEY, timeout=0.3)
        yield chat, server
        chat.close()


@pytest.fixture
def server(running: tuple[OpenAIChat, Server]) -> Server:
    server = as_new(running[1])
    server.reply = lambda asked: said("Hi.")
    return server


@pytest.fixture
def chat(running: tuple[OpenAIChat, Server], server: Server) -> OpenAIChat:
    return running[0]


def test_an_answer_comes_back_with_its_tokens_and_what_answered(
    server: Server, chat: OpenAIChat
) -> None:
    assert chat.complete(ASKED) == Completion("Hi.", 100, 20, model="judge-1-dated", finish="stop")
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello"},
    ]
    asked = {"model": MODEL, "messages": messages}
    assert server.asked == [("/v1/chat/completions", f"Bearer {KEY}", asked)]


def test_a_schema_and_the_sampling_are_sent_where_they_are_given(
    server: Server, chat: OpenAIChat
) -> None:
    schema = {"type": "object", "properties": {}}
    chat.complete(ASKED, schema=schema, temperature=0.0, seed=7, max_tokens=50)
    ((_, _, asked),) = server.asked
    assert (asked["temperature"], asked["seed"], asked["max_tokens"]) == (0.0, 7, 50)
    form = {"name": "answer", "strict": True, "schema": schema}
    assert asked["response_format"] == {"type": "json_schema", "json_schema": form}


def test_a_reasoning_model_s_limit_has_another_name(server: Server) -> None:
    chat = OpenAIChat(server.url, model=MODEL, limit="max_completion_tokens")
    chat.complete(ASKED, max_tokens=50)
    ((_, _, asked),) = server.asked
    assert asked["max_completion_tokens"] == 50
    assert "max_tokens" not in asked


def test_a_refusal_and_uncounted_tokens_are_told(server: Server, chat: OpenAIChat) -> None:
    server.reply = lambda asked: said(None, tokens=None, refusal="I will not.")
    answer = chat.complete(ASKED)
    assert (answer.text, answer.refusal) == ("", "I will not.")
    assert (answer.prompt_tokens, answer.completion_tokens) == (None, None)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_what_may_pass_is_busy(server: Server, chat: OpenAIChat, status: int) -> None:
    server.reply = always(status, {"error": {"message": "later"}}, Retry_After="7")
    with pytest.raises(StoreBusy, match=f"answered {status} .*: later") as told:
        chat.complete(ASKED)
    assert told.value.after == 7.0
    assert not isinstance(told.value, StoreTimedOut)


def test_no_answer_in_time_is_told_apart_from_other_trouble(
    server: Server, chat: OpenAIChat
) -> None:
    def slow(asked: Any) -> Reply:
        time.sleep(0.6)
        return said("Hi.")

    server.reply = slow
    with pytest.raises(StoreTimedOut, match="did not answer: timed out"):
        chat.complete(ASKED)


def test_an_answer_that_trickles_in_does_not_take_for_ever(chat: OpenAIChat) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            talking, _ = listening.accept()
            with talking:
                talking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
                for _ in range(30):
                    try:
                        talking.sendall(b"\n")
                    except OSError:
                        return
                    time.sleep(0.05)

        thread = threading.Thread(target=trickle)
        thread.start()
        patient = OpenAIChat(
            f"http://127.0.0.1:{listening.getsockname()[1]}", model="m", timeout=0.3
        )
        with pytest.raises(StoreTimedOut, match=r"no whole answer in 0\.3 s"):
            patient.complete(ASKED)
        thread.join()


@pytest.mark.parametrize(
    "body",
    [
        {"choices": []},
        {"choices": "none"},
        {"choices": [{"message": None}]},
        {"choices": [{"message": {"content": ["Hi."]}}]},
        {"object": "list"},
        [1],
    ],
)
def test_an_answer_of_another_shape_is_told(server: Server, chat: OpenAIChat, body: Any) -> None:
    server.reply = always(200, body)
    with pytest.raises(StoreUnavailable, match=r"expected a text in `choices\[0\]"):
        chat.complete(ASKED)


@pytest.mark.parametrize("body", [b"<html>", b"[" * 100_000, b"\xff"])
def test_an_answer_that_is_no_json_is_told(server: Server, chat: OpenAIChat, body: bytes) -> None:
    server.reply = always(200, body)
    with pytest.raises(StoreUnavailable, match="no JSON") as told:
        chat.complete(ASKED)
    assert len(str(told.value)) < 400


def test_a_refused_key_is_no_busy_and_is_not_told(server: Server, chat: OpenAIChat) -> None:
    server.reply = always(401, {"error": {"message": "Incorrect API key provided."}})
    with pytest.raises(StoreUnavailable, match="Set a key") as told:
        chat.complete(ASKED)
    assert not isinstance(told.value, StoreBusy)
    assert KEY not in str(told.value)


def test_what_the_endpoint_does_not_take_is_bad_input(server: Server, chat: OpenAIChat) -> None:
    server.reply = always(400, {"error": {"message": "maximum context length is 8192 tokens"}})
    with pytest.raises(BadInput, match="maximum context length"):
        chat.complete(ASKED)


def test_half_a_surrogate_pair_is_bad_input(chat: OpenAIChat) -> None:
    with pytest.raises(BadInput, match="cannot be asked"):
        chat.complete([Message("user", "\ud800")])


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="chat endpoint: expected an address like https"):
        OpenAIChat("ftp://host", model="m")
