"""What judges said is kept in a bench, by all that could change it, and not paid for twice."""

from __future__ import annotations

import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.conftest import engines
from tests.evaluation import judge_server as served
from tests.evaluation.judge_server import judging, server
from tests.stores.embedding_server import Server
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Reply
from workbench.core.evaluation.scores import Apart
from workbench.evaluation.judging.cache import BenchCache, Put, Said
from workbench.evaluation.judging.judge import Judge
from workbench.evaluation.judging.patience import Patience, Sampling
from workbench.evaluation.judging.prompts import DEFAULT, Prompt, recorded_prompt
from workbench.schema import migrate
from workbench.stores.chat.openai_chat import OpenAIChat

__all__ = ["judging", "server"]  # fixtures

QUESTION = Question("q1", "Who rings the bell?", "Ottoline")
RIGHT = Reply(text="It is Ottoline.")
PUT = Put("0f", "q1", "verdict 1", "9b", "judge-1", 1)
SAID = Said({"status": "pass", "rating": 9}, "{…}", "judge-1-dated", 100, 20, 0.25)


@pytest.fixture(scope="module")
def store(servers: Any) -> Iterator[Any]:
    """One database for all; tests/catalogue runs the cache's queries on every engine."""
    engine = engines("relational")[0]
    with engine.fresh(servers.of("relational", engine)) as fresh:
        migrate(fresh, ("workbench", "vedana"))
        yield fresh


@pytest.fixture
def bench(store: Any) -> WorldAsker:
    store.write("DELETE FROM workbench_judgement")
    return WorldAsker(store)


@pytest.fixture
def kept(bench: WorldAsker) -> BenchCache:
    return BenchCache(bench)


@pytest.fixture
def judge(
    judging: tuple[OpenAIChat, Server], server: Server, kept: BenchCache
) -> Callable[..., Judge]:
    """Makes judges over one cache, each knowing as little as if its process had just begun."""

    def made(prompt: Prompt = DEFAULT, chat: OpenAIChat = judging[0], **options: Any) -> Judge:
        return Judge(chat, prompt, kept, patience=Patience(tries=1), **options)

    return made


def test_what_was_said_comes_back_as_it_was(kept: BenchCache) -> None:
    without_tokens = replace(SAID, prompt_tokens=None, completion_tokens=None)
    kept.keep(PUT, SAID)
    kept.keep(PUT._replace(key="0e"), without_tokens)
    assert kept.get(["0f", "0e", "0d"]) == {"0f": SAID, "0e": without_tokens}
    assert kept.get([]) == {}


def test_the_first_verdict_stands(kept: BenchCache) -> None:
    assert kept.keep(PUT, SAID) == SAID
    assert kept.keep(PUT, replace(SAID, raw="another")) == SAID
    assert kept.get(["0f"]) == {"0f": SAID}


def test_garbage_is_kept_to_be_looked_at_and_gives_way_to_a_verdict(
    bench: WorldAsker, kept: BenchCache
) -> None:
    kept.keep(PUT, replace(SAID, verdict=None, raw="Rather good!"))
    (row,) = bench.ask("evaluation/judgements_kept", status="garbage").rows
    assert (row["raw"], row["question"], row["verdict"]) == ("Rather good!", "q1", None)
    assert kept.get(["0f"]) == {}
    kept.keep(PUT, SAID)
    assert kept.get(["0f"]) == {"0f": SAID}
    assert len(bench.ask("evaluation/judgements_kept", status="garbage").rows) == 0


def test_more_keys_than_a_bench_gives_rows_are_one_query(
    bench: WorldAsker, kept: BenchCache
) -> None:
    for at in range(30):
        kept.keep(PUT._replace(key=f"k{at}"), SAID)
    bench.row_limit = 10
    assert len(kept.get([f"k{at}" for at in range(40)])) == 30


def test_a_cache_that_fails_is_the_judge_s_trouble_and_not_the_system_s(
    bench: WorldAsker, judge: Callable[..., Judge]
) -> None:
    bench.ask = lambda name, **given: bench.sql("SELECT no_such_column")  # type: ignore
    one, outcomes = judge(), [Outcome("q1", "answered", reply=RIGHT)]
    for measure in (one, one.judged([QUESTION], outcomes)):
        score = measure.score(QUESTION, RIGHT)
        assert isinstance(score, Apart)
        assert score.reason.startswith("judge: its cache failed: ")


def test_a_verdict_is_paid_for_once(server: Server, judge: Callable[..., Judge]) -> None:
    first, second = judge(repeats=2), judge(repeats=2)
    assert (first.score(QUESTION, RIGHT), second.score(QUESTION, RIGHT)) == (1.0, 1.0)
    assert len(server.asked) == 2
    assert (first.told, second.told) == ({"asked": 2}, {"from the cache": 2})


def test_more_repeats_ask_for_those_that_are_not_there(
    server: Server, judge: Callable[..., Judge]
) -> None:
    judge().score(QUESTION, RIGHT)
    judge(repeats=3).score(QUESTION, RIGHT)
    assert [asked["seed"] for _, _, asked in server.asked] == [0, 1, 2]


