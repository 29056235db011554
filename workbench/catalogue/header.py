"""The comment block that opens a query file: TOML between `/// query` and `///`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import BadInput

OPENING = "/// query"
CLOSING = "///"


@dataclass(frozen=True, slots=True)
class Header:
    """A file in two parts: the block's fields, and the statement from line `text_line` on."""

    file: Path
    fields: dict[str, Any]
    lines: tuple[str, ...]
    text: str
    text_line: int

    def bad(self, message: str, *path: str) -> BadInput:
        """An error at the line that holds the field `path`, or at the block's first line."""
        at = 0
        for key in path:
            found = (n for n in range(at, len(self.lines)) if _mentions(self.lines[n], key))
            at = next(found, at)
        return bad(self.file, at + 1, message)

    def bad_text(self, message: str, position: int) -> BadInput:
        """An error at a character of the statement as written."""
        return bad(self.file, self.text_line + self.text.count("\n", 0, position), message)


def bad(file: Path, line: int, message: str) -> BadInput:
    return BadInput(f"{file}:{line}: {message}")


def read_text(file: Path) -> str:
    """A file's text; BadInput where it is not UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise bad(file, line, f"the file is not UTF-8 ({error.reason}); save it so") from error


def has_header(text: str, mark: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return first.rstrip() == f"{mark} {OPENING}"


def read_header(file: Path, mark: str) -> Header:
    """The header of a file whose comments start with `mark`; BadInput where it has none."""
    text = read_text(file)
    if not has_header(text, mark):
        seen = text.lstrip().split("\n", 1)[0][:60]
        raise bad(file, 1, f"expected `{mark} {OPENING}` on the first line, saw `{seen}`")
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if line.strip())
    end = _closing(file, lines, start, mark)
    block = [_bare(line, mark) for line in lines[:end]]
    block[start] = ""
    body = "\n".join(lines[end + 1 :])
    blank = len(body) - len(body.lstrip())
    text_line = end + 2 + body.count("\n", 0, blank)
    return Header(file, _fields(file, block), tuple(block), body.strip(), text_line)


def _closing(file: Path, lines: list[str], start: int, mark: str) -> int:
    for at in range(start + 1, len(lines)):
        line = lines[at].rstrip()
        if line == f"{mark} {CLOSING}":
            return at
        if not line.startswith(mark):
            message = f"expected `{mark} {CLOSING}` to close the header, saw `{line[:60]}`"
            raise bad(file, at + 1, message)
    raise bad(file, len(lines), f"the header is not closed; end it with `{mark} {CLOSING}`")


def _bare(line: str, mark: str) -> str:
    return line.removeprefix(mark).removeprefix(" ").rstrip("\r")


def _fields(file: Path, block: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(block))
    except tomllib.TOMLDecodeError as error:
        # The block keeps the file's line numbers; until Python 3.14 they stand in the message only.
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else len(block)
        raise bad(file, line, f"the header is not TOML: {error}") from error


def _mentions(line: str, key: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", line) is not None
