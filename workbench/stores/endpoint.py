"""JSON over HTTP, to endpoints that follow OpenAI: the address, the key, what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from ..core.errors import BadInput, StoreBusy, StoreTimedOut, StoreUnavailable, WorkbenchError

SHOWN = 200  # characters of an answer that a message repeats
# Of other codes below 500 the request itself is at fault, and asking again gives the same.
_AGAIN = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS)
_LOGIN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class Endpoint:
    """Posts to an address. Threads may post at once.

    `url` ends before the paths, as in `https://api.openai.com/v1`; `kind` names the endpoint in
    messages. `timeout` is in seconds without a byte.

    Nothing is asked twice here. StoreBusy where asking again may help: a lost connection, 408,
    409, 429, and 5xx, with the seconds that `Retry-After` names; StoreTimedOut where no answer
    came in time. StoreUnavailable where it does not: a key that is refused, a quota that is used
    up, an answer that is no JSON. BadInput where the endpoint does not take what it is sent.
    """

    def __init__(
        self, url: str, *, kind: str, api_key: str | None = None, timeout: float = 60.0
    ) -> None:
        self.where = _place(url, kind)
        self._client = httpx.Client(timeout=timeout, headers=_headers(api_key, kind))

    def post(self, path: str, body: Mapping[str, Any], *, within: float | None = None) -> Any:
        """What the endpoint answers, read from JSON.

        `within` limits the seconds of the whole answer: one that trickles in is never without
        a byte for long.
        """
        try:
            told = self._told(path, body, within)
        except httpx.TimeoutException as error:
            raise self._late(str(error) or type(error).__name__) from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            why = str(error) or type(error).__name__
            raise StoreBusy(f"{self.where} did not answer: {why}. Ask again later.") from error
        except httpx.DecodingError as error:
            raise self._unusable(str(error)) from error
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise BadInput(f"{self.where} cannot be asked: {error}. Correct the texts.") from error
        if told.code != httpx.codes.OK:
            raise _refusal(told, self.where)
        try:
            return json.loads(told.content)
        except (ValueError, RecursionError) as error:
            raise self._unusable(f"no JSON: {told.text:.{SHOWN}}") from error

    def close(self) -> None:
        self._client.close()

    def _told(self, path: str, body: Mapping[str, Any], within: float | None) -> _Told:
        ends = None if within is None else monotonic() + within
        content = bytearray()
        with self._client.stream("POST", f"{self.where}{path}", json=dict(body)) as answer:
            for chunk in answer.iter_bytes():
                content += chunk
                if ends is not None and monotonic() > ends:
                    raise self._late(f"no whole answer in {within:g} s")
            return _Told(answer.status_code, answer.reason_phrase, answer.headers, bytes(content))

    def _late(self, why: str) -> StoreTimedOut:
        return StoreTimedOut(f"{self.where} did not answer: {why}. Ask again later.")

    def _unusable(self, seen: str) -> StoreUnavailable:
        return StoreUnavailable(
            f"{self.where}: expected an answer in JSON, found {seen}. Correct the address."
        )


class _Told(NamedTuple):
    code: int
    reason: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


def _place(url: str, kind: str) -> str:
    """The address without a slash at its end; BadInput for one that is none, or tells a key."""
    try:
        parts, known = urlsplit(url), bool(httpx.URL(url).host)
    except (httpx.InvalidURL, ValueError):
        parts, known = urlsplit(""), False
    if not known or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise BadInput(
            f"{kind} endpoint: expected an address like https://api.openai.com/v1 without a "
            f"user or a password, found {parts.scheme}://{parts.hostname or ''}. A key goes into "
            "`api_key`."
        )
    return url.rstrip("/")


def _headers(api_key: str | None, kind: str) -> dict[str, str]:
    if not api_key:
        return {}
    if not (api_key.isascii() and api_key.isprintable()):
        raise BadInput(f"{kind} API key: expected letters and digits, found other characters.")
    return {"Authorization": f"Bearer {api_key}"}


def _refusal(told: _Told, where: str) -> WorkbenchError:
    error = _error(told)
    message = f"{where} answered {told.code} {told.reason}: {error.get('message', '')}"[:500]
    if error.get("code") == "insufficient_quota":  # a 429 that no waiting mends
        return StoreUnavailable(f"{message} Buy more, or ask with another key.")
    if told.code in _AGAIN or told.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return StoreBusy(f"{message} Ask again later.", after=_pause(told))
    if told.code in _LOGIN:
        return StoreUnavailable(f"{message} Set a key that the endpoint knows.")
    if told.code == HTTPStatus.NOT_FOUND:
        return StoreUnavailable(f"{message} Correct the address or the model's name.")
    return BadInput(message)


def _error(told: _Told) -> dict[str, Any]:
    """OpenAI's error object; what else an endpoint says becomes its message."""
    try:
        found = json.loads(told.content)["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        found = told.text
    return found if isinstance(found, dict) else {"message": str(found)[:SHOWN]}


def _pause(told: _Told) -> float | None:
    """The seconds of `Retry-After`, which is a number or a date (RFC 9110, section 10.2.3)."""
    named = told.headers.get("retry-after", "")
    try:
        return max(0.0, float(named))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(named) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
