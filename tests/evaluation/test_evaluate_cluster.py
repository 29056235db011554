"""A Dask cluster of two processes gives the run that threads give, to the byte."""

from __future__ import annotations

import builtins
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import Client, LocalCluster

from tests.evaluation.asked import MEASURES, Deadly, Ranker, ends, golden
from workbench.core.errors import BadInput, EngineNotInstalled, StoreUnavailable
from workbench.core.evaluation.golden import Question
from workbench.evaluation.runs.evaluate import evaluate

VERIFIED = [f"{name}.parquet" for name in ("questions", "rankings", "replies", "scores")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    quick = {
        "distributed.scheduler.allowed-failures": 0,  # a worker takes seconds to come back,
        "distributed.worker.multiprocessing-method": "forkserver",  # less from here
    }
    with (
        dask.config.set(quick),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=50,
        ) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster, set_as_default=False) as opened:
        yield opened


def test_a_cluster_and_threads_write_equal_bytes(client: Client, tmp_path: Path) -> None:
    for name, on in {"here": None, "there": client}.items():
        evaluate(Ranker(), golden(30), MEASURES, folder=tmp_path / name, repeats=2, on=on)

    here, there = (
        [(tmp_path / name / file).read_bytes() for file in VERIFIED] for name in ("here", "there")
    )
    assert here == there


def test_an_address_will_do_and_a_closure_travels(cluster: LocalCluster) -> None:
    answers = {f"q{at}": f"a{at}" for at in range(3)}
    told: list[tuple[int, int]] = []
    run = evaluate(
        lambda question: answers[question.id],
        golden(3),
        ["exact"],
        on=cluster.scheduler_address,
        progress=lambda *done: told.append(done),
    )

    assert run.scores["exact"].mean == 1.0
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert run.manifest["on"] == "dask"


def test_what_ends_a_process_ends_the_run_here_and_no_worker(
    client: Client, tmp_path: Path
) -> None:
    workers = set(client.nthreads())
    alike: dict[str, Any] = {"name": "s", "settings": {"code": "1"}}
    with pytest.raises(SystemExit):
        evaluate(ends, golden(), ["exact"], folder=tmp_path, on=client, **alike)
    run = evaluate(Ranker(), golden(), ["exact"], folder=tmp_path, on=client, **alike)

    assert len(run.outcomes) == 12
    assert set(client.nthreads()) == workers


def test_a_system_that_cannot_be_sent_is_refused(client: Client) -> None:
    lock = threading.Lock()

    with pytest.raises(BadInput, match=r"<lambda> cannot be sent to a cluster \(TypeError"):
        evaluate(lambda question: str(lock), golden(), ["exact"], on=client)


class Absent:
    """Is what it is here alone."""

    def __reduce__(self) -> tuple[Any, ...]:
        return __import__, ("a_module_that_no_worker_has",)

    def __call__(self, question: Question) -> str:
        return ""


def test_a_system_that_the_workers_cannot_load_is_refused(client: Client) -> None:
    with pytest.raises(BadInput, match="Absent cannot be loaded on the workers"):
        evaluate(Absent(), golden(), ["exact"], on=client)


def test_what_is_no_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.evaluation.runs.cluster.CONNECT_SECONDS", 0.2)
    with pytest.raises(StoreUnavailable, match=r"no Dask scheduler answers at 'tcp://127\.0"):
        evaluate(Ranker(), golden(), ["exact"], on="tcp://127.0.0.1:1")
    with pytest.raises(BadInput, match="on= takes None, a distributed"):
        evaluate(Ranker(), golden(), ["exact"], on=4)  # type: ignore[arg-type]


def test_without_dask_the_error_has_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(EngineNotInstalled, match=r"pip install 'polystore-workbench\[cluster\]'"):
        evaluate(Ranker(), golden(), ["exact"], on="tcp://127.0.0.1:1")


def test_a_question_that_ends_its_workers_fails_alone(client: Client) -> None:
    run = evaluate(Deadly(), golden(12), ["exact"], on=client)

    assert [(one.question, one.error) for one in run.failed] == [
        ("q7", "KilledWorker: the workers that asked this question died")
    ]
    assert len(run.scores["exact"].values) == 11
