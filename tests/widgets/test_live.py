"""What a live view answers to the browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.widgets.evaluation.made import report
from workbench.widgets.live import LiveView


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent to the browser."""
    sent: list[Any] = []
    monkeypatch.setattr(LiveView, "send", lambda _, content: sent.append(content))
    return sent


def ask(**asked: Any) -> None:
    report().live()._handle_custom_msg(asked, [])


def test_an_answer_carries_the_number_of_its_question(told: list[Any]) -> None:
    ask(ask=7, do="traces", ids=["r1-0"])

    assert told[0]["answer"] == 7
    assert told[0]["value"]["r1-0"][0][0] == "message"


def test_what_nobody_answers_is_told_with_what_to_do(told: list[Any]) -> None:
    ask(ask=8, do="fly")
    ask(ask=9)

    assert told[0] == {
        "answer": 8,
        "error": "BadInput: nothing answers 'fly' here: make the view from a bench, bench.see",
    }
    assert "'None'" in told[1]["error"]


def test_an_error_of_an_answer_is_told_in_its_words(told: list[Any]) -> None:
    ask(ask=1, do="traces")

    assert told == [{"answer": 1, "error": "KeyError: 'ids'"}]
