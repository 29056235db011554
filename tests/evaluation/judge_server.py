"""A judge over real HTTP, which reads what it is given, and answers right, wrong, late or never."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from tests.stores.embedding_server import Handler, Reply, Server, always
from workbench.stores.chat.openai_chat import OpenAIChat

Answers = Callable[[Any], Reply]
MODEL = "judge-1"


@contextmanager
def judge_server(answers: Answers | None = None) -> Iterator[Server]:
    """Serves chat completions on loopback; `asked` has the requests, `reply` may be set anew."""
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked, running.reply = [], answers or right
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()


@contextmanager
def judge_and_server(
    answers: Answers | None = None, *, timeout: float = 5.0
) -> Iterator[tuple[OpenAIChat, Server]]:
    """A model, and such a server behind it."""
    with judge_server(answers) as server:
        chat = OpenAIChat(server.url, model=MODEL, timeout=timeout)
        try:
            yield chat, server
        finally:
            chat.close()


@contextmanager
def judge_chat(answers: Answers | None = None, *, timeout: float = 5.0) -> Iterator[OpenAIChat]:
    """A model behind such a server."""
    with judge_and_server(answers, timeout=timeout) as (chat, _):
        yield chat


@pytest.fixture(scope="module")
def judging() -> Iterator[tuple[OpenAIChat, Server]]:
    """A model that waits no longer than 0.3 s, and the server behind it."""
    with judge_and_server(timeout=0.3) as running:
        yield running


@pytest.fixture
def server(judging: tuple[OpenAIChat, Server]) -> Server:
    return as_new(judging[1])


@pytest.fixture
def chat(judging: tuple[OpenAIChat, Server], server: Server) -> OpenAIChat:
    return judging[0]


def as_new(server: Server) -> Server:
    """A server that others used before, without what was asked and told then."""
    server.asked, server.reply = [], right
    return server


def given(asked: Any) -> dict[str, Any]:
    """What the judge is to judge: the question, the golden answer, the model's answer."""
    found: dict[str, Any] = json.loads(asked["messages"][-1]["content"])
    return found


def said(text: str | None, *, tokens: tuple[int, int] | None = (100, 20), **more: Any) -> Reply:
    """A chat completion of that text."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"content": text, **more}}
    body: dict[str, Any] = {"model": f"{MODEL}-dated", "choices": [choice]}
    if tokens:
        body["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return 200, {}, body


def verdict(status: str, **more: Any) -> Reply:
    """A verdict, rated 10 or 0 unless told."""
    rating = 10 if status == "pass" else 0
    told = {"status": status, "rating": rating, "comment": "read", "errors": [], **more}
    return said(json.dumps(told))


def right(asked: Any) -> Reply:
    """Passes an answer that contains the golden one."""
    material = given(asked)
    return verdict("pass" if material["golden_answer"] in material["model_answer"] else "fail")


def always_says(status: str) -> Answers:
    return lambda asked: verdict(status)


def garbage(asked: Any) -> Reply:
    return said("I would say that this one is rather good!")


def wrong_schema(asked: Any) -> Reply:
    return said(json.dumps({"status": "pass", "rating": "excellent"}))


def busy(asked: Any) -> Reply:
    return always(429, {"error": {"message": "slow down"}}, Retry_After="0.01")(asked)


def broken(asked: Any) -> Reply:
    return always(500, {"error": {"message": "out of memory"}})(asked)


def slow(seconds: float) -> Answers:
    """Right, but only after that time: a judge that waits less long times out."""

    def answers(asked: Any) -> Reply:
        time.sleep(seconds)
        return right(asked)

    return answers


def flipping(*statuses: str) -> Answers:
    """Each question gets these verdicts in turn, whatever is asked."""
    turns: dict[str, Iterator[int]] = {}

    def answers(asked: Any) -> Reply:
        turn = next(turns.setdefault(asked["messages"][-1]["content"], count()))
        return verdict(statuses[turn % len(statuses)])

    return answers


def only_for(part: str, then: Answers, otherwise: Answers = right) -> Answers:
    """Answers one way where the question's text has that part, and another way elsewhere."""
    return lambda asked: (then if part in given(asked)["question"] else otherwise)(asked)


def counted(answers: Answers) -> tuple[Answers, Callable[[], int]]:
    """The same answers, and the most requests that were under way at once."""
    lock, running, most = threading.Lock(), [0], [0]

    def watched(asked: Any) -> Reply:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        try:
            return answers(asked)
        finally:
            with lock:
                running[0] -= 1

    return watched, lambda: most[0]


def prefers(choice: str) -> Answers:
    """Prefers that place, whatever stands in it."""
    return lambda asked: said(json.dumps({"comment": "", "preferred": choice}))


def better(asked: Any) -> Reply:
    """Prefers the answer that contains the golden one."""
    material = given(asked)
    holds = [material["golden_answer"] in material[f"{at}_answer"] for at in ("first", "second")]
    choice = "tie" if holds[0] == holds[1] else ("first" if holds[0] else "second")
    return prefers(choice)(asked)
