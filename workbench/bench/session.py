"""A bench as one asker sees it: its own current time, setting, character and budget of calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.answer import Answer
from ..core.errors import BadInput
from ..core.lore import World
from ..core.protocols import Counts, Embedder
from ..core.time import CURRENT, parse_time
from ..core.values import Rows
from ..stores.cache.embeddings import CachedEmbedder
from ..tools.lore import calling
from ..tools.lore.inquiry import Inquiry
from . import calls
from .session_state import Opening, SessionState
from .templates import TemplateTools

if TYPE_CHECKING:
    from .questions import Questions


class Session:
    """What a tool takes in place of the bench: `lore.state_at(session, "per_x")`.

    Its state is in the cache, and so the same in every process that opens a session of this
    id. Nothing in it is a fact: where the cache loses it, `current` means the setting's time
    again, and the budget starts anew. What is not said of a session here is the bench's.
    """

    def __init__(self, bench: Questions, cache: Counts, session_id: str, opening: Opening) -> None:
        if not session_id:
            raise BadInput("expected a session's id, saw an empty text; choose one")
        self._bench, self._cache, self.id = bench, cache, session_id
        self._state = SessionState(cache, session_id, _checked(bench, opening))

    def ask(
        self,
        name: str,
        /,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Answer:
        """The answer of a catalogue query; a text given for a vector is embedded by the cache
        where it was embedded lately."""
        limits = (row_limit, timeout)
        return self._bench.asked(name, parameters, *limits, embedder=lambda: self.embedder)

    def sql(self, text: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        return self._bench.sql(text, row_limit=row_limit, **parameters)

    def cypher(self, text: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        return self._bench.cypher(text, row_limit=row_limit, **parameters)

    def tell(self, name: str, /, **parameters: Any) -> Rows:
        return self._bench.tell(name, **parameters)

    def world(self) -> World:
        """The bench's world, with the session's setting as the default one."""
        world = self._bench.world()
        return replace(world, default_setting=self.setting or world.default_setting)

    @property
    def world_time(self) -> str | None:
        """What `current` means in this session; None: the setting's own time."""
        return self._state.fields().get("world_time")

    @world_time.setter
    def world_time(self, time: str | None) -> None:
        self._state.put({"world_time": _stored_time(time)})

    @property
    def setting(self) -> str | None:
        return self._state.fields().get("setting_id")

    @property
    def npc(self) -> str | None:
        """The character for whom the session asks."""
        return self._state.fields().get("npc_id")

    @property
    def tool_budget(self) -> int | None:
        """The calls that are left; None: any number."""
        left = self._state.fields().get("tool_budget")
        return None if left is None else max(0, int(left))

    @property
    def entity_context(self) -> dict[str, Any]:
        """What the asker keeps in mind between calls: any JSON."""
        found: dict[str, Any] = json.loads(self._state.fields().get("entity_context", "{}"))
        return found

    @entity_context.setter
    def entity_context(self, context: Mapping[str, Any]) -> None:
        self._state.put({"entity_context": json.dumps(dict(context), ensure_ascii=False)})

    @property
    def embedder(self) -> Embedder:
        return CachedEmbedder(self._bench.embedder, self._cache)

    def templates(self) -> TemplateTools:
        """The bench's tools: they ask as the bench does. `call` asks at the session's time."""
        return self._bench.templates()

    def call(self, tool: str, /, *, record: bool = False, **arguments: Any) -> Any:
        """The result of a tool by its name: of the library, or of a template's query.

        A tool that takes `npc` or `as_npc` and is given none, or null, is asked for the
        session's character. An unknown tool (QueryNotFound) and arguments that it does not take
        (BadParameters) cost no call; RateLimited and BudgetSpent say when to come back. `record`
        writes down the call, its error too, once it is one that the tool takes.
        """
        given = self._with_character(tool, arguments)
        call = calls.bound(self, tool, given)

        def counted() -> Any:
            self._state.count_call()
            return call()

        if not record:
            return counted()
        session = {"id": self.id, "setting": self.setting, "world_time": self.world_time}
        return calls.made(counted, tool, given, log=self, session=session)

    def _with_character(self, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if tool not in calling.tool_names() or (npc := self.npc) is None:
            return dict(arguments)
        taken = calling.takes(calling.tool_named(tool))
        own = [name for name in ("npc", "as_npc") if name in taken and arguments.get(name) is None]
        return {**arguments, **dict.fromkeys(own, npc)}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._bench, name)

    def __repr__(self) -> str:
        return f"Session({self.id!r}, {dict(self._state.fields())!r})"


def _checked(bench: Questions, opening: Opening) -> Opening:
    """The opening with ids in place of names; BadInput for what the world does not have."""
    settings = bench.world().settings if opening.setting_id else {}
    if opening.setting_id and opening.setting_id not in settings:
        there = ", ".join(sorted(settings)) or "none"
        raise BadInput(f"expected a setting of this world ({there}), saw {opening.setting_id!r}")
    for name in ("tool_budget", "calls_per_minute"):
        count = getattr(opening, name)
        if count is not None and (not isinstance(count, int) or count < 0):
            raise BadInput(f"{name}: expected a number of calls, saw {count!r}")
    npc = Inquiry.open(bench).entity(opening.npc_id).id if opening.npc_id else None
    return replace(opening, npc_id=npc, world_time=_stored_time(opening.world_time))


def _stored_time(time: str | None) -> str | None:
    """A time as a session keeps it: `current` says nothing, and bad text is TimeSyntaxError."""
    return None if time is None or parse_time(time) == CURRENT else time
