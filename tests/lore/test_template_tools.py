"""Template queries as tools, over the sample world; their reload, all or none."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.asker import WorldAsker
from tests.conformance.test_cache_counts import collected
from tests.core.test_templates_queries import PASSING
from tests.lore.conftest import WORLD, fresh
from workbench.bench.templates import TemplateTools
from workbench.core.errors import BadInput, BadParameters, QueryNotFound
from workbench.core.lore.templates import checked_query
from workbench.tools import lore
from workbench.tools.lore.reload_templates import CHANNEL

BALLAD = """\
template:
  id: ballad
  type: Ballad
  version: 1
  fields: {verses: {type: integer}}
  queries:
    - id: ballads
      description: Ballads of some length.
      parameters: {verses: {type: integer, description: at least so many}, n: {type: integer}}
      cypher: |
        MATCH (d:DomainEntity {type: 'Ballad'})
        WHERE d.verses >= $verses
        RETURN d.id LIMIT $n
"""


@dataclass
class Holder(WorldAsker):
    """An asker with a folder of its own, as a bench has."""

    folder: Path = field(default_factory=Path)


@pytest.fixture
def holder(world_bench: WorldAsker, servers: Any, tmp_path: Path) -> Iterator[Holder]:
    """The sample world with messages; its templates are put back after the test."""
    with fresh("cache", servers) as cache:
        given = {"cache": cache, "folder": tmp_path}
        found = Holder(world_bench.relational, world_bench.graph, world_bench.embedder, **given)
        (tmp_path / "templates").mkdir()
        yield found
        shutil.rmtree(tmp_path / "templates")
        lore.reload_templates(found, WORLD)


@pytest.fixture
def tools(holder: Holder) -> Iterator[TemplateTools]:
    made = TemplateTools(holder, holder.cache)  # type: ignore[arg-type]
    yield made
    made.close()


def drop(holder: Holder, text: str, name: str = "ballad.yaml") -> None:
    (holder.folder / "templates" / name).write_text(text)


def instances(template: str) -> list[dict[str, Any]]:
    files = [*WORLD.glob("missions/*.yaml"), *WORLD.glob("instances/*.yaml")]
    found = [i for f in files for i in yaml.safe_load(f.read_text())["instances"]]
    return [instance for instance in found if instance["template"] == template]


def test_every_query_of_every_template_is_listed(holder: Holder) -> None:
    found = lore.list_template_tools(holder)
    assert found.rows.columns == ("template_id", "query_id", "parameters")
    assert len(found) == 13
    assert found.rows.values[0] == ("market_lot", "list_lots", ["status?: string"])
    assert lore.list_template_tools(holder, "tide_campaign").column("query_id") == [
        "list_campaigns",
        "campaigns_in_theater",
        "ongoing_campaigns",
    ]
    with pytest.raises(BadInput, match=r"whispered_secret.*saw 'none_such'"):
        lore.list_template_tools(holder, "none_such")


def test_a_query_answers_what_the_files_say(tools: TemplateTools) -> None:
    found = tools.call("market_lot.affordable_lots", max_price=40, currency="marks")
    fields = {lot["id"]: (lot["fields"], lot["name"]) for lot in instances("market_lot")}
    wanted = sorted(
        (given["asking_price"], lot, name)
        for lot, (given, name) in fields.items()
        if given["status"] == "offered" and given["asking_price"] <= 40
        if given["currency"] == "marks"
    )
    assert found.rows.columns == ("id", "name", "asking_price")
    assert [(row["asking_price"], row["id"], row["name"]) for row in found] == wanted
    assert len(wanted) > 2
    assert found.meta.facts == {"tool": "market_lot.affordable_lots", "version": 1}


def test_a_relation_in_a_pattern_is_followed(tools: TemplateTools) -> None:
    found = tools.call("whispered_secret.secrets_known_by", person="per_nell_brack")
    known = {
        secret["id"]
        for secret in instances("whispered_secret")
        for edge in secret["relations"]
        if (edge["type"], edge["to"]) == ("KNOWN_BY", "per_nell_brack")
    }
    assert set(found.column("id")) == known != set()


@pytest.mark.parametrize("left_out", [{}, *({"status": v} for v in (None, "", "null", "None"))])
def test_an_optional_parameter_may_be_left_out(
    tools: TemplateTools, left_out: dict[str, Any]
) -> None:
    found = tools.call("quiet_errand.list_missions", **left_out)
    assert len(found) == len(instances("quiet_errand")) == 28
    failed = tools.call("quiet_errand.list_missions", status="failed")
    assert 0 < len(failed) < 28


def test_a_missing_required_value_gives_no_rows_and_a_warning(tools: TemplateTools) -> None:
    for given in ({}, {"id": None}):
        found = tools.call("quiet_errand.get_mission", **given)
        assert (len(found), found.meta.warnings) == (0, ("missing: id",))
        assert found.rows.columns[:2] == ("id", "name")


def test_values_of_other_types_and_other_names_are_refused(tools: TemplateTools) -> None:
    with pytest.raises(BadParameters, match="max_price: expected a number, saw '4'"):
        tools.call("market_lot.affordable_lots", max_price="4", currency="marks")
    with pytest.raises(BadParameters, match="takes id; given: name"):
        tools.call("quiet_errand.get_mission", name="x")
    with pytest.raises(BadParameters, match="status: expected a string"):
        tools.call("quiet_errand.list_missions", status=["failed"])


def test_an_attack_in_a_value_stays_a_value(tools: TemplateTools, holder: Holder) -> None:
    attack = "x' OR 1=1 MATCH (n) DETACH DELETE n //"
    assert len(tools.call("quiet_errand.get_mission", id=attack)) == 0
    assert holder.ask("lore/templates").rows


def test_a_name_is_plain_where_one_template_and_no_tool_has_it(tools: TemplateTools) -> None:
    plain = {name for name in dir(tools) if "." not in name}
    for _, query, _ in lore.list_template_tools(tools._asks).rows.values:
        assert (query in plain) == (query not in lore.__all__)
    with pytest.raises(QueryNotFound, match="no template query is called 'get_misson'"):
        tools.call("get_misson", id="MSN-001")
    with pytest.raises(AttributeError, match="no template query"):
        _ = tools.nowhere


def test_a_name_that_two_templates_have_must_be_said_in_full(
    holder: Holder, tools: TemplateTools
) -> None:
    drop(holder, BALLAD)
    drop(holder, BALLAD.replace("ballad\n", "dirge\n").replace("Ballad\n", "Dirge\n"), "dirge.yml")
    lore.reload_templates(holder)
    with pytest.raises(QueryNotFound, match=r"ask for ballad\.ballads or dirge\.ballads"):
        tools.call("ballads", verses=1, n=1)
    assert len(tools.call("dirge.ballads", verses=1, n=1)) == 0


def test_a_tool_has_the_signature_and_the_words_of_its_query(
    holder: Holder, tools: TemplateTools
) -> None:
    drop(holder, BALLAD)
    lore.reload_templates(holder)
    tool = tools.ballads
    assert list(inspect.signature(tool).parameters) == ["verses", "n"]
    assert str(inspect.signature(tools["quiet_errand.list_missions"])).startswith(
        "(*, status: str | None = None)"
    )
    assert tool.__name__ == "ballads"
    assert (tool.__doc__ or "").startswith("Ballads of some length.\n")
    assert "verses (integer): at least so many" in (tool.__doc__ or "")


def test_limits_are_capped_whatever_the_parameter_says(
    holder: Holder, tools: TemplateTools
) -> None:
    drop(holder, BALLAD.replace("Ballad'})", "TradeLot'})").replace("d.verses", "d.quantity"))
    lore.reload_templates(holder)
    assert len(tools.ballads(verses=0, n=10**9)) == 54
    assert len(tools.ballads(verses=0, n=5)) == 5


def test_a_skip_is_not_capped(holder: Holder, tools: TemplateTools) -> None:
    text = BALLAD.replace("Ballad'})", "TradeLot'})").replace("d.verses", "d.quantity")
    drop(holder, text.replace("LIMIT $n", "SKIP $n"))
    lore.reload_templates(holder)
    assert len(tools.ballads(verses=0, n=50)) == 4
    assert tools.ballads(verses=0, n=1500).trace[-1].parameters["n"] == 1500


def test_what_passes_the_check_runs_on_the_engine_through_the_reading_door(holder: Holder) -> None:
    for text in PASSING:
        query = checked_query(text)
        given = {name: 3 if name in query.counts else "x" for name in query.parameters}
        found = holder.cypher(query.text, row_limit=5, **given).rows
        assert len(found.columns) in (len(query.columns), 0 if not found.values else None)


def test_a_reload_tells_what_came_changed_and_went(holder: Holder, tools: TemplateTools) -> None:
    drop(holder, BALLAD)
    assert lore.reload_templates(holder).rows.values == [(["ballad"], [], [])]
    assert lore.reload_templates(holder).rows.values == [([], [], [])]
    drop(holder, BALLAD.replace("version: 1", "version: 2"))
    assert lore.reload_templates(holder).rows.values == [([], ["ballad"], [])]
    assert tools.ballads(verses=1, n=1).meta.facts["version"] == 2
    (holder.folder / "templates" / "ballad.yaml").unlink()
    assert lore.reload_templates(holder).rows.values == [([], [], ["ballad"])]
    with pytest.raises(QueryNotFound):
        tools.call("ballad.ballads", verses=1, n=1)


def test_instances_beside_a_template_are_told_to_be_left_out(holder: Holder) -> None:
    drop(holder, f"{BALLAD}instances: []\n")
    (warning,) = lore.reload_templates(holder).meta.warnings
    assert warning.startswith("bench:templates/ballad.yaml: its instances are not loaded here")


def test_a_worlds_own_folder_replaces_its_templates(holder: Holder, tmp_path: Path) -> None:
    world = tmp_path / "world"
    shutil.copytree(WORLD / "templates", world / "templates")
    (world / "templates" / "secret.yaml").unlink()
    lot = world / "templates" / "market_lot.yaml"
    lot.write_text(lot.read_text().replace("version: 1", "version: 2"))
    found = lore.reload_templates(holder, world)
    assert found.rows.values == [([], ["market_lot"], ["whispered_secret"])]
    assert set(holder.ask("lore/templates").rows.column("id")) == {
        "market_lot", "quiet_errand", "tide_campaign",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BALLAD.replace("RETURN d.id", "DELETE d"), r"bench:templates/bad.yaml:13: .*DELETE"),
        (BALLAD.replace("version: 1", "version: no"), r"bench:templates/bad.yaml:4: version"),
        (BALLAD.replace("id: ballad\n", "id: quiet_errand\n"), r"'quiet_errand' stands in .*yaml"),
        ("template: [", r"bench:templates/bad.yaml:2: expected YAML"),
    ],
)
def test_one_bad_file_and_nothing_changes(
    holder: Holder, tools: TemplateTools, text: str, told: str
) -> None:
    before = holder.ask("lore/templates").rows
    generation = holder.ask("lore/template_generation").rows
    drop(holder, BALLAD)
    drop(holder, text, "bad.yaml")
    with pytest.raises(BadInput, match=told):
        lore.reload_templates(holder)
    assert holder.ask("lore/templates").rows == before
    assert holder.ask("lore/template_generation").rows == generation
    with pytest.raises(QueryNotFound):
        tools.call("ballad.ballads", verses=1, n=1)


def test_a_reload_is_published_with_id_and_version(holder: Holder) -> None:
    inbox = holder.cache.follow(CHANNEL)  # type: ignore[union-attr]
    drop(holder, BALLAD)
    lore.reload_templates(holder)
    lore.reload_templates(holder)
    (holder.folder / "templates" / "ballad.yaml").unlink()
    lore.reload_templates(holder)
    assert [json.loads(message) for message in collected(inbox, 2)] == [
        {"template_id": "ballad", "version": 1},
        {"template_id": "ballad", "version": None},
    ]
    inbox.close()
