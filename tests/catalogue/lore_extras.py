"""What tools write into a world and its files do not hold, for the examples of queries.

Add what your query's example finds: a query that writes, with its own example, where there is
one; else a statement.
"""

from __future__ import annotations

from tests.asker import WorldAsker
from workbench.catalogue.catalogue import Catalogue

# Queries that write, run with their examples, in this order.
TOLD = (
    *("lore/write_run", "lore/write_findings", "lore/write_rule_setting", "lore/swap_templates"),
    *("lore/saga_begin", "lore/saga_step", "lore/saga_dead_letter", "lore/saga_pending_add"),
    "lore/saga_marker",
)
GRAPH: tuple[str, ...] = (
    # A reified edge that has lost its end.
    """
    MATCH (p:Person {id: 'per_ottoline_varrowmere'})
    CREATE (p)-[:FROM]->(:Relation {id: 'rel_torn', edge_id: 'rel_torn', type: 'MEMBER_OF'})
    """,
    # A node of the old model that no migration has met.
    """
    CREATE (:Date {id: 'dat_old', name: 'Old', world_id: 'undertow_test'})
        -[:PART_OF]->(:Date {id: 'dat_older'})
    """,
)
TABLES: tuple[str, ...] = (
    # A saga that has stored what it owed and does not say so yet.
    """
    INSERT INTO saga_journal (saga_id, step_no, saga_type, step_name, state, payload)
    VALUES ('paid', 0, 'log_mission', 'log_mission', 'done', '{"outcome": "attachments_pending"}')
    """,
    """
    INSERT INTO attachments_pending (saga_id, mission_id, object_key, sha256, size_bytes, done_at)
    VALUES ('paid', 'MSN-002', 'attachments/MSN-002/bb/key.png', 'bb', 3, now())
    """,
)


def write(asker: WorldAsker) -> None:
    """Into the graph and the tables of a loaded world."""
    catalogue = Catalogue.shipped()
    for name in TOLD:
        asker.tell(name, **catalogue.get(name).example)
    for text in GRAPH:
        asker.graph.write(text)  # type: ignore[union-attr]
    for text in TABLES:
        asker.relational.write(text)  # type: ignore[union-attr]
