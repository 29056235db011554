"""Recorded conversations into the tables `threads` and `thread_events`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from ..core.errors import BadInput
from ..core.protocols import Relational, Transacts
from .difference import Counts
from .rejects import Findings, Reject

_EVENT = ("event_id", "created_at", "event_type")
_THREAD = ("thread_id", "created_at", "thread_config")
_TABLES = {
    "threads": {
        "thread_id": "uuid",
        "created_at": "timestamp",
        "thread_config": "jsonb",
        "contact_id": "text",
        "external_id": "text",
    },
    "thread_events": {
        "thread_id": "uuid",
        "event_id": "uuid",
        "created_at": "timestamp",
        "event_type": "text",
        "event_data": "json",
    },
}
_KEYS = {"threads": ("thread_id",), "thread_events": ("thread_id", "event_id")}

Records = dict[str, list[tuple[Any, ...]]]


class Database(Relational, Transacts, Protocol):
    """Tables whose writes can be all or none."""


@dataclass(frozen=True, slots=True)
class ThreadsReceipt:
    """What a load of conversations did: counts by table, and every record that was dropped."""

    source: str
    tables: dict[str, Counts]
    rejects: tuple[Reject, ...]

    def __str__(self) -> str:
        lines = [f"load of {self.source}"]
        for table, counts in self.tables.items():
            told = ", ".join(f"{n} {what}" for what, n in counts._asdict().items() if n)
            lines.append(f"  {table}: {told or 'nothing'}")
        lines += [f"  line {r.row}: dropped: {r.reason} {r.seen}" for r in self.rejects]
        return "\n".join(lines)


def load_threads(file: Path, store: Database) -> ThreadsReceipt:
    """Store the threads of a JSONL file, all or none; those that are there are brought up to it.

    A line is a thread: `thread_id`, `created_at`, `thread_config` and, where there are such,
    `contact_id`, `external_id` and `events`, each with `event_id`, `created_at`, `event_type`
    and `event_data` of any JSON. Threads and events that the file does not name stay. A line
    that is no thread, and an event that is none, is dropped and named in the receipt.
    """
    findings = Findings(file.name)
    records = _records(file, findings)
    with store.transaction():
        counts = {table: _bring(store, table, found) for table, found in records.items()}
    return ThreadsReceipt(file.name, counts, tuple(findings))


def _records(file: Path, findings: Findings) -> Records:
    found: dict[str, dict[tuple[UUID, ...], tuple[Any, ...]]] = {"threads": {}, "thread_events": {}}
    for number, thread in _lines(file, findings):
        try:
            row = _thread(thread)
        except (KeyError, TypeError, ValueError) as error:
            findings.add("threads", number, "", _why(error, _THREAD), seen=thread)
            continue
        if (row[0],) in found["threads"]:
            findings.add("threads", number, "thread_id", "an earlier line has this id", seen=row[0])
            continue
        found["threads"][(row[0],)] = row
        for event in thread.get("events") or ():
            try:
                told = (row[0], *_event(event))
            except (KeyError, TypeError, ValueError) as error:
                findings.add("thread_events", number, "", _why(error, _EVENT), seen=event)
                continue
            found["thread_events"][told[:2]] = told
    return {table: list(rows.values()) for table, rows in found.items()}


def _lines(file: Path, findings: Findings) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: expected a JSONL file of threads: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            thread = json.loads(line)
        except ValueError as error:
            findings.add("threads", number, "", f"not JSON: {error};", seen=line)
            continue
        if isinstance(thread, dict):
            yield number, thread
        else:
            findings.add("threads", number, "", "expected an object, found", seen=line)


def _thread(record: dict[str, Any]) -> tuple[Any, ...]:
    thread_id, at, config = (record[name] for name in _THREAD)
    return (
        UUID(thread_id),
        datetime.fromisoformat(at),
        json.dumps(config),
        record.get("contact_id"),
        record.get("external_id"),
    )


def _event(event: dict[str, Any]) -> tuple[Any, ...]:
    event_id, at, kind = (event[name] for name in _EVENT)
    data = event.get("event_data")
    stored = None if data is None else json.dumps(data, ensure_ascii=False)
    return UUID(event_id), datetime.fromisoformat(at), str(kind), stored


def _why(error: Exception, wanted: tuple[str, ...]) -> str:
    seen = f"no {error}" if isinstance(error, KeyError) else str(error)
    return f"expected {', '.join(wanted)}: {seen};"


def _bring(store: Database, table: str, records: list[tuple[Any, ...]]) -> Counts:
    columns, staged = _TABLES[table], f"staged_{table}"
    texts = ", ".join(f"{name} text" for name in columns)
    store.write(f"CREATE TEMP TABLE {staged} ({texts}) ON COMMIT DROP")
    plain = (tuple(None if value is None else str(value) for value in row) for row in records)
    store.put(staged, list(columns), plain)
    done = store.write(_upsert(table, staged)).column("added")
    return Counts(sum(done), len(done) - sum(done), 0, len(records) - len(done))


def _upsert(table: str, staged: str) -> str:
    """Adds and updates; a row is returned where something changed, `added` where it is new."""
    columns, key = _TABLES[table], _KEYS[table]
    others = [name for name in columns if name not in key]
    # As text, because json has no equality.
    old, new = (", ".join(f"{row}.{name}::text" for name in others) for row in (table, "excluded"))
    values = ", ".join(f"{name}::{kind}" for name, kind in columns.items())
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {staged} "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET "
        f"{', '.join(f'{name} = excluded.{name}' for name in others)} "
        f"WHERE ({old}) IS DISTINCT FROM ({new}) RETURNING xmax = 0 AS added"
    )
