"""A bench brings a world into all of its stores."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import workbench as wb
from tests.etl.world_files import edited, written
from workbench.etl.difference import Counts

LORE = """\
---
id: src_a
title: Annals of the Hill
reliability: canonical
setting_id: hill
---

## chk_1 | The feud

The High House and the Low House did not speak.
"""


def test_a_bench_loads_a_folder_into_all_its_stores_and_again_what_changed(tmp_path: Path) -> None:
    folder = written(tmp_path / "hill")
    (folder / "lore").mkdir()
    (folder / "lore" / "annals.md").write_text(LORE)
    with wb.open(tmp_path / "bench", linger=0.0) as bench:
        first = bench.load_world(folder)
        edited(folder, "entities/people.yaml", "to: fac_high", "to: fac_nowhere")
        second = bench.load_world(folder)

        assert first.nodes["LoreChunk"] == Counts(added=1)
        assert first.texts["lore_chunks"] == Counts(added=1)
        assert bench.objects.names("sources/") == ["sources/src_a/v1.md"]
        assert bench.world().default_setting == "hill"
        assert second.rejects_file == bench.folder / "runs" / "hill-rejects.jsonl"
        assert (second.changed, second.kept) == (0, 1)
        assert "entities/people.yaml:8" in str(second)
        assert "entities/people.yaml:8" in second._repr_html_()
        assert second.rows.column("unchanged")[0] > 0


def test_of_two_loads_at_once_the_second_finds_what_the_first_stored(tmp_path: Path) -> None:
    folder = written(tmp_path / "hill")
    receipts = []
    with wb.open(tmp_path / "bench", linger=0.0) as one, wb.open(tmp_path / "bench") as other:
        one.migrate("lore")
        loads = [
            Thread(target=lambda b=b: receipts.append(b.load_world(folder))) for b in (one, other)
        ]
        for load in loads:
            load.start()
        for load in loads:
            load.join(60)

        edges = one.cypher(
            "MATCH ()-[r]->() WHERE r.edge_id IS NOT NULL RETURN r.edge_id AS id"
        ).rows
        assert sorted(bool(receipt.changed) for receipt in receipts) == [False, True]
        assert len(edges) == len(set(edges.column("id"))) > 0
