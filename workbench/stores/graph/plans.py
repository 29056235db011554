"""The plans of three engines as one tree: an operator, and below it what feeds it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ...core.answer import Plan

# "MATCH NODE (n)" and "NodeIndexSeek(n:person) […]": words of capitals, or one word.
_OPERATOR = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})*\b|\w+")
# Strings of the query stand unescaped in ArcadeDB's plan, so the last match is the estimate.
_ESTIMATE = re.compile(r"(?: \[|, )cost=([\d.E+]+), rows=([\d.E+]+)(?=\])")
# What PROFILE adds to a step of ArcadeDB: "(391μs, 3 rows, traversal: standard (3 edges))".
_MEASURE = re.compile(r" \((?P<us>[\d,]+)[μµ]s(?:, (?P<rows>\d+) rows)?(?:, (?P<note>.*))?\)\Z")
_PROFILED = re.compile(
    r"\AOpenCypher Query Profile\n.*?^Execution Plan \((?P<by>.*)\):\n", re.S | re.M
)
_MEMGRAPH_LINE = re.compile(r"\s*(?P<depth>(?:\| )*)(?P<mark>\* |\|\\ ?)(?P<text>.*)")

# For statements that have no plan, such as SHOW.
NOTHING: dict[str, Any] = {"operatorType": "nothing", "args": {"string-representation": ""}}


class _Line(NamedTuple):
    indent: int
    text: str


def from_tree(node: Mapping[str, Any]) -> Plan:
    """Neo4j's plan, as the driver's summary holds it."""
    details = dict(node.get("args") or {})
    estimate = details.pop("EstimatedRows", None)
    return Plan(
        operator=str(node["operatorType"]).removesuffix("@neo4j"),
        details=details,
        estimated_rows=estimate,
        children=tuple(from_tree(child) for child in node.get("children") or ()),
        actual_rows=node.get("rows"),
        ms=node["time"] / 1e6 if "time" in node else None,  # nanoseconds
    )


def from_text(node: Mapping[str, Any]) -> Plan:
    """ArcadeDB's plan: a text of steps in the order in which they run, or of a tree, or both.

    The root is the last step; its details name the planner, with the reason where it says one.
    """
    text = _PROFILED.sub(_as_explained, node["args"]["string-representation"])
    lines = [
        _Line(len(line) - len(line.lstrip()), line.strip())
        for line in text.partition("\n\n")[2].splitlines()
        if line.strip(" -")
    ]
    about = {}
    if lines and lines[0].text.startswith("Using "):
        about["planner"] = lines[0].text.removeprefix("Using ")
    if len(lines) > 1 and lines[1].text.startswith("Reason: "):
        about["reason"] = lines[1].text.removeprefix("Reason: ")
    root, *_ = _chains(lines[1:]) or [Plan("nothing")]
    return replace(root, details={**root.details, **about})


def _as_explained(found: re.Match[str]) -> str:
    """The head of a measured plan as EXPLAIN writes it: the optimizer's is a tree."""
    kind = "Physical Plan" if found["by"] == "Cost-Based Optimizer" else "Execution Plan"
    return f"\n\nUsing {found['by']}\n{kind}:\n"


def _chains(lines: Sequence[_Line]) -> list[Plan]:
    """The steps of each branch, every step fed by the one before it."""
    chains: list[Plan | None] = [None]
    in_tree = False
    for line, nested in _items(lines):
        if line.text.endswith("(superseded by the count push-down above)"):
            break  # what follows is a plan that does not run
        if line.text.startswith("Branch "):
            chains.append(None)
        elif line.text in ("Physical Plan:", "Operator Tree:"):
            in_tree = True
        elif _is_step(line):
            chains[-1] = _tree(line, nested) if in_tree else _step(line, nested, chains[-1])
            in_tree = False
    return [chain for chain in chains if chain is not None]


def _items(lines: Sequence[_Line]) -> list[tuple[_Line, list[_Line]]]:
    """Lines at the outermost indentation, each with the deeper ones below it."""
    items: list[tuple[_Line, list[_Line]]] = []
    outermost = min((line.indent for line in lines), default=0)
    for line in lines:
        if line.indent == outermost:
            items.append((line, []))
        elif items:
            items[-1][1].append(line)
    return items


def _is_step(line: _Line) -> bool:
    return line.text.startswith("+ ") or line.text.endswith("Step")


def _step(line: _Line, nested: Sequence[_Line], before: Plan | None) -> Plan:
    own = _operator(line)
    notes = dict(inner.text.split(": ", 1) for inner in nested if re.match(r"[a-z]+: ", inner.text))
    feeds = () if before is None else (before,)
    return replace(own, details={**own.details, **notes}, children=(*feeds, *_chains(nested)))


def _tree(line: _Line, nested: Sequence[_Line]) -> Plan:
    children = (_tree(child, below) for child, below in _items(nested) if _is_step(child))
    return replace(_operator(line), children=tuple(children))


def _operator(line: _Line) -> Plan:
    text = line.text.removeprefix("+ ")
    cost = rows = None
    measure = _MEASURE.search(text)
    if measure:
        text = text[: measure.start()]
    if estimates := list(_ESTIMATE.finditer(text)):
        last = estimates[-1]
        cost, rows = float(last[1]), float(last[2])
        closing = 1 if last[0].startswith(" [") else 0
        text = text[: last.start()] + text[last.end() + closing :]
    found = _OPERATOR.match(text)
    name = found[0] if found else text
    what = text.removeprefix(name).strip()
    plan = Plan(name, {"what": what} if what else {}, estimated_rows=rows, cost=cost)
    return _measured(plan, measure) if measure else plan


def _measured(plan: Plan, measure: re.Match[str]) -> Plan:
    note = {"note": measure["note"]} if measure["note"] else {}
    return replace(
        plan,
        details={**plan.details, **note},
        actual_rows=float(measure["rows"]) if measure["rows"] else None,
        ms=int(measure["us"].replace(",", "")) / 1000,
    )


def from_rows(lines: Iterable[str]) -> Plan:
    """Memgraph's plan: a line for every operator, each fed by those below it."""
    found = (_MEMGRAPH_LINE.match(line) for line in lines)
    return _pipeline(deque(line for line in found if line), "") or Plan("nothing")


def _pipeline(lines: deque[re.Match[str]], depth: str) -> Plan | None:
    if not lines or lines[0]["depth"] != depth or lines[0]["mark"] != "* ":
        return None
    name, _, what = lines.popleft()["text"].partition(" ")
    feeds: list[Plan | None] = []
    while lines and lines[0]["depth"] == depth and lines[0]["mark"] != "* ":
        branch = lines.popleft()["text"].strip()
        below = _pipeline(lines, depth + "| ")
        feeds.append(replace(below, details={**below.details, "branch": branch}) if below else None)
    feeds.append(_pipeline(lines, depth))
    return Plan(
        name,
        {"what": what} if what else {},
        children=tuple(feed for feed in feeds if feed is not None),
    )
