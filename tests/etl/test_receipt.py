"""How a receipt reads: short whatever happened, nothing untrusted in its HTML."""

from __future__ import annotations

from uuid import UUID

from workbench.etl.difference import Counts
from workbench.etl.graph_load import GraphCounts
from workbench.etl.mapping import MappingReport
from workbench.etl.receipt import Receipt
from workbench.etl.rejects import Reject

TABLES = [f"table_{number}" for number in range(16)]


def receipt(*rejects: Reject, changed: int = 16, ignored: int = 0) -> Receipt:
    counts = {
        name: Counts(added=1) if at < changed else Counts(unchanged=2)
        for at, name in enumerate(TABLES)
    }
    return Receipt(
        UUID(int=1),
        "a.grist, <b>.grist",
        counts,
        GraphCounts(1, 2, 3, 4, 5, 6, True),
        7,
        8,
        {"person.code: a UUID": 9},
        {"read": 0.25, "graph": 1.0},
        MappingReport({"person": ("Anchor_person",)}, ("city",), tuple("x" * ignored)),
        rejects,
    )


def reject(row: int, reason: str = "dropped: row 1 has the same id") -> Reject:
    return Reject("a.grist", "Anchor_person", row, "person_id", reason, "p:1")


def test_it_says_what_happened() -> None:
    assert str(receipt(reject(5), reject(6), changed=1)).splitlines() == [
        "load of a.grist, <b>.grist in 1.25 s (read 0.25, graph 1.00)",
        "table                            added   updated   deleted unchanged",
        "  table_0                            1         0         0         0",
        "unchanged: 15 table(s) with 30 rows",
        "graph: 5 nodes, 6 edges (everything stored anew: stored 1 and 2, removed 3 and 4)",
        "vectors: 7 texts embedded, 8 vectors kept",
        "values without a vector: 9 person.code: a UUID",
        "names of the model found in the data: 1",
        "names of the model not in the data: city",
        "dropped or odd records: 2",
        "  2 x Anchor_person row 5 person_id: dropped: row 1 has the same id",
    ]


def test_it_fits_forty_lines_whatever_happened() -> None:
    rejects = [reject(number, f"odd in way {chr(97 + number % 26)}") for number in range(500)]
    lines = str(receipt(*rejects, ignored=90)).splitlines()
    assert len(lines) <= 40
    assert lines[-1] == "  and 18 other reasons: see .rejects"
    assert max(map(len, lines)) <= 110


def test_html_escapes_what_documents_say() -> None:
    html = receipt(reject(1, "<script>alert(1)</script>"))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;.grist" in html
    assert html.count("<tr>") == 17


def test_its_summary_is_json_with_rejects_by_reason() -> None:
    summary = receipt(reject(5), reject(6)).summary()
    assert summary["rejects"] == {"Anchor_person: dropped: row n has the same id": 2}
    assert summary["graph"]["nodes"] == 5
    assert summary["tables"]["table_3"] == {"added": 1, "updated": 0, "deleted": 0, "unchanged": 0}
