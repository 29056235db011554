"""Cards of golden sets, as `card.toml` and as the table of a `card.md`."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Card

CARD = "card.toml"
MARKDOWN = "card.md"
_NAMES = tuple(field.name for field in fields(Card))
_ROW = re.compile(r"^\|\s*([^|]+?)\s*\|\s*(.*?)\s*\|\s*$", re.MULTILINE)


def card_beside(folder: Path, name: str) -> Card:
    """The card of a folder, from `card.toml` or else `card.md`; only the name where it has none."""
    if (folder / CARD).is_file():
        return _read_toml(folder / CARD, name)
    if (folder / MARKDOWN).is_file():
        return _read_markdown((folder / MARKDOWN).read_text(encoding="utf-8"), name)
    return Card(name)


def card_text(card: Card) -> str:
    """A card as TOML: one line a field, in the order of `Card`."""
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in asdict(card).items())


def _quoted(text: str) -> str:
    """A basic string of TOML, which is one of JSON but for the sign DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read_toml(path: Path, name: str) -> Card:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: expected TOML in UTF-8, found: {error}; mend the file") from error
    if unknown := sorted(found.keys() - set(_NAMES)):
        raise BadInput(
            f"{path}: expected the fields {', '.join(_NAMES)}, found {unknown[0]!r}; "
            "rename it, or put what it says into the description"
        )
    return Card(**{"name": name, **{key: _text(path, key, one) for key, one in found.items()}})


def _text(path: Path, name: str, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    raise BadInput(f"{path}: expected {name} as text, found {value!r:.80}; put it into quotes")


def _read_markdown(text: str, name: str) -> Card:
    """The first heading, the paragraph under it, and the first row of a table whose first cell
    names a field of a card ("Judged by"); a page for people, so what is not found is left blank."""
    rows = {label.lower().replace(" ", "_"): cell for label, cell in reversed(_ROW.findall(text))}
    told = {field: rows[field] for field in _NAMES[1:] if field in rows}
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    below = text[heading.end() :].strip().split("\n\n") if heading else [""]
    about = {} if below[0].startswith(("|", "#")) else {"description": below[0]}
    return Card(**{"name": heading[1].strip() if heading else name, **about, **told})
