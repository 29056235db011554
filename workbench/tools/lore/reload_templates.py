"""Templates read anew from their files, for every process that uses them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from ...core.errors import BadInput, StoreUnavailable, WriteRefused
from ...core.lore import LoreAnswer
from ...core.lore.templates import Template, read_templates
from ...core.lore.templates.located import read_yaml
from ...core.protocols import AsksWorld, Messages, Tells
from .inquiry import Inquiry

CHANNEL = "lore:reload:templates"
BENCH, WORLD = "bench", "world"
FOLDER = "templates"

Stored = Mapping[str, Mapping[str, Any]]


class Reloads(AsksWorld, Tells, Protocol):
    """A bench with its folder and its messages."""

    @property
    def folder(self) -> Path: ...

    @property
    def cache(self) -> Messages: ...


def reload_templates(bench: Reloads, folder: str | os.PathLike[str] | None = None) -> LoreAnswer:
    """Reads the templates of the bench's folder `templates/`, and of a world's `folder`.

    One row: added, changed, removed, each a list of template ids. Without `folder` the world's
    templates stay as they were loaded. All are checked before one is stored, and stored in one
    write: BadInput tells every fault with file and line, and nothing changes. Other processes
    that hold the bench open are told; if the messages are down, they see it within a second.
    """
    inquiry = Inquiry.open(bench)
    stored: Stored = {row["id"]: row for row in inquiry.ask("lore/templates")}
    files = {BENCH: _files(bench.folder / FOLDER, BENCH)}
    if folder is not None:
        files[WORLD] = _files(_existing(Path(folder)), WORLD)
    kept = {name: row for name, row in stored.items() if _origin(row) not in files}
    texts = {**files[BENCH], **files.get(WORLD, {})}
    read = read_templates({**_as_files(kept.values()), **texts})
    fresh = {name: template for name, template in read.items() if name not in kept}
    added = sorted(fresh.keys() - stored.keys())
    changed = sorted(i for i in fresh.keys() & stored.keys() if _differs(fresh[i], stored[i]))
    removed = sorted(stored.keys() - fresh.keys() - kept.keys())
    if added or changed or removed:
        records = [_record(fresh[name]) for name in (*added, *changed)]
        bench.tell("lore/swap_templates", removed=removed, templates=records)
        _publish(inquiry, bench, [(i, fresh[i].version) for i in (*added, *changed)], removed)
    inquiry.warnings += _left_out(texts)
    return inquiry.answer(("added", "changed", "removed"), [(added, changed, removed)])


def _existing(folder: Path) -> Path:
    """A world's folder, or the folder of its templates."""
    inner = folder / FOLDER
    if not folder.is_dir():
        raise BadInput(f"expected a folder of templates or of a world, saw {str(folder)!r}")
    return inner if inner.is_dir() else folder


def _files(folder: Path, origin: str) -> dict[str, str]:
    """The texts of a folder's files, named so that messages and the graph tell them apart."""
    found = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    return {f"{origin}:{FOLDER}/{file.name}": _text(file) for file in found}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file.name}:1: expected UTF-8: {error}") from error


def _as_files(kept: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Templates that stay, as files again (JSON is YAML), so that a clash names theirs."""
    return {
        row["file"] or f"{row['id']} in the graph": f'{{"template": {row["document"]}}}'
        for row in kept
    }


def _left_out(texts: Mapping[str, str]) -> list[str]:
    told = "its instances are not loaded here; put the file into a world and load that"
    parts = ((file, read_yaml(text, file).value or {}) for file, text in texts.items())
    return [f"{file}: {told}" for file, found in parts if "instances" in found]


def _origin(row: Mapping[str, Any]) -> str:
    return row["origin"] or WORLD


def _differs(fresh: Template, stored: Mapping[str, Any]) -> bool:
    return bool(json.loads(stored["document"]) != json.loads(_record(fresh)["document"]))


def _record(template: Template) -> dict[str, Any]:
    origin, _, file = template.file.partition(":")
    return {
        "id": template.id,
        "type": template.type,
        "version": template.version,
        "document": json.dumps(template.document, ensure_ascii=False, default=str),
        "file": file,
        "origin": origin,
    }


def _publish(
    inquiry: Inquiry, bench: Reloads, stand: list[tuple[str, int]], gone: list[str]
) -> None:
    told = [{"template_id": name, "version": version} for name, version in stand]
    told += [{"template_id": name, "version": None} for name in gone]
    try:
        for message in told:
            bench.cache.send(CHANNEL, json.dumps(message).encode())
    except (StoreUnavailable, WriteRefused) as error:
        inquiry.warnings.append(f"other processes were not told, and will look: {error}")
