"""A Grist server: hands out documents over HTTP."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from ...core.errors import BadInput, StoreUnavailable, WorkbenchError
from .document import GristDocument
from .file import MAGIC


def download(
    url: str, document_id: str, *, api_key: str | None, to: Path, timeout: float = 60.0
) -> Path:
    """Save the document as it is on the server now, without its history, as the file `to`.

    What arrives is checked to be a Grist document before it takes the place of an earlier
    file; after an error that one is untouched. A server applies its access rules: the file
    holds what the key's owner may see. `timeout` is in seconds without an answer.
    StoreUnavailable where the server cannot be reached, refuses the key or fails; BadInput
    where url or id do not lead to a document. Source: `GET /docs/{docId}/download` of the
    Grist REST API.
    """
    address = _address(url, document_id)
    headers = _headers(api_key)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".grist-") as folder:
            part = Path(folder) / to.name
            _fetch(address, headers, part, timeout)
            _check(part, address)
            part.replace(to)
    except httpx.HTTPError as error:
        raise _unreachable(error, address) from error
    except OSError as error:
        raise StoreUnavailable(
            f"the document cannot be saved as {to}: {error.strerror or error}. "
            "Make room, or name another place."
        ) from error
    return to


def _address(url: str, document_id: str) -> str:
    _check_url(url)
    if not document_id.strip() or not document_id.isprintable():
        raise BadInput(
            f"Grist server {url}: the document id is blank or holds what no address does; it is "
            "part of the document's address in Grist."
        )
    return f"{url.rstrip('/')}/api/docs/{quote(document_id.strip(), safe='')}/download"


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


def _headers(api_key: str | None) -> dict[str, str]:
    """Nothing without a key: a server hands out public documents to anybody."""
    if not api_key:
        return {}
    if not (api_key.isascii() and api_key.isprintable()):
        raise BadInput("Grist API key: expected letters and digits, found other characters.")
    return {"Authorization": f"Bearer {api_key}"}


def _fetch(address: str, headers: dict[str, str], part: Path, timeout: float) -> None:
    asked = {"nohistory": "true", "template": "false"}
    with (
        httpx.Client(timeout=timeout, follow_redirects=True) as client,
        client.stream("GET", address, params=asked, headers=headers) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise _refused(answer, address)
        with part.open("wb") as file:
            for piece in answer.iter_bytes():
                file.write(piece)


def _refused(answer: httpx.Response, address: str) -> WorkbenchError:
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


def _unreachable(error: httpx.HTTPError, address: str) -> StoreUnavailable:
    if isinstance(error, httpx.TimeoutException):
        why, todo = "it did not answer in time", "raise `timeout`, or ask again"
    elif isinstance(error, httpx.RemoteProtocolError):
        why, todo = f"the download broke off ({error})", "ask again"
    else:
        why, todo = str(error) or type(error).__name__, "start the server, or correct the address"
    return StoreUnavailable(f"Grist server {address}: {why}. To do: {todo}.")


def _check(part: Path, address: str) -> None:
    with part.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise BadInput(
                f"Grist server {address} answered with something that is no document, perhaps "
                "its login page. Correct the address, and set an API key."
            )
    try:
        GristDocument(part).close()
    except BadInput as error:
        raise BadInput(f"Grist server {address} sent a damaged document: {error}") from error
