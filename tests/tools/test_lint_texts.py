"""What texts name: labels, relations, attributes, tools, parameters; and templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.stores.grist_files import texts
from tests.tools.lint_fixtures import documents, lint, told
from workbench.tools.lint.calls import Call, calls

QUESTIONS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a label that is not there": (
        "MATCH (p:Person)-[:LIVES_IN]->(c) RETURN c",
        [("unknown-label", "Person")],
    ),
    "one of several labels": (
        "MATCH (p:person|human) RETURN p.name",
        [("unknown-label", "human")],
    ),
    "a label in a predicate": (
        "MATCH (p) WHERE p:robot RETURN p.name",
        [("unknown-label", "robot")],
    ),
    "a relation in a statement": (
        "MATCH (p:person)-[r:LIKES|LIVES_IN*1..3]->(c:city) RETURN c.name",
        [("unknown-relation", "LIKES")],
    ),
    "a relation in a pattern in prose": (
        "Follow (p:person)-[:OWNS]->(c:city) to the end.",
        [("unknown-relation", "OWNS")],
    ),
    "a relation named in prose": (
        "connected via the PERSON_has_HOUSE link",
        [("unknown-relation", "PERSON_has_HOUSE")],
    ),
    "a relation between backticks": (
        "MATCH (p:person)-[:`WAS IN`]-(c:`city`) RETURN c",
        [("unknown-relation", "WAS IN")],
    ),
    "an attribute that the label lacks": (
        "MATCH (c:city) RETURN\nc.name,\nc.born",
        [("unknown-attribute", "city.born")],
    ),
    "an attribute of a variable without a label": (
        "MATCH (n) RETURN n.colour",
        [("unknown-attribute", "colour")],
    ),
    "an attribute of a relation": (
        "MATCH (:person)-[r:LIVES_IN]->() RETURN r.until, r.since",
        [("unknown-attribute", "LIVES_IN.until")],
    ),
    "an attribute in a pattern": (
        'MATCH (p:person {age: 3, name: "x"}) RETURN p',
        [("unknown-attribute", "person.age")],
    ),
    "an id column": (
        "MATCH (p:person) RETURN p.person_id",
        [("id-in-query", "person.person_id")],
    ),
    "a statement after a blank line": (
        "1) see MATCH (p:person) RETURN p.name\n\n2) then\nMATCH (p:city) RETURN p.born",
        [("unknown-attribute", "city.born")],
    ),
    "a statement inside a call": (
        'cypher(query="MATCH (p:pirson) RETURN p")',
        [("unknown-label", "pirson")],
    ),
    "a parameter": (
        "MATCH (p:person) WHERE p.id = $id RETURN p",
        [("unbound-parameter", "$id")],
    ),
    "a parameter of the prose": ("It costs $node_id or $5.", []),
    "an argument": (
        'vector_text_search(kind="node", label="person", property="name", text="<name>")',
        [("unknown-argument", "vector_text_search(kind=…)")],
    ),
    "a tool": (
        'vector_search(label="person", property="name", text="x")',
        [("unknown-tool", "vector_search")],
    ),
    "a call without names": (
        "vector_text_search('persons', 'name', 'x')",
        [("unknown-label", "persons")],
    ),
    "a property of another label": (
        'vector_text_search(label="city", property="born", text="x")',
        [("unknown-attribute", "city.born")],
    ),
    "a property without vectors": (
        'vector_text_search(label="person", property="born", text="x")',
        [("not-embeddable", "person.born")],
    ),
    "a search of edges": (
        'vector_text_search(label="LIVES_IN", property="since", text="x")',
        [("not-embeddable", "LIVES_IN.since")],
    ),
    "a placeholder": ('vector_text_search(label="<label>", property=prop, text="x")', []),
    "a mention without arguments": ("Use vector_text_search() or vector_text_search(...).", []),
    "prose in brackets": ("He (Tom: a friend), p.m. (p:x) and (e.g. 3:1) match (roughly).", []),
    "other functions": ("Call f(x=1), count(n) or to_text(n).", []),
    "an aggregate and an alias": (
        "MATCH (p:person) WITH p.name AS found, count(*) AS n RETURN found.length, n.x",
        [],
    ),
    "a union": (
        "MATCH (p:person) RETURN p.name AS name UNION\nMATCH (c:city) RETURN c.name AS name",
        [],
    ),
}


@pytest.mark.parametrize(("text", "expected"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_playbook_is_read_as_an_agent_reads_it(
    tmp_path: Path, text: str, expected: list[tuple[str, str]]
) -> None:
    table = (texts("query_name", "query_example"), [["Who?", text]])
    found = told(lint(documents(tmp_path, others={"Queries": table})))
    assert [(rule, seen) for _, rule, _, _, _, seen in found] == expected
    assert all(row[2:5] == ("Queries", 1, "query_example") for row in found)


TEMPLATES: dict[str, tuple[tuple[str, str], list[tuple[Any, ...]]]] = {
    "a field that is not filled": (
        ("dm_attr_descr_template", "{anchor.noun}.{attribute.name}"),
        [("error", "template-braces", "{attribute.name}")],
    ),
    "a brace that is meant as such": (
        ("generate_no_answer_tmplt", 'Return {"answer": ""}'),
        [("error", "template-braces", '{"answer"}')],
    ),
    "a brace alone": (
        ("dm_filter_prompt", "Use { with care"),
        [("error", "template-braces", "expected '}' before end of string")],
    ),
    "a literal line break": (
        ("dm_link_descr_template", "{link.sentence}\\n"),
        [("error", "literal-newline", "{link.sentence}\\n")],
    ),
    "a name that nothing reads": (
        ("dm_anchor_template", "-"),
        [("note", "unknown-prompt", "dm_anchor_template")],
    ),
    "doubled braces of a pattern": (
        ("finalize_answer_tmplt", "MATCH (p:person {{age: 3}}) RETURN p"),
        [("warning", "unknown-attribute", "person.age")],
    ),
    "a text that nothing renders": (("eval_judge_prompt", "{'pass'} or \\n"), []),
}


@pytest.mark.parametrize(("prompt", "expected"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_prompt_is_checked_as_the_template_that_it_replaces(
    tmp_path: Path, prompt: tuple[str, str], expected: list[tuple[Any, ...]]
) -> None:
    table = (texts("name", "text"), [list(prompt)])
    found = told(lint(documents(tmp_path, others={"Prompts": table})))
    assert [(severity, rule, seen) for severity, rule, _, _, _, seen in found] == expected


def test_the_time_to_read_a_call_grows_with_its_length_alone() -> None:
    blank = " " * 100_000

    assert list(calls(f"cypher({blank}<")) == [Call("cypher", (), {})]
    assert list(calls(f"cypher(query ={blank}'MATCH (n)'{blank})")) == [
        Call("cypher", ("query",), {"query": "MATCH (n)"})
    ]
