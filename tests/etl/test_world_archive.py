"""A world that is exported, imported elsewhere and exported again is the same to the hash."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.asker import WorldAsker
from tests.lore.conftest import WORLD, fresh
from workbench.core.errors import BadInput
from workbench.etl.world import WorldStores, load_world
from workbench.etl.world.archive import Archive, export_world, import_archive, import_world
from workbench.etl.world.archive_file import pack, unpacked
from workbench.etl.world.present import unfinished
from workbench.schema import migrate
from workbench.stores.embedding.wordllama import WordLlamaEmbedder

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@contextmanager
def empty(servers: Any) -> Iterator[WorldStores]:
    with ExitStack() as stack:
        kinds = ("relational", "graph", "objects")
        relational, graph, objects = (stack.enter_context(fresh(k, servers)) for k in kinds)
        embedder = WordLlamaEmbedder()
        migrate(relational, ("workbench", "lore"), dimension=embedder.dimension)
        asker = WorldAsker(relational, graph, embedder, objects=objects)
        yield WorldStores(asker, graph, relational, objects, embedder)


@contextmanager
def loaded(servers: Any, **form: Any) -> Iterator[WorldStores]:
    with empty(servers) as stores:
        load_world(WORLD, stores, **form)
        yield stores


def content(stores: WorldStores, name: str) -> bytes:
    assert stores.objects is not None
    return stores.objects.get(name)


def lines(archive: bytes, file: str) -> list[dict[str, Any]]:
    with unpacked(archive) as (folder, _):
        return [json.loads(line) for line in (folder / file).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def sample(servers: Any) -> tuple[Archive, bytes]:
    """The archive of the whole sample world, schema `setting`, native edges."""
    with loaded(servers) as stores:
        told = export_world(stores, at=NOON)
        return told, content(stores, told.name)


@pytest.fixture(scope="module")
def margin(servers: Any) -> bytes:
    """That of one of its settings."""
    with loaded(servers) as stores:
        return content(stores, export_world(stores, "margin").name)


def assert_survives(
    servers: Any, told: Archive, archive: bytes, shape: Any, setting: str | None = None
) -> None:
    """An import into empty stores, exported again, has equal hashes and equal bytes."""
    with empty(servers) as stores:
        read = import_archive(stores, archive, shape=shape)
        again = export_world(stores, setting, at=NOON)
        reified = stores.tells.ask("lore/reified_edge_types").rows
        assert (len(reified) > 0) == (shape == "reified")
        assert content(stores, again.name) == archive
    assert read.content_hash == again.content_hash == told.content_hash
    assert read.counts == again.counts == told.counts


@pytest.mark.parametrize("shape", ["native", "reified"])
def test_an_imported_world_is_exported_with_equal_hashes(
    servers: Any, sample: tuple[Archive, bytes], shape: str
) -> None:
    assert_survives(servers, *sample, shape)
    assert sample[0].name == "snapshots/world/all/20261121T120000.000000Z.tar.zst"


@pytest.mark.parametrize(("schema", "shape"), [("setting", "reified"), ("v1.2", "native")])
def test_worlds_of_other_forms_survive_too(servers: Any, schema: str, shape: str) -> None:
    with loaded(servers, schema=schema, shape=shape) as stores:
        told = export_world(stores, at=NOON)
        archive = content(stores, told.name)
    other = "native" if shape == "reified" else "reified"
    assert_survives(servers, told, archive, other)


def test_both_shapes_are_one_content(servers: Any, sample: tuple[Archive, bytes]) -> None:
    with loaded(servers, shape="reified") as stores:
        assert export_world(stores).content_hash == sample[0].content_hash


def test_an_archive_holds_every_store_in_order(sample: tuple[Archive, bytes]) -> None:
    told, archive = sample
    trades = (WORLD / "logs" / "trade_log.csv").read_text().count("\n") - 1
    assert told.counts["logs/trade_log.jsonl"] == trades
    with unpacked(archive) as (folder, manifest):
        names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
        document = (folder / "objects/sources/src_tidebook/v4.md").read_bytes()
    assert {*manifest["files"], "manifest.json"} == set(names)
    assert document == (WORLD / "lore" / "src_tidebook.md").read_bytes()
    edges = [line["edge_id"] for line in lines(archive, "graph/edges.jsonl")]
    assert edges == sorted(edges)
    assert "rel_0005" in edges


def test_one_setting_takes_what_is_its_own_with_it(margin: bytes) -> None:
    nodes = {line["id"]: line for line in lines(margin, "graph/nodes.jsonl")}
    assert {"margin", "per_lapis_versal", "per_ninepence", "MEMBER_OF"} <= nodes.keys()
    assert not nodes.keys() & {"tidewheel", "per_tamsin_brack"}
    worlds = {line["world_id"] for line in lines(margin, "logs/dialogue_log.jsonl")}
    assert worlds == {"margin"}
    missions = {line["mission_id"] for line in lines(margin, "logs/mission_log.jsonl")}
    assert missions <= nodes.keys()
    ends = [(e["from_id"], e["to_id"]) for e in lines(margin, "graph/edges.jsonl")]
    assert {id for pair in ends for id in pair} <= nodes.keys()


def test_a_setting_can_be_imported_and_asked(servers: Any, margin: bytes) -> None:
    with empty(servers) as stores:
        import_archive(stores, margin)
        assert stores.tells.ask("lore/world_stamp").rows[0]["default_setting"] == "margin"
        assert content(stores, export_world(stores, "margin", at=NOON).name) == margin


def test_a_second_import_changes_nothing_and_other_schemas_are_refused(
    servers: Any, sample: tuple[Archive, bytes]
) -> None:
    with loaded(servers) as stores:
        import_world(stores, export_world(stores, at=NOON).name)
        assert export_world(stores, at=NOON).content_hash == sample[0].content_hash
        with pytest.raises(BadInput, match="there is no 'nowhere'"):
            export_world(stores, "nowhere")
    refused = pytest.raises(BadInput, match="schema is setting, and the graph's is v1")
    with loaded(servers, schema="v1.2") as stores, refused:
        import_archive(stores, sample[1])


def test_an_import_whose_rows_are_refused_stores_everything_else(
    servers: Any, sample: tuple[Archive, bytes]
) -> None:
    with loaded(servers) as stores:
        assert stores.relational is not None
        assert stores.objects is not None
        stores.relational.write(
            "UPDATE trade_log SET secrecy = 'x' WHERE id = (SELECT min(id) FROM trade_log)"
        )
        names = stores.objects.names("sources")
        stores.objects.drop(names)
        with pytest.raises(BadInput, match="1 rows of the archive were refused"):
            import_archive(stores, sample[1])
        assert stores.objects.names("sources") == names
        assert not unfinished(stores.tells)


def test_equal_files_are_packed_into_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "a").mkdir(parents=True)
        (tmp_path / name / "a" / "b.jsonl").write_text("{}\n")
    one, two = pack(tmp_path / "one", {"x": 1}), pack(tmp_path / "two", {"x": 1})
    assert one == two
    assert pack(tmp_path / "one", {"x": 2}).content_hash != one.content_hash


def damaged(folder: Path) -> bytes:
    """An archive whose file is not the one that the manifest tells."""
    packed = pack(folder, {})
    (folder / "a.jsonl").write_text("changed\n")
    with tarfile.open(folder.parent / "t.tar", "w") as tar:
        for name in ("manifest.json", "a.jsonl"):
            tar.add(folder / name, name)
    assert packed.content
    return zstandard.compress((folder.parent / "t.tar").read_bytes())


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("{}\n")
    with (
        pytest.raises(BadInput, match=r"a\.jsonl of the archive: expected SHA-256"),
        unpacked(damaged(tmp_path / "in")),
    ):
        pass
    for content in (b"", b"no archive", zstandard.compress(b"no tar")):
        with pytest.raises(BadInput, match="expected a world archive"), unpacked(content):
            pass


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/out.txt"])
def test_an_archive_cannot_write_outside_its_folder(name: str) -> None:
    content = BytesIO()
    with tarfile.open(mode="w", fileobj=content) as tar:
        tar.addfile(tarfile.TarInfo(name))
    with (
        pytest.raises(BadInput, match="expected plain files below"),
        unpacked(zstandard.compress(content.getvalue())),
    ):
        pass


def test_an_archive_with_a_link_is_refused() -> None:
    content, link = BytesIO(), tarfile.TarInfo("a")
    link.type, link.linkname = tarfile.SYMTYPE, "b"
    with tarfile.open(mode="w", fileobj=content) as tar:
        tar.addfile(link)
    with (
        pytest.raises(BadInput, match="expected plain files below"),
        unpacked(zstandard.compress(content.getvalue())),
    ):
        pass
