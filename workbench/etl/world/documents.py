"""YAML and JSON lines as dicts that know their line; nothing is guessed, no key stands twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_TAG = "tag:yaml.org,2002:"


class Entry(dict[str, Any]):
    """A mapping of a document; `line` is the line where it begins, from 1."""

    __slots__ = ("line",)
    line: int


class Unreadable(BadInput):
    """A document that cannot be read as a whole; `line` is where it breaks."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(f"line {line}: {why}")
        self.why, self.line = why, line


def read_yaml(path: Path) -> Any:
    """The document in a file; an empty one is None. Unreadable says where it is no YAML.

    Dates stay text as they were written: a graph and a comparison want them so.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(_text(path))
    try:
        node = loader.get_single_node()
        return None if node is None else _Reading(loader).value(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(str(error.problem), mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise Unreadable(str(error), 1) from error
    finally:
        loader.dispose()


def read_lines(path: Path) -> Iterator[Entry]:
    """One JSON object a line, blank lines left out: the form for worlds of many thousands."""
    # Not splitlines(): a JSON text may hold U+2028 and other breaks of lines as they are.
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line, object_pairs_hook=_unique)
        except json.JSONDecodeError as error:
            raise Unreadable(f"no JSON: {error.msg}", number) from error
        except ValueError as error:
            raise Unreadable(str(error), number) from error
        if not isinstance(found, dict):
            raise Unreadable("expected one JSON object a line", number)
        entry = Entry(found)
        entry.line = number
        yield entry


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"not UTF-8 ({error.reason}); save it so", line) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    twice = next(key for key in keys if keys.count(key) > 1)
    raise ValueError(f"the key {twice!r} stands twice in one mapping; drop one")


class _Reading:
    """Turns composed nodes into values."""

    def __init__(self, loader: Any) -> None:
        self._open = set[int]()
        self._scalars: dict[str, Callable[[ScalarNode], Any]] = {
            f"{_TAG}null": lambda node: None,
            f"{_TAG}bool": loader.construct_yaml_bool,
            f"{_TAG}int": loader.construct_yaml_int,
            f"{_TAG}float": loader.construct_yaml_float,
            f"{_TAG}timestamp": lambda node: node.value,
        }

    def value(self, node: Any) -> Any:
        if node.id == "scalar":
            return node.value if node.tag == f"{_TAG}str" else self._scalar(node)
        if id(node) in self._open:
            raise Unreadable("an alias holds itself", _line(node))
        self._open.add(id(node))
        found = self._mapping(node) if node.id == "mapping" else self._sequence(node)
        self._open.discard(id(node))
        return found

    def _scalar(self, node: ScalarNode) -> Any:
        read = self._scalars.get(node.tag)
        if read is None:
            raise Unreadable(
                f"the tag {node.tag} is not read here; write plain values", _line(node)
            )
        return read(node)

    def _sequence(self, node: SequenceNode) -> list[Any]:
        return [self.value(item) for item in node.value]

    def _mapping(self, node: MappingNode) -> Entry:
        pairs = [(self._key(key), self.value(value)) for key, value in node.value]
        try:
            entry = Entry(_unique(pairs))
        except ValueError as error:
            raise Unreadable(str(error), _line(node)) from error
        entry.line = _line(node)
        return entry

    def _key(self, node: Node) -> str:
        if node.tag == f"{_TAG}str":
            return str(node.value)
        raise Unreadable(f"a key is text; put {node.value!r:.40} in quotes", _line(node))


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
