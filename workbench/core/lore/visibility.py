"""Whether a character may know a fact at a time, and why: five checks in order.

The first check that fails says why a fact is hidden. What is unknown hides; a life of unknown
bounds does not, as nobody can say that the time lies outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from operator import and_
from typing import NamedTuple

from ..time import FALSE, TRUE, Chronology, Truth
from .edges import EdgeRecord
from .facts import RELATION, Fact

SELF, PUBLIC = "self", "public"
# Relations of an instance that make a person a party to it.
PARTY_TO = ("GIVEN_BY", "ASSIGNED_TO", "OFFERED_BY")
ATTENDED = ("PARTICIPATED_IN", "WITNESSED")

Chain = tuple[EdgeRecord, ...]
"""Memberships from a person up to a faction: its own first."""


@dataclass(frozen=True)
class Knower:
    """A person, with every edge from which knowledge can come.

    `memberships` are by faction, direct or through sub-factions; `told` and `party_to` by
    instance; `attended` by event, with the time from which the edge holds.
    """

    id: str
    settings: frozenset[str] = frozenset()
    born: str | None = None
    died: str | None = None
    lingers: bool = False
    tier: int = 1
    memberships: Mapping[str, Sequence[Chain]] = field(default_factory=dict)
    told: Mapping[str, Sequence[EdgeRecord]] = field(default_factory=dict)
    party_to: frozenset[str] = frozenset()
    attended: Mapping[str, Sequence[tuple[EdgeRecord, str | None]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Secrets:
    """All secrets of a world as facts, and what each is about, by its id."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    about: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Check(NamedTuple):
    """One check: its name, whether it passed, and what was compared."""

    name: str
    value: Truth
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is why a fact is hidden (None: it is visible), `grant` what opens it.

    Grants: `self`, `public`, or a kind and the id of the edge that grants
    (`member_of:`, `former_member:`, `own:`, `known_by:`, `witnessed:`).
    """

    visible: bool
    reason: str | None
    grant: str | None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Sight:
    """What one person may know at one time."""

    knower: Knower
    at_time: str
    clock: Chronology
    secrets: Secrets = Secrets()

    def verdict(self, fact: Fact) -> Verdict:
        """Every check is made; the first that fails is the reason."""
        grant, refusal, detail = self._grant(fact)
        began = self._by(fact.valid_from)
        checks = (
            Check("alive", *self._alive()),
            Check("setting", *self._shares_setting(fact)),
            Check("begun", began, f"begins {fact.valid_from or 'before any time'}"),
            Check("grant", TRUE if grant else FALSE, detail),
            Check("tier", *self._tier(fact, grant)),
        )
        late = "time_unknown" if began.value is None else "future"
        reasons = ("npc_not_alive", "other_setting", late, refusal, "tier")
        failed = [
            reason
            for reason, check in zip(reasons, checks, strict=True)
            if check.value.value is False or (check.value.value is None and check.name == "begun")
        ]
        return Verdict(not failed, failed[0] if failed else None, grant, checks)

    def _alive(self) -> tuple[Truth, str]:
        who = self.knower
        told = f"lived {who.born or '?'} to {who.died or '?'}{', lingers' if who.lingers else ''}"
        until = None if who.lingers else who.died
        return self.clock.time_in_window(self.at_time, who.born, until), told

    def _shares_setting(self, fact: Fact) -> tuple[Truth, str]:
        if fact.settings is None:
            return TRUE, "of no one setting"
        common = sorted(fact.settings & self.knower.settings)
        return (TRUE, ", ".join(common)) if common else (FALSE, "no common setting")

    def _tier(self, fact: Fact, grant: str | None) -> tuple[Truth, str]:
        asked = f"tier {self.knower.tier}, asked {fact.min_tier}"
        if grant and (grant == SELF or grant.startswith("own:")):
            return TRUE, f"{asked}; not asked of {grant.partition(':')[0]}"
        return (TRUE if self.knower.tier >= fact.min_tier else FALSE), asked

    def _grant(self, fact: Fact) -> tuple[str | None, str, str]:
        """The grant or None, the reason if there is none, and what was looked at."""
        who = self.knower
        if who.id in fact.parties or fact.instance in who.party_to:
            return SELF, "", f"{who.id} is in it"
        if fact.secrecy == "public":
            return PUBLIC, "", "public"
        if fact.secrecy == "faction_internal":
            grant, detail = self._membership(fact)
            return grant, "not_member", detail
        if who.id in fact.known_by:
            return f"known_by:{fact.id}", "", f"{fact.id} names {who.id}"
        if fact.kind == RELATION and fact.instance is None:
            grant, detail = self._through_secret(fact)
            return grant, "no_grant", detail
        return self._told(fact)

    def _membership(self, fact: Fact) -> tuple[str | None, str]:
        """A way up to the owner that had begun, and whose windows and the fact's share a day.

        Windows on a line that meet two by two meet all at once, and what has begun by a time
        and meets also meets before it: no window needs to be cut at that time.
        """
        former: str | None = None
        for way in self.knower.memberships.get(fact.owner or "", ()):
            windows = [_window(edge) for edge in way]
            begun = [self._by(start) for start, _ in windows]
            pairs = combinations([*windows, (fact.valid_from, fact.valid_until)], 2)
            meet = [self.clock.time_windows_overlap(*one, *other) for one, other in pairs]
            if reduce(and_, [*begun, *meet]).value is not True:
                continue
            if all(self._holds(edge) for edge in way):
                return f"member_of:{way[0].edge_id}", f"a member of {fact.owner}"
            former = former or f"former_member:{way[0].edge_id}"
        return former, f"{'once' if former else 'not'} a member of {fact.owner} in time"

    def _told(self, fact: Fact) -> tuple[str | None, str, str]:
        edges = self.knower.told.get(fact.instance or "", ())
        if holding := [edge for edge in edges if self._holds(edge)]:
            edge = min(holding, key=lambda e: (e.props.get("how") != "own", e.edge_id))
            how = "own" if edge.props.get("how") == "own" else "known_by"
            return f"{how}:{edge.edge_id}", "", f"KNOWN_BY, {edge.props.get('how', 'told')}"
        subjects = self.secrets.about.get(fact.instance or "", frozenset())
        for event in sorted(subjects & self.knower.attended.keys()):
            for edge, start in self.knower.attended[event]:
                if start and self._by(start).value:
                    return f"witnessed:{edge.edge_id}", "", f"{edge.type} {event}"
        later = [self._by(edge.valid_from).value is False for edge in edges]
        reason = "future" if later and all(later) else "no_grant"
        return None, reason, f"{len(edges)} KNOWN_BY, none holds"

    def _through_secret(self, fact: Fact) -> tuple[str | None, str]:
        """The grant of a visible secret about both ends of a relation, or about its gate."""
        for secret, subjects in sorted(self.secrets.about.items()):
            if fact.ends <= subjects and secret in self.secrets.facts:
                found = self.verdict(self.secrets.facts[secret])
                if found.visible:
                    return found.grant, f"by the secret {secret}"
        return None, f"no visible secret about {', '.join(sorted(fact.ends))}"

    def _by(self, start: str | None) -> Truth:
        """Whether what starts then had begun."""
        return self.clock.time_in_window(self.at_time, start, None)

    def _holds(self, edge: EdgeRecord) -> bool:
        return self.clock.time_in_window(self.at_time, *_window(edge)).value is True


def chains(person: str, edges: Iterable[EdgeRecord]) -> dict[str, list[Chain]]:
    """Every way up from a person over memberships, by the faction it ends in; no loop twice."""
    upward: dict[str, list[EdgeRecord]] = {}
    for edge in edges:
        upward.setdefault(edge.from_id, []).append(edge)
    found: dict[str, list[Chain]] = {}
    ways: list[Chain] = [(edge,) for edge in upward.get(person, ())]
    while ways:
        way = ways.pop()
        top = way[-1].to_id
        found.setdefault(top, []).append(way)
        passed = {edge.to_id for edge in way}
        ways += [(*way, edge) for edge in upward.get(top, ()) if edge.to_id not in passed]
    return {top: sorted(ways, key=lambda w: [e.edge_id for e in w]) for top, ways in found.items()}


def _window(edge: EdgeRecord) -> tuple[str | None, str | None]:
    return edge.valid_from, edge.valid_until
