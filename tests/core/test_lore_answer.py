"""How answers about a world look."""

from __future__ import annotations

from workbench.core.answer import Step
from workbench.core.lore import LoreAnswer, Meta
from workbench.core.values import Rows

ANSWER = LoreAnswer(
    Rows(("plane",), [("pln_kiln",)]),
    Meta(schema="setting", facts={"reachable": "true", "blocked": ["a door"] * 100}),
    (Step("graph", "arcadedb 26", "MATCH (p:Plane) WHERE p.cost < 9", {}, 1, 2.0),),
)


def test_what_meta_tells_is_shown_short_and_kept_whole() -> None:
    assert "reachable: true" in str(ANSWER)
    assert max(map(len, str(ANSWER).splitlines())) < 250
    assert len(ANSWER.envelope()["meta"]["blocked"]) == 100


def test_a_notebook_shows_rows_and_folds_the_statements() -> None:
    html = ANSWER._repr_html_()

    assert html.index("pln_kiln") < html.index("<details>") < html.index("p.cost &lt; 9")
