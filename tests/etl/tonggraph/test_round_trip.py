"""Any model that is written as TongGraph writes it is read as it was."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.benchmarks.tong_files import large_model, write_model
from workbench.core.property_graph.belief import Evidence, Factor, FactorTable, Trace, Variable
from workbench.core.property_graph.change import Model
from workbench.core.property_graph.records import (
    MAX_INT,
    MIN_INT,
    EdgeRecord,
    NodeRecord,
    TextIndex,
)
from workbench.etl.tonggraph.reading import Read, read
from workbench.stores.tonggraph import read_file

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NAME = TEXT.filter(bool)
VALUE = (
    st.booleans()
    | st.integers(MIN_INT, MAX_INT)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
PROPERTIES = st.dictionaries(NAME, VALUE, max_size=4)


@st.composite
def models(draw: st.DrawFn) -> Model:
    ids = sorted(draw(st.sets(st.integers(0, 50), min_size=1, max_size=8)))
    names = draw(st.lists(NAME, min_size=len(ids), max_size=len(ids), unique=True))
    labels = st.lists(NAME, max_size=3).map(tuple)
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids), NAME, PROPERTIES)
    states = tuple(draw(st.lists(TEXT, min_size=1, max_size=3, unique=True)))
    table = FactorTable((0,), tuple(1.0 / (n + 1) for n in range(len(states))))
    return Model(
        nodes=[
            NodeRecord(number, name, draw(labels), draw(PROPERTIES))
            for number, name in zip(ids, names, strict=True)
        ],
        edges=[EdgeRecord(n, *edge) for n, edge in enumerate(draw(st.lists(ends, max_size=8)))],
        text_indexes=[TextIndex("words", "node", ("a", draw(NAME)))],
        variables=[Variable(0, draw(NAME), states, ids[0], {}, draw(PROPERTIES))],
        factors=[Factor(0, (0,), (), "factor_table", draw(PROPERTIES), table)],
        evidence=[Evidence(0, 0, {"state": states[-1]})],
        traces=[Trace(3, draw(PROPERTIES))],
        next_ids={"node": 60},
    )


def written(model: Model) -> Read:
    with TemporaryDirectory() as folder:
        write_model(Path(folder) / "a.db", model)
        return read(read_file(Path(folder) / "a.db"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_model_is_read_as_it_was_written_without_a_finding(model: Model) -> None:
    found = written(model)
    assert found.findings == ()
    for kind in ("nodes", "edges", "text_indexes", "variables", "factors", "evidence", "traces"):
        assert [_typed(r) for r in getattr(found.model, kind)] == [
            _typed(r) for r in getattr(model, kind)
        ]
    assert found.model.next_ids["node"] == 60
    assert found.sidecar.condition == "sound"


def _typed(record: object) -> str:
    """A record as text: keys in one order, -0.0 and 1.0 told from 0.0 and 1."""
    values = {name: getattr(record, name) for name in record.__slots__}  # type: ignore[attr-defined]
    return repr({n: sorted(v.items()) if isinstance(v, dict) else v for n, v in values.items()})


def test_many_records_are_read_as_they_were_written() -> None:
    model = large_model(3000, 9000)
    found = written(model)
    assert found.findings == ()
    assert found.model.nodes == model.nodes
    assert found.model.edges == model.edges


def test_records_of_one_text_have_properties_of_their_own() -> None:
    twins = [NodeRecord(n, f"n{n}", (), {"rank": 1}) for n in range(3)]
    found = written(Model(nodes=twins)).model.nodes
    found[0].properties["rank"] = 2  # type: ignore[index]
    found[1].properties["rank"] = 3  # type: ignore[index]
    assert [node.properties["rank"] for node in found] == [2, 3, 1]
