"""The graph store's parts on literal texts: agents, names, plans, the guard, positions."""

from __future__ import annotations

import pytest
from neo4j.exceptions import ClientError, Neo4jError

from workbench.core.answer import Plan
from workbench.core.errors import NotSupported, QueryFailed, StoreUnavailable, WriteRefused
from workbench.stores.graph import guard, plans
from workbench.stores.graph.dialects import (
    ARCADEDB,
    MEMGRAPH,
    NEO4J,
    Dialect,
    quoted,
    recognised,
)
from workbench.stores.graph.errors import translated
from workbench.stores.graph.parameters import bound

ARCADEDB_PLAN = """OpenCypher Native Execution Plan
=================================

Using Cost-Based Query Optimizer

Physical Plan:
+ ExpandAll(n)-[:NEXT]->(m:City) [cost=5.00, rows=0]
  + NodeIndexSeek(n:City) [index=City[id], id=p1, filter: n.id = p1, cost=5.00, rows=3]

Total Estimated Cost: 5.00
Total Estimated Rows: 0

Steps After the Optimized Match:
+ PROJECT RETURN id
OrderByStep
+ LIMIT 3
+ FINAL PROJECTION [id]
"""
ARCADEDB_STEPS = """OpenCypher Native Execution Plan
=================================

Using Traditional Execution (Non-Optimized)

Reason: Query pattern not yet supported by optimizer

Execution Plan:
+ MATCH NODE (n:Fine) [filter: n.id = "1"]
+ FILTER WHERE n.id = "1"
+ FINAL PROJECTION [x]
"""
# https://memgraph.com/docs/querying/best-practices
MEMGRAPH_MERGE = (
    " * Produce {p.name, p.notFound, p.found}",
    " * Accumulate",
    " * Merge",
    " |\\ On Match",
    " | * SetProperty",
    " | * Filter (p :Person), {p.name}",
    " | * ScanAll (p)",
    " | * Once",
    " |\\ On Create",
    " | * SetProperty",
    " | * CreateNode",
    " | * Once",
    " * Once",
)


def chain(*operators: str) -> Plan:
    first, *rest = operators
    name, _, what = first.partition(" ")
    return Plan(name, {"what": what} if what else {}, children=(chain(*rest),) if rest else ())


def operators(plan: Plan) -> list[str]:
    """The operators from the root to its first leaf."""
    return [plan.operator, *(operators(plan.children[0]) if plan.children else [])]


@pytest.mark.parametrize(
    ("agent", "dialect", "version"),
    [
        ("Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)", ARCADEDB, "26.10.2"),
        ("Neo4j/5.26.1", NEO4J, "5.26.1"),
        ("Neo4j/2025.10.1", NEO4J, "2025.10.1"),
        ("Neo4j/v5.11.0 compatible graph database server - Memgraph", MEMGRAPH, ""),
    ],
)
def test_a_server_is_known_by_its_agent(agent: str, dialect: Dialect, version: str) -> None:
    assert recognised(agent) == (dialect, version)


def test_an_unknown_server_is_told() -> None:
    with pytest.raises(NotSupported, match="calls itself 'FalkorDB/1'; expected ArcadeDB"):
        recognised("FalkorDB/1")


def test_names_in_a_template_are_quoted() -> None:
    assert quoted("a`b``") == "`a``b`````"
    assert NEO4J.text("create_index", name="i", label="A`B", property="x y") == (
        "CREATE INDEX `i` IF NOT EXISTS FOR (n:`A``B`) ON (n.`x y`)"
    )
    assert MEMGRAPH.text("create_unique", label="City", property="id", name="") == (
        "CREATE CONSTRAINT ON (n:`City`) ASSERT n.`id` IS UNIQUE"
    )


def test_what_an_engine_has_not_says_what_does() -> None:
    with pytest.raises(NotSupported, match="no `create fulltext` over Bolt: run its SQL"):
        ARCADEDB.text("create_fulltext", name="i", label="City", property="name")


