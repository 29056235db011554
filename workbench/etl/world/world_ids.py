"""From `world_id` texts to settings and planes, in the graph and in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...core.errors import BadInput
from ...core.lore import schema_version
from ...core.show import Shown
from ...core.values import Rows
from .forms import NodeRow, Schema, Shape
from .stores import WorldStores
from .world_id_graph import Becomes, Move, Moved, sort_nodes
from .world_id_tables import rewritable, rewrite


@dataclass(frozen=True, slots=True, repr=False)
class WorldIdReceipt(Shown):
    """What a migration did, or would do.

    `changes` has a row for each field that changes: node, field, before, after; of a new node
    the field is its label. `tables` tells for each value in a column how many rows change:
    column, before, after, rows. `problems` are values that the mapping does not have, left
    untouched, and checks that failed: where, value, why.
    """

    dry_run: bool
    changes: Rows
    tables: Rows
    problems: Rows
    nodes_before: int
    nodes_after: int

    @property
    def exit_status(self) -> int:
        """1 where there are problems."""
        return 1 if len(self.problems) else 0

    def _parts(self) -> Iterator[str | Rows]:
        done = "would change" if self.dry_run else "changed"
        rows = sum(self.tables.column("rows"))
        yield f"{done} {len(self.changes)} fields and {rows} rows; {len(self.problems)} problems"
        yield from (self.changes, self.tables, self.problems)


def migrate_world_ids(
    mapping: Iterable[Mapping[str, Any]],
    stores: WorldStores,
    *,
    dry_run: bool = True,
    schema: Schema = "setting",
    shape: Shape = "native",
) -> WorldIdReceipt:
    """Give every node with a `world_id` its settings and, where its value is one, its plane.

    `mapping` are entries of `world_id_migration` in a settings.yaml: world_id, becomes,
    setting_id, plane_id. `schema` and `shape` hold for a graph that has neither yet; one that
    has is migrated to its own. The nodes keep their `world_id` and are marked
    `world_id_migrated`, so that a second run changes nothing. In the tables `world_id` columns
    are rewritten in one transaction. Several nodes of one id become one. A node with a value
    that `mapping` lacks is untouched and told in the receipt. BadInput for a mapping that
    contradicts itself, and a mixed graph.
    """
    by_value = read_mapping(mapping)
    move = Move(stores, by_value, *_form(stores, schema, shape))
    rows, unknown = sort_nodes(move.legacy(), by_value)
    before = move.total()
    new = list(move.missing_nodes())
    tables, strange = rewritable(stores.relational, by_value)
    if not dry_run:
        rewrite(stores.relational, by_value)
        move.apply(new, rows)
    after = before if dry_run else move.total()
    made = len(new) - sum(max(0, len(row.doubles) - 1) for row in rows)
    expected = before["nodes"] + (0 if dry_run else made)
    problems = [*unknown, *strange, *_failed(after, expected, len(unknown), dry_run)]
    return WorldIdReceipt(
        dry_run,
        Rows(("node", "field", "before", "after"), list(_changes(new, rows, move.at_plane))),
        Rows(("column", "before", "after", "rows"), tables),
        Rows(("where", "value", "why"), problems),
        before["nodes"],
        after["nodes"],
    )


def read_mapping(mapping: Iterable[Mapping[str, Any]]) -> dict[str, Becomes]:
    """The entries by world_id; BadInput where one is incomplete or contradicts another."""
    found = dict[str, Becomes]()
    for entry in mapping:
        try:
            becomes = Becomes(**entry)
        except TypeError as error:
            raise _bad(entry, f"world_id, becomes, setting_id, plane_id: {error}") from error
        if becomes.becomes not in ("setting", "plane"):
            raise _bad(entry, "`becomes` to be setting or plane")
        if becomes.becomes == "plane" and not becomes.plane_id:
            raise _bad(entry, "a plane_id, since it becomes a plane")
        if becomes.world_id in found:
            raise _bad(entry, "each world_id once")
        found[becomes.world_id] = becomes
    for becomes in found.values():
        target = found.get(becomes.setting_id)
        if target and target.setting_id != becomes.setting_id:
            raise BadInput(
                f"mapping: {becomes.world_id!r} becomes {becomes.setting_id!r}, which itself "
                f"becomes {target.setting_id!r}: a second run would change it again"
            )
    return found


def _bad(entry: Mapping[str, Any], expected: str) -> BadInput:
    return BadInput(f"mapping: expected {expected}, saw {dict(entry)!r:.160}")


def _form(stores: WorldStores, schema: Schema, shape: Shape) -> tuple[Schema, Shape]:
    """The form that the graph has, or the one asked for where it has none."""
    rows = stores.tells.ask("lore/schema_census").rows
    found = schema_version({row["what"]: row["found"] for row in rows})
    if found == "mixed":
        raise BadInput(
            "the graph ties entities to planes and to settings both: expected one of them. "
            "Remove the EXISTS_IN edges of one kind first."
        )
    reified = len(stores.tells.ask("lore/reified_edge_types").rows) > 0
    own_schema: Schema = schema if found in ("empty", "v1.1") else "v1.2"
    return "setting" if found == "setting" else own_schema, "reified" if reified else shape


def _changes(
    new: Iterable[NodeRow], rows: Iterable[Moved], at_plane: str
) -> Iterator[tuple[Any, ...]]:
    for node in new:
        yield node.id, node.label, None, node.properties["name"]
    for row in rows:
        if row.doubles:
            yield row.id, "nodes", len(row.doubles), 1
        if row.before != row.after:
            yield row.id, "settings", list(row.before), list(row.after)
        for plane in row.planes:
            yield row.id, at_plane, None, plane
        yield row.id, "world_id_migrated", None, True


def _failed(
    after: Mapping[str, int], expected: int, unknown: int, dry_run: bool
) -> Iterator[tuple[str, str, str]]:
    """Checks: no node was lost or made beside those told, and every moved one has a setting."""
    if after["nodes"] != expected:
        why = f"expected {expected} nodes after the migration; another program wrote meanwhile"
        yield "graph", str(after["nodes"]), why
    if not dry_run and after["homeless"] > unknown:
        yield "graph", str(after["homeless"] - unknown), "nodes that still exist in no setting"
