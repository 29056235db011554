"""A bench's folder and profile: made whole, never mistaken, never holding a secret."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import BadInput, StoreUnavailable
from workbench.stores import profile
from workbench.stores.local import folder
from workbench.stores.profile import Profile

TEXT = Profile().text()


def test_a_new_bench_is_private_and_complete(tmp_path: Path) -> None:
    folder.prepare(tmp_path / "a" / "bench", TEXT)

    made = tmp_path / "a" / "bench"
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert {path.name for path in made.iterdir()} == {*folder.PARTS, "bench.toml"}
    assert profile.read(made / "bench.toml") == Profile()


def test_folders_above_a_bench_keep_their_permissions(tmp_path: Path) -> None:
    above = [tmp_path, *tmp_path.parents]
    before = [path.stat().st_mode for path in above]

    folder.prepare(tmp_path / "bench", TEXT)

    assert [path.stat().st_mode for path in above] == before


def test_a_second_opening_keeps_the_profile(tmp_path: Path) -> None:
    folder.prepare(tmp_path / "bench", Profile(row_limit=7).text())
    folder.prepare(tmp_path / "bench", TEXT)

    assert profile.read(tmp_path / "bench" / "bench.toml").row_limit == 7


def test_a_half_made_bench_is_finished(tmp_path: Path) -> None:
    bench = tmp_path / "bench"
    (bench / "run").mkdir(parents=True)
    (bench / "bench.toml.making").write_text("row_lim")

    folder.prepare(bench, TEXT)

    assert profile.read(bench / "bench.toml") == Profile()


def test_a_folder_with_other_files_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")

    with pytest.raises(BadInput, match=r"is not a bench.*thesis\.tex.*Choose"):
        folder.prepare(tmp_path, TEXT)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_is_no_bench(tmp_path: Path) -> None:
    (tmp_path / "bench").write_text("")

    with pytest.raises(BadInput, match="is a file"):
        folder.prepare(tmp_path / "bench", TEXT)


def test_a_place_that_cannot_be_written_is_named() -> None:
    with pytest.raises(StoreUnavailable, match="cannot make a bench in /proc/bench"):
        folder.prepare(Path("/proc/bench"), TEXT)


def test_a_profile_survives_its_own_text(tmp_path: Path) -> None:
    wanted = Profile(relational="postgresql://me:${PW}@db/x", linger=2.5, region='eu"1', write=True)
    wanted = replace(wanted, grist="documents", grist_documents=("a", 'b"'))
    (tmp_path / "bench.toml").write_text(wanted.text())

    assert profile.read(tmp_path / "bench.toml") == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("row_limit = ", "is not TOML"),
        ("row_limits = 3", "no setting 'row_limits'"),
        ("row_limit = 'many'", "row_limit expects int, found 'many'"),
        ("graph = 'http://x'", "graph: expected 'local' or bolt://"),
        ("relational = 'postgresql://me:hunter2@db/x'", r"holds a password.*\$\{NAME\}"),
        ("write = 1", "write expects bool, found 1"),
        ("grist_documents = [1]", "grist_documents expects a list of str"),
        ("embedder = 'https://x/v1'", "needs embedder_model and embedder_dimension"),
        ("secret_key = 'hunter2'", r"secret_key: expected \$\{NAME\}"),
    ],
)
def test_a_wrong_profile_is_told_with_its_file(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "bench.toml"
    file.write_text(text)

    with pytest.raises(BadInput, match=told) as caught:
        profile.read(file)
    assert "bench.toml" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_secrets_come_from_the_environment_percent_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "p@ss/word")

    assert profile.revealed_url("bolt://me:${PW}@db") == "bolt://me:p%40ss%2Fword@db"
    assert profile.revealed("${PW}") == "p@ss/word"


def test_an_unset_secret_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PW", raising=False)

    with pytest.raises(StoreUnavailable, match="environment variable PW, which is not set"):
        profile.revealed_url("bolt://me:${PW}@db")
