"""What a folder and S3 do as places of objects, beyond what every object store does.

A folder is made private, holds plain files, survives a full disk, and has one thing under
a name. On S3 prefixes part stores; wrong keys, a missing bucket and a dead endpoint are told
apart within seconds; keys that are given win over the environment.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engines.objects import ENGINES
from tests.engines.seaweed import BUCKET, Seaweed
from workbench.core.errors import BadInput, StoreUnavailable
from workbench.stores.objects.open import folder, s3


@pytest.fixture
def seaweed(servers: Any) -> Seaweed:
    engine = next(engine for engine in ENGINES if engine.name == "seaweedfs")
    if why := engine.absent():
        pytest.skip(f"SeaweedFS is absent: {why}")
    server: Seaweed = servers.of("objects", engine)
    return server


def test_a_folder_holds_plain_files_that_a_second_handle_sees(tmp_path: Path) -> None:
    folder(tmp_path / "objects").put("runs/ü #%.json", b"{}")
    assert (tmp_path / "objects" / "runs" / "ü #%.json").read_bytes() == b"{}"
    (tmp_path / "objects" / "by hand.txt").write_bytes(b"hello")
    assert folder(str(tmp_path / "objects")).get("by hand.txt") == b"hello"


def test_a_new_folder_is_private_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    folder(tmp_path / "new 100%/objects")
    assert (tmp_path / "new 100%/objects").stat().st_mode & 0o777 == 0o700
    (tmp_path / "old").mkdir()
    (tmp_path / "old").chmod(0o755)
    folder(tmp_path / "old")
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("inside", ["file", "file/objects"])
def test_a_file_where_the_folder_should_be_is_bad_input(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="a file is in the way; name another folder"):
        folder(tmp_path / inside)


@pytest.mark.parametrize(("there", "wanted"), [("a", "a/b"), ("a/b", "a")])
def test_a_folder_says_that_a_name_is_taken(tmp_path: Path, there: str, wanted: str) -> None:
    store = folder(tmp_path)
    store.put(there, b"1")
    with pytest.raises(BadInput, match="a folder holds one thing under a name"):
        store.put(wanted, b"2")
    assert store.names() == [there]


def test_a_put_that_was_cut_short_is_no_object(tmp_path: Path) -> None:
    store = folder(tmp_path)
    (tmp_path / "answers.json#1").write_bytes(b'{"half')  # what a killed writer leaves behind
    assert store.names() == []
    store.put("answers.json", b"{}")
    assert store.get("answers.json") == b"{}"


def test_a_file_that_no_name_can_mean_is_told(tmp_path: Path) -> None:
    (tmp_path / "two\nlines").touch()
    with pytest.raises(BadInput, match="rename or move that file"):
        folder(tmp_path).names()


PUT = """
import sys
from workbench.core.errors import StoreUnavailable
from workbench.stores.objects.open import folder
store = folder(sys.argv[1])
try:
    store.put("a", b"x" * int(sys.argv[2]))
except StoreUnavailable as error:
    print(error)
