"""Threads at hand: the shipped ones, long ones, many; and packed columns read back."""

from __future__ import annotations

import json
import struct
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from workbench.core.search_limits import LimitsInForce
from workbench.core.threads import Thread
from workbench.core.values import Event
from workbench.widgets.threads.model import Contents, Line, Listing, Row
from workbench.widgets.threads.turns import contents_of

LIGHTS = Path(__file__).resolve().parents[3] / "data" / "lights" / "threads.jsonl"
UNKNOWN = LimitsInForce(unknown="no data model is at hand")


def thread_of(number: int, *events: tuple[str, Any], seconds: float = 4) -> Thread:
    """A thread of (type, data), one event every few seconds."""
    start = datetime(2026, 11, 2, 14, 0)
    made = [
        Event(UUID(int=number * 1000 + at), kind, start + timedelta(seconds=seconds * at), data)
        for at, (kind, data) in enumerate(events)
    ]
    return Thread(UUID(int=number), {}, tuple(made), UNKNOWN)


def said(role: str, content: str) -> tuple[str, Any]:
    kind = "comm.user_message" if role == "user" else "comm.assistant_message"
    return kind, {"role": role, "content": content}


def lights() -> list[Thread]:
    lines = LIGHTS.read_text(encoding="utf-8").splitlines()
    return [_thread(json.loads(line)) for line in lines]


def _thread(told: dict[str, Any]) -> Thread:
    events = [
        Event(
            UUID(event["event_id"]),
            event["event_type"],
            datetime.fromisoformat(event["created_at"]),
            event["event_data"],
        )
        for event in told["events"]
    ]
    return Thread(UUID(told["thread_id"]), told["thread_config"], tuple(events), UNKNOWN)


def long_contents(count: int) -> Listing:
    """A listing of one thread of so many events: one recorded turn again and again, its pauses
    uneven."""
    first = lights()[0]
    once = contents_of(Thread(UUID(int=99), {}, first.events[1:4], UNKNOWN))
    lines, at = [], datetime(2026, 1, 1)
    for n in range(count):
        at += timedelta(seconds=3 + n % 17)
        event = once.events[n % 3]
        lines.append(Line(str(UUID(int=n + 1)), event.type, at, n // 3, event.data))
    told = Contents(once.thread_id, tuple(lines), once.turns * (-(-count // 3)))
    row = Row(once.thread_id, at, events=count, turns=len(told.turns))
    return Listing((row,), 1, {once.thread_id: told})


def many_rows(count: int) -> tuple[Row, ...]:
    start = datetime(2026, 1, 1)
    return tuple(
        Row(
            thread_id=str(UUID(int=n + 1)),
            active_at=start + timedelta(minutes=n),
            interface=("api", "widget", "telegram")[n % 3],
            contact=f"user:{n}",
            title=f"Question {n} about the harbour of {n % 977}?",
            events=4,
            turns=1,
            errors=int(n % 50 == 0),
            comments=int(n % 100 == 0),
            types=("comm.user_message", *(("rag.error",) if n % 50 == 0 else ())),
            text=f"the answer numbered {n} is the harbour master's",
        )
        for n in range(count)
    )


def unpacked(block: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `wire.pack` packed: meta, and columns as lists."""
    (size,) = struct.unpack_from("<I", block)
    header = json.loads(block[4 : 4 + size])
    if not header["columns"]:
        return header["meta"], {}
    start = 4 + size
    ends = [column["at"] for column in header["columns"][1:]] + [len(block) - start]
    columns = {
        column["name"]: _column(column, block[start + column["at"] : start + end])
        for column, end in zip(header["columns"], ends, strict=True)
    }
    return header["meta"], columns


def _column(column: dict[str, Any], block: bytes) -> list[Any]:
    kind, length = column["kind"], column["length"]
    if kind != "text":
        found: list[Any] = np.frombuffer(block, f"<{kind}", length).tolist()
        return found
    ends = np.frombuffer(block, "<u4", length).tolist()
    units = block[4 * length :].decode().encode("utf-16-le")
    starts = [0, *ends][:length]
    return [
        units[2 * a : 2 * b].decode("utf-16-le").rstrip("\0")
        for a, b in zip(starts, ends, strict=True)
    ]
