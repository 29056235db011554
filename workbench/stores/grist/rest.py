"""What the doors to a Grist server share: its address, its key, its refusals."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import httpx

from ...core.errors import BadInput, StoreUnavailable, WorkbenchError


def document_address(url: str, document_id: str) -> str:
    """Where the API has a document; BadInput where address or id are none."""
    _check_url(url)
    if not document_id.strip() or not document_id.isprintable():
        raise BadInput(
            f"Grist server {url}: the document id is blank or holds what no address does; it is "
            "part of the document's address in Grist."
        )
    return f"{url.rstrip('/')}/api/docs/{quote(document_id.strip(), safe='')}"


def _check_url(url: str) -> None:
    """Only scheme and host are repeated: a URL may hold a password."""
    try:
        parts, sendable = urlsplit(url), bool(httpx.URL(url).host.encode("idna"))
    except (httpx.InvalidURL, ValueError):  # a host with labels that are too long is the latter
        parts, sendable = urlsplit(""), False
    if not sendable or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise BadInput(
            "Grist server: expected an address like https://docs.getgrist.com without a user or "
            f"a password, found {parts.scheme}://{parts.hostname or ''}. A key goes into `api_key`."
        )


def headers(api_key: str | None) -> dict[str, str]:
    """Nothing without a key: a server hands out public documents to anybody."""
    if not api_key:
        return {}
    if not (api_key.isascii() and api_key.isprintable()):
        raise BadInput("Grist API key: expected letters and digits, found other characters.")
    return {"Authorization": f"Bearer {api_key}"}


def refused(answer: httpx.Response, address: str) -> WorkbenchError:
    """The error for an answer that is none."""
    code = answer.status_code
    said = f"Grist server {address} answered {code} {answer.reason_phrase}"
    if code == httpx.codes.UNAUTHORIZED:
        return StoreUnavailable(f"{said}: it does not know the API key. Set a valid one.")
    if code == httpx.codes.FORBIDDEN:
        return StoreUnavailable(
            f"{said}: the key's owner may not read the document. Share the document, or set "
            "the key of somebody who may."
        )
    if code == httpx.codes.NOT_FOUND:
        return BadInput(f"{said}: it has no such document. Correct the document id or the address.")
    if code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return StoreUnavailable(f"{said}. See the server's log, and ask again.")
    return BadInput(f"{said}. Correct the address of the server.")


def unreachable(error: httpx.HTTPError, address: str) -> StoreUnavailable:
    """The error for no answer."""
    if isinstance(error, httpx.TimeoutException):
        why, todo = "it did not answer in time", "raise `timeout`, or ask again"
    elif isinstance(error, httpx.RemoteProtocolError):
        why, todo = f"the download broke off ({error})", "ask again"
    else:
        why, todo = str(error) or type(error).__name__, "start the server, or correct the address"
    return StoreUnavailable(f"Grist server {address}: {why}. To do: {todo}.")