def test_reading_procedures_are_known_by_name_or_family() -> None:
    assert ARCADEDB.reads("DB.labels")
    assert ARCADEDB.reads("algo.pagerank")
    assert not ARCADEDB.reads("db.labelsx")
    assert not MEMGRAPH.reads("text_search.create")
    assert not ARCADEDB.reads("")


def test_arcadedbs_plan_of_a_tree_and_steps() -> None:
    plan = plans.from_text({"args": {"string-representation": ARCADEDB_PLAN}})
    assert operators(plan) == [
        *("FINAL PROJECTION", "LIMIT", "OrderByStep", "PROJECT RETURN"),
        *("ExpandAll", "NodeIndexSeek"),
    ]
    assert plan.details == {"what": "[id]", "planner": "Cost-Based Query Optimizer"}
    seek = plan.children[0].children[0].children[0].children[0].children[0]
    what = "(n:City) [index=City[id], id=p1, filter: n.id = p1]"
    assert seek == Plan("NodeIndexSeek", {"what": what}, estimated_rows=3.0, cost=5.0)


def test_arcadedbs_plan_of_steps_alone() -> None:
    plan = plans.from_text({"args": {"string-representation": ARCADEDB_STEPS}})
    assert operators(plan) == ["FINAL PROJECTION", "FILTER WHERE", "MATCH NODE"]
    assert plan.details["reason"] == "Query pattern not yet supported by optimizer"
    assert plan.children[0].details == {"what": 'n.id = "1"'}


def test_a_statement_without_a_plan_is_nothing() -> None:
    assert plans.from_text(plans.NOTHING) == Plan("nothing")
    assert plans.from_rows([]) == Plan("nothing")


def test_neo4js_plan_is_its_tree() -> None:
    seek = {"operatorType": "NodeByLabelScan@neo4j", "args": {"EstimatedRows": 10.0}}
    tree = {
        "operatorType": "ProduceResults@neo4j",
        "args": {"EstimatedRows": 5.0, "planner": "COST", "Details": "n"},
        "children": [{"operatorType": "Filter@neo4j", "args": {}, "children": [seek]}],
    }
    plan = plans.from_tree(tree)
    assert operators(plan) == ["ProduceResults", "Filter", "NodeByLabelScan"]
    assert (plan.estimated_rows, plan.cost) == (5.0, None)
    assert plan.details == {"planner": "COST", "Details": "n"}
    assert plan.children[0].children[0].estimated_rows == 10.0


def test_memgraphs_plan_is_a_chain() -> None:
    assert plans.from_rows([" * Produce {n}", " * ScanAll (n)", " * Once"]) == chain(
        "Produce {n}", "ScanAll (n)", "Once"
    )


def test_memgraphs_branches_feed_the_operator_above_them() -> None:
    merge = plans.from_rows(MEMGRAPH_MERGE).children[0].children[0]
    on_match, on_create, before = merge.children
    assert merge.operator == "Merge"
    assert [on_match.details, on_create.details] == [
        {"branch": "On Match"},
        {"branch": "On Create"},
    ]
    assert operators(on_match) == ["SetProperty", "Filter", "ScanAll", "Once"]
    assert operators(on_create) == ["SetProperty", "CreateNode", "Once"]
    assert before == Plan("Once")


def test_a_memgraph_branch_without_a_name_is_one_too() -> None:
    rows = (" * Cartesian {n : m}", " |\\ ", " | * ScanAll (m)", " | * Once", " * ScanAll (n)")
    plan = plans.from_rows(rows)
    assert [operators(child) for child in plan.children] == [["ScanAll", "Once"], ["ScanAll"]]
    assert [child.details["what"] for child in plan.children] == ["(m)", "(n)"]


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (start)-[*]->(stop) RETURN start, stop",
        "MATCH (n:Set|Merge {delete: 1}) RETURN n.create, $remove, [x IN n.drop | x]",
        "MATCH (n) RETURN CASE WHEN n.x = 'SET' THEN \"DROP\" ELSE `LOAD` END",
        "/* CREATE */ MATCH (n) // DELETE\nRETURN n",
        "MATCH (commit:Commit) RETURN commit",
        "",
    ],
)
def test_the_guard_lets_names_strings_and_comments_be(text: str) -> None:
    guard.refuse_writes(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DROP INDEX i", "found DROP at its beginning"),
        ("MATCH (n) SET n.x = 1", "the clause SET"),
        ("MATCH (n) WHERE n.x = 1.SET n.x = 2", "the clause SET"),
        ("MATCH (n) /* */ DELETE n", "the clause DELETE"),
        ("USING PERIODIC COMMIT 5 MATCH (n) RETURN n", "the clause PERIODIC COMMIT"),
        ("MATCH (n) \\u0053ET n.x = 1", "a backslash outside of strings"),
    ],
)
def test_the_guard_says_what_it_refuses(text: str, reason: str) -> None:
    with pytest.raises(WriteRefused, match=reason):
        guard.refuse_writes(text)