CHANGES: dict[str, dict[str, Any]] = {
    "prompt": {"prompt": Prompt("default", "1", DEFAULT.text + " Be strict.")},
    "temperature": {"sampling": Sampling(temperature=0.5)},
    "seed": {"sampling": Sampling(seed=1)},
    "tokens": {"sampling": Sampling(max_tokens=99)},
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_what_could_change_a_verdict_asks_anew(
    server: Server, judge: Callable[..., Judge], changed: dict[str, Any]
) -> None:
    judge().score(QUESTION, RIGHT)
    judge(**changed).score(QUESTION, RIGHT)
    assert len(server.asked) == 2


def test_another_model_asks_anew(server: Server, judge: Callable[..., Judge]) -> None:
    judge().score(QUESTION, RIGHT)
    judge(chat=OpenAIChat(server.url, model="judge-2")).score(QUESTION, RIGHT)
    assert [asked["model"] for _, _, asked in server.asked] == ["judge-1", "judge-2"]


def test_a_changed_question_golden_answer_or_reply_asks_anew(
    server: Server, judge: Callable[..., Judge]
) -> None:
    one = judge()
    for question in (QUESTION, replace(QUESTION, answer="Ovid"), replace(QUESTION, context="now")):
        for reply in (RIGHT, Reply(text="Ovid.")):
            one.score(question, reply)
    assert len(server.asked) == 6


def test_what_cannot_change_a_verdict_does_not(server: Server, judge: Callable[..., Judge]) -> None:
    judge().score(QUESTION, RIGHT)
    judge(Prompt("renamed", "2", DEFAULT.text)).score(replace(QUESTION, id="q2"), RIGHT)
    assert len(server.asked) == 1


@pytest.mark.parametrize("trouble", [served.garbage, served.broken, served.slow(0.5)])
def test_failures_are_asked_again_the_next_time(
    server: Server, judge: Callable[..., Judge], trouble: Any
) -> None:
    server.reply = trouble
    assert isinstance(judge().score(QUESTION, RIGHT), Apart)
    server.reply = served.right
    assert judge().score(QUESTION, RIGHT) == 1.0


def test_offline_the_cache_alone_answers(server: Server, judge: Callable[..., Judge]) -> None:
    judge().score(QUESTION, RIGHT)
    offline = judge(offline=True)
    assert offline.score(QUESTION, RIGHT) == 1.0
    assert offline.score(QUESTION, Reply(text="Nobody.")) == Apart("judge: not in the cache")
    assert len(server.asked) == 1


def test_text_that_no_database_keeps_is_judged_all_the_same(
    server: Server, judge: Callable[..., Judge]
) -> None:
    server.reply = lambda asked: served.verdict("fail", comment="a\0b\ud800", errors=["\0"])
    reply = Reply(text="Ottoline\0")
    odd = replace(QUESTION, id="q\0")
    assert [judge().score(odd, reply) for _ in range(2)] == [0.0, 0.0]
    assert len(server.asked) == 1


def test_a_run_is_read_from_the_cache_in_one_query(
    bench: WorldAsker, server: Server, judge: Callable[..., Judge]
) -> None:
    questions = [Question(f"q{at}", f"{at}?", "yes") for at in range(20)]
    outcomes = [Outcome(one.id, "answered", reply=Reply(text="yes")) for one in questions]
    judge(repeats=2).judged(questions, outcomes)
    asked, ask = list[str](), bench.ask
    bench.ask = lambda name, **given: (asked.append(name), ask(name, **given))[1]  # type: ignore
    run = judge(repeats=2).judged(questions, outcomes)
    assert asked == ["evaluation/judgements"]
    assert run.told == {"from the cache": 40}
    assert len(server.asked) == 40


def test_a_hit_takes_a_millisecond(judge: Callable[..., Judge]) -> None:
    judge().score(QUESTION, RIGHT)
    hits = [judge(offline=True) for _ in range(60)]  # none has read the cache before
    seconds = []
    for one in hits:
        start = time.perf_counter()
        assert one.score(QUESTION, RIGHT) == 1.0
        seconds.append(time.perf_counter() - start)
    assert statistics.median(seconds) < 0.004  # 0.0003 alone; a loaded machine is no fault of ours


def test_a_data_model_s_own_prompt_is_known_by_the_hash_that_vedana_recorded(
    store: Any, bench: WorldAsker, vedana: Path
) -> None:
    with closing(sqlite3.connect(vedana / "j6PTmqgw4caBDdQdpyz7au.grist")) as document:
        texts = document.execute("SELECT name, text FROM Prompts WHERE name <> ''").fetchall()
    store.put("dm_prompts", ("name", "text"), texts)
    prompt = recorded_prompt(bench)
    (recorded,) = set(
        re.findall(r'"judge_prompt_id": "(\w+)"', (vedana / "expected.json").read_text())
    )
    assert (prompt.id, prompt.version) == (recorded, recorded[:8])


def test_a_prompt_that_a_data_model_does_not_have_is_told(store: Any, bench: WorldAsker) -> None:
    store.write("DELETE FROM dm_prompts")
    store.put("dm_prompts", ("name", "text"), [("eval_judge_prompt", "Be strict.")])
    with pytest.raises(BadInput, match="expected a prompt 'another', found eval_judge_prompt"):
        recorded_prompt(bench, "another")
