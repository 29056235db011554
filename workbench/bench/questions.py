"""What an open bench can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.answer import Answer
from ..core.values import Rows
from ..stores.profile import Profile
from .steady import SteadyCache
from .stores import Stores

if TYPE_CHECKING:
    import polars

    from ..catalogue.catalogue import Catalogue
    from ..catalogue.replay import Replay
    from ..collections.memory.memory import Memory
    from ..core.lore import World
    from ..core.protocols import Embedder
    from ..graphs.graph import PropertyGraph
    from .graphs.graphs import BenchGraphs
    from .session import Session
    from .templates import TemplateTools
    from .typed import Typed
    from .veles.answers import VelesAnswer
    from .veles.asking import Asking
    from .veles.collection import Collection
    from .veles.collections import BenchCollections


class Questions(Stores):
    """The questions put to the stores of a bench."""

    def __init__(self, folder: Path, settings: Profile) -> None:
        super().__init__(folder, settings)
        self._catalogue: Catalogue | None = None
        self._world: World | None = None
        self._templates: TemplateTools | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The shipped queries, and those in the bench's own folder `queries/`."""
        if self._catalogue is None:
            from ..catalogue.catalogue import Catalogue

            self._catalogue = Catalogue.shipped().layered(self.folder / "queries")
        return self._catalogue

    def queries(self) -> Rows:
        """Every query: name, kind, what it answers, parameters, provenance, what differs."""
        return self.catalogue.table()

    def ask(
        self,
        name: str,
        /,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Answer:
        """The answer of a catalogue query: rows, trace, plan and capsule.

        At most `row_limit` rows (the profile's where None); `timeout` in seconds. Errors:
        QueryNotFound, BadParameters (both before a store is touched), QueryFailed,
        StoreUnavailable.
        """
        return self.asked(name, parameters, row_limit, timeout, embedder=lambda: self.embedder)

    def asked(
        self,
        name: str,
        parameters: Mapping[str, Any],
        row_limit: int | None = None,
        timeout: float | None = None,
        *,
        embedder: Callable[[], Embedder],
    ) -> Answer:
        """As `ask`; texts given for vectors are embedded by what `embedder` opens."""
        from ..catalogue.asking import ask

        query = self.catalogue.get(name)
        with self._stores.reopening(query.kind):
            return ask(
                query,
                parameters,
                store=self._stores.get(query.kind),
                embedder=embedder,
                row_limit=self.profile.row_limit if row_limit is None else row_limit,
                timeout=timeout,
            )

    def sql(
        self,
        text: str,
        /,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Answer:
        """The answer of an SQL query as typed, `$name` for parameters; it cannot write."""
        return self.typed.answer("sql", text, parameters, row_limit=row_limit, timeout=timeout)

    def cypher(
        self,
        text: str,
        /,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Answer:
        """The answer of a Cypher query as typed, `$name` for parameters; it cannot write."""
        return self.typed.answer("cypher", text, parameters, row_limit=row_limit, timeout=timeout)

    @property
    def typed(self) -> Typed:
        """What the magics and the console ask through: answers, plans and writes of typed text."""
        from .typed import Typed

        return Typed(self, self._stores)

    def frame(self, text: str, /, **parameters: Any) -> polars.DataFrame:
        """The whole result of an SQL query as a polars frame: no row limit, column types kept."""
        with self._stores.reopening("relational"):
            return self.relational.frame(text, parameters)

    def tell(self, name: str, /, **parameters: Any) -> Rows:
        """Run a catalogue query that writes; the rows it returns.

        Errors: QueryNotFound also for a query that only reads, BadParameters, QueryFailed; a
        store that is open to be read alone refuses.
        """
        from ..catalogue.asking import tell

        query = self.catalogue.get(name)
        with self._stores.reopening(query.kind):
            return tell(query, parameters, store=self._stores.get(query.kind))

    @property
    def world_time(self) -> str | None:
        """A bench sets no current time of its own; a session does."""
        return None

    def world(self) -> World:
        """Eras, registry, settings and stored shapes of the fictional world in the graph.

        Read once, and again when a load or a retcon has changed them. Where nothing counts such
        changes (a graph that was not loaded from here), open the bench again to see them.
        """
        from ..tools.lore.world import read_world, world_stamp

        if self._world is None or self._world.stamp != world_stamp(self):
            self._world = read_world(self)
        return self._world

    def session(
        self,
        session_id: str,
        setting: str | None = None,
        world_time: str | None = None,
        npc: str | None = None,
        tool_budget: int | None = None,
        *,
        calls_per_minute: int | None = 60,
        address: str | None = None,
    ) -> Session:
        """The session of an id, begun or joined; what is given here holds for it from now on.

        `tool_budget` and `calls_per_minute` limit its `call`; None is any number. Calls of all
        sessions of one `address` are counted together too. BadInput for a setting or a
        character that the world does not have.
        """
        from .session import Session
        from .session_state import Opening

        limits = (tool_budget, calls_per_minute, address)
        opening = Opening(setting, npc, world_time, *limits)
        return Session(self, SteadyCache(self._stores), session_id, opening)

    def templates(self) -> TemplateTools:
        """The tools that the world's templates bring: `bench.templates().get_mission(id=…)`."""
        from .templates import TemplateTools

        if self._templates is None:
            self._templates = TemplateTools(self, SteadyCache(self._stores))
        return self._templates

    def call(self, tool: str, /, *, record: bool = False, **arguments: Any) -> Any:
        """The result of a lore tool or a template's query by its name; `record` writes it down."""
        from . import calls

        call = calls.bound(self, tool, arguments)
        return calls.made(call, tool, arguments, log=self) if record else call()

    def replay(self, capsule: Mapping[str, Any]) -> Replay:
        """Ask again what `answer.capsule()` recorded, and compare with what it was then."""
        from ..catalogue.replay import replay

        return replay(capsule, self.typed.again)

    def close(self) -> None:
        """Let go of the stores. The servers stop when the last user of the bench has gone."""
        if self._templates is not None:
            self._templates.close()
        super().close()

    @cached_property
    def _asking(self) -> Asking:
        from .veles.asking import Asking

        return Asking(self._stores)

    @property
    def collections(self) -> BenchCollections:
        """The collections of this bench by name; `create` makes one."""
        from .veles.collections import BenchCollections

        return BenchCollections(self._asking, lambda: self.relational, self.folder / "runs")

    def collection(self, name: str) -> Collection:
        """A collection: upsert, get, delete, scroll, count, search, query; VELES-002."""
        return self.collections[name]

    def veles(
        self,
        text: str,
        /,
        *,
        timeout: float | None = None,
        compat: bool = False,
        **parameters: Any,
    ) -> VelesAnswer:
        """The answer of any VelesQL statement, `$name` for parameters; it may change collections.

        Without LIMIT a SELECT gives 10 rows. `compat` asks for the original's two-valued NULL.
        VelesFailed with the language's own `code`.
        """
        return self._asking.asked(text, parameters, timeout=timeout, compat=compat)

    def memory(self, name: str = "memory") -> Memory:
        """What is remembered under a name: facts and links, episodes, procedures."""
        from .veles.memory import memory

        return memory(self._asking, self.embedder, name)

    @property
    def property_graphs(self) -> BenchGraphs:
        """The property graphs of this bench by name; `make` makes one, `read` brings a file in."""
        from .graphs.graphs import BenchGraphs

        return BenchGraphs(self._stores)

    def property_graph(self, name: str) -> PropertyGraph:
        """A property graph: records, paths, searches, Cypher, evidence; BadInput where none is."""
        return self.property_graphs[name]
