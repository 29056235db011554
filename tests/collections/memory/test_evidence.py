"""Evidence graphs, entities and outlines."""

from __future__ import annotations

import pytest

from tests.collections.memory.conftest import Clock
from workbench.bench.see.graph import graph
from workbench.collections.collections import Collections
from workbench.collections.memory.memory import Memory
from workbench.collections.memory.outline import outline
from workbench.core.errors import BadInput

SAID = """# What the letters say
- fact: Ada lent the blue boat.
FACT: Bread was baked in Brest
edge: Ada | lives_in | Brest
* edge : Brest | has | old oven
attr: Ada | born | 1815
attr: Ada | born | 1816

a line that says nothing
"""


@pytest.fixture
def chain(memory: Memory) -> Memory:
    """boat -> glass -> paint -> bread, and oven -> boat."""
    for text in ("bread", "paint", "glass", "boat", "oven"):
        memory.remember(text)
    for source, target in (("boat", "glass"), ("glass", "paint"), ("paint", "bread")):
        memory.relate(source, "leads_to", target)
    memory.relate("oven", "leads_to", "boat")
    return memory


def test_why_walks_outward_from_the_best_fact(chain: Memory) -> None:
    found = chain.why("boat", 2)
    hops = [(node.properties["text"], node.properties["hop"]) for node in found.nodes]
    assert hops == [("boat", 0), ("glass", 1), ("paint", 2)]
    ids = {node.properties["text"]: node.id for node in found.nodes}
    walked = [(edge.source, edge.type, edge.target) for edge in found.edges]
    assert walked == [
        (ids["boat"], "leads_to", ids["glass"]),
        (ids["glass"], "leads_to", ids["paint"]),
    ]
    assert found.seed is not None
    assert found.seed.score == found.nodes[0].properties["score"] == 1.0
    assert not found.truncated


def test_why_tells_an_edge_back_to_what_was_met(chain: Memory) -> None:
    chain.relate("glass", "leads_to", "boat")
    found = chain.why("boat", 10)
    assert [node.properties["hop"] for node in found.nodes] == [0, 1, 2, 3]
    assert len(found.edges) == 4


def test_why_without_a_fact_is_empty(chain: Memory, clock: Clock) -> None:
    found = chain.why("nothing counted")
    assert (found.seed, found.nodes, found.edges, found.truncated) == (None, (), (), False)
    assert str(found).startswith("nothing is like the question")


@pytest.mark.parametrize("hops", [0, 11])
def test_why_goes_one_to_ten_hops(memory: Memory, hops: int) -> None:
    with pytest.raises(BadInput, match="max_hops"):
        memory.why("boat", hops)


def test_why_walks_sixty_four_edges_of_a_node(memory: Memory) -> None:
    ring = "\n".join(f"edge: hub | to | spoke {n}" for n in range(65))
    memory.remember_outline(f"fact: boat at the hub\n{ring}")
    found = memory.why("boat")
    assert len(found.nodes) == 1 + 1 + 64
    assert found.truncated
    assert not memory.why("boat", 1).truncated


def test_why_stops_at_five_hundred_nodes(memory: Memory) -> None:
    tree = [f"edge: n{n} | to | n{n * 40 + m}" for n in range(15) for m in range(1, 41)]
    memory.remember_outline("\n".join(["fact: boat n0", *tree]))
    found = memory.why("boat", 10)
    assert len(found.nodes) == 500
    assert found.truncated


def test_why_stops_at_two_thousand_edges(memory: Memory) -> None:
    mesh = [f"edge: n{a} | to | n{b}" for a in range(60) for b in range(60)]
    memory.remember_outline("\n".join(["fact: boat n0", *mesh]))
    found = memory.why("boat", 10)
    assert (len(found.edges), len(found.nodes)) == (2000, 61)
    assert found.truncated


def test_evidence_is_seen_as_a_graph(chain: Memory) -> None:
    found = chain.why("boat")
    view = graph(None, found)
    assert view.scene.nodes.keys() == {node.id for node in found.nodes}
    assert [edge.id for edge in view.scene.edges] == [edge.id for edge in found.edges]
    assert "leads_to" in str(found)


def test_an_outline_is_read_line_by_line() -> None:
    found = outline(SAID)
    assert found.facts == ("Ada lent the blue boat.", "Bread was baked in Brest")
    assert found.edges == (("Ada", "lives_in", "Brest"), ("Brest", "has", "old oven"))
    assert found.attributes == (("Ada", "born", "1815"), ("Ada", "born", "1816"))
    assert found.ignored == ((1, "# What the letters say"), (9, "a line that says nothing"))
    assert found.entities == ("Ada", "Brest", "old oven")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("edge: a | b", "line 2, edge: expected three parts"),
        ("edge: a | | c", "line 2, edge: expected a text"),
        ("attr: a | b | c | d", "line 2, attr: expected three parts"),
        ("attr: a | confidence | 1", "line 2, attr: metadata: the key 'confidence' is reserved"),
        ("fact:", "line 2, fact: expected a text"),
        (f"fact: {'x' * 2049}", "line 2, fact: expected at most 2048 bytes"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(memory: Memory, line: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        memory.remember_outline(f"fact: boat\n{line}")
    assert memory.list().facts == []


def test_an_outline_becomes_facts_and_entities(memory: Memory, database: Collections) -> None:
    memory.remember_outline(SAID)
    generation = database.mirror("_semantic_memory").generation
    memory.remember_outline(SAID)
    assert database.mirror("_semantic_memory").generation == generation
    ada = memory.entity(" Ada ")
    assert ada.attributes == {"born": "1816"}
    assert [edge.type for edge in ada.edges] == ["lives_in", "mentions"]
    walked = memory.why("blue boat", 3)
    texts = ["Ada lent the blue boat.", "Ada", "Brest", "old oven"]
    assert [node.properties["text"] for node in walked.nodes] == texts
    assert [fact.text for fact in memory.recall("bread")] == ["Bread was baked in Brest"]


def test_an_entity_that_is_a_fact_too_is_one_point(memory: Memory) -> None:
    id = memory.describe("blue glass", {"weight": 3})
    assert memory.recall("glass") == []
    assert memory.remember("blue glass") == id
    assert [fact.metadata for fact in memory.recall("glass")] == [{"weight": 3}]
    memory.describe("blue glass", {"colour": "blue"})
    assert memory.entity("blue glass").attributes == {"weight": 3, "colour": "blue"}
    assert [fact.score for fact in memory.recall("blue glass")] == pytest.approx([1.0])


def test_an_unknown_entity_is_told_with_near_names(memory: Memory) -> None:
    memory.describe("Rembrandt")
    memory.remember("glass")
    with pytest.raises(BadInput, match="did you mean Rembrandt"):
        memory.entity("Rembrand")
    with pytest.raises(BadInput, match="no entity is called 'glass'"):
        memory.entity("glass")
