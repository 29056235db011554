"""The documents of a knowledge base, from a folder and from a server."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.stores.test_grist_document import DATA, GOLDEN, MODEL
from tests.stores.test_grist_server import KEY, _Server, content, server, status
from workbench.core.errors import BadInput, StoreUnavailable
from workbench.stores.grist.collection import in_folder, on_server

__all__ = ["server"]  # a fixture


def copied(vedana: Path, folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        shutil.copyfile(vedana / name, folder / name)
    return folder


def handing_out(vedana: Path) -> Any:
    """The answers of a server that has the real documents and knows one key."""

    def answer(request: Any) -> None:
        path = vedana / f"{request.path.split('/')[3]}.grist"
        known = request.headers["Authorization"] == f"Bearer {KEY}"
        found = content(path.read_bytes()) if path.exists() else status(404)
        (found if known else status(401))(request)

    return answer


def ids(*names: str) -> Sequence[str]:
    return [name.removesuffix(".grist") for name in names]


def test_documents_are_told_apart_by_their_tables(vedana: Path, tmp_path: Path) -> None:
    folder = copied(vedana, tmp_path / "all", DATA, GOLDEN, MODEL)
    with in_folder(folder) as (model, data, golden):
        assert (model.name, data.name, golden and golden.name) == (MODEL, DATA, GOLDEN)
    (folder / GOLDEN).unlink()
    with in_folder(folder) as found:
        assert found.golden is None


def test_a_document_too_few_or_too_many_is_told_by_name(vedana: Path, tmp_path: Path) -> None:
    folder = copied(vedana, tmp_path / "one", DATA)
    with (
        pytest.raises(BadInput, match="expected one data model document, found none"),
        in_folder(folder),
    ):
        pass
    shutil.copyfile(vedana / MODEL, folder / "a.grist")
    shutil.copyfile(vedana / MODEL, folder / "b.grist")
    with (
        pytest.raises(BadInput, match=r"one data model document, found a\.grist, b\.grist"),
        in_folder(folder),
    ):
        pass


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_documents_is_told(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(BadInput, match=r"expected a folder with \.grist files, found none"),
        in_folder(tmp_path / name),
    ):
        pass


def test_one_bad_file_among_good_ones_is_named(vedana: Path, tmp_path: Path) -> None:
    folder = copied(vedana, tmp_path / "all", DATA, MODEL)
    with closing(sqlite3.connect(folder / "other.grist")) as db:
        db.execute("CREATE TABLE t (a)")
    with (
        pytest.raises(BadInput, match=r"other\.grist cannot be read.*is it a Grist document"),
        in_folder(folder),
    ):
        pass


def test_documents_of_a_server_are_those_of_the_folder(server: _Server, vedana: Path) -> None:
    server.answer = handing_out(vedana)
    with (
        on_server(server.url, ids(MODEL, DATA, GOLDEN), api_key=KEY) as there,
        in_folder(vedana) as here,
    ):
        pairs = [(one, other) for one, other in zip(there, here, strict=True) if one and other]
        assert len(pairs) == 3
        for one, other in pairs:
            assert one.tables() == other.tables()
            assert all(one.rows(table) == other.rows(table) for table in one.tables())


def test_a_refused_key_or_document_leaves_no_file_behind(
    server: _Server, vedana: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    server.answer = handing_out(vedana)
    for asked, key, error in (
        (ids(MODEL, DATA), "wrong", StoreUnavailable),
        ([*ids(MODEL, DATA), "unknown"], KEY, BadInput),
    ):
        with pytest.raises(error), on_server(server.url, asked, api_key=key):
            pass
    assert list(tmp_path.iterdir()) == []
