"""Template files: what is read, and every fault with its file and line."""

from __future__ import annotations

import json

import pytest

from tests.core.template_files import INSTANCES, TEMPLATE, changed, templates
from workbench.core.errors import BadInput
from workbench.core.lore.templates import read_templates, template_of
from workbench.core.lore.templates.located import read_yaml


def faults(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        templates(text)
    return str(caught.value).splitlines()


def test_a_template_is_read_whole() -> None:
    found = templates()["quiet_errand"]
    assert (found.type, found.version, found.embedded, found.file) == (
        "QuietErrand", 1, True, "t.yaml",
    )  # fmt: skip
    assert found.fields["risk"].values == ("low", "medium", "high")
    assert found.relations["KNOWN_BY"].properties["how"].required
    assert (found.relations["GIVEN_BY"].minimum, found.relations["GIVEN_BY"].maximum) == (1, 1)
    assert found.log == {"table": "mission_log", "key": "mission_id"}
    assert [query.id for query in found.queries] == ["get_mission", "newest"]


def test_a_template_comes_back_from_its_document() -> None:
    found = templates()["quiet_errand"]
    assert template_of(json.loads(json.dumps(found.document)), "t.yaml") == found


def test_instances_in_the_same_file_are_left_to_their_own_check() -> None:
    assert list(templates(TEMPLATE + INSTANCES)) == ["quiet_errand"]
    assert read_templates({"i.yaml": INSTANCES}) == {}


# What is changed, into what, the line of the fault, part of the message.
FAULTS = [
    ("id: quiet_errand", "id: Quiet Errand", 2, "id: expected a text like"),
    ("type: QuietErrand", "type: quiet_errand", 3, "type: expected a text like"),
    ("version: 1", "version: one", 4, "a whole number of 1 or more, saw 'one'"),
    ("version: 1", "version: 0", 4, "a whole number of 1 or more, saw 0"),
    ("embedded: true", "embedded: often", 5, "expected true or false, saw 'often'"),
    ("embedded: true", "embeded: true", 5, "unknown key 'embeded'"),
    ("payout: {type: number,", "payout: {type: money,", 7, "expected one of the types string"),
    ("payout: {type", "name: {type", 7, "'name' is reserved"),
    ("payout: {type", "claims: {type", 7, "'claims' is reserved"),
    ("payout: {type", "Pay-out: {type", 7, "a field is named like"),
    ("min: 0, required", "min: 9, max: 3, required", 7, "min is above max"),
    ("min: 0, required", "max_length: 3, required", 7, "unknown key 'max_length'"),
    (", values: [low, medium, high]", "", 8, "values: expected a list"),
    ("[low, medium, high]", "[low, no]", 8, "values: expected a list"),
    ("[low, medium, high]", "[low, low]", 8, "a list of different texts"),
    ("default: none yet", "default: 7", 10, "default of note: expected a text, saw 7"),
    ("max: 6}", "max: 6, default: 9}", 11, "default of crew: expected 6 or less"),
    ("{type: boolean}", "boolean", 12, "expected a mapping, saw 'boolean'"),
    ("GIVEN_BY: {to", "given by: {to", 15, "a relation is named like"),
    ("{to: [Person], min: 1, max: 1}", "{min: 1, max: 1}", 15, "to: expected a list"),
    ("min: 1, max: 1", "min: 2, max: 1", 15, "min is above max"),
    ("[own, told]", "own", 18, "values: expected a list"),
    ("{how: {type", "{valid_from: {type", 18, "'valid_from' is reserved"),
    ("key: mission_id", "key: mission id", 19, "key: expected a text like"),
    ("id: get_mission", "id: newest", 25, "stands in this template twice"),
    ("{id: {type: string}}", "{}", 24, "uses $id and does not declare it"),
    ("{id: {type: string}}", "{id: {type: string}, x: {type: string}}", 23, "'x' is declared and"),
    ("{id: {type: string}}", "{id: {type: text}}", 23, "expected one of the types string"),
    ("{id: {type: string}}", "{id: {type: string, optional: 1}}", 23, "expected true or false"),
    ("top: {type: integer}", "top: {type: string}", 27, "$top counts rows: expected type integer"),
    ("top: {type: integer}", "class: {type: integer}", 27, "cannot be called 'class'"),
    ("RETURN d.name", "DELETE d", 24, "the query is refused: expected RETURN, saw DELETE"),
    ("RETURN d.id\n", "SET d.x = 1\n", 31, "the query is refused: expected RETURN, saw SET"),
    ("DESC LIMIT $top", "DESC ; LIMIT $top", 32, "the query is refused: `;`"),
    ("  fields:\n", "  version: 2\n  fields:\n", 6, "the key 'version' stands here twice"),
    ("version: 1", "version: [1", 5, "expected YAML"),
    ("version: 1", "version: *v", 4, "expected YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "message"), FAULTS, ids=lambda part: str(part)[:30])
def test_a_fault_is_told_with_file_and_line(old: str, new: str, line: int, message: str) -> None:
    told = faults(changed(TEMPLATE, old, new))
    assert any(fault.startswith(f"t.yaml:{line}: ") and message in fault for fault in told), told


def test_all_faults_of_all_files_are_told_at_once() -> None:
    broken = changed(changed(TEMPLATE, "type: number,", "type: money,"), "version: 1", "version: 0")
    with pytest.raises(BadInput) as caught:
        read_templates({"a.yaml": broken, "b.yaml": "template: 7\n", "c.yaml": "- 1\n"})
    assert [fault.partition(" ")[0] for fault in str(caught.value).splitlines()] == [
        "a.yaml:4:", "a.yaml:7:", "b.yaml:1:", "c.yaml:1:",
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [("id: q", "id: other_q"), ("type: Q", "type: OtherQ")])
def test_two_templates_of_one_id_or_one_type_name_both_files(old: str, new: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_templates({"a.yaml": TEMPLATE, "b.yaml": changed(TEMPLATE, old, new)})
    (told,) = str(caught.value).splitlines()
    assert told.startswith("b.yaml:")
    assert "stands in a.yaml too" in told


def test_a_folded_and_a_quoted_text_tell_where_they_begin() -> None:
    found = read_yaml("a:\n  b: |\n    one\n    two\n  c: 'x'\n  d:\n  - 1\n  - e: 2\n", "f")
    assert [found.line("a", name) for name in "bcd"] == [3, 5, 6]
    assert (found.line("a", "d", 1, "e"), found.line("a", "nowhere", 3)) == (8, 1)


def test_an_alias_is_refused_that_would_unfold_without_end() -> None:
    with pytest.raises(BadInput, match=r"f:1: an alias"):
        read_yaml("a: &a [1, 2]\nb: [*a, *a]\n", "f")
