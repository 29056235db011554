"""How texts and queries become terms."""

from __future__ import annotations

import pytest

from workbench.core.errors import BadInput
from workbench.core.property_graph.records import TextIndex
from workbench.graphs.searching.text_query import TextQuery
from workbench.graphs.searching.tokens import Term, asked, folded, terms, units

PLAIN = TextIndex("plain", "node", ("t",))
FOLD = TextIndex("fold", "node", ("t",), fold=True)
PAIRS = TextIndex("pairs", "node", ("t",), bigrams=True)
PIECES = TextIndex("pieces", "node", ("t",), "trigram")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Graph  DATABASE\tguide", ["graph", "database", "guide"]),
        ("C++, a_b 3.14", ["c", "a_b", "3", "14"]),
        ("don't", ["don", "t"]),
        ("图数据库 图", ["图数据库", "图"]),
        ("🙂 !?", []),
        ("cafe\u0301 Café", ["café", "café"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("a a", ["a", "a"]),
    ],
)
def test_words_are_runs_of_letters_digits_and_underscores(text: str, found: list[str]) -> None:
    assert terms(text, PLAIN) == found


def test_folding_takes_accents_and_leaves_what_makes_another_letter() -> None:
    assert terms("Café naïve Ёлка Å", FOLD) == ["cafe", "naive", "елка", "a"]
    assert terms("が か ß ø", FOLD) == ["が", "か", "ß", "ø"]
    assert terms("café", PLAIN) == ["café"]


def test_neighbours_in_chinese_japanese_and_korean_are_terms() -> None:
    assert terms("图数据 iPhone手机", PAIRS) == ["图数", "数据", "据", "iphone", "手机", "机"]
    assert terms("東京タワー", PAIRS) == ["東京", "京タ", "タワ", "ワー", "ー"]
    assert units("iPhone手机 x", PAIRS) == ["iphone", "手", "机", "x"]


def test_a_query_of_one_chinese_letter_asks_for_pairs_that_begin_with_it() -> None:
    assert asked("数", PAIRS) == (Term("数", prefix=True),)
    assert asked("数据 x", PAIRS) == (Term("数据"), Term("x"))


def test_a_term_asked_twice_is_one_term_that_counts_twice() -> None:
    assert asked("graph data Graph", PLAIN) == (Term("graph", times=2), Term("data"))


def test_fragments_stand_between_blanks() -> None:
    assert terms("Don't  stop", PIECES) == ["don't", "stop"]
    assert folded(" A \n b ", PIECES) == "a b"
    assert TextQuery.of(PIECES, "Graph  data", "phrase").terms == (Term("graph data"),)


@pytest.mark.parametrize(
    ("index", "text", "mode", "says"),
    [
        (PLAIN, " ", "all", "cannot be empty"),
        (PLAIN, "!!", "all", "no searchable terms"),
        (PLAIN, "x", "some", "all, any, phrase, or prefix"),
        (PIECES, "abc", "prefix", "prefix mode is only supported"),
        (PIECES, "图数", "all", "at least 3"),
        (PIECES, "abc xy", "all", "'xy' has 2"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(
    index: TextIndex, text: str, mode: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        TextQuery.of(index, text, mode)  # type: ignore[arg-type]


def test_two_chinese_letters_are_a_fragment_where_pairs_are_made() -> None:
    pairs = TextIndex("p", "node", ("t",), "trigram", bigrams=True)
    assert TextQuery.of(pairs, "图数").terms == (Term("图数"),)
    with pytest.raises(BadInput, match="at least 3"):
        TextQuery.of(pairs, "ab")
