"""What is taken out is nowhere in what is saved."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from pathlib import Path

import pytest

from tests.widgets.threads.recorded import lights, said, thread_of, unpacked
from workbench.bench.see.threads import threads
from workbench.core.errors import BadInput
from workbench.widgets.threads.model import Row
from workbench.widgets.threads.redaction import Redaction, _uncut
from workbench.widgets.threads.widget import ThreadExplorer

SECRETS = (
    "ada.byron+x@example.org",
    "ada%40example.org",
    "+44 20 7946 0958",
    "(555) 010-9999",
    "8 (916) 123-45-67",
    "sk-abcdEFGH1234567890abcd",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    "Grace Hopper",
    "d41d8cd98f00b204e9800998ecf8427e",
)
TEXT = "Ask " + " or ".join(SECRETS) + " about it, and grace-hopper too"


@pytest.mark.parametrize("secret", SECRETS)
def test_each_secret_is_taken_out_of_a_text(secret: str) -> None:
    told = Redaction(names=["Grace Hopper"]).text(f"see {secret} please")

    assert re.fullmatch(r"see \[[\w-]+ 1\] please", told)


@pytest.mark.parametrize(
    "text",
    [
        "in 1861 the lamp, 2026-11-02 14:00:20, burned",
        "similarity 0.595758855342865 of lighthouse:widows-ledge",
        "MATCH (k:keeper)-[s:KEEPER_served_at_LIGHTHOUSE]->(l:lighthouse) RETURN k LIMIT 1000",
        "eval:20261101-100000 passed 12 of 15; version 1.2.3",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redaction().text(text) == text


def test_one_text_has_one_placeholder_and_another_has_another() -> None:
    redaction = Redaction(names=["Ada Byron"])

    told = redaction.text("a@b.org wrote to c@d.org; ADA BYRON, ada_byron: a@b.org")

    assert told == "[e-mail 1] wrote to [e-mail 2]; [name 1], [name 1]: [e-mail 1]"
    assert redaction.counts == {"e-mail": 2, "name": 1}


def test_short_names_are_taken_as_words_only() -> None:
    assert Redaction(names=["Bo"]).text("Bo robs Bob") == "[name 1] robs Bob"


def test_a_name_within_an_address_or_a_key_leaves_nothing_of_it() -> None:
    text = "smith.anna@acme.com, sk-anna1234567890abcdefgh, Anna Smith@acme.com, anna smith"

    told = Redaction(names=["Anna Smith", "Anna"]).text(text)

    assert told == "[e-mail 1], [key 1], [e-mail 2], [name 1]"


def test_one_name_may_be_given_as_a_text_and_signs_alone_are_taken_as_they_are() -> None:
    assert Redaction(names="Anna").text("Anna said") == "[name 1] said"
    assert Redaction(names=["##"]).text("a ## b, c") == "a [name 1] b, c"
    assert Redaction(names=[" "]).text("a b") == "a b"


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match=r"expected a regular expression, got '\('"):
        Redaction(["("])


def test_values_under_telling_keys_go_whole_and_keys_go_too() -> None:
    told = Redaction().value(
        {
            "user_id": 1001,
            "phone": 79161234567.0,
            "token": "short",
            "prompt_tokens": 2095,
            "a@b.org": [79161234567, 1861],
        }
    )

    assert told == {
        "user_id": "[person 1]",
        "phone": "[person 2]",
        "token": "[key 1]",
        "prompt_tokens": 2095,
        "[e-mail 1]": ["[phone 1]", 1861],
    }


def test_a_cut_title_loses_its_end() -> None:
    cut = "Who is it that wrote to us last week and asked about the lamp in the storm, ada@exam…"

    assert _uncut(cut) == "Who is it that wrote to …"
    assert _uncut("whole") == "whole"


def hostile() -> ThreadExplorer:
    """A thread with every secret in its messages, its rows and its keys, and their contact."""
    rows = "\n".join(
        repr({"similarity": 0.5, "node_id": "n:1", "node": {"name": s}}) for s in SECRETS
    )
    asked = f"{TEXT}, said @Zuleika"
    call = {"tool": "vector_text_search", "args": {"label": "a", "property": "b", "text": TEXT}}
    info = {"tool_calls": [{**call, "result": f"Query: q\nRows:\n{rows}"}], SECRETS[0]: 1}
    record = ("rag.query_processed", {"query": TEXT, "answer": TEXT, "technical_info": info})
    thread = thread_of(7, said("user", asked), said("assistant", TEXT), record)
    view = threads(None, source=[thread, thread_of(8, said("user", TEXT), record)])
    row = view.listing.rows[0]
    listing = view.listing.__class__(
        (
            Row(
                row.thread_id, row.active_at, contact="telegram:zuleika", title=row.title, text=TEXT
            ),
        ),
        2,
        view.listing.contents,
    )
    return ThreadExplorer(listing)


def everything(file: Path) -> str:
    """All that a saved page holds: its bytes, and what its payloads unpack to."""
    page = file.read_bytes()
    told = [page.decode("utf-8", "replace")]
    for image in re.findall(rb"base64,([A-Za-z0-9+/=]+)", page):
        told.append(b64decode(image).decode("utf-8", "replace"))
    found = re.search(rb'id="workbench-views">(.*?)</script>', page, re.DOTALL)
    assert found
    for view in json.loads(found[1])["views"]:
        told.append(json.dumps(view, ensure_ascii=False))
        told.append(zlib.decompress(b64decode(view["data"])).decode("utf-8", "replace"))
    return "\n".join(told)


ORIGINALS = (*SECRETS, "zuleika", "grace-hopper", "00000000-0000-0000-0000-000000000007")


@pytest.mark.parametrize("original", ORIGINALS)
def test_the_saved_page_of_the_original_does_hold_it(tmp_path: Path, original: str) -> None:
    assert original in everything(hostile().save(tmp_path / "v.html"))


def test_no_original_is_left_in_anything_that_a_redacted_view_gives(tmp_path: Path) -> None:
    view = hostile().redacted(names=["Grace Hopper"])
    inline = tmp_path / "inline.html"
    inline.write_text(view._repr_mimebundle_()["text/html"].replace("&#39;", "'"))

    told = everything(view.save(tmp_path / "v.html")) + everything(inline)
    told += view.picture().svg() + str(view.table().values) + repr(view) + view.title()
    told += json.dumps(view.settings) + json.dumps(view.actions) + json.dumps(view.selected)

    assert [text for text in ORIGINALS if text.lower() in told.lower()] == []


def test_a_redacted_view_asks_nothing_and_keeps_nothing() -> None:
    view = hostile().redacted()

    assert view.answers() == {}
    assert view.source is None
    assert "[e-mail 1]" in str(view.listing)
    assert unpacked(view.data)[0]["redacted"]["e-mail"] == 2


def test_a_redacted_comparison_keeps_no_halves_of_names() -> None:
    a = thread_of(1, said("user", "who"), said("assistant", "write to ada@example.org"))
    b = thread_of(2, said("user", "who"), said("assistant", "write to bob@example.org"))
    view = threads(None, source=[a, b])

    told = view.compare(b.thread_id, a.thread_id).redacted()

    assert "example" not in json.dumps(told.pairs)
    assert told.pairs[1]["a"]["text"] == "write to [e-mail 1]"


def test_the_open_thread_and_the_selection_stay_those_of_the_copy() -> None:
    found = lights()
    view = threads(None, source=found)
    view.selected = ["lighthouse:widows-ledge"]
    view.open(found[4].thread_id)

    copy = view.redacted(names=["Widow"])

    assert copy.opened == "[thread 5]"
    assert copy.selected == ["lighthouse:[name 1]s-ledge"]
