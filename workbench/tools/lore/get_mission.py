from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .filters import clock_named
from .inquiry import Inquiry
from .instances import MISSIONS, instance_of, types_logged_in
from .mission_candidates import Search
from .mission_rows import DETAILS, mission_rows
from .mission_search import search
from .seen_logs import knowledge_of, seen_instances


def get_mission(
    bench: AsksWorld,
    id: str,
    *,
    at_time: str | None = None,
    as_npc: str | None = None,
    clock: str = "fiction",
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """One mission with its steps by number and the trades of its lots by time.

    The columns of `list_missions`, with objective, summary, crew_ids[] and lot_ids[]. No row
    where the mission is of another setting, or not for `as_npc` to know at `at_time` (default:
    now). BadInput where no mission has the id; steps and trades None, with a warning, where
    the relational store is down.

    Source: lore engine, public design.
    """
    asked = Search({"id": id}, sort_by="id", clock=clock_named(clock))
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    instance_of(inquiry, id, types_logged_in(inquiry, MISSIONS))
    knowledge = knowledge_of(inquiry, as_npc, at_time)
    found = seen_instances(knowledge, search(inquiry, asked))
    rows = mission_rows(inquiry, found, asked.clock, knowledge)
    return inquiry.answer(DETAILS, ([row[name] for name in DETAILS] for row in rows))
