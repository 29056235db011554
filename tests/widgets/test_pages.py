"""Pages without a kernel: their policy, what cannot break out of them, what they weigh."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser

import numpy as np

from workbench.core.values import Rows
from workbench.widgets.page import TABLE_ROWS, Twin, inline, page, still
from workbench.widgets.picture import Dots, Picture, Words
from workbench.widgets.wire import pack

HOSTILE = "</script><script>alert(1)</script><!--'\"&#39;&amp;amp;\u2028\u2029]]>"


def twin(word: str = "Ada", *, rows: int = 1) -> Twin:
    return Twin(
        module="evaluation",
        title=word,
        summary=f"{rows} rows of {word}",
        data=pack({"word": word}, {"id": [word] * rows, "n": np.arange(rows, dtype="u4")}),
        settings={word: word},
        actions=[{"do": word}],
        selected=[word],
        table=Rows(("id", word), [(word, n) for n in range(rows)]),
        picture=Picture(100, 50, [Dots(np.array([[5.0, 5.0]])), Words(9, 9, word)], word),
        height=300,
    )


class Elements(HTMLParser):
    """Every element with its attributes, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def policy(parsed: Elements) -> str:
    [told] = [m["content"] for m in parsed.of("meta") if "http-equiv" in m]
    assert told
    return told


def test_the_policy_allows_the_scripts_of_the_page_and_no_other() -> None:
    parsed = Elements(page([twin(), twin()]))
    data, *run = parsed.scripts
    hashes = [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in run]
    assert len(run) == 2  # the views' one module, once, and their host
    assert re.search(r"script-src ([^;]*);", policy(parsed))[1].split() == hashes  # type: ignore[index]
    assert json.loads(data)["views"][0]["title"] == "Ada"


def test_the_policy_allows_nothing_from_outside() -> None:
    told = policy(Elements(page([twin()])))
    assert told.startswith("default-src 'none'; ")
    assert not re.search(r"https?:|\*|unsafe-eval|connect-src|frame-src", told)


def test_no_word_of_the_data_ends_or_begins_an_element() -> None:
    plain, hostile = Elements(page([twin()])), Elements(page([twin(HOSTILE)]))
    assert [tag for tag, _ in hostile.found] == [tag for tag, _ in plain.found]
    [view] = json.loads(hostile.scripts[0])["views"]
    assert (view["title"], view["selected"]) == (HOSTILE, [HOSTILE])
    assert view["settings"] == {HOSTILE: HOSTILE}
    assert view["actions"] == [{"do": HOSTILE}]


def test_the_page_carries_the_data_byte_for_byte() -> None:
    [view] = json.loads(Elements(page([twin(HOSTILE)])).scripts[0])["views"]
    assert zlib.decompress(b64decode(view["data"])) == twin(HOSTILE).data


def test_the_frame_of_a_cell_holds_the_page_as_it_is() -> None:
    for word in ("Ada", HOSTILE):
        [frame] = Elements(inline([twin(word)])).of("iframe")
        assert frame["srcdoc"] == page([twin(word)])
        assert frame["sandbox"] == "allow-scripts allow-downloads"
        assert frame["title"] == word


def test_a_frame_is_as_high_as_its_views() -> None:
    [frame] = Elements(inline([twin(), twin()])).of("iframe")
    assert "height:600px" in str(frame["style"])


def test_a_still_needs_no_script_and_escapes_every_word() -> None:
    parsed = Elements(still(twin(HOSTILE)))
    kinds = {tag for tag, _ in parsed.found}
    table = {"table", "thead", "tbody", "tr", "th", "td", "p"}
    assert kinds == {"details", "summary", "img"} | table
    [image] = parsed.of("img")
    assert image["alt"] == HOSTILE
    assert str(image["src"]).startswith("data:image/svg+xml;base64,")


def test_a_still_tables_its_first_rows_and_counts_the_rest() -> None:
    told = still(twin(rows=TABLE_ROWS + 7))
    assert told.count("<tr>") == TABLE_ROWS + 1
    assert f"{TABLE_ROWS + 7} rows, 7 not shown" in told


def test_modules_are_shipped_once_however_many_views_there_are() -> None:
    one, ten = len(page([twin()])), len(page([twin()] * 10))
    assert ten - one < 10_000


def test_equal_views_make_equal_pages() -> None:
    assert inline([twin(HOSTILE)]) == inline([twin(HOSTILE)])
