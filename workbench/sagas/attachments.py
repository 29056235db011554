"""Files that belong to a mission: read, kept in the journal until they are stored, retried."""

from __future__ import annotations

import hashlib
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.errors import BadInput, WorkbenchError
from .stores import Stores

Attachment = str | os.PathLike[str] | tuple[str, bytes]
# Bytes of all contents that one journal keeps, so that any process can store them. A larger
# file is remembered by its path.
KEPT = 8_000_000
MOST_ATTEMPTS = 8


def described(attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    """What the journal keeps of each: name, sha256, size, and its content or its path."""
    files, room = [], KEPT
    for given in attachments:
        name, content, path = _read(given)
        file: dict[str, Any] = {"name": name, "size": len(content)}
        file["sha256"] = hashlib.sha256(content).hexdigest()
        if len(content) <= room:
            room -= len(content)
            file["content"] = b64encode(content).decode()
        elif path is None:
            raise BadInput(
                f"attachment {name!r}: {len(content):,} bytes do not fit beside the others; the "
                f"journal keeps {KEPT:,}. Write it to a file and give its path"
            )
        else:
            file["path"] = path
        files.append(file)
    return files


def _read(given: Attachment) -> tuple[str, bytes, str | None]:
    if isinstance(given, tuple):
        name, content = given
        if not isinstance(content, bytes) or not name or "/" in name:
            raise BadInput(f"attachment: expected (file name, bytes), saw name {name!r}")
        return name, content, None
    path = Path(given).expanduser().resolve()
    try:
        return path.name, path.read_bytes(), str(path)
    except OSError as error:
        raise BadInput(f"attachment {os.fspath(given)!r} cannot be read: {error}") from error


def object_name(mission_id: str, file: Mapping[str, Any]) -> str:
    return f"attachments/{mission_id}/{file['sha256']}/{file['name']}"


def content_of(file: Mapping[str, Any]) -> bytes:
    """The bytes; BadInput where the file that was to be read has gone or changed."""
    if "content" in file:
        return b64decode(file["content"])
    try:
        content = Path(file["path"]).read_bytes()
    except (OSError, KeyError) as error:
        raise BadInput(f"attachment {file['name']!r} is not where it was: {error!r}") from error
    if hashlib.sha256(content).hexdigest() != file["sha256"]:
        raise BadInput(f"attachment {file['path']!r} has changed since the mission was logged")
    return content


def failures(stores: Stores, files: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Store each file under its name; the names that failed, with the reason."""
    failed = {}
    for name, file in files:
        try:
            stores.objects.put(name, content_of(file))
        except WorkbenchError as error:
            failed[name] = f"{type(error).__name__}: {error}"
    return failed
