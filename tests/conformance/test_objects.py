"""What every object store does, whatever holds the bytes.

1. An object comes back byte for byte: empty, with NUL bytes, 64 MB; put replaces it.
2. A missing object is BadInput with the name, the store and the nearest names.
3. Names of any script and with any of ' " # % ? + [ ] & ~ and spaces come back as given.
4. A name that a folder or S3 could not hold is BadInput, and nothing is stored.
5. `names` lists below a folder at any depth, in code point order, also beyond 1000.
6. `drop` counts what was there, once each.
7. Who reads while another writes gets the old bytes or the new, never a mixture.
8. A second handle sees the same objects; threads may share one; a closed one says so.
9. A folder is made private, survives a full disk, and holds no name below another name.
10. S3: prefixes part stores; wrong keys, a missing bucket and a dead endpoint are told
    apart within seconds; keys that are given win over the environment.
"""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import obstore
import pytest

from tests.engines.objects import ENGINES
from tests.engines.seaweed import BUCKET, Seaweed
from workbench.core.errors import BadInput, StaleHandle, StoreUnavailable
from workbench.stores.objects.open import folder, s3
from workbench.stores.objects.store import ObjectStore

NAMES = (
    "plain.txt",
    "with space/and more .txt",
    " ",
    "Überschrift/日本語/😀.md",
    "e\u0301 is not é",
    "quote'\"`.txt",
    "50%/100%25.txt",
    "a#b/c#2.md/what?.txt",
    "1+1=2&3;4,5@6:7!$(8)",
    "[x]{y}~*|<>^",
    "..hidden../.x",
    "deep/" * 20 + "leaf",
    "p" * 250,
)
BAD_NAMES = (
    "",
    "/abs",
    "a/",
    "a//b",
    ".",
    "..",
    "../up",
    "a/../b",
    "a/./b",
    "nul\0",
    "new\nline",
    "back\\slash",
    "half \ud800",
    "draft#1",
    "p" * 251,
    "é" * 126,
    "deep/" * 200 + "leaf",
)


@pytest.fixture
def seaweed(servers: Any) -> Seaweed:
    engine = next(engine for engine in ENGINES if engine.name == "seaweedfs")
    if why := engine.absent():
        pytest.skip(f"SeaweedFS is absent: {why}")
    server: Seaweed = servers.of("objects", engine)
    return server


def test_it_names_its_kind_and_the_drivers_version(objects: ObjectStore) -> None:
    assert objects.engine.name in ("folder", "s3")
    assert objects.engine.version == obstore.__version__


@pytest.mark.parametrize("content", [b"", b"\0", b"a\0b\r\n\xff", bytes(range(256)) * 40])
def test_an_object_comes_back_byte_for_byte(objects: ObjectStore, content: bytes) -> None:
    objects.put("runs/1.bin", content)
    assert objects.get("runs/1.bin") == content


def test_64_megabytes_come_back(objects: ObjectStore) -> None:
    content = random.Random(7).randbytes(64 << 20)
    objects.put("big.bin", content)
    assert objects.get("big.bin") == content


def test_put_replaces_what_the_name_held(objects: ObjectStore) -> None:
    objects.put("a", b"a longer first version")
    objects.put("a", b"second")
    assert objects.get("a") == b"second"
    assert objects.names() == ["a"]


def test_text_is_refused_where_bytes_are_meant(objects: ObjectStore) -> None:
    text: Any = "text"
    with pytest.raises(BadInput, match="'a' must be bytes, not str; encode text first"):
        objects.put("a", text)
    assert objects.names() == []


def test_a_missing_object_names_the_nearest(objects: ObjectStore) -> None:
    objects.put("runs/2026-11-20.json", b"{}")
    objects.put("runs/notes.md", b"")
    with pytest.raises(BadInput) as caught:
        objects.get("runs/2026-11-21.json")
    assert "no object 'runs/2026-11-21.json' in " in str(caught.value)
    assert "; nearest: 'runs/2026-11-20.json'; names('runs') lists them" in str(caught.value)


