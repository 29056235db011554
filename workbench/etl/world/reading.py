"""A world folder read into records; what cannot be used is found with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.lore import ontology_of
from ...core.lore.templates import Located, Template
from ...core.lore.templates.located import Place
from ...core.time import eras_of
from .documents import Entry, Unreadable, read_lines, read_yaml
from .entries import Entries
from .instances import Documents, add_templates
from .registry import add_registry


class Contents(NamedTuple):
    """What a folder holds: records, and instances that are yet to be checked.

    `sources` are the ids of its lore texts.
    """

    folder: Path
    entries: Entries
    templates: Mapping[str, Template]
    instances: Documents
    sources: frozenset[str]


def read_world_folder(folder: Path) -> Contents:
    """The contents of a folder.

    Every file is optional, so that a folder may add to a world that is there. BadInput where
    there is nothing, or where settings, eras, ontology or templates cannot be read or contradict
    themselves: all else depends on these.
    """
    if not folder.is_dir():
        raise BadInput(f"expected the folder of a world, saw {str(folder)!r}, which is none")
    found = Entries(folder.resolve().name)
    documents = {name: _whole(folder, name) for name in ("settings", "eras", "ontology")}
    eras_of(documents["eras"])
    ontology_of(documents["ontology"])
    add_registry(found, documents)
    templates = add_templates(found, _texts(folder, "templates"))
    for file, label, entries in _entities(folder, found):
        for entry in entries:
            found.add_entity(file, label, entry)
    instances = _instances(folder, found)
    sources = _sources(folder)
    if not (found.files or instances or sources):
        raise BadInput(
            f"{str(folder)!r} holds no world: expected settings.yaml, eras.yaml, planes.yaml, "
            f"entities/*.yaml or the like"
        )
    return Contents(folder, found, templates, instances, sources)


def _texts(folder: Path, below: str) -> dict[str, str]:
    """The text of each YAML file in a subfolder."""
    found = {}
    for path in _yaml_files(folder / below):
        file = f"{below}/{path.name}"
        try:
            found[file] = path.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadInput(f"{file}:1: not UTF-8 ({error.reason}); save it so") from error
    return found


def _yaml_files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])


def _sources(folder: Path) -> frozenset[str]:
    """Ids of the lore texts, from the YAML that each begins with."""
    texts = (path.read_text("utf-8-sig", "replace") for path in (folder / "lore").glob("*.md"))
    found = (re.search(r"^id: *(\S+)", text, re.MULTILINE) for text in texts)
    return frozenset(match[1] for match in found if match)


def _whole(folder: Path, name: str) -> Mapping[str, Any]:
    """A document that must be right; an empty mapping where there is no such file."""
    file = f"{name}.yaml"
    if not (folder / file).exists():
        return {}
    try:
        document = read_yaml(folder / file)
    except Unreadable as error:
        raise BadInput(f"{file}:{error.line}: {error.why}; nothing was loaded") from error
    if not isinstance(document, Entry):
        raise BadInput(f"{file}:1: expected fields such as `{name}: …`; nothing was loaded")
    return document


def _documents(folder: Path, below: str, found: Entries) -> Iterator[tuple[str, Entry]]:
    """The mapping of each YAML file in a subfolder, by name."""
    for path in _yaml_files(folder / below):
        file = f"{below}/{path.name}"
        document = _readable(path, file, found)
        if isinstance(document, Entry):
            found.files.add(file)
            yield file, document


def _readable(path: Path, file: str, found: Entries) -> Any:
    try:
        document = read_yaml(path)
    except Unreadable as error:
        found.refuse_file(file, error.line, error.why)
        return None
    if document is not None and not isinstance(document, Entry):
        found.refuse_file(file, 1, "expected fields at the top of the file")
    return document


def _entities(folder: Path, found: Entries) -> Iterator[tuple[str, str, Iterable[Any]]]:
    if (folder / "planes.yaml").exists():
        document = _readable(folder / "planes.yaml", "planes.yaml", found)
        if isinstance(document, Entry):
            found.files.add("planes.yaml")
            yield "planes.yaml", "Plane", found.listed("planes.yaml", document, "planes")
    for file, document in _documents(folder, "entities", found):
        yield file, str(document.get("label") or ""), found.listed(file, document, "entities")
    for file, entries in _lines_files(folder, "entities", found):
        yield file, "", entries


def _instances(folder: Path, found: Entries) -> dict[str, str | Located]:
    """The files of instances: YAML as text, JSON lines read."""
    documents: dict[str, str | Located] = {}
    for below in ("missions", "instances"):
        documents |= _texts(folder, below)
        for file, entries in _lines_files(folder, below, found):
            lines: dict[Place, int] = {
                ("instances", at): entry.line for at, entry in enumerate(entries)
            }
            documents[file] = Located({"instances": entries}, lines, file)
    return documents


def _lines_files(folder: Path, below: str, found: Entries) -> Iterator[tuple[str, list[Entry]]]:
    """The entries of each file of JSON lines in a subfolder."""
    for path in sorted((folder / below).glob("*.jsonl")):
        file = f"{below}/{path.name}"
        found.files.add(file)
        try:
            yield file, list(read_lines(path))
        except Unreadable as error:
            found.refuse_file(file, error.line, error.why)
