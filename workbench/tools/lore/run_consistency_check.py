"""A run of the consistency rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import uuid4

from ...core.errors import BadInput
from ...core.lore import LoreAnswer
from ...core.lore.consistency import Outcome, Rule, chosen
from .consistency.running import FULL, Rulebook, of_the_graph, rulebook, run
from .consistency.stored import (
    TellsWorld,
    clear_gone,
    gone_findings,
    keep_report,
    now,
    stored_findings,
    write_findings,
    write_run,
)
from .inquiry import Inquiry

COLUMNS = ("run_id", "rule_id", "findings", "undecided", "ms")


def run_consistency_check(
    bench: TellsWorld,
    scope: str | Collection[str] = FULL,
    rules: Collection[str] | None = None,
    write: bool = True,
) -> LoreAnswer:
    """Every rule, over the whole world or around some entities: one row a rule that ran.

    `scope` is "full", or entity ids for a live sweep after a change: rules A to D alone, the
    findings about those entities, of which only the neighbourhood is read. `rules` are ids
    (`A1_disputed_window` or `A1`); None is all, with those of the folder `rules/` of the bench
    (which a live sweep leaves out). Columns: `findings`, `undecided` (cases that could be
    neither affirmed nor denied; no violations) and `ms`, milliseconds without the reading.

    With `write`, findings become nodes with an id that the next run gives them again; those
    about the scope that are found no more are removed, or kept as resolved where somebody
    flagged or acknowledged them; the report is kept as the object
    `snapshots/consistency/{run_id}.json` where the bench has objects; and a ConsistencyRun is
    stored last. BadInput for unknown
    rules; WriteRefused for a rule file whose text writes, before anything is written.
    Source: reference of the lore engine, section 11.
    """
    inquiry = Inquiry.open(bench)
    book = rulebook(inquiry)
    asked = _rules(book, scope, rules)
    started = now()
    outcomes = run(inquiry, book, asked, scope)
    run_id = f"run_{uuid4().hex}"
    if write:
        _write(bench, inquiry, outcomes, (run_id, started, scope))
    rows = [(run_id, o.rule.id, len(o.findings), o.undecided, round(o.ms, 3)) for o in outcomes]
    found = sum(len(outcome.findings) for outcome in outcomes)
    return inquiry.answer(COLUMNS, rows, violations_found=found, written=write)


def _rules(
    book: Rulebook, scope: str | Collection[str], rules: Collection[str] | None
) -> list[Rule]:
    wanted = chosen(book.rules, rules)
    if scope == FULL:
        return wanted
    if isinstance(scope, str):
        raise BadInput(f'scope: expected "full" or a list of entity ids, saw {scope!r}')
    live = of_the_graph(wanted, book)
    if rules is not None and len(live) < len(wanted):
        others = sorted({rule.id for rule in wanted} - {rule.id for rule in live})
        raise BadInput(f'rules: {", ".join(others)} read more than the graph; take scope="full"')
    return live


def _write(
    bench: TellsWorld,
    inquiry: Inquiry,
    outcomes: Sequence[Outcome],
    about: tuple[str, str, str | Collection[str]],
) -> None:
    run_id, started, scope = about
    found = {finding.id: finding for outcome in outcomes for finding in outcome.findings}
    ran = [outcome.rule for outcome in outcomes]  # what a disabled rule found stays stored
    stored = stored_findings(inquiry, {rule.category for rule in ran})
    around = None if scope == FULL else set(scope)
    gone = gone_findings(stored, found, {rule.id for rule in ran}, around)
    finished = now()
    write_findings(bench, found.values(), finished)
    clear_gone(bench, gone, finished)
    told = {
        "started_at": started,
        "finished_at": now(),
        "scope": FULL if scope == FULL else "live",
        "scope_ids": sorted(around or ()),
    }
    inquiry.warnings += keep_report(bench, run_id, outcomes, told)
    write_run(bench, run_id, outcomes, told)
