"""Any endpoint that speaks OpenAI's embeddings API, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput, StoreBusy, StoreUnavailable, WorkbenchError

_SHOWN = 200  # characters of an answer that a message repeats
# Of other codes below 500 the request itself is at fault, and asking again gives the same.
_AGAIN = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS)
_LOGIN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class OpenAIEndpoint:
    """Vectors of `model` with `dimension` numbers, scaled to length 1.

    `url` ends before `/embeddings`, as in `https://api.openai.com/v1`. `shorten` asks the
    endpoint for `dimension` numbers, which models of OpenAI's third generation can give;
    without it the model's own number is expected. `timeout` is in seconds without an answer.

    Nothing is asked twice here. StoreBusy where asking again may help: a time-out, a lost
    connection, 408, 409, 429, and 5xx, with the seconds that `Retry-After` names.
    StoreUnavailable where it does not: a key that is refused, a quota that is used up, an answer
    of another shape. BadInput where the endpoint does not take the texts.
    """

    def __init__(
        self,
        url: str,
        *,
        model: str,
        dimension: int,
        api_key: str | None = None,
        shorten: bool = False,
        timeout: float = 60.0,
    ) -> None:
        self._where = _place(url)
        self.model, self.dimension, self._shorten = model, dimension, shorten
        self._client = httpx.Client(timeout=timeout, headers=_headers(api_key))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 of shape (len(texts), dimension), in the order of the texts.

        A vector without direction stays zero. Threads may ask at once.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        asked: dict[str, Any] = {"model": self.model, "input": list(texts)}
        if self._shorten:
            asked["dimensions"] = self.dimension
        found = self._vectors(self._answer(asked), len(texts))
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit = np.zeros_like(found)
        np.divide(found, lengths, out=unit, where=lengths > 0)
        return unit

    def close(self) -> None:
        self._client.close()

    def _answer(self, asked: dict[str, Any]) -> Any:
        try:
            answer = self._client.post(f"{self._where}/embeddings", json={**asked})
        except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as error:
            why = str(error) or type(error).__name__
            raise StoreBusy(f"{self._where} did not answer: {why}. Ask again later.") from error
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise BadInput(f"{self._where} cannot be asked: {error}. Correct the texts.") from error
        if answer.status_code != httpx.codes.OK:
            raise _refusal(answer, self._where)
        try:
            return answer.json()
        except ValueError as error:
            raise self._unusable(f"no JSON: {answer.text:.{_SHOWN}}") from error

    def _vectors(self, answer: Any, count: int) -> NDArray[np.float32]:
        """The vectors by their `index`: an endpoint may send them in any order."""
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
            raise self._unusable(f"no list `data` of objects: {answer!r:.{_SHOWN}}")
        by_index = {one.get("index"): one.get("embedding") for one in data}
        if len(data) != count or by_index.keys() != set(range(count)):
            seen = sorted(map(str, by_index))[:5]
            raise self._unusable(f"{len(data)} vectors with the indices {', '.join(seen)} …", count)
        try:
            found = np.asarray([by_index[at] for at in range(count)], np.float32)
        except (TypeError, ValueError) as error:
            raise self._unusable(f"a vector that is none: {error}") from error
        if found.shape != (count, self.dimension):
            raise self._unusable(f"an array of shape {found.shape}", count)
        if not np.isfinite(found).all():
            raise self._unusable("NaN or infinity")
        return found

    def _unusable(self, seen: str, count: int | None = None) -> StoreUnavailable:
        number = "vectors" if count is None else f"{count} vectors"
        return StoreUnavailable(
            f"{self._where}, model {self.model}: expected {number} of {self.dimension} finite "
            f"numbers, found {seen}. Correct the model's name, its dimension, or the address."
        )


def _place(url: str) -> str:
    """The address without a slash at its end; BadInput for one that is none, or tells a key."""
    try:
        parts, known = urlsplit(url), bool(httpx.URL(url).host)
    except (httpx.InvalidURL, ValueError):
        parts, known = urlsplit(""), False
    if not known or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise BadInput(
            "embedding endpoint: expected an address like https://api.openai.com/v1 without a "
            f"user or a password, found {parts.scheme}://{parts.hostname or ''}. A key goes into "
            "`api_key`."
        )
    return url.rstrip("/")


def _headers(api_key: str | None) -> dict[str, str]:
    if not api_key:
        return {}
    if not (api_key.isascii() and api_key.isprintable()):
        raise BadInput("embedding API key: expected letters and digits, found other characters.")
    return {"Authorization": f"Bearer {api_key}"}


def _refusal(answer: httpx.Response, where: str) -> WorkbenchError:
    code, error = answer.status_code, _error(answer)
    message = f"{where} answered {code} {answer.reason_phrase}: {error.get('message', '')}"[:500]
    if error.get("code") == "insufficient_quota":  # a 429 that no waiting mends
        return StoreUnavailable(f"{message} Buy more, or ask with another key.")
    if code in _AGAIN or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return StoreBusy(f"{message} Ask again later.", after=_pause(answer))
    if code in _LOGIN:
        return StoreUnavailable(f"{message} Set a key that the endpoint knows.")
    if code == HTTPStatus.NOT_FOUND:
        return StoreUnavailable(f"{message} Correct the address or the model's name.")
    return BadInput(message)


def _error(answer: httpx.Response) -> dict[str, Any]:
    """OpenAI's error object; what else an endpoint says becomes its message."""
    try:
        found = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        found = answer.text
    return found if isinstance(found, dict) else {"message": str(found)[:_SHOWN]}


def _pause(answer: httpx.Response) -> float | None:
    """The seconds of `Retry-After`, which is a number or a date (RFC 9110, section 10.2.3)."""
    told = answer.headers.get("retry-after", "")
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
