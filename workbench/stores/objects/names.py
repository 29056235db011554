"""What an object may be called: the names that a folder and S3 both hold.

A bench moves between the two, so each refuses what the other could not give back:
control characters and backslashes (S3 gateways turn `\\` into `/`), parts that a file
system cannot hold, and a last part like `draft#1`, which the folder's driver keeps for
files in progress.
"""

from __future__ import annotations

import re

from ...core.errors import BadInput

EXAMPLE = "'runs/2026/answers.json'"
MAX_BYTES = 900  # S3 allows 1024, of which a prefix in the bucket takes some
MAX_PART_BYTES = 250  # file systems allow 255, of which '#1' marks a file in progress

_REFUSED = re.compile(r"[\x00-\x1f\x7f\\]")
_IN_PROGRESS = re.compile(r"[^#]*#[0-9]+")


def checked(name: str) -> str:
    """`name` itself; BadInput where a folder and S3 could not both hold it."""
    why = _unfit(name) or _in_progress(name)
    if why:
        raise BadInput(f"object name {name!r} {why}; use a relative path such as {EXAMPLE}")
    return name


def checked_folder(prefix: str) -> str:
    """`prefix` without its last `/`, empty for everything; BadInput as for names."""
    below = prefix.removesuffix("/") if isinstance(prefix, str) else prefix
    why = "" if below == prefix == "" else _unfit(below)
    if why:
        raise BadInput(
            f"prefix {prefix!r} {why}; use the folder part of names, such as 'runs/2026'"
        )
    return below


def _unfit(name: str) -> str:
    """What is wrong with `name` as a path, empty where nothing is."""
    if not isinstance(name, str):
        return f"is {type(name).__name__}, not text"
    if refused := _REFUSED.search(name):
        return f"holds {refused[0]!r}"
    if any(part in ("", ".", "..") for part in name.split("/")):
        return "is not a relative path of non-empty parts, none of them '.' or '..'"
    return _too_long(name)


def _too_long(name: str) -> str:
    try:
        size = len(name.encode())
        longest = max(len(part.encode()) for part in name.split("/"))
    except UnicodeEncodeError as error:
        return f"holds half a character, {name[error.start]!r}"
    if size > MAX_BYTES or longest > MAX_PART_BYTES:
        return f"is {size} bytes long; at most {MAX_BYTES}, {MAX_PART_BYTES} between two '/', fit"
    return ""


def _in_progress(name: str) -> str:
    if _IN_PROGRESS.fullmatch(name.rpartition("/")[2]):
        return "ends in '#' and digits, which marks a file in progress"
    return ""
