"""What every object store does, whatever holds the bytes.

1. An object comes back byte for byte: empty, with NUL bytes, 64 MB; put replaces it.
2. A missing object is BadInput with the name, the store and the nearest names.
3. Names of any script and with any of ' " # % ? + [ ] & ~ and spaces come back as given.
4. A name that a folder or S3 could not hold is BadInput, and nothing is stored.
5. `names` lists below a folder at any depth, in code point order, also beyond 1000.
6. `drop` counts what was there, once each.
7. Who reads while another writes gets the old bytes or the new, never a mixture.
8. Threads may share a handle; a closed one says so.

What only a folder or only S3 does stands in `tests/stores/test_object_places.py`.
"""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import obstore
import pytest

from workbench.core.errors import BadInput, StaleHandle
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
