"""What a `rag.query_processed` event says the agent did, read with tolerance.

Source: Vedana, `technical_info` of vedana_core/rag_pipeline.py. Nothing here raises: a part
that is not as documented is told among the faults.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .recorded_rows import literal, read_rows

VECTOR_SEARCH, CYPHER = "vector_text_search", "cypher"
NO_RESULT = "no result was recorded, which is how a failed call looks"

_RESULT = re.compile(r"Query: [^\n]*\n(?P<kind>Rows|Result):[ ]?\n?(?P<rest>.*)\Z", re.DOTALL)
# Quotes inside are not escaped, so a text with one could end in more than one place.
_SEARCH = re.compile(r'vector_search\("([^"]*)","([^"]*)","([^"]*)"\)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call of a tool: its arguments and what came back, as far as it was recorded.

    `rows` is None where no result was recorded; `unreadable` are pieces of the result that
    are no rows, as they stand there. `error` is why there are no rows, in the record's words.
    """

    tool: str
    args: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...] | None = None
    unreadable: tuple[str, ...] = ()
    error: str | None = None

    @property
    def failure(self) -> str:
        """Why there are no rows to compare with; '' where there are."""
        if self.rows is not None:
            return ""
        return self.error or f"a result that is no rows: {''.join(self.unreadable):.60}"

    def text_of(self, *names: str) -> tuple[str, ...] | None:
        """The arguments of these names; None where one is missing or no text."""
        found = [self.args.get(name) for name in names]
        texts = tuple(value for value in found if isinstance(value, str))
        return texts if len(texts) == len(names) else None


class Usage(NamedTuple):
    """What one model was used for in one turn; None where it was not recorded.

    `cost` is in the unit of the record (US dollars); None where the price is unknown, which
    the record tells as tokens at no cost (D55).
    """

    model: str
    requests: int | None
    prompt_tokens: int | None
    completion_tokens: int | None
    cached_tokens: int | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that one event records: calls in the order of their completion, then those without
    a result; usage by model; and what could not be read."""

    calls: tuple[RecordedCall, ...] = ()
    usage: tuple[Usage, ...] = ()
    faults: tuple[str, ...] = ()


def recorded(data: Any) -> Recorded:
    """What the data of a `rag.query_processed` event records."""
    if not isinstance(data, Mapping):
        return Recorded(faults=(f"event data: expected an object, saw {data!r:.60}",))
    info = data.get("technical_info")
    if not isinstance(info, Mapping):
        return Recorded(faults=(f"technical_info: expected an object, saw {info!r:.60}",))
    faults: list[str] = []
    calls = [_call(call, faults) for call in _list(info, "tool_calls", faults)]
    made = [call for call in calls if call is not None]
    return Recorded(
        calls=(*made, *_without_result(info, made, faults)),
        usage=tuple(_usage(info, faults)),
        faults=tuple(faults),
    )


def _list(info: Mapping[str, Any], name: str, faults: list[str]) -> list[Any]:
    value = info.get(name, [])
    if isinstance(value, list):
        return value
    faults.append(f"{name}: expected a list, saw {value!r:.60}")
    return []


def _call(call: Any, faults: list[str]) -> RecordedCall | None:
    if not isinstance(call, Mapping) or not isinstance(call.get("tool"), str):
        faults.append(f"tool_calls: expected an object with `tool`, saw {call!r:.60}")
        return None
    args = call.get("args")
    if not isinstance(args, Mapping):
        faults.append(f"tool_calls: expected an object as `args`, saw {args!r:.60}")
        args = {}
    return _with_result(call["tool"], args, call.get("result"))


def _with_result(tool: str, args: Mapping[str, Any], result: Any) -> RecordedCall:
    if result is None:
        return RecordedCall(tool, args, error=NO_RESULT)
    found = _RESULT.match(result) if isinstance(result, str) else None
    if found is None:
        return RecordedCall(tool, args, unreadable=(str(result),))
    if found["kind"] == "Result":
        said = literal(found["rest"])
        return RecordedCall(tool, args, error=said if isinstance(said, str) else found["rest"])
    rows, unreadable = read_rows(found["rest"])
    return RecordedCall(tool, args, rows, unreadable)


def _without_result(
    info: Mapping[str, Any], made: list[RecordedCall], faults: list[str]
) -> Iterator[RecordedCall]:
    """Queries that were sent and are not among the calls with a result."""
    done = Counter(_listed(call) for call in made)
    for name, read in (("vts_queries", _search_call), ("cypher_queries", _cypher_call)):
        for listed in _list(info, name, faults):
            if not isinstance(listed, str):
                faults.append(f"{name}: expected text, saw {listed!r:.60}")
            elif done[listed]:
                done[listed] -= 1
            else:
                yield read(listed)


def _listed(call: RecordedCall) -> str | None:
    """How a call is written in the lists of queries."""
    if call.tool == VECTOR_SEARCH:
        label, name, text = (call.args.get(key) for key in ("label", "property", "text"))
        return f'vector_search("{label}","{name}","{text}")'
    query = call.args.get("query")
    return query if call.tool == CYPHER and isinstance(query, str) else None


def _search_call(listed: str) -> RecordedCall:
    """`args` holds only the text as listed where its quotes leave open what was asked."""
    found = _SEARCH.fullmatch(listed)
    names = ("label", "property", "text")
    args = dict(zip(names, found.groups(), strict=True)) if found else {"listed": listed}
    return RecordedCall(VECTOR_SEARCH, args, error=NO_RESULT)


def _cypher_call(listed: str) -> RecordedCall:
    return RecordedCall(CYPHER, {"query": listed}, error=NO_RESULT)


def _usage(info: Mapping[str, Any], faults: list[str]) -> Iterator[Usage]:
    stats = info.get("model_stats", {})
    if not isinstance(stats, Mapping):
        faults.append(f"model_stats: expected an object, saw {stats!r:.60}")
        return
    for model, figures in stats.items():
        if isinstance(figures, Mapping):
            yield _usage_of(model, figures)
        else:
            faults.append(f"model_stats[{model!r}]: expected an object, saw {figures!r:.60}")


def _usage_of(model: str, figures: Mapping[str, Any]) -> Usage:
    names = ("requests_count", "prompt_tokens", "completion_tokens", "cached_tokens")
    requests, prompt, completion, cached = (_number(figures.get(name)) for name in names)
    cost = _price(figures.get("requests_cost"))
    unknown = not cost and (prompt or completion)
    return Usage(model, requests, prompt, completion, cached, None if unknown else cost)


def _price(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and value >= 0 else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