@pytest.mark.parametrize("text", ["CALL x.y()", "CALL `db.labels`()", "MATCH (n) CALL a . b(n)"])
def test_the_guard_refuses_procedures_that_it_does_not_know(text: str) -> None:
    with pytest.raises(WriteRefused, match="is not known to change nothing"):
        guard.refuse_calls(text, ARCADEDB)


def test_the_guard_tells_schema_commands_and_shows() -> None:
    assert guard.is_schema_command("/* x */ create unique index i FOR (n:A) ON (n.x)")
    assert guard.is_schema_command("DROP CONSTRAINT `a b` IF EXISTS")
    assert not guard.is_schema_command("CREATE (n:INDEX)")
    assert guard.tells(" show indexes")
    assert not guard.tells("MATCH (show) RETURN show")


@pytest.mark.parametrize(
    ("says", "statement", "parsed", "position"),
    [
        ("Invalid input 'x': (line 1, column 8 (offset: 7))", "RETURN x", "RETURN x", 8),
        ("Invalid input: (line 1, column 16 (offset: 15))", "RETURN x", "EXPLAIN RETURN x", 8),
        ("Syntax error at line 1:7 - no", "RETURN x", "RETURN x", 8),
        (
            "Syntax error at line 2:7 - no",
            "// c\nWITH 1 AS y\nRETURN x",
            "WITH 1 AS y\nRETURN x",
            25,
        ),
        ("line 1:0 mismatched", "", "EXPLAIN ", 1),
        ("/ by zero", "RETURN 1/0", "RETURN 1/0", None),
    ],
)
def test_a_position_points_into_the_authors_text(
    says: str, statement: str, parsed: str, position: int | None
) -> None:
    error = Neo4jError._hydrate_neo4j(code="Neo.ClientError.Statement.SyntaxError", message=says)
    with (
        pytest.raises(QueryFailed) as caught,
        translated(statement, where="w", parsed=lambda: parsed),
    ):
        raise error
    assert (caught.value.position, caught.value.engine_says) == (position, says)


def test_arcadedb_takes_comments_or_the_word_explain_off_a_text() -> None:
    assert ARCADEDB.parsed("// a\n /* b */ RETURN 1 // c") == "RETURN 1 // c"
    assert ARCADEDB.parsed("EXPLAIN  // a\nRETURN 1") == "// a\nRETURN 1"
    assert NEO4J.parsed("// a\nRETURN 1") == "// a\nRETURN 1"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Neo.ClientError.Database.DatabaseNotFound", StoreUnavailable),
        ("Neo.ClientError.Statement.AccessMode", WriteRefused),
        ("Neo.ClientError.Security.Forbidden", WriteRefused),
        ("Neo.ClientError.Statement.ParameterMissing", QueryFailed),
    ],
)
def test_a_code_decides_who_must_act(code: str, expected: type[Exception]) -> None:
    error = ClientError._hydrate_neo4j(code=code, message="words")
    with pytest.raises(expected) as caught, translated("RETURN 1", where="w", reading=True):
        raise error
    assert type(caught.value) is expected


def test_numbered_and_quoted_parameters_are_the_engines_to_check() -> None:
    assert bound("RETURN $1, $`a b`, :$any($x)", {"1": 1, "a b": 2, "x": 3})["x"] == 3
