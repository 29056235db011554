"""What is said to a language model, and what it says back."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """One turn: `role` is system, user or assistant."""

    role: str
    content: str


class Completion(NamedTuple):
    """One answer; "" and None where the endpoint does not tell.

    `model` is what answered by its own account, often a dated version of the one asked for.
    `finish` says why it stopped (`stop`, `length`), `refusal` what a model says instead of an
    answer that it will not give.
    """

    text: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    model: str = ""
    finish: str = ""
    refusal: str = ""
