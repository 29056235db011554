"""The graph as a system: LIMIT-small's documents as nodes and edges, asked on a real engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.asker import Asker
from tests.evaluation.limit_small import graph_of, limit_small, recall
from tests.tools.conftest import fresh
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Golden, Question
from workbench.evaluation.systems.graph import Graph

NAMES = "MATCH (i:interest) RETURN i.id AS id, i.name AS name"
LIKED = (
    "MATCH (p:person)-[:LIKES]->(i:interest) WHERE i.id IN $ids "
    "RETURN DISTINCT p.id AS id, p.name AS name ORDER BY id"
)


@pytest.fixture(scope="module")
def golden() -> Golden:
    return limit_small()


@pytest.fixture(scope="module")
def bench(servers: Any, golden: Golden) -> Iterator[Asker]:
    with fresh("graph", servers) as graph:
        graph.put(*graph_of(golden))
        yield Asker(graph=graph, row_limit=100)


@pytest.fixture(scope="module")
def system(bench: Asker) -> Graph:
    return Graph(bench, names_query=NAMES, answer_query=LIKED)


def test_the_graph_answers_the_questions_of_limit_small(system: Graph, golden: Golden) -> None:
    assert recall(system, golden.questions[::4], 2) == 1.0


def test_a_reply_has_rows_hits_and_what_was_done(system: Graph) -> None:
    reply = system(Question("q", "who likes joshua trees?"))
    assert reply.ranking == (["Dorathea Bastress", "Geneva Durben"], [1.0, 1.0])
    assert reply.rows is not None
    assert reply.rows.column("name") == ["Dorathea Bastress", "Geneva Durben"]
    assert [step.kind for step in reply.trace] == ["link", "graph"]
    assert reply.trace[0].text.startswith("joshua trees: interest:")
    assert reply.trace[1].text == LIKED


def test_a_question_that_names_nothing_finds_nothing(system: Graph) -> None:
    reply = system(Question("q", "Who are you?"))
    assert reply.ranking == ((), ())
    assert [step.text for step in reply.trace] == ["no name is mentioned"]


def test_a_score_column_and_the_limit_are_heeded(bench: Asker) -> None:
    text = (
        "MATCH (p:person)-[:LIKES]->(i:interest) WHERE i.id IN $ids "
        "RETURN p.id AS id, count(*) AS score ORDER BY score DESC, id"
    )
    system = Graph(bench, names_query=NAMES, answer_query=text, k=2)
    reply = system(Question("q", "Quokkas and Joshua Trees and Tapirs"))
    assert reply.ranking is not None
    assert reply.ranking.ids[0] == "Geneva Durben"
    assert reply.ranking.scores == [3, 1]


def test_another_linker_takes_its_place(bench: Asker) -> None:
    def every(names: Any) -> Any:
        ids = {name: [one] for one, name in names}
        return lambda text: {name: ids[name] for name in ids if name in text.title()}

    system = Graph(bench, names_query=NAMES, answer_query=LIKED, linker=every)
    reply = system(Question("q", "xxquokkas"))
    assert reply.ranking == ((), ())
    assert json.dumps(system.settings["linker"]).count("every") == 1


def test_several_names_of_an_entity_lead_to_it(bench: Asker) -> None:
    names = 'MATCH (i:interest {name: "Quokkas"}) RETURN i.id AS id, [i.name, "setonix"] AS name'
    system = Graph(bench, names_query=names, answer_query=LIKED)
    assert system(Question("q", "Setonix?")).ranking == system(Question("q", "quokkas")).ranking


def test_settings_tell_queries_engine_and_the_number_of_names(system: Graph) -> None:
    settings = dict(system.settings)
    assert settings.pop("engine").startswith("arcadedb ")
    assert settings == {
        "system": "graph",
        "names_query": NAMES,
        "answer_query": LIKED,
        "linker": "workbench.evaluation.systems.linking.LongestNames",
        "k": 100,
        "names": 1067,
    }


def test_a_query_without_the_columns_is_refused(bench: Asker) -> None:
    with pytest.raises(BadInput, match="names_query must give a column 'id', found i"):
        Graph(bench, names_query="MATCH (i:interest) RETURN i", answer_query=LIKED)
    text = "MATCH (i:interest) WHERE i.id IN $ids RETURN i.name AS name"
    system = Graph(bench, names_query=NAMES, answer_query=text)
    with pytest.raises(BadInput, match="answer_query must give a column 'id', found name"):
        system(Question("q", "Quokkas"))