@pytest.mark.parametrize("name", ["nothing", "runs", "runs/1.json/deeper"])
def test_what_is_no_object_is_missing_without_a_guess(objects: ObjectStore, name: str) -> None:
    objects.put("runs/1.json", b"{}")
    with pytest.raises(BadInput, match=f"no object '{name}' in "):
        objects.get(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_as_given(objects: ObjectStore, name: str) -> None:
    objects.put(name, name.encode())
    assert objects.get(name) == name.encode()
    assert objects.names() == [name]
    assert objects.drop([name]) == 1


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_not_every_store_holds_is_refused(objects: ObjectStore, name: str) -> None:
    for call in (objects.get, lambda n: objects.put(n, b"x"), lambda n: objects.drop(["ok", n])):
        with pytest.raises(BadInput, match="use a relative path such as"):
            call(name)
    assert objects.names() == []


def test_a_refusal_shows_the_name_and_its_fault(objects: ObjectStore) -> None:
    with pytest.raises(BadInput) as caught:
        objects.put("a\\b", b"")
    assert str(caught.value) == (
        r"object name 'a\\b' holds '\\'; use a relative path such as 'runs/2026/answers.json'"
    )


def test_names_are_in_code_point_order(objects: ObjectStore) -> None:
    # UTF-16 would put U+1F600 before U+FF5E, a locale would put é and B elsewhere.
    ordered = ["B", "a", "a b", "ab/c", "b", "é", "\uff5e", "\U0001f600"]
    ordered = [f"x/{name}" for name in ordered]
    for name in reversed(ordered):
        objects.put(name, b"")
    assert objects.names() == ordered


def test_a_prefix_is_a_folder_with_or_without_its_slash(objects: ObjectStore) -> None:
    for name in ("runs/1", "runs/deep/2", "runs2/3", "run", "draft#1/x"):
        objects.put(name, b"")
    assert objects.names("runs") == objects.names("runs/") == ["runs/1", "runs/deep/2"]
    assert objects.names("draft#1") == ["draft#1/x"]
    assert objects.names("ru") == objects.names("run") == objects.names("run/x") == []


@pytest.mark.parametrize("prefix", ["/", "..", "a/../b", "a//", "a\0"])
def test_a_bad_prefix_is_refused(objects: ObjectStore, prefix: str) -> None:
    with pytest.raises(BadInput, match="use the folder part of names"):
        objects.names(prefix)


def test_more_than_a_thousand_objects_are_listed_and_dropped(objects: ObjectStore) -> None:
    names = [f"many/{number}" for number in range(1050)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: objects.put(name, name.encode()), names))
    assert objects.names("many") == sorted(names)
    assert objects.drop(names) == 1050
    assert objects.names() == []


def test_drop_counts_what_was_there_once_each(objects: ObjectStore) -> None:
    objects.put("a", b"1")
    objects.put("b/c", b"2")
    assert objects.drop(["a", "a", "b", "nothing", "a/b"]) == 1
    assert objects.drop([]) == 0
    assert objects.names() == ["b/c"]


def test_drop_takes_names_not_one_text(objects: ObjectStore) -> None:
    objects.put("a", b"1")
    with pytest.raises(BadInput, match=r"pass \['a'\]"):
        objects.drop("a")
    assert objects.names() == ["a"]


def test_a_dropped_folder_name_is_free_for_an_object(objects: ObjectStore) -> None:
    objects.put("a/b/c", b"1")
    objects.drop(["a/b/c"])
    objects.put("a", b"2")
    assert objects.get("a") == b"2"


@pytest.mark.gap("folder", why="a file cannot be a folder, too")
def test_a_name_may_start_with_anothers(objects: ObjectStore) -> None:
    objects.put("a", b"1")
    objects.put("a/b", b"2")
    assert objects.names() == ["a", "a/b"]


def test_a_reader_sees_the_old_or_the_new_never_a_mixture(objects: ObjectStore) -> None:
    versions = [letter * (1 << 20) for letter in (b"a", b"b")]

    def write() -> None:
        for number in range(12):
            objects.put("shared", versions[number % 2])

    objects.put("shared", versions[1])
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        seen = [objects.get("shared")]
        while not writing.done():
            seen.append(objects.get("shared"))
    writing.result()
    assert all(content in versions for content in seen)


def test_a_closed_store_says_so(objects: ObjectStore) -> None:
    objects.close()
    objects.close()
    for call in (objects.names, lambda: objects.get("a"), lambda: objects.put("a", b"")):
        with pytest.raises(StaleHandle, match="was closed; open it again"):
            call()


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
