"""A Grist server: hands out documents over HTTP."""

from __future__ import annotations

import tempfile
from pathlib import Path

import httpx

from ...core.errors import BadInput, StoreUnavailable
from . import rest
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
    address = f"{rest.document_address(url, document_id)}/download"
    headers = rest.headers(api_key)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".grist-") as folder:
            part = Path(folder) / to.name
            _fetch(address, headers, part, timeout)
            _check(part, address)
            part.replace(to)
    except httpx.HTTPError as error:
        raise rest.unreachable(error, address) from error
    except OSError as error:
        raise StoreUnavailable(
            f"the document cannot be saved as {to}: {error.strerror or error}. "
            "Make room, or name another place."
        ) from error
    return to


def _fetch(address: str, headers: dict[str, str], part: Path, timeout: float) -> None:
    asked = {"nohistory": "true", "template": "false"}
    with (
        httpx.Client(timeout=timeout, follow_redirects=True) as client,
        client.stream("GET", address, params=asked, headers=headers) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise rest.refused(answer, address)
        with part.open("wb") as file:
            for piece in answer.iter_bytes():
                file.write(piece)


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
