"""What is looked at: `bench.see.graph(…)`, and `workbench.see.graph(…)` where no store is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from ...core.answer import Answer
    from ...core.evaluation.run import Run
    from ...core.threads import Thread
    from ...graphs.graph import PropertyGraph
    from ...widgets.embeddings.widget import EmbeddingMap
    from ...widgets.evaluation.widget import EvalReport
    from ...widgets.graph.widget import GraphView
    from ...widgets.linked import Linked
    from ...widgets.planes.widget import PlaneExplorer
    from ...widgets.query.console import QueryConsole
    from ...widgets.query.widget import QueryResult
    from ...widgets.threads.comparison import ThreadComparison
    from ...widgets.threads.widget import ThreadExplorer
    from ...widgets.view import View
    from ..bench import Bench


class See:
    """Views of what a bench holds.

    The last line of a cell shows a view without a kernel; its `.live()` answers to clicks, its
    `.save("x.html")` is a page, `.svg` and `.png` are still pictures.
    """

    def __init__(self, bench: Bench | None = None) -> None:
        self._bench = bench

    def graph(self, source: Any, /, **options: Any) -> GraphView:
        """Nodes and edges of rows, an answer, Cypher text, networkx, or frames of edges.

        Options: `title`, `colour_by`, `size_by`, `layout`, `seed`, `limit`, `expand` and, of
        Cypher, `parameters`; `help(workbench.bench.see.graph.graph)` tells them.
        """
        from .graph import graph

        return graph(self._bench, source, **options)

    def planes(self, setting: str | None = None, **options: Any) -> PlaneExplorer:
        """The planes of a setting and the doors between them, through time.

        Options: `at`, `as_npc`, `as_of`, `moments`; `help(workbench.bench.see.planes.planes)`
        tells them.
        """
        from .planes import planes

        return planes(self._bench, setting, **options)

    def threads(self, **filters: Any) -> ThreadExplorer:
        """The conversations that match; the filters are those of `bench.threads`.

        `limit` is how many are listed, `carried` of how many the events are kept for when no
        kernel answers; `source` are threads at hand, which need no bench.
        """
        from .threads import threads

        return threads(self._bench, **filters)

    def thread(self, source: UUID | str | Thread, /) -> ThreadExplorer:
        """One conversation, by its id: what was said, and what the engine did for it."""
        from .threads import thread

        return thread(self._bench, source)

    def compare_threads(self, a: UUID | str | Thread, b: UUID | str | Thread) -> ThreadComparison:
        """Two conversations about one question side by side, their steps aligned."""
        from .threads import compare_threads

        return compare_threads(self._bench, a, b)

    def embeddings(self, source: Any, /, **options: Any) -> EmbeddingMap:
        """Vectors as a map: those of a table of the bench, of a frame, or an array."""
        from .embeddings import embeddings

        return embeddings(self._bench, source, **options)

    def beliefs(self, graph: PropertyGraph, /, evidence: Any = None, **options: Any) -> GraphView:
        """The variables and factors of a property graph, with beliefs and messages.

        Options: `names` of variables, `title`, `layout`.
        """
        from .beliefs import beliefs

        return beliefs(graph, evidence, **options)

    def query(self, answer: Answer, /, **options: Any) -> QueryResult:
        """An answer as table, graph, plan, parameters and statements."""
        from .query import query

        return query(self._bench, answer, **options)

    def console(self, **options: Any) -> QueryConsole:
        """A place to type queries, with completion; it reads and does not write."""
        from .query import console

        return console(self._bench, **options)

    def runs(self, *which: str | Run, **options: Any) -> EvalReport:
        """Evaluation runs side by side: those given, or Vedana's, all of them or by their ids.

        Options of runs given: `measure`, and the value with which a question `passes`.
        """
        from .runs import runs

        return runs(self._bench, *which, **options)

    def linked(self, *views: View) -> Linked:
        """Several views in one output; what is selected in one is selected in all."""
        from ...widgets.linked import Linked

        return Linked(views)


see = See()
