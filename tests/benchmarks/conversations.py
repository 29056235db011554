"""Conversations of a synthetic deployment: threads and events in the shapes that Vedana writes.

Everything comes from one seed. Words follow Zipf's law, as in any language, so that a
full-text search meets common and rare ones; most threads are short and a few are long.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

THREAD_COLUMNS = ("thread_id", "created_at", "thread_config", "contact_id", "external_id")
EVENT_COLUMNS = ("thread_id", "event_id", "created_at", "event_type", "event_data")

# One word that every hundredth sentence holds, and one that some sixty events of a million do.
COMMON, RARE = "lighthouse", "bathysphere"
_FIRST_DAY, _DAYS = datetime(2026, 5, 25), 180
_INTERFACES = ("reflex", "telegram", "widget", "api", "eval")
_SHARES = (40, 25, 15, 10, 10)
_SYLLABLES = [first + second for first in "bdfgklmn" for second in "aeo"]
_SENTENCES = 40_000


class Thread(NamedTuple):
    """A thread as the tables hold it, and the number of questions that its user asks."""

    id: UUID
    created_at: datetime
    interface: str
    turns: int


class Conversations:
    """`count` threads and their events, the same for the same seed."""

    def __init__(self, count: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._sentences = [self._sentence(at) for at in range(_SENTENCES)]
        self._threads = [self._thread(at / count) for at in range(count)]

    def threads(self) -> Iterator[tuple[Any, ...]]:
        for number, thread in enumerate(self._threads):
            telegram = {
                "telegram_chat_id": number % 5000,
                "telegram_user_name": f"u{number % 5000}",
            }
            extra = telegram if thread.interface == "telegram" else {}
            contact = f"{thread.interface}:{number % 5000 if extra else thread.id}"
            external = f"chatwoot-conv-{number}" if number % 50 == 0 else None
            config = {"interface": thread.interface, **extra}
            yield thread.id, thread.created_at, config, contact, external

    def events(self) -> Iterator[tuple[Any, ...]]:
        """Thread after thread."""
        for thread in self._threads:
            at = thread.created_at
            for kind, data, seconds in self._told(thread):
                at += timedelta(seconds=seconds)
                yield thread.id, self._uuid(at), at, kind, data

    def _told(self, thread: Thread) -> Iterator[tuple[str, dict[str, Any], float]]:
        """Event types, payloads, and the seconds since the event before."""
        yield "jims.lifecycle.thread_created", {}, 0.1
        for _ in range(thread.turns):
            yield from self._turn()
        chance = self._random.random()
        if chance < 0.05:
            yield from self._reviewed(thread, chance)

    def _turn(self) -> Iterator[tuple[str, dict[str, Any], float]]:
        pick = self._random.choice
        question, answer = pick(self._sentences), f"{pick(self._sentences)} {pick(self._sentences)}"
        yield "comm.user_message", {"role": "user", "content": question}, 40 * self._random.random()
        if self._random.random() < 0.05:
            said = {"role": "assistant", "content": pick(self._sentences)}
            yield "context.dm_filter_reasoning", said, 1.0
            yield "rag.data_model_filtered", {"filter_model": "gpt-4.1-mini", **said}, 0.01
        if self._random.random() < 0.01:
            yield "rag.error", {"query": question, "error": "Timeout", "traceback": ""}, 30.0
            return
        yield "comm.assistant_message", {"role": "assistant", "content": answer}, 4.0
        yield "rag.query_processed", self._processed(question, answer), 0.01

    def _processed(self, question: str, answer: str) -> dict[str, Any]:
        number, word = self._random.randrange(80_000), question.split(" ", 1)[0]
        found = {"similarity": 0.93, "node_id": f"topic:{number}", "node_type": "topic", "node": {}}
        cypher = (
            "MATCH (p:person)-[:PERSON_has_TOPIC]->(t:topic) "
            f'WHERE t.id = "topic:{number}" RETURN p.id, p.person_name'
        )
        search = {"label": "topic", "property": "topic_name", "text": word}
        calls = [
            ("vector_text_search", search, f"Query: vector_text_search\nRows:\n{found}"),
            ("cypher", {"query": cypher}, f'Query: cypher\nRows:\n{{\n  "p.id": "p:{number}"\n}}'),
        ]
        tokens = {"prompt_tokens": 2000 + number % 999, "completion_tokens": 154}
        used = {"requests_count": 3, **tokens, "cached_tokens": 0, "requests_cost": 0.001}
        technical = {
            "vts_queries": [f'vector_search("topic","topic_name","{word}")'],
            "cypher_queries": [cypher],
            "num_vts_queries": 1,
            "num_cypher_queries": 1,
            "model_used": "gpt-4.1-mini",
            "model_stats": {"gpt-4.1-mini": used},
            "tool_calls": [
                dict(zip(("tool", "args", "result"), call, strict=True)) for call in calls
            ],
        }
        return {"query": question, "answer": answer, "technical_info": technical, "threshold": 0.8}

    def _reviewed(
        self, thread: Thread, chance: float
    ) -> Iterator[tuple[str, dict[str, Any], float]]:
        """What a reviewer leaves: a tag, a comment, its end. The target is any event's id."""
        target = str(thread.id)
        yield "jims.backoffice.tag_added", {"target_event_id": target, "tag": "good"}, 9000.0
        severity = ("Low", "Medium", "High")[int(chance * 1000) % 3]
        comment = {"event_id": target, "tags": [], "note": "see above", "severity": severity}
        yield "jims.backoffice.feedback", comment, 5.0

    def _thread(self, share: float) -> Thread:
        """The thread at a share of the whole time; three turns on average, 30 at most."""
        at = _FIRST_DAY + timedelta(days=_DAYS * share)
        (interface,) = self._random.choices(_INTERFACES, _SHARES)
        turns = min(30, int(self._random.expovariate(1 / 3.38)))
        return Thread(self._uuid(at), at, interface, turns)

    def _uuid(self, at: datetime) -> UUID:
        """A UUIDv7 of that moment."""
        moment = int((at - datetime(1970, 1, 1)).total_seconds() * 1000) << 80
        chance = self._random.getrandbits(74)
        return UUID(int=moment | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1)

    def _sentence(self, at: int) -> str:
        words = self._random.choices(self._words, cum_weights=self._weights, k=8 + at % 17)
        if at % 100 == 0:
            words[0] = COMMON
        if at == 1:
            words[0] = RARE
        return " ".join(words)

    @cached_property
    def _words(self) -> list[str]:
        made = ("".join(self._random.choices(_SYLLABLES, k=2 + at % 3)) for at in range(12_000))
        return sorted(set(made), key=lambda word: (len(word), word))

    @cached_property
    def _weights(self) -> list[float]:
        total, sums = 0.0, []
        for rank in range(1, len(self._words) + 1):
            total += 1 / rank
            sums.append(total)
        return sums
