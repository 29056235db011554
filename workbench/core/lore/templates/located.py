"""YAML with the line of every part, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import BadInput

if TYPE_CHECKING:
    import yaml

Place = tuple[str | int, ...]
"""Where a part stands: keys and indexes from the top."""


@dataclass(frozen=True, slots=True)
class Located:
    """A document and the 1-based line of each of its parts.

    Of a block text (`|`) the line is that of its first row of text, so that row n of it
    stands in line + n - 1.
    """

    value: Any
    lines: Mapping[Place, int]
    file: str

    def line(self, *place: str | int) -> int:
        """The line of a part; of one that is not there, that of the nearest part around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(text: str, file: str) -> Located:
    """One YAML document; BadInput with file and line.

    Refused beside bad syntax: a key given twice, of which YAML keeps the last in silence; keys
    that are no text; anchors and aliases, by which a short file unfolds without end.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
        reader = _Reader(file)
        value = None if node is None else reader.read(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadInput(f"{file}:{line}: expected YAML: {error.problem or error}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise (
            error if isinstance(error, BadInput) else BadInput(f"{file}:1: expected YAML: {error}")
        ) from error
    return Located(value, reader.lines, file)


class _Reader:
    def __init__(self, file: str) -> None:
        from yaml.constructor import SafeConstructor

        self._file, self._scalars = file, SafeConstructor()
        self._seen: set[int] = set()
        self.lines: dict[Place, int] = {}

    def read(self, node: yaml.Node, place: Place) -> Any:
        import yaml

        if isinstance(node, yaml.ScalarNode):
            self.lines[place] = _line(node) + _is_block(node)
            return self._scalars.construct_object(node, deep=True)
        if id(node) in self._seen:
            raise BadInput(
                f"{self._file}:{_line(node)}: an alias (*name) repeats this part; write it out"
            )
        self._seen.add(id(node))
        self.lines[place] = _line(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(part, (*place, at)) for at, part in enumerate(node.value)]
        return self._mapping(node.value, place)

    def _mapping(self, pairs: list[tuple[yaml.Node, yaml.Node]], place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in pairs:
            key = key_node.value
            if not isinstance(key, str):
                raise BadInput(f"{self._file}:{_line(key_node)}: expected a text as key")
            if key in found:
                raise BadInput(
                    f"{self._file}:{_line(key_node)}: the key {key!r} stands here twice; keep one"
                )
            found[key] = self.read(value_node, (*place, key))
            if not _is_block(value_node):
                self.lines[(*place, key)] = _line(key_node)
        return found


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_block(node: yaml.Node) -> bool:
    """Whether the text starts on the line below its mark."""
    return getattr(node, "style", None) in ("|", ">")
