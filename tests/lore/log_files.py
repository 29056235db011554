"""The sample world's logs as their files tell them, read by polars and plain Python."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import polars

from tests.lore.conftest import WORLD
from tests.lore.yaml_world import yaml_world

JSON = ("party", "payload", "sources")
FILES = yaml_world()


@cache
def log(name: str) -> list[dict[str, Any]]:
    """The rows of a table, by id; JSON read, empty fields None."""
    frame = polars.read_csv(WORLD / "logs" / f"{name}.csv", infer_schema_length=None)
    return [
        {k: json.loads(v) if k in JSON and v is not None else v for k, v in row.items()}
        for row in frame.sort("id").iter_rows(named=True)
    ]


def instances(template: str) -> dict[str, dict[str, Any]]:
    """The fields of a template's instances with `id` and `name`, by id."""
    return {
        i: {**entity["fields"], "id": i, "name": entity["name"], "setting": entity["setting_id"]}
        for i, entity in FILES.entities.items()
        if entity.get("template") == template
    }


def ends(instance: str, type: str) -> list[str]:
    """Where the relations of an instance lead, sorted."""
    return sorted(e["to"] for e in FILES.of(type) if e["from"] == instance)


def sold(good: str | None = None) -> list[dict[str, Any]]:
    rows = (row for row in log("trade_log") if row["payload"]["kind"] == "sold")
    return [row for row in rows if good in (None, row["item_id"])]


def year(time: str) -> int:
    return int(time.split(".year_")[1].split(".")[0])


def day(time: str) -> tuple[int, ...]:
    """Year, month and day: what orders full dates of one era."""
    return tuple(int(part.rsplit("_", 1)[1]) for part in time.split(".")[1:])
