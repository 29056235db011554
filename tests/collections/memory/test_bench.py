"""The memory of a bench, with the embedder that it ships with."""

from __future__ import annotations

from pathlib import Path

import workbench as wb


def test_what_one_opening_remembers_another_recalls(tmp_path: Path) -> None:
    with wb.open(tmp_path / "bench") as bench, wb.open(tmp_path / "bench") as other:
        bench.memory().remember_outline(
            "fact: Ada Lovelace wrote the first program\n"
            "fact: The oven in the kitchen is broken\n"
            "edge: Ada Lovelace | worked_with | Charles Babbage\n"
        )
        bench.memory("kitchen").remember("The oven was repaired")
        found = other.memory().recall("Who programmed first?", 1)
        assert [fact.text for fact in found] == ["Ada Lovelace wrote the first program"]
        seen = other.memory().why("Who programmed first?")
        assert bench.see.graph(seen, expand=False).scene.nodes.keys() == {n.id for n in seen.nodes}
        assert seen.nodes[-1].properties["text"] == "Charles Babbage"
        rows = other.veles("SELECT content FROM _semantic_kitchen").rows
        assert rows.column("content") == ["The oven was repaired"]
        other.stop()
