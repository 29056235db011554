"""Turns obstore's errors into ours, by the words that S3 and the system put in them."""

from __future__ import annotations

import re

import obstore.exceptions

from ...core.errors import BadInput, StoreUnavailable, WorkbenchError

DRIVER_ERRORS = (obstore.exceptions.BaseError, OSError)

_NO_KEY = "pass access_key and secret_key, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_NOT_ALLOWED = "give this key read, write, list and delete rights there"
_NO_ROOM = "nothing of it was stored; free some room or use another place"
_NO_ANSWER = "start it, or correct the endpoint, its http or https included"

# Looked for in this order: S3's error codes, then HTTP, then the system's errors as obstore
# prints them. The first that occurs decides.
_OPERATOR = (
    ("169.254.169.254", "no access key is known", _NO_KEY),
    ("NoSuchBucket", "the bucket does not exist", "create it, or correct the URL"),
    ("InvalidAccessKeyId", "the access key is unknown", "correct access_key"),
    ("SignatureDoesNotMatch", "the secret key is wrong", "correct secret_key"),
    ("ExpiredToken", "the session has expired", "renew the credentials"),
    ("RequestTimeTooSkewed", "this machine's clock is wrong", "set the clock"),
    ("403 Forbidden", "the key may not do this", _NOT_ALLOWED),
    ("401 Unauthorized", "the login was refused", _NO_KEY),
    ("404 Not Found", "what answers is no S3 server", "correct the endpoint"),
    ("507 Insufficient Storage", "there is no room left", _NO_ROOM),
    ("kind: StorageFull", "there is no room left", _NO_ROOM),
    ("kind: QuotaExceeded", "the quota is used up", _NO_ROOM),
    ("kind: PermissionDenied", "this user may not do this", "change the owner or the mode"),
    ("kind: ReadOnlyFilesystem", "the file system is read-only", "mount it for writing"),
    ("kind: ConnectionRefused", "nothing listens there", _NO_ANSWER),
    ("error sending request", "it did not answer", _NO_ANSWER),
)


def absent(error: Exception) -> bool:
    """Whether `error` says that there is no object of that name, in a store that is there."""
    said = str(error)
    if "kind: NotADirectory" in said:  # a part of the name is itself an object
        return True
    return isinstance(error, FileNotFoundError) and "NoSuchBucket" not in said


def translated(error: Exception, place: str, doing: str) -> WorkbenchError:
    """Our error for obstore's `error`, met while `doing` something at `place`."""
    said = str(error)
    if "kind: IsADirectory" in said or "kind: NotADirectory" in said:
        return BadInput(
            f"cannot {doing} in {place}: a folder holds one thing under a name, an object or "
            "further names; choose another name, or drop what is there"
        )
    if isinstance(error, obstore.exceptions.InvalidPathError):
        return BadInput(
            f"cannot {doing} in {place}: it holds a file that no object name can mean "
            f"({_words(said)}); rename or move that file"
        )
    found = ((seen, advice) for mark, seen, advice in _OPERATOR if mark in said)
    seen, advice = next(found, ("the store failed", "look into its own log"))
    return StoreUnavailable(f"cannot {doing} in {place}: {seen} ({_words(said)}); {advice}")


def _words(said: str) -> str:
    """What the engine or the system itself said, out of obstore's account of it."""
    for said_by in (r"<Message>(.+?)</Message>", r'\b(?:message|error): "(.+?)"'):
        if quoted := re.search(said_by, said):
            return quoted[1]
    return said.partition("\n")[0].rpartition(" - ")[2].strip()
