"""Ways to damage a copy of a TongGraph file, each with the finding that names it."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.etl.tonggraph.originals import VERSIONS, original

Touched = Mapping[
    str, set[int] | set[str]
]  # kind of records in a model: ids that need not be as before


@dataclass(frozen=True)
class Damage:
    """What `apply` does to a copy is found as `code` at `place`: a table and a record."""

    name: str
    code: str
    place: tuple[str, str]
    apply: Callable[[Path], None]
    touched: Touched = field(default_factory=dict)


def _sql(text: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(text)
        db.commit()


def _overwrite(at: int, new: bytes, path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(at if at >= 0 else path.stat().st_size + at)
        file.write(new)


def _cut(keep: Callable[[int], int], path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(keep(size))


def _page(table: str, new: bytes, path: Path) -> None:
    """Overwrites the root page of a table or index, which in these files holds its rows."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as db:
        wanted = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        (page,) = db.execute(wanted, (table,)).fetchone()
    _overwrite((page - 1) * 4096, new * (4096 // len(new)), path)


def segment(path: Path) -> Path:
    return path.with_name(path.name + ".segments") / "segment-v1.bin"


def manifest(path: Path) -> Path:
    return path.with_name(path.name + ".segments") / "manifest.txt"


def _segment(change: Callable[[bytes], bytes], path: Path) -> None:
    segment(path).write_bytes(change(segment(path).read_bytes()))


def _manifest(old: str, new: str, path: Path) -> None:
    text = manifest(path).read_text()
    assert old in text
    manifest(path).write_text(text.replace(old, new))


def _swapped_edges(data: bytes) -> bytes:
    """The first two edge ids outwards change places, so that node 0 has the edges 1, 0."""
    slots = struct.unpack_from("<Q", data, 8)[0]
    at = 16 + 8 + 8 * (slots + 1) + 8
    return data[:at] + data[at + 8 : at + 16] + data[at : at + 8] + data[at + 16 :]


def _other_sidecar(path: Path) -> None:
    """The sidecar of the other file stands beside this one."""
    is_old = struct.unpack_from("<Q", segment(path).read_bytes(), 8)[0] == 8
    other = original(VERSIONS[1 if is_old else 0])
    for file in (segment(path), manifest(path)):
        file.write_bytes((other.with_name(other.name + ".segments") / file.name).read_bytes())


def _no_sidecar(path: Path) -> None:
    segment(path).unlink()
    manifest(path).unlink()
    segment(path).parent.rmdir()


def sql(code: str, place: tuple[str, object], text: str, **touched: set[int] | set[str]) -> Damage:
    return Damage(f"{code}: {text[:60]}", code, _place(place), partial(_sql, text), touched)


def sidecar(name: str, code: str, apply: Callable[[Path], None]) -> Damage:
    place = ("edges", "") if code.startswith("sidecar") else ("", "")
    return Damage(f"{code}: {name}", code, place, apply)


def _place(place: tuple[str, object]) -> tuple[str, str]:
    return place[0], str(place[1])


GRAPH = [
    sql("orphan-edge", ("edges", 2), "DELETE FROM nodes WHERE id = 1",
        nodes={1}, edges={0, 1, 2}, variables={1}, vectors={"emb/1", "emb2/0"}),
    sql("orphan-edge", ("edges", 4), "UPDATE edges SET target = 99 WHERE id = 4", edges={4}),
    sql("sidecar-contradicts", ("edges", ""), "UPDATE edges SET target = 5 WHERE id = 4",
        edges={4}),
    sql("bad-id", ("edges", 4), "UPDATE edges SET source = 'x' WHERE id = 4", edges={4}),
    sql("bad-id", ("nodes", -1), "UPDATE nodes SET id = -1 WHERE id = 6", nodes={6}, edges={7, 8}),
    sql("bad-edge-type", ("edges", 3), "UPDATE edges SET edge_type = '' WHERE id = 3", edges={3}),
    sql("undecodable-text", ("edges", 3),
        "UPDATE edges SET edge_type = CAST(x'4bff' AS TEXT) WHERE id = 3", edges={3}),
    sql("undecodable-text", ("nodes", 1),
        "UPDATE nodes SET properties = CAST(x'6e09737472696e6709ff' AS TEXT) WHERE id = 1",
        nodes={1}),
    sql("undecodable-text", ("nodes", 3),
        "UPDATE nodes SET labels = 'Do' || char(0) || 'c' WHERE id = 3", nodes={3}),
    sql("undecodable-text", ("nodes", 4), "UPDATE nodes SET external_id = x'00ff' WHERE id = 4",
        nodes={4}),
    sql("undecodable-value", ("nodes", 1),
        "UPDATE nodes SET properties = replace(properties, 'int\t2', 'int\t2x') WHERE id = 1",
        nodes={1}),
    sql("undecodable-value", ("nodes", 2),
        "UPDATE nodes SET properties = replace(properties, 'int\t-5', 'int\t9223372036854775808')"
        " WHERE id = 2", nodes={2}),
    sql("undecodable-value", ("nodes", 0),
        "UPDATE nodes SET properties = replace(properties, 'float\t0.5', 'float\tinf')"
        " WHERE id = 0", nodes={0}),
    sql("undecodable-value", ("edges", 0),
        "UPDATE edges SET properties = replace(properties, 'int', 'date') WHERE id = 0", edges={0}),
    sql("bad-label", ("nodes", 5), "UPDATE nodes SET labels = labels || char(10) WHERE id = 5",
        nodes={5}),
    sql("bad-external-id", ("nodes", 5), "UPDATE nodes SET external_id = '' WHERE id = 5",
        nodes={5}),
    sql("duplicate-external-id", ("nodes", 5),
        "CREATE TABLE n AS SELECT * FROM nodes; DROP TABLE nodes; CREATE TABLE nodes ("
        "id INTEGER PRIMARY KEY, external_id TEXT, labels TEXT, properties TEXT);"
        "INSERT INTO nodes SELECT * FROM n; UPDATE nodes SET external_id = 'bob' WHERE id = 5",
        nodes={5}),
    sql("mirror-contradicts", ("node_properties", 0),
        "UPDATE node_properties SET value_text = '4' WHERE node_id = 0 AND key = 'rank'"),
    sql("mirror-contradicts", ("edge_properties", 5), "DELETE FROM edge_properties"),
    sql("mirror-contradicts", ("node_properties", 77),
        "INSERT INTO node_properties VALUES (77, 'a', 'int', '1')"),
    sql("stale-catalogue", ("property_values", ""),
        "INSERT INTO property_values VALUES ('node', 'a', 'int', '1')"),
    sql("stale-catalogue", ("property_keys", ""), "DELETE FROM property_keys WHERE key = 'w'"),
]  # fmt: skip
BELIEF = [
    sql("orphan-variable", ("variables", 0), "UPDATE variables SET owner_id = 99 WHERE id = 0",
        variables={0}),
    sql("bad-states", ("variables", 2),
        "DELETE FROM variable_states WHERE variable_id = 2 AND state = 'rain'",
        variables={2}, factors={1}, posteriors={2}),
    sql("orphan-states", ("variable_states", 9), "INSERT INTO variable_states VALUES (9, 0, 'a')"),
    sql("bad-prior", ("variables", 0),
        "UPDATE variables SET prior = replace(prior, '0.6', '-0.6') WHERE id = 0", variables={0}),
    sql("bad-prior", ("variables", 0),
        "UPDATE variables SET prior = 'p\tbool\ttrue' WHERE id = 0", variables={0}),
    sql("bad-prior", ("variables", 2),
        "UPDATE variables SET prior = 'sun\tfloat\t0\nrain\tint\t0\nsnow\tint\t0' WHERE id = 2",
        variables={2}),
    sql("partial-prior", ("variables", 2),
        "UPDATE variables SET prior = 'sun\tfloat\t1' WHERE id = 2", variables={2}),
    sql("unused-prior", ("variables", 2),
        "UPDATE variables SET prior = 'hail\tfloat\t1' WHERE id = 2", variables={2}),
    sql("bad-factor-table", ("factor_tables", 2),
        "UPDATE factor_tables SET values_text = '2,1,1' WHERE factor_id = 2", factors={2}),
    sql("bad-factor-table", ("factor_tables", 2),
        "UPDATE factor_tables SET values_text = '2,1,-1,2' WHERE factor_id = 2", factors={2}),
    sql("bad-factor-table", ("factor_tables", 2),
        "UPDATE factor_tables SET values_text = '0,0,0,0' WHERE factor_id = 2", factors={2}),
    sql("undecodable-value", ("factor_tables", 2),
        "UPDATE factor_tables SET values_text = '2,1,,2' WHERE factor_id = 2", factors={2}),
    sql("bad-cpd", ("factor_tables", 0),
        "UPDATE factor_tables SET values_text = '0.9,0.1,0.2,0.800001' WHERE factor_id = 0",
        factors={0}),
    sql("bad-cpd", ("factor_tables", 2), "UPDATE factor_tables SET is_cpd = 7 WHERE factor_id = 2",
        factors={2}),
    sql("missing-factor-table", ("factors", 1), "DELETE FROM factor_tables WHERE factor_id = 1",
        factors={1}),
    sql("orphan-factor-table", ("factor_tables", 9),
        "INSERT INTO factor_tables VALUES (9, '0', '1,1', 0)"),
    sql("orphan-factor", ("factors", 3),
        "UPDATE factors SET output_variables = '1,8' WHERE id = 3", factors={3}),
    sql("orphan-factor-table", ("factor_tables", 2),
        "UPDATE factor_tables SET variables = '0,8' WHERE factor_id = 2", factors={2}),
    sql("bad-factor", ("factors", 2), "UPDATE factors SET input_variables = '1,0' WHERE id = 2",
        factors={2}),
    sql("orphan-evidence", ("evidence", 1), "UPDATE evidence SET variable_id = 9 WHERE id = 1",
        evidence={1}),
    sql("bad-evidence", ("evidence", 0),
        "UPDATE evidence SET payload = 'state\tstring\tperhaps' WHERE id = 0", evidence={0}),
    sql("ignored-evidence", ("evidence", 0),
        "UPDATE evidence SET payload = 'state\tbool\ttrue' WHERE id = 0", evidence={0}),
    sql("bad-posterior", ("latest_posteriors", 1),
        "UPDATE latest_posteriors SET values_text = '0.5' WHERE variable_id = 1", posteriors={1}),
    sql("orphan-posterior", ("latest_posteriors", 9),
        "INSERT INTO latest_posteriors VALUES (9, '1')"),
    sql("undecodable-value", ("traces", 0),
        "UPDATE traces SET payload = 'note' WHERE id = 0", traces={0}),
    sql("log-contradicts", ("traces", 1), "DELETE FROM traces WHERE id = 1", traces={1}),
    sql("log-contradicts", ("evidence", 7), "INSERT INTO evidence VALUES (7, 1, '')",
        evidence={7}),
]  # fmt: skip
FILE = [
    sql("unknown-marker", ("metadata", "storage_format"),
        "UPDATE metadata SET value = 'tonggraph-sqlite-v9' WHERE key = 'storage_format'"),
    sql("missing-marker", ("metadata", "storage_format"),
        "DELETE FROM metadata WHERE key = 'storage_format'"),
    sql("missing-table", ("evidence", ""), "DROP TABLE evidence", evidence={0, 1}),
    sql("missing-mirror", ("edge_properties", ""), "DROP TABLE edge_properties"),
    sql("missing-column", ("nodes", "labels"), "ALTER TABLE nodes DROP COLUMN labels",
        nodes=set(range(10))),
    sql("next-id-behind", ("metadata", "next_node_id"),
        "REPLACE INTO metadata VALUES ('next_node_id', '3')"),
    sql("bad-next-id", ("metadata", "next_edge_id"),
        "REPLACE INTO metadata VALUES ('next_edge_id', 'ten')"),
    Damage("damaged-header: magic", "damaged-header", ("", ""), partial(_overwrite, 3, b"\0\0")),
    Damage("damaged-header: encoding", "damaged-header", ("", ""), partial(_overwrite, 59, b"\2")),
    Damage("damaged-header: page size", "damaged-header", ("", ""),
           partial(_overwrite, 16, b"\x20")),
    Damage("damaged-header: page count", "damaged-header", ("", ""),
           partial(_overwrite, 28, b"\0\0\0\5")),
    Damage("truncated-file: the last page", "truncated-file", ("", ""),
           partial(_cut, lambda size: size - 4096)),
    Damage("truncated-file: within a page", "truncated-file", ("", ""),
           partial(_cut, lambda size: size - 5000)),
    Damage("damaged-page: evidence", "damaged-page", ("evidence", ""),
           partial(_page, "evidence", b"\xff"), {"evidence": {0, 1}}),
    Damage("damaged-page: edges", "damaged-page", ("edges", ""),
           partial(_page, "edges", b"\x5a\xa5"), {"edges": set(range(10)), "vectors": {"emb2/0"}}),
    Damage("damaged-page: log", "damaged-page", ("op_log", ""), partial(_page, "op_log", b"\0")),
]  # fmt: skip
SIDECAR = [
    sidecar("gone", "missing-sidecar", _no_sidecar),
    sidecar("segment gone", "damaged-sidecar", lambda path: segment(path).unlink()),
    sidecar("manifest gone", "damaged-sidecar", lambda path: manifest(path).unlink()),
    sidecar("magic", "damaged-sidecar", partial(_segment, lambda data: b"X" + data[1:])),
    sidecar("cut", "damaged-sidecar", partial(_segment, lambda data: data[:-16])),
    sidecar("cut within a number", "damaged-sidecar", partial(_segment, lambda data: data[:-3])),
    sidecar("longer", "damaged-sidecar", partial(_segment, lambda data: data + bytes(8))),
    sidecar("count", "damaged-sidecar", partial(_manifest, "edge_count=9", "edge_count=8")),
    sidecar("version", "damaged-sidecar", partial(_manifest, "segment-v1\n", "segment-v2\n")),
    sidecar("offsets", "damaged-sidecar",
            partial(_segment, lambda data: data[:32] + b"\x7f" + data[33:])),
    sidecar("edges swapped", "sidecar-contradicts", partial(_segment, _swapped_edges)),
    sidecar("edge of another id", "sidecar-contradicts",
            partial(_segment, lambda data: data[:-8] + b"\x03" + data[-7:])),
    sidecar("of another file", "sidecar-contradicts", _other_sidecar),
    sql("sidecar-behind", ("edges", ""),
        "INSERT INTO edges VALUES (50, 0, 1, 'NEW', '');"
        "INSERT INTO op_log(op, object_id, payload) VALUES ('add_edge', 50, 'NEW')", edges={50}),
]  # fmt: skip
BOTH = [*GRAPH, *BELIEF, *FILE, *SIDECAR]
# What only a file of 0.2 can suffer.
NEWER = [
    sql("orphan-vector", ("vectors", "emb/77"),
        "UPDATE vectors SET entity_id = 77 WHERE index_name = 'emb' AND entity_id = 1",
        vectors={"emb/1"}),
    sql("orphan-vector", ("vectors", "other/1"),
        "UPDATE vectors SET index_name = 'other' WHERE index_name = 'emb' AND entity_id = 1",
        vectors={"emb/1"}),
    sql("bad-vector", ("vectors", "emb/1"),
        "UPDATE vectors SET embedding = x'00' WHERE index_name = 'emb' AND entity_id = 1",
        vectors={"emb/1"}),
    sql("bad-vector", ("vectors", "emb/1"),
        "UPDATE vectors SET embedding = x'0000c07f0000000000000000' WHERE entity_id = 1",
        vectors={"emb/1"}),
    sql("bad-vector", ("vectors", "emb/1"),
        "UPDATE vectors SET embedding = zeroblob(12) WHERE entity_id = 1", vectors={"emb/1"}),
    sql("bad-index", ("vector_indexes", "emb2"),
        "UPDATE vector_indexes SET metric = 'manhattan' WHERE name = 'emb2'", vectors={"emb2/0"}),
    sql("bad-index", ("fulltext_indexes", "zh"),
        "UPDATE fulltext_indexes SET tokenizer = 'porter' WHERE name = 'zh'"),
    sql("missing-table", ("vectors", ""), "DROP TABLE vectors",
        vectors={"emb/0", "emb/1", "emb/2", "emb2/0"}),
    sql("stale-text", ("fulltext_unicode_content", "people"),
        "UPDATE fulltext_unicode_content SET c3 = 'else' WHERE c0 = 'people' AND c2 = 1"),
]  # fmt: skip
