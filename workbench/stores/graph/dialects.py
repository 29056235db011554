"""What the engines that speak Bolt differ in, as data.

ArcadeDB's entries were tried on 26.10.2; Neo4j's are the Cypher manual 5, Memgraph's the
documentation of Memgraph 3 (differences in Cypher implementations, indexes, constraints,
text search, query plan) and its sources. A template's `{label}`, `{type}`, `{property}` and
`{name}` stand for names in backticks; an empty template means that the engine cannot do it
over Bolt, and `instead` says what can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ...core.errors import NotSupported


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine's spelling and habits."""

    engine: str

    create_index: str
    drop_index: str
    create_unique: str
    drop_unique: str
    create_edge_index: str
    list_indexes: str
    create_fulltext: str
    drop_fulltext: str
    search_fulltext: str
    shortest_path: str

    explain: str
    # How a plan arrives: a tree in the summary, a text inside that tree, or rows of text.
    plan: Literal["tree", "text", "rows"]

    # A session in READ mode cannot write, whatever its text says.
    enforces_read_mode: bool
    # A transaction ends when the client's time limit has passed.
    keeps_time_limit: bool
    # Letting go of an unread result makes the engine compute all of it.
    discard_computes_all: bool
    label_and_type_may_share_a_name: bool
    # A uniqueness constraint is an index as well.
    unique_is_index: bool
    # A label added to a node in the transaction that created it breaks its unique `id`.
    new_nodes_need_all_labels: bool
    # Bytes of the largest message that is answered; 0 where there is no such limit.
    largest_message: int
    # EXPLAIN before CREATE INDEX and its kin creates the index.
    explain_runs_schema_commands: bool

    # Node ids for element ids, in any order: columns element id, property `id`.
    ids_of_elements: str
    # Builds a zoned datetime from text where a zoned parameter would lose its zone.
    zoned_from_text: str
    version: str
    # Procedures that change nothing; a name that ends in `.` stands for all below it.
    reading_procedures: tuple[str, ...]
    instead: str = ""
    # Characters that a label or relationship type cannot have.
    unfit_in_names: str = ""
    # A pattern of what the server takes off a text before its parser counts lines.
    unparsed: str = ""
    # What before a statement runs it and measures its plan, in the form of `plan`.
    profile: str = ""

    def text(self, template: str, **names: str) -> str:
        """A template with its names quoted; NotSupported where the engine has none.

        `template` is the field's name, such as `create_index`.
        """
        found: str = getattr(self, template)
        if not found:
            what = template.replace("_", " ")
            raise NotSupported(f"{self.engine} has no `{what}` over Bolt: {self.instead}")
        return found.format_map({name: quoted(value) for name, value in names.items()})

    def parsed(self, text: str) -> str:
        """The end of `text` in which the server's parser counts its positions."""
        return re.sub(rf"\A(?:{self.unparsed})", "", text)

    def reads(self, procedure: str) -> bool:
        """True where the procedure is known to change nothing."""
        called = procedure.lower()
        return any(
            called.startswith(known) if known.endswith(".") else called == known
            for known in self.reading_procedures
        )


def quoted(name: str) -> str:
    """A label, type, key or index name between backticks, its own backticks doubled."""
    return f"`{name.replace('`', '``')}`"


_NEO4J_INDEX = "CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{property})"
_NEO4J_UNIQUE = (
    "CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{property} IS UNIQUE"
)
_NEO4J_EDGE_INDEX = "CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{type}]-() ON (r.{property})"
_NEO4J_SEARCH = (
    "CALL db.index.fulltext.queryNodes($index, $query) YIELD node, score "
    "RETURN node, score LIMIT $limit"
)
_ELEMENT_IDS = "UNWIND $ids AS element MATCH (n) WHERE elementId(n) = element RETURN element, n.id"
_NEO4J_SHORTEST = "shortestPath(({source})-[*]-({target}))"

