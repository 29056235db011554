"""Instances: the fourteen checks in their order, and the refusal of whole files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.core.template_files import INSTANCES, KNOWN, changed, check, templates
from workbench.core.lore.templates import (
    CHECKS,
    Known,
    check_stored,
    read_templates,
    validated,
)

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"

# The check that fails, what is changed into what, the line of the fault, part of the message.
FAILURES = [
    ("YAML shape", "name: The Lamp Tax Refund", "name: [x]", 5, "name: expected a text"),
    ("YAML shape", "    name: The Lamp Tax Refund\n", "", 2, "name: expected a text, saw None"),
    ("YAML shape", "setting_id:", "seting_id:", 4, "unknown key 'seting_id'"),
    ("YAML shape", "sources: [src_talk]", "sources: src_talk", 11, "a list of texts"),
    ("YAML shape", "to: per_x}", "to: 7}", 13, "to: expected a text, saw 7"),
    ("YAML shape", "- {id: rel_1", "- 3\n      - {id: rel_1", 13, "saw 3"),
    ("template known", "template: quiet_errand", "template: loud", 3, "no template 'loud'"),
    ("unknown fields", "risk: medium", "rsik: medium", 8, "has no field 'rsik'"),
    ("required", "      payout: 120\n", "", 6, "payout is required"),
    ("required", "payout: 120", "payout: null", 7, "payout is required"),
    ("type", "payout: 120", "payout: '120'", 7, "expected a number, saw '120'"),
    ("type", "payout: 120", "payout: true", 7, "expected a number, saw True"),
    ("type", "payout: 120", "payout: .nan", 7, "expected a number, saw nan"),
    ("type", "risk: medium", "crew: 1.5", 8, "expected a whole number"),
    ("type", "risk: medium", "urgent: 1", 8, "expected true or false"),
    ("enum/range", "risk: medium", "risk: absurd", 8, "one of low, medium, high"),
    ("enum/range", "payout: 120", "payout: -0.5", 7, "expected 0 or more, saw -0.5"),
    ("enum/range", "risk: medium", "crew: 7", 8, "expected 6 or less, saw 7"),
    ("enum/range", "risk: medium", f"note: {'a' * 21}", 8, "20 characters or less"),
    ("times canonical", "bell_age.year_338.month_4", "Year 338", 9, "'Year 338'"),
    ("times canonical", "bell_age.year_338.month_4", "current", 9, "a time that stays"),
    ("times canonical", "bell_age.year_340", "340", 14, "KNOWN_BY valid_from"),
    ("relation type known", "type: GIVEN_BY", "type: GIVEN_TO", 13, "no relation 'GIVEN_TO'"),
    ("endpoint exists", "to: per_x}", "to: per_z}", 13, "no entity 'per_z'"),
    ("endpoint exists", "owner: fac_lantern", "owner: fac_z", 10, "no entity 'fac_z'"),
    ("endpoint exists", "setting_id: tidewheel", "setting_id: z", 4, "no setting 'z'"),
    ("endpoint label", "to: per_x}", "to: fac_lantern}", 13, "fac_lantern is a Faction"),
    ("endpoint label", "to: per_x}", "to: MSN-002}", 13, "MSN-002 is a QuietErrand"),
    ("endpoint label", "owner: fac_lantern", "owner: per_x", 10, "per_x is a Person"),
    ("cardinality", "      - {id: rel_1, type: GIVEN_BY, to: per_x}\n", "", 12, "1 to 1, saw 0"),
    ("cardinality", "to: per_x}", "to: per_x}\n      - {type: GIVEN_BY, to: per_y}", 12, "saw 2"),
    ("relation properties", "how: told", "how: guessed", 14, "one of own, told"),
    ("relation properties", ", how: told", "", 14, "how is required"),
    ("relation properties", "how: told", "how: told, why: x", 14, "no property 'why'"),
    ("relation properties", "to: per_x}", "to: per_x, valid_until: bell_age}", 13, "at all times"),
    ("sources exist", "[src_talk]", "[src_z]", 11, "no source 'src_z'"),
    ("sources exist", "how: told", "how: told, sources: [src_z]", 14, "no source 'src_z'"),
    ("id unique", "id: MSN-001", "id: per_x", 2, "the id is that of a Person"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("failing", "old", "new", "line", "message"), FAILURES, ids=lambda part: str(part)[:30]
)
def test_the_first_failure_is_told_with_file_and_line(
    failing: str, old: str, new: str, line: int, message: str
) -> None:
    fault, *_ = check(changed(INSTANCES, old, new)).faults
    assert (fault.check, fault.file, fault.line) == (failing, "i.yaml", line), fault
    assert message in fault.message


def test_every_one_of_the_fourteen_checks_is_seen_to_fail() -> None:
    assert {failure[0] for failure in FAILURES} == set(CHECKS)
    assert len(CHECKS) == 14


def test_an_id_that_stands_twice_names_the_first_place() -> None:
    (fault,) = check(INSTANCES.replace("MSN-002", "MSN-001")).faults
    assert (fault.check, fault.line) == ("id unique", 15)
    assert "stands in i.yaml:2 too" in fault.message


def test_of_several_failures_the_earlier_check_is_told_and_once_an_instance() -> None:
    text = changed(changed(INSTANCES, "[src_talk]", "[src_z]"), "risk: medium", "rsik: 7")
    text = changed(text, "payout: 1\n", "payout: -1\n")
    assert [(fault.check, fault.instance) for fault in check(text).faults] == [
        ("unknown fields", "MSN-001"),
        ("enum/range", "MSN-002"),
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("instances: {a: 1}\n", 1), ("- 1\n", 1), ("instances:\n- {a\n", 3), ("", 1)]
)
def test_a_file_that_is_no_list_of_instances_is_refused(text: str, line: int) -> None:
    (fault,) = check(text).faults
    assert (fault.check, fault.line) == ("YAML shape", line)


def test_a_valid_instance_has_its_defaults_and_inherits_its_sources() -> None:
    first, second = check(INSTANCES).instances
    assert first.fields == {
        "note": "none yet", "payout": 120, "risk": "medium",
        "started": "bell_age.year_338.month_4", "owner": "fac_lantern",
    }  # fmt: skip
    assert first.relations[0].sources == ("src_talk",)
    assert first.relations[1].properties == {"how": "told"}
    assert (second.relations[1].to, second.relations[1].id, second.line) == ("MSN-001", None, 15)


def test_one_fault_refuses_its_whole_file_and_leaves_others_alone() -> None:
    other = changed(INSTANCES.replace("MSN", "OTH"), "payout: 120", "payout: many")
    found = validated({"a.yaml": INSTANCES, "b.yaml": other}, templates(), KNOWN)
    assert [fault.file for fault in found.faults] == ["b.yaml"]
    assert [instance.id for instance in found.instances] == ["MSN-001", "MSN-002"]


def test_a_file_that_refers_to_a_refused_one_falls_with_it() -> None:
    broken = changed(INSTANCES, "payout: 120", "payout: many")
    behind = INSTANCES.replace("MSN-001", "OTH-001").replace("MSN-002", "OTH-002")
    behind = changed(behind, "to: OTH-001", "to: MSN-001")
    found = validated({"a.yaml": broken, "b.yaml": behind}, templates(), KNOWN)
    assert [str(fault).split(": ")[:2] for fault in found.faults] == [
        ["a.yaml:7", "type"],
        ["b.yaml:24", "endpoint exists"],
    ]
    assert found.instances == ()


def test_a_stored_instance_is_checked_by_the_same_rules() -> None:
    document = yaml.safe_load(INSTANCES)["instances"][0]
    template = templates()["quiet_errand"]
    assert check_stored(document, template, KNOWN) is None
    document["fields"]["risk"] = "absurd"
    fault = check_stored(document, template, KNOWN)
    assert fault is not None
    assert fault.check == "enum/range"


def sample_kinds() -> dict[str, str]:
    planes = yaml.safe_load((WORLD / "planes.yaml").read_text())["planes"]
    kinds = {plane["id"]: "Plane" for plane in planes}
    for file in WORLD.glob("entities/*.yaml"):
        document = yaml.safe_load(file.read_text())
        kinds |= {entity["id"]: document["label"] for entity in document["entities"]}
    return kinds


def test_the_sample_world_passes_every_check() -> None:
    files = {f.name: f.read_text() for f in WORLD.glob("templates/*.yaml")}
    instances = {
        f.name: f.read_text()
        for folder in ("missions", "instances")
        for f in WORLD.glob(f"{folder}/*.yaml")
    }
    sources = {file.stem for file in WORLD.glob("lore/*.md")}
    known = Known(sample_kinds(), sources, {"tidewheel", "margin"})
    found = validated(instances, read_templates(files), known)
    assert (len(found.instances), found.faults) == (109, ())
