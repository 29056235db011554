"""Which definitions of indexes are refused."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.core.property_graph.records import TextIndex, VectorIndex
from workbench.graphs.searching.definitions import text_index, vector_index


def test_a_definition_keeps_what_it_was_given() -> None:
    made = text_index("i", ["a", "b"], target="edge", tokenizer="trigram", fold=True)
    assert made == TextIndex("i", "edge", ("a", "b"), "trigram", fold=True)
    made_too = vector_index("v", 3, metric="dot", model="m", model_version="1")
    assert made_too == VectorIndex("v", "node", 3, "dot", "m", "1")


@pytest.mark.parametrize(
    ("name", "properties", "options", "says"),
    [
        ("", ["a"], {}, "full-text index name"),
        ("i", [], {}, "cannot be empty"),
        ("i", "ab", {}, "list of names"),
        ("i", ["a", "a"], {}, 'duplicate full-text property "a"'),
        ("i", ["external_id"], {}, "external_id cannot"),
        ("i", ["a"], {"target": "both"}, "'node' or 'edge'"),
        ("i", ["a"], {"tokenizer": "porter"}, "'unicode61' or 'trigram'"),
    ],
)
def test_text_indexes(name: str, properties: Any, options: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        text_index(name, properties, **options)


@pytest.mark.parametrize(
    ("dimensions", "options", "says"),
    [
        (0, {}, "greater than zero"),
        (True, {}, "greater than zero"),
        (2.0, {}, "an integer"),
        (2, {"metric": "manhattan"}, "metric must be 'cosine'"),
        (2, {"model_version": "1"}, "requires model"),
        (2, {"model": ""}, "vector index model must not be empty"),
        (2, {"target": "both"}, "'node' or 'edge'"),
    ],
)
def test_vector_indexes(dimensions: Any, options: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        vector_index("v", dimensions, **options)
