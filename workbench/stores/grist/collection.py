"""The documents of one knowledge base: data model, data and golden set, told by their tables."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from ...core.documents import Document
from ...core.errors import BadInput
from .csv_document import CsvDocument
from .document import GristDocument
from .server import download


class Collection(NamedTuple):
    """`golden` is None where no document holds a table `Gds`."""

    model: Document
    data: Document
    golden: Document | None


@contextmanager
def in_folder(folder: Path) -> Iterator[Collection]:
    """The `.grist` files of a folder; BadInput where model or data is missing or is there twice."""
    files = sorted(folder.glob("*.grist")) if folder.is_dir() else []
    if not files:
        raise BadInput(f"{folder}: expected a folder with .grist files, found none there")
    with ExitStack() as stack:
        yield _sorted([stack.enter_context(GristDocument(file)) for file in files], str(folder))


@contextmanager
def on_server(url: str, ids: Sequence[str], *, api_key: str | None) -> Iterator[Collection]:
    """The documents `ids` of a Grist server, as they are now, in temporary files."""
    with tempfile.TemporaryDirectory(prefix="workbench-grist-") as folder, ExitStack() as stack:
        saved = [
            download(url, one, api_key=api_key, to=Path(folder) / f"{at}-{one}.grist")
            for at, one in enumerate(ids)
        ]
        yield _sorted([stack.enter_context(GristDocument(file)) for file in saved], url)


@contextmanager
def as_csv(url: str, ids: Sequence[str], *, api_key: str | None) -> Iterator[Collection]:
    """The documents `ids` of a Grist server, table by table; see `csv_document`."""
    with ExitStack() as stack:
        opened = [CsvDocument(url, one, api_key=api_key) for one in ids]
        yield _sorted([stack.enter_context(document) for document in opened], url)


def _sorted(documents: Sequence[Document], where: str) -> Collection:
    by_role: dict[str, list[Document]] = {"data model": [], "data": [], "golden set": []}
    for document in documents:
        by_role[_role(document)].append(document)
    for role, found in by_role.items():
        wanted = "at most one" if role == "golden set" else "one"
        if len(found) > 1 or (wanted == "one" and not found):
            names = ", ".join(document.name for document in found) or "none"
            raise BadInput(f"{where}: expected {wanted} {role} document, found {names}")
    golden = by_role["golden set"]
    return Collection(by_role["data model"][0], by_role["data"][0], golden[0] if golden else None)


def _role(document: Document) -> str:
    tables = set(document.tables())
    if "Anchors" in tables:
        return "data model"
    return "golden set" if "Gds" in tables else "data"
