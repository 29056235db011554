"""Any endpoint that speaks OpenAI's chat completions API, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ...core.chat import Completion, Message
from ...core.errors import StoreUnavailable
from ..endpoint import SHOWN, Endpoint


class OpenAIChat:
    """Answers of `model`.

    `url` ends before `/chat/completions`, as in `https://api.openai.com/v1`. `timeout` is in
    seconds for a whole answer. `limit` is the field that a limit of tokens is sent in: OpenAI's
    reasoning models take `max_completion_tokens` alone, many local servers `max_tokens` alone.

    Nothing is asked twice here; what goes wrong is told as `stores.endpoint.Endpoint` does, an
    answer of another shape as StoreUnavailable.
    """

    def __init__(
        self,
        url: str,
        *,
        model: str,
        api_key: str | None = None,
        timeout: float = 60.0,
        limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens",
    ) -> None:
        self.model, self._timeout, self._limit = model, timeout, limit
        self._endpoint = Endpoint(url, kind="chat", api_key=api_key, timeout=timeout)

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        temperature: float | None = None,
        seed: int | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """The first choice of the model; see `core.protocols.Chat`. Threads may ask at once."""
        options = {
            "response_format": None if schema is None else _format(schema),
            "temperature": temperature,
            "seed": seed,
            self._limit: max_tokens,
        }
        asked: dict[str, Any] = {
            "model": self.model,
            "messages": [message._asdict() for message in messages],
            **{name: value for name, value in options.items() if value is not None},
        }
        answer = self._endpoint.post("/chat/completions", asked, within=self._timeout)
        return self._completion(answer)

    def close(self) -> None:
        self._endpoint.close()

    def _completion(self, answer: Any) -> Completion:
        try:
            choice = answer["choices"][0]
            said, finish = choice["message"], choice.get("finish_reason")
            text, refusal = said.get("content"), said.get("refusal")
            usage, model = answer.get("usage"), answer.get("model")
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise self._unusable(answer) from error
        if not isinstance(text or refusal or "", str):
            raise self._unusable(answer)
        return Completion(
            text or "",
            _count(usage, "prompt_tokens"),
            _count(usage, "completion_tokens"),
            model=model if isinstance(model, str) else "",
            finish=finish if isinstance(finish, str) else "",
            refusal=refusal if isinstance(refusal, str) else "",
        )

    def _unusable(self, seen: Any) -> StoreUnavailable:
        return StoreUnavailable(
            f"{self._endpoint.where}, model {self.model}: expected a text in "
            f"`choices[0].message.content`, found {seen!r:.{SHOWN}}. Correct the model's name or "
            "the address."
        )


def _format(schema: Mapping[str, Any]) -> dict[str, Any]:
    described = {"name": "answer", "strict": True, "schema": dict(schema)}
    return {"type": "json_schema", "json_schema": described}


def _count(usage: Any, name: str) -> int | None:
    found = usage.get(name) if isinstance(usage, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None
