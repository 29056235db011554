"""The Cypher that stores and removes batches, from `batches.py`."""

from __future__ import annotations

from .batches import EdgeGroup, NodeGroup
from .dialects import Dialect, quoted
from .records import Zoned


def create_nodes(group: NodeGroup) -> str:
    """Creates the nodes that do not exist, with all their labels and nothing but their id."""
    first = quoted(group.labels[0])
    return (
        "UNWIND $rows AS row WITH DISTINCT row.id AS id "
        f"OPTIONAL MATCH (old:{first} {{id: id}}) WITH id, old WHERE old IS NULL "
        f"CREATE (n:{':'.join(map(quoted, group.labels))} {{id: id}})"
    )


def store_nodes(group: NodeGroup, dialect: Dialect) -> str:
    """Replaces all properties of the nodes that exist, and adds the labels after the first."""
    first, *more = map(quoted, group.labels)
    lines = ["UNWIND $rows AS row", f"MERGE (n:{first} {{id: row.id}})", "SET n = row"]
    lines += _zoned("n", "row", group.zoned, dialect)
    if more:
        lines.append(f"SET n:{':'.join(more)}")
    return "\n".join(lines)


def store_edges(group: EdgeGroup, dialect: Dialect) -> str:
    """Returns `pairs` of ends found and the `edges` that they belong to.

    Both equal the number of rows where every end is one node.
    """
    lines = [
        "UNWIND $rows AS row",
        f"MATCH {_end('a', group.source_label, 'source')}, "
        f"{_end('b', group.target_label, 'target')}",
        f"MERGE (a)-[r:{quoted(group.type)}]->(b)",
        "SET r = row.properties",
        *_zoned("r", "row.properties", group.zoned, dialect),
        "RETURN count(*) AS pairs, count(DISTINCT row.at) AS edges",
    ]
    return "\n".join(lines)


def ends_in_doubt(group: EdgeGroup) -> str:
    """Up to four edges whose ends are not one node each, with the numbers of nodes found."""
    return (
        "UNWIND $rows AS row\n"
        f"OPTIONAL MATCH {_end('a', group.source_label, 'source')}\n"
        "WITH row, count(a) AS sources\n"
        f"OPTIONAL MATCH {_end('b', group.target_label, 'target')}\n"
        "WITH row, sources, count(b) AS targets\n"
        "WHERE sources <> 1 OR targets <> 1\n"
        "RETURN row.source AS source, sources, row.target AS target, targets LIMIT 4"
    )


def remove_nodes(group: NodeGroup) -> str:
    label = quoted(group.labels[0])
    return (
        f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) "
        "WITH DISTINCT n DETACH DELETE n RETURN count(*) AS removed"
    )


def remove_edges(group: EdgeGroup) -> str:
    source, target = (
        _end("a", group.source_label, "source"),
        _end("b", group.target_label, "target"),
    )
    return (
        f"UNWIND $rows AS row MATCH {source}-[r:{quoted(group.type)}]->{target} "
        "WITH DISTINCT r DELETE r RETURN count(*) AS removed"
    )


def _end(variable: str, label: str, field: str) -> str:
    labelled = f":{quoted(label)}" if label else ""
    return f"({variable}{labelled} {{id: row.{field}}})"


def _zoned(variable: str, properties: str, zoned: Zoned, dialect: Dialect) -> list[str]:
    return [
        f"SET {variable}.{key} = {_built(f'{properties}.{key}', is_list, dialect)}"
        for key, is_list in ((quoted(name), is_list) for name, is_list in zoned)
    ]


def _built(value: str, is_list: bool, dialect: Dialect) -> str:
    if not is_list:
        return dialect.zoned_from_text.format(value=value)
    return f"[item IN {value} | {dialect.zoned_from_text.format(value='item')}]"