print(store.names(), store.get("a"))
"""


def printed_by_a_put(where: Path, size: int, *, prepare: str, namespaces: list[str]) -> list[str]:
    """What PUT prints in namespaces of its own, with 'a' stored and the folder locked before."""
    own = ["unshare", "--user", *namespaces]
    if not shutil.which("unshare") or subprocess.run([*own, "true"], check=False).returncode:
        pytest.skip("needs a user namespace of its own")
    shell = f'{prepare} "$1" && printf old >"$1/a" && chmod 500 "$1" && exec "$2" -c "$3" "$1" "$4"'
    ran = [*own, "sh", "-c", shell, "sh", str(where), sys.executable, PUT, str(size)]
    return subprocess.run(ran, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("size", [2 << 20, 12 << 20])
def test_a_full_disk_keeps_the_old_object_and_says_so(tmp_path: Path, size: int) -> None:
    disk = "mount -t tmpfs -o size=1m none"
    root = ["--map-root-user", "--mount"]
    printed = printed_by_a_put(tmp_path, size, prepare=disk, namespaces=root)
    assert printed[0].startswith(f"cannot put 'a' in folder {tmp_path}: there is no room left")
    assert printed[1] == "['a'] b'old'"


def test_a_readonly_folder_is_the_operators_matter(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    printed = printed_by_a_put(locked, 1, prepare="mkdir", namespaces=[])
    assert printed[0].startswith(f"cannot put 'a' in folder {locked}: this user may not do this")
    assert printed[1] == "['a'] b'old'"


def test_prefixes_in_a_bucket_are_stores_of_their_own(seaweed: Seaweed) -> None:
    odd, other = seaweed.open("team ü/100%#1+2/"), seaweed.open("other")
    odd.put("x y", b"1")
    assert odd.names() == ["x y"]
    assert odd.get("x y") == b"1"
    assert other.names() == []
    assert odd.drop(odd.names()) == 1


KEYS = {
    "access_key": (lambda s: ("no-such-key", s.secret_key), "the access key is unknown"),
    "secret_key": (lambda s: (s.access_key, "wrong"), "the secret key is wrong"),
}


@pytest.mark.parametrize("wrong", KEYS)
def test_a_wrong_key_is_told_which(seaweed: Seaweed, wrong: str) -> None:
    keys: Callable[[Seaweed], tuple[str, str]] = KEYS[wrong][0]
    access_key, secret_key = keys(seaweed)
    with pytest.raises(StoreUnavailable) as caught:
        s3(
            f"s3://{BUCKET}",
            endpoint=seaweed.endpoint,
            access_key=access_key,
            secret_key=secret_key,
        )
    assert f"{KEYS[wrong][1]} (" in str(caught.value)
    assert str(caught.value).endswith(f"correct {wrong}")
    assert seaweed.secret_key not in str(caught.value)


def test_a_missing_bucket_is_told(seaweed: Seaweed) -> None:
    keys = {"access_key": seaweed.access_key, "secret_key": seaweed.secret_key}
    with pytest.raises(StoreUnavailable) as caught:
        s3("s3://no-such-bucket", endpoint=seaweed.endpoint, **keys)
    assert str(caught.value) == (
        f"cannot open the bucket in s3://no-such-bucket at {seaweed.endpoint}: the bucket does "
        "not exist (The specified bucket does not exist); create it, or correct the URL"
    )


def test_a_dead_endpoint_answers_within_seconds() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(StoreUnavailable, match=r"nothing listens there .*; start it, or"):
            s3("s3://bench", endpoint=endpoint, access_key="a", secret_key="b")
        assert time.monotonic() - began < 5


def test_given_keys_and_endpoint_win_over_the_environment(
    seaweed: Seaweed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-someone-else")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-someone-else")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    store = seaweed.open("environment")
    store.put("a", b"1")
    assert store.get("a") == b"1"


def test_without_keys_the_environment_decides(
    seaweed: Seaweed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", seaweed.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", seaweed.secret_key)
    assert s3(f"s3://{BUCKET}/nothing", endpoint=seaweed.endpoint).names() == []


@pytest.mark.parametrize(
    "url", ["", "bucket", "s3:/b", "s3://", "s3://ab/x", "s3://b c d", "http://x/y"]
)
def test_a_url_that_is_none_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput, match="s3://bucket or s3://bucket/prefix, not"):
        s3(url)


@pytest.mark.parametrize(
    "endpoint", ["", "localhost:8333", "ftp://x", "http://", "http://x:y", "http://a b"]
)
def test_an_endpoint_that_is_no_http_url_is_bad_input(endpoint: str) -> None:
    with pytest.raises(BadInput, match="endpoint must be a URL such as"):
        s3("s3://bench", endpoint=endpoint, access_key="a", secret_key="b")


def test_half_a_pair_of_keys_is_bad_input() -> None:
    with pytest.raises(BadInput, match="or neither; only secret_key is set"):
        s3("s3://bench", secret_key="b")