ARCADEDB = Dialect(
    engine="arcadedb",
    create_index=_NEO4J_INDEX,
    drop_index="DROP INDEX {name} IF EXISTS",
    create_unique=_NEO4J_UNIQUE,
    drop_unique="DROP CONSTRAINT {name} IF EXISTS",
    create_edge_index=_NEO4J_EDGE_INDEX,
    list_indexes="SHOW INDEXES",
    create_fulltext="",
    drop_fulltext="DROP INDEX {name} IF EXISTS",
    search_fulltext=_NEO4J_SEARCH,
    shortest_path=_NEO4J_SHORTEST,
    explain="EXPLAIN ",
    plan="text",
    enforces_read_mode=False,
    keeps_time_limit=False,
    discard_computes_all=True,
    label_and_type_may_share_a_name=False,
    unique_is_index=True,
    new_nodes_need_all_labels=True,
    largest_message=16 * 2**20,
    explain_runs_schema_commands=True,
    ids_of_elements=_ELEMENT_IDS,
    zoned_from_text="datetime({value})",
    version="",
    reading_procedures=(
        *("algo.", "db.index.", "db.labels", "db.propertykeys", "db.relationshiptypes"),
        *("db.schema", "db.schema.visualization", "meta.", "path."),
    ),
    unfit_in_names=",*~",
    profile="PROFILE ",
    unparsed=r"(?s:(?:EXPLAIN|PROFILE) \s*|(?:\s|//[^\n]*|/\*.*?\*/)*)",
    instead="run its SQL, CREATE INDEX ON `Label` (`property`) FULL_TEXT, through its HTTP API",
)

NEO4J = Dialect(
    engine="neo4j",
    create_index=_NEO4J_INDEX,
    drop_index="DROP INDEX {name} IF EXISTS",
    create_unique=_NEO4J_UNIQUE,
    drop_unique="DROP CONSTRAINT {name} IF EXISTS",
    create_edge_index=_NEO4J_EDGE_INDEX,
    list_indexes="SHOW INDEXES",
    create_fulltext="CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) "
    "ON EACH [n.{property}]",
    drop_fulltext="DROP INDEX {name} IF EXISTS",
    search_fulltext=_NEO4J_SEARCH,
    shortest_path=_NEO4J_SHORTEST,
    explain="EXPLAIN ",
    profile="PROFILE ",
    plan="tree",
    enforces_read_mode=True,
    keeps_time_limit=True,
    discard_computes_all=False,
    label_and_type_may_share_a_name=True,
    unique_is_index=True,
    new_nodes_need_all_labels=False,
    largest_message=0,
    explain_runs_schema_commands=False,
    ids_of_elements=_ELEMENT_IDS,
    zoned_from_text="",
    version="",
    reading_procedures=(),
)

MEMGRAPH = Dialect(
    engine="memgraph",
    create_index="CREATE INDEX ON :{label}({property})",
    drop_index="DROP INDEX ON :{label}({property})",
    create_unique="CREATE CONSTRAINT ON (n:{label}) ASSERT n.{property} IS UNIQUE",
    drop_unique="DROP CONSTRAINT ON (n:{label}) ASSERT n.{property} IS UNIQUE",
    create_edge_index="CREATE EDGE INDEX ON :{type}({property})",
    list_indexes="SHOW INDEX INFO",
    create_fulltext="CREATE TEXT INDEX {name} ON :{label}",
    drop_fulltext="DROP TEXT INDEX {name}",
    search_fulltext="CALL text_search.search_all($index, $query) YIELD node "
    "RETURN node LIMIT $limit",
    shortest_path="({source})-[*BFS]-({target})",
    explain="EXPLAIN ",
    plan="rows",
    enforces_read_mode=False,
    keeps_time_limit=True,
    discard_computes_all=False,
    label_and_type_may_share_a_name=True,
    unique_is_index=False,
    new_nodes_need_all_labels=False,
    largest_message=0,
    explain_runs_schema_commands=False,
    ids_of_elements="UNWIND $ids AS element MATCH (n) WHERE id(n) = toInteger(element) "
    "RETURN element, n.id",
    zoned_from_text="",
    version="SHOW VERSION",
    reading_procedures=(
        *("mg.functions", "mg.procedures", "llm_util.schema"),
        *("schema.node_type_properties", "schema.rel_type_properties"),
        *("text_search.aggregate", "text_search.regex_search", "text_search.search"),
        *("text_search.search_all", "vector_search.search", "vector_search.search_edges"),
        "vector_search.show_index_info",
    ),
)

# What each server calls itself in the Bolt handshake; the first that fits decides, because
# all of them say "Neo4j/…".
_AGENTS = (
    (re.compile(r"ArcadeDB ([\w.\-]+)"), ARCADEDB),
    (re.compile(r"(?i)memgraph()"), MEMGRAPH),
    (re.compile(r"^Neo4j/(\d[\w.\-]*)$"), NEO4J),
)


def recognised(agent: str) -> tuple[Dialect, str]:
    """The dialect behind a server's agent string, and the version that it names or ''."""
    for pattern, dialect in _AGENTS:
        if found := pattern.search(agent):
            return dialect, found[1]
    raise NotSupported(
        f"the server calls itself {agent!r}; expected ArcadeDB, Memgraph or Neo4j 5. "
        "Name the URL of one of these."
    )
