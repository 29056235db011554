"""A judge over a whole run: several answers at a time, each put to it once."""

from __future__ import annotations

from tests.evaluation import judge_server as served
from tests.evaluation.judge_server import chat, judging, server
from tests.stores.embedding_server import Server
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Outcome, Reply
from workbench.core.evaluation.scores import Apart
from workbench.evaluation.judging.judge import Judge
from workbench.evaluation.judging.prompts import DEFAULT
from workbench.evaluation.measures.measure import measured
from workbench.evaluation.runs.evaluate import evaluate
from workbench.stores.chat.openai_chat import OpenAIChat

__all__ = ["chat", "judging", "server"]  # fixtures

QUESTION = Question("q1", "Who rings the bell?", "Ottoline")
RIGHT = Reply(text="It is Ottoline.")


def run_of(count: int) -> tuple[list[Question], list[Outcome]]:
    """Every third answer is wrong, and the last system failed."""
    questions = [Question(f"q{at}", f"Question {at}?", f"answer {at}.") for at in range(count)]
    texts = ["no" if at % 3 == 0 else f"answer {at}." for at in range(count - 1)]
    outcomes = [
        Outcome(question.id, "answered", reply=Reply(text=text))
        for question, text in zip(questions, texts, strict=False)
    ]
    return questions, [*outcomes, Outcome(questions[-1].id, "failed", error="no route")]


def test_a_run_is_judged_several_answers_at_a_time_and_is_then_a_measure(
    server: Server, chat: OpenAIChat
) -> None:
    questions, outcomes = run_of(10)
    answers = served.only_for("5", served.garbage, served.slow(0.03))
    server.reply, most = served.counted(answers)
    seen = list[tuple[int, int]]()
    run = Judge(chat).judged(questions, outcomes, at_once=3, progress=lambda *at: seen.append(at))
    assert seen[-1] == (9, 9)
    assert 2 <= most() <= 3
    (found,) = measured(questions, outcomes, [run]).values()
    assert found.apart == {("q5", 1): "judge: garbage", ("q9", 1): "failed: no route"}
    assert {q: v for (q, _), v in found.values.items() if v == 0} == {"q0": 0, "q3": 0, "q6": 0}
    assert len(server.asked) == 9
    assert run.told == {"asked": 9, "garbage": 1}


def test_an_evaluation_writes_the_judge_down(server: Server, chat: OpenAIChat) -> None:
    server.reply = served.only_for("bell", served.garbage)
    golden = Golden(Card("bells"), (QUESTION, Question("q2", "And the gong?", "Ottoline")))
    run = evaluate(lambda question: "It is Ottoline.", golden, [Judge(chat)])
    found = run.scores["judge(judge-1,default-1)"]
    assert (found.mean, found.apart) == (1.0, {("q1", 1): "judge: garbage"})
    written = run.manifest["measure_settings"]["judge(judge-1,default-1)"]
    assert written["prompt"]["id"] == DEFAULT.id


def test_an_answer_that_a_run_did_not_have_is_apart(chat: OpenAIChat) -> None:
    run = Judge(chat).judged(*run_of(3))
    assert run.score(QUESTION, RIGHT) == Apart("judge: not judged in this run")


def test_equal_answers_in_repeats_of_a_system_are_judged_once(
    server: Server, chat: OpenAIChat
) -> None:
    outcomes = [Outcome("q1", "answered", repeat, RIGHT) for repeat in (1, 2, 3)]
    run = Judge(chat).judged([QUESTION], outcomes)
    assert len(server.asked) == 1
    assert {key: one.value(run.rule) for key, one in run.answers.items()} == {
        ("q1", 1): 1.0,
        ("q1", 2): 1.0,
        ("q1", 3): 1.0,
    }
