"""Lists of threads, against the same selection made in Python from what was stored."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from tests.tools.random_threads import EVENTS, NOON, THREADS, World
from workbench.core.annotations import fold
from workbench.core.errors import BadInput
from workbench.schema import migrate
from workbench.schema.migrations.vedana import vedana_0003
from workbench.tools import threads

LEVELS = ("-", "Low", "Medium", "High")
FILTERS: list[dict[str, Any]] = [
    {},
    {"since": NOON + timedelta(minutes=10), "until": NOON + timedelta(minutes=30)},
    {"interface": "telegram"},
    {"interface": "widget"},
    {"contact": "telegram:1"},
    {"thread_id": "A"},
    {"tags": ["good"]},
    {"tags": ["good", "7"]},
    {"review": "Pending"},
    {"review": "Complete"},
    {"review": "-"},
    {"priority": "High"},
    {"priority": "Low"},
    {"priority": "-"},
    {"search": "quokka -chess"},
    {"search": "pair", "review": "-", "since": NOON},
]


def activity(row: tuple[Any, ...], world: World) -> datetime:
    told = [e for e in world.events[row[0]] if not e.event_type.startswith("jims.backoffice.")]
    found: datetime = max((event.created_at for event in told), default=row[1])
    return found


def words(data: Any) -> set[str]:
    content = data.get("content") if isinstance(data, dict) else None
    return set(str(content or "").replace("\0", " ").split())


def found_by(search: str, world: World, thread: UUID) -> bool:
    wanted = {word for word in search.split() if word[0] != "-"}
    unwanted = {word[1:] for word in search.split() if word[0] == "-"}
    said = [e.data for e in world.events[thread] if e.event_type.startswith("comm.")]
    return any(wanted <= words(data) and not unwanted & words(data) for data in said)


def matches(row: tuple[Any, ...], world: World, given: dict[str, Any]) -> bool:
    left, at = fold(world.events[row[0]]), activity(row, world)
    settings = row[2] if isinstance(row[2], dict) else {}
    named = [settings.get(key) for key in ("interface", "channel", "source")]
    checks = {
        "since": lambda value: at >= value,
        "until": lambda value: at < value,
        "interface": lambda value: value in named,
        "contact": lambda value: row[3] == value,
        "thread_id": lambda value: value.lower() in str(row[0]),
        "tags": lambda value: bool(set(value) & set(left.tags)),
        "review": lambda value: left.review == value,
        "priority": lambda value: left.priority == value,
        "search": lambda value: found_by(value, world, row[0]),
    }
    return all(checks[name](value) for name, value in given.items())


def expected(world: World, given: dict[str, Any], order: str, descending: bool) -> list[UUID]:
    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        level = LEVELS.index(fold(world.events[row[0]]).priority)
        return (level if order == "priority" else 0, activity(row, world), row[0])

    chosen = [row for row in world.threads if matches(row, world, given)]
    return [row[0] for row in sorted(chosen, key=key, reverse=descending)]


def listed(bench: Asker, **given: Any) -> list[UUID]:
    page = threads(bench, page_size=25, **given)
    found = [row.thread_id for row in page]
    while page.next:
        page = threads(bench, page_size=25, after=page.next, **given)
        found += [row.thread_id for row in page]
    return found


@pytest.mark.parametrize("indexes", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_every_selection_is_that_of_brute_force(relational: Any, seed: int, indexes: bool) -> None:
    world = World(seed).load(relational)
    if not indexes:
        relational.write(f"DROP INDEX {', '.join(vedana_0003.INDEXES)}")
    bench = Asker(relational)
    for given in FILTERS:
        for order in ("activity", "priority"):
            for descending in (True, False):
                wanted = expected(world, given, order, descending)
                asked = {**given, "order": order, "descending": descending}
                assert listed(bench, **asked) == wanted, asked
        assert threads(bench, **given).total == len(wanted), given


def test_rows_show_what_is_stored_whatever_it_is(relational: Any) -> None:
    world = World(11).load(relational)
    stored = {row[0]: row for row in world.threads}
    page = threads(Asker(relational), page_size=100)

    assert len(page) == page.total == 60
    for row in page:
        shown = (row.thread_id, row.created_at, row.thread_config, row.contact_id, row.external_id)
        assert shown == stored[row.thread_id]
        assert row.annotations == fold(world.events[row.thread_id])
        assert row.active_at == activity(stored[row.thread_id], world)
    assert {row.interface for row in page} == {"reflex", "telegram", "widget", "api", ""}


def test_the_ids_and_the_tags_are_those_of_the_list(relational: Any) -> None:
    world = World(4).load(relational)
    bench = Asker(relational)
    tags = {tag for row in threads(bench, page_size=100) for tag in row.tags}

    assert bench.ask("vedana/thread_tags").rows.column("tag") == sorted(tags)
    ids = bench.ask("vedana/thread_ids", tags=["bad"]).rows.column("thread_id")
    assert ids == expected(world, {"tags": ["bad"]}, "activity", True) != []


def test_a_thread_added_meanwhile_moves_no_page(relational: Any) -> None:
    World(5).load(relational)
    bench = Asker(relational)
    first = threads(bench, page_size=10)
    second = threads(bench, page_size=10, after=first.next)
    late = (UUID(int=1), NOON + timedelta(days=1), {}, None, None)
    relational.put("threads", THREADS, [late])

    assert threads(bench, page_size=10, after=first.next).rows == second.rows
    assert threads(bench, page_size=1)[0].thread_id == UUID(int=1)


@pytest.mark.parametrize("descending", [True, False])
def test_silent_threads_of_an_interface_pass_no_speaking_one(
    relational: Any, descending: bool
) -> None:
    """Five speak beyond 401 threads of another interface, thirty beyond them say nothing."""
    migrate(relational, ("vedana",), dimension=4)
    step = timedelta(minutes=-1 if descending else 1)
    kinds = [("other", at) for at in range(401)]
    kinds += [("rare", at) for at in range(401, 406)] + [("silent", at) for at in range(406, 436)]
    names = {"other": "api", "rare": "widget", "silent": "widget"}
    relational.put(
        "threads",
        THREADS,
        [(UUID(int=at), NOON + at * step, {"interface": names[k]}, None, None) for k, at in kinds],
    )
    spoken = [(UUID(int=at), NOON + at * step) for kind, at in kinds if kind != "silent"]
    events = [(thread, thread, at, "comm.user_message", {}) for thread, at in spoken]
    relational.put("thread_events", EVENTS, events)
    page = threads(Asker(relational), interface="widget", page_size=10, descending=descending)

    assert [row.thread_id.int for row in page] == list(range(401, 411))


@pytest.fixture
def told(relational: Any) -> Any:
    """Three threads: one says Quokka thrice, one once, one ten megabytes without end."""
    migrate(relational, ("vedana",), dimension=4)
    said = ["Quokka, quokka and QUOKKA", "Quokka and a chess board", "x" * 10_000_000]
    ids = [UUID(int=at) for at in (1, 2, 3)]
    relational.put("threads", THREADS, [(thread, NOON, {}, None, None) for thread in ids])
    events = [
        (thread, UUID(int=9), NOON, "comm.user_message", {"content": content})
        for thread, content in zip(ids, said, strict=True)
    ]
    relational.put("thread_events", EVENTS, events)
    return Asker(relational)


def test_by_relevance_the_thread_that_says_it_most_is_first(told: Asker) -> None:
    page = threads(told, search="quokka", order="relevance", page_size=1)
    second = threads(told, search="quokka", order="relevance", page_size=1, after=page.next)

    assert [page[0].thread_id.int, second[0].thread_id.int] == [1, 2]
    assert page[0].excerpt == "«Quokka», «quokka» and «QUOKKA»"
    assert (page[0].matches, page.total, second.next) == (1, 2, None)


def test_a_search_is_written_as_on_the_web(told: Asker) -> None:
    asked = {'"chess board"': [2], '"board chess"': [], "chess or x": [2], "": [3, 2, 1]}
    for search, found in asked.items():
        assert [row.thread_id.int for row in threads(told, search=search)] == found, search


def test_messages_are_searched_one_by_one(told: Asker) -> None:
    first = told.ask("vedana/message_search", search="quokka", page_size=1).rows[0]
    after = {f"after_{name}": first[f"{name}_id"] for name in ("thread", "event")}
    given = {"search": "quokka", "after_relevance": first["relevance"], **after}
    (second,) = told.ask("vedana/message_search", **given).rows

    assert (first["thread_id"].int, second["thread_id"].int) == (1, 2)
    assert first["relevance"] > second["relevance"] > 0
    assert second["excerpt"] == "«Quokka» and a chess board"


def test_a_page_becomes_a_frame(told: Asker) -> None:
    frame = threads(told, search="chess").polars()

    assert frame["thread_id"].to_list() == [str(UUID(int=2))]
    assert frame["excerpt"].to_list() == ["Quokka and a «chess» board"]
    assert frame["review"].to_list() == ["-"]


def test_the_missing_indexes_can_be_made_from_their_statements(relational: Any) -> None:
    migrate(relational, ("vedana",), dimension=4)
    bench = Asker(relational)
    assert bench.ask("vedana/missing_indexes").rows.values == []
    relational.write(f"DROP INDEX {', '.join(vedana_0003.INDEXES)}")
    missing = bench.ask("vedana/missing_indexes").rows

    assert set(missing.column("name")) == set(vedana_0003.INDEXES)
    for statement in missing.column("statement"):
        relational.write(statement.replace(" CONCURRENTLY", ""))
    assert bench.ask("vedana/missing_indexes").rows.values == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"review": "Done"}, "review: expected Pending, Complete, -, found 'Done'"),
        ({"priority": "high"}, "priority: expected High, Medium, Low, -, found 'high'"),
        ({"order": "age"}, "order: expected activity, priority, relevance, found 'age'"),
        ({"order": "relevance"}, "none is given; give search="),
        ({"page_size": 0}, "page_size: expected 1 or more, found 0"),
        ({"since": "yesterday"}, "since: expected a day or a moment in ISO form"),
        ({"since": 5}, "since: expected a day or a moment, found 5"),
        ({"until": "2026-11-21T12:00+03:00"}, "until: event times are naive"),
    ],
)
def test_what_cannot_be_asked_is_told_before_a_store_is(given: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        threads(Asker(), **given)


def test_a_cursor_of_another_order_is_refused(told: Asker) -> None:
    page = threads(told, page_size=1)
    with pytest.raises(BadInput, match="a list by activity, descending=True"):
        threads(told, order="priority", after=page.next)


def test_a_day_counts_whole(told: Asker) -> None:
    assert threads(told, since=NOON.date(), until=date(2026, 11, 21)).total == 3
    assert threads(told, until=NOON).total == 0
    assert threads(told, until="9999-12-31").total == 3
    assert threads(told, since="2026-11-22").total == 0
