"""A mission to log, and what the stores hold of it."""

from __future__ import annotations

from typing import Any

from workbench.sagas import logging_mission

NEW = "MSN-900"


def mission(id: str = NEW, **changes: Any) -> dict[str, Any]:
    """A mission of the sample world's template that the world does not have, with two steps."""
    fields = {
        "objective": "Return the umbrella before it rains.",
        "payout": 40,
        "currency": "marks",
        "risk": "low",
        "status": "completed",
        "started": "bell_age.year_412.month_2",
        "ended": "bell_age.year_412.month_3",
        "owner": "fac_soft_lantern",
    }
    given = {
        "id": id,
        "template": "quiet_errand",
        "setting_id": "tidewheel",
        "name": "The Umbrella Returns",
        "summary": "It rained.",
        "fields": fields,
        "sources": ["src_lantern_talk"],
        "relations": [
            {"type": "GIVEN_BY", "to": "per_silas_brack"},
            {"type": "TARGETS", "to": "loc_nine_bell_house"},
            {"type": "ASSIGNED_TO", "to": "per_nell_brack"},
        ],
        "steps": [step(1, "planned"), step(2, "completed")],
    }
    return {**given, **changes}


def step(number: int, kind: str, **changes: Any) -> dict[str, Any]:
    given = {
        "step_no": number,
        "step_type": kind,
        "occurred_at": f"2026-06-0{number}T19:00:00+00:00",
        "in_fiction_time": f"bell_age.year_412.month_2.day_{number}",
        "party": ["per_nell_brack"],
        "location_id": "loc_nine_bell_house",
        "sources": ["src_lantern_talk"],
    }
    return {**given, **changes}


def leave_by(
    error: BaseException, stores: Any, payload: dict[str, Any], files: Any = (), doing: Any = None
) -> None:
    """Log a mission around a block that does something and is left by an error."""
    with logging_mission(stores, payload, files) as saga:
        if doing:
            doing(saga)
        raise error


FILES = [("map.png", b"here be eels"), ("note.txt", b"burn this")]
MISSION = "MATCH (d:DomainEntity {id: $id})"


def held(stores: Any, id: str = NEW) -> dict[str, Any]:
    """What each store holds of a mission."""
    rows = stores.sql(
        "SELECT step_no, step_type FROM mission_log WHERE mission_id = $id ORDER BY 1", id=id
    ).rows.values
    node = stores.cypher(f"{MISSION} RETURN properties(d) AS p", id=id).rows.values
    edges = stores.cypher(
        f"{MISSION}-[r]-(o) RETURN type(r) AS type, o.id AS id, properties(r) AS p "
        "ORDER BY type, id",
        id=id,
    ).rows.values
    return {
        "rows": list(rows),
        "node": node[0][0] if node else None,
        "edges": list(edges),
        "objects": stores.objects.names(f"attachments/{id}"),
    }


NOTHING: dict[str, Any] = {"rows": [], "node": None, "edges": [], "objects": []}
WHOLE = {
    "rows": [(1, "planned"), (2, "completed")],
    "edges": [
        ("ASSIGNED_TO", "per_nell_brack"),
        ("EXISTS_IN", "tidewheel"),
        ("GIVEN_BY", "per_silas_brack"),
        ("TARGETS", "loc_nine_bell_house"),
    ],
}


def is_whole(found: dict[str, Any], *, files: int = 0) -> bool:
    """Whether all of `mission()` is there, once."""
    edges = [edge[:2] for edge in found["edges"]]
    node = found["node"] or {}
    named = (node.get("name"), node.get("payout"), node.get("attachments_pending"))
    return (found["rows"], edges, len(found["objects"]), named) == (
        WHOLE["rows"], WHOLE["edges"], files, ("The Umbrella Returns", 40, None)
    )  # fmt: skip


def markers(stores: Any) -> list[Any]:
    found = stores.cypher("MATCH (r:ConsistencyRun) RETURN r.saga_id, r.status")
    return list(found.rows.values)


def journal(stores: Any, saga_id: str) -> list[tuple[Any, ...]]:
    """(step_no, step_name, state) of a saga."""
    text = "SELECT step_no, step_name, state FROM saga_journal WHERE saga_id = $id ORDER BY 1"
    return list(stores.sql(text, id=saga_id).rows.values)


def letters(stores: Any) -> list[dict[str, Any]]:
    return list(stores.ask("lore/saga_dead_letters").rows)


def let_leases_run_out(stores: Any) -> None:
    stores.relational.write(
        "UPDATE saga_journal SET lease_until = clock_timestamp() - interval '1 second' "
        "WHERE lease_until IS NOT NULL"
    )


def forget(stores: Any) -> None:
    """Take away every new mission, and all that sagas keep."""
    stores.graph.write("MATCH (d:DomainEntity) WHERE d.id STARTS WITH 'MSN-9' DETACH DELETE d")
    stores.graph.write("MATCH (r:ConsistencyRun) DETACH DELETE r")
    stores.relational.write("DELETE FROM mission_log WHERE mission_id LIKE 'MSN-9%'")
    for table in ("saga_journal", "dead_letter", "attachments_pending"):
        stores.relational.write(f"DELETE FROM {table}")
    stores.objects.drop(stores.objects.names("attachments"))
