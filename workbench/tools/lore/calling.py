"""Tools called by name, and what is kept of a call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from hashlib import sha256
from importlib import import_module
from inspect import signature
from typing import Any

from ...core.errors import BadParameters, QueryNotFound
from ...core.frames import as_json
from ...core.lore import LoreAnswer
from ...core.values import Rows

# Characters of a result as JSON that are kept whole; of a longer one its count and hashes are.
KEPT_WHOLE = 64 * 1024

Tool = Callable[..., Any]


def tool_names() -> list[str]:
    """Every tool of the library, in alphabetical order."""
    return sorted(import_module(__package__).__all__)


def tool_named(name: str) -> Tool:
    """QueryNotFound names the near ones."""
    package = import_module(__package__)
    if name in package.__all__:
        found: Tool = getattr(package, name)
        return found
    near = get_close_matches(name, package.__all__, 3)
    hint = f"; ask for {' or '.join(near)}" if near else "; see workbench.tools.lore"
    raise QueryNotFound(f"no tool is called {name!r}{hint}")


def takes(tool: Tool) -> list[str]:
    """The names of a tool's arguments, but for the bench that it asks."""
    return list(signature(tool).parameters)[1:]


def checked(name: str, tool: Tool, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments; BadParameters where the tool cannot be called with them."""
    try:
        signature(tool).bind(None, **arguments)
    except TypeError as error:
        form = ", ".join(str(p) for p in list(signature(tool).parameters.values())[1:])
        raise BadParameters(f"{name}({form}): {error}") from error
    return arguments


def rows_of(result: Any) -> list[dict[str, Any]]:
    """A result's rows as JSON holds them; of a result that has none, itself as one row."""
    if isinstance(result, LoreAnswer | Rows):
        found: list[dict[str, Any]] = plain(list(result))
        return found
    return [{"result": plain(result)}]


def kept_result(result: Any) -> dict[str, Any]:
    """What the log keeps: rows and meta; of a long result `rows` is their number, with hashes.

    `hash` is SHA-256 over the rows in their order, `hash_any_order` over the sorted rows.
    """
    rows = rows_of(result)
    meta = plain(result.meta.as_dict()) if isinstance(result, LoreAnswer) else {}
    whole = {"rows": rows, "meta": meta}
    return whole if len(text_of(whole)) <= KEPT_WHOLE else {**hashes(rows), "meta": meta}


def hashes(rows: list[dict[str, Any]]) -> dict[str, Any]:
    texts = [text_of(row) for row in rows]
    named = {"hash": texts, "hash_any_order": sorted(texts)}
    digests = {name: sha256("\n".join(t).encode()).hexdigest() for name, t in named.items()}
    return {"rows": len(rows), **digests}


def plain(value: Any) -> Any:
    """A value as it comes back from JSON."""
    text = as_json(value)
    return text if value is None or isinstance(value, str) else _read(text)


def text_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _read(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        return text  # a date, say, which has no form of its own in JSON
