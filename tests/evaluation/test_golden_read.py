"""Golden sets are read from every form in which they are kept, and what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import SHARED
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Card, Question
from workbench.evaluation.golden.read import read_golden

ROOT = Path(__file__).resolve().parents[2]
CARD = Card("set", source="here", main_measure="nDCG@10")


def shared(path: str) -> Path:
    found = SHARED / "data" / path
    if not found.exists():
        pytest.skip("the shared fixtures are not beside this checkout (../shared)")
    return found


def lines(*records: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in records)


def folder(tmp_path: Path, **files: str) -> Path:
    """Files by name, where `__` is a folder and the last `_` a dot."""
    for name, text in files.items():
        path = tmp_path / name.replace("__", "/")
        path = path.with_name(".".join(path.name.rsplit("_", 1)))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def refused(path: Path, **options: str) -> str:
    with pytest.raises(BadInput) as told:
        read_golden(path, **options)  # type: ignore[arg-type]
    return str(told.value)


def test_a_folder_is_read_with_its_card_and_other_columns_are_extra(tmp_path: Path) -> None:
    question = {"id": "1", "text": "Who?", "answer": "Ann", "judgements": {"d1": 2}, "hops": 2}
    found = read_golden(
        folder(
            tmp_path,
            card_toml='name = "ours"\ndate = 2026-11-21\nmain_measure = "nDCG@10"\n',
            questions_jsonl=lines(question | {"expected": {"names": ["Ann"]}, "scenario": "easy"}),
            corpus_jsonl=lines({"id": "d1", "text": "Ann did."}),
        )
    )

    assert found.card == Card("ours", date="2026-11-21", main_measure="nDCG@10")
    assert found.corpus == {"d1": "Ann did."}
    expected = {"names": ["Ann"]}
    assert found.questions == (
        Question("1", "Who?", "Ann", {"d1": 2}, expected, "easy", "", {"hops": 2}),
    )


def test_the_world_s_questions_have_their_ids_as_judgements(tmp_path: Path) -> None:
    golden = read_golden(shared("world/golden.jsonl"), card=CARD)
    by_id = {one.id: one for one in golden.questions}

    assert (len(golden), golden.card) == (60, CARD)
    assert by_id["G002"].judgements == {"per_hester_the_less": 1, "per_hester_varrowmere": 1}
    assert by_id["G013"].expected["path"] == ["pln_littoral", "pln_undertow"]
    assert by_id["G037"].expected["number"] == 9.7575
    assert by_id["G055"].judgements == {"chk_004": 1}  # what a search of texts has to find
    assert by_id["G055"].expected["ids"] == ["per_thaddeus_gnomon"]
    assert by_id["G005"].extra["args"] == {"settings": ["tidewheel", "margin"], "mode": "all"}
    assert sum(len(one.judgements) for one in golden.questions) == ids_in(
        shared("world/golden.jsonl")
    )


def ids_in(path: Path) -> int:
    """How many ids the file expects, counted without the reader."""
    expected = [json.loads(line)["expected"] for line in path.read_text().splitlines()]
    return sum(len(one.get("chunk_ids") or one.get("ids") or ()) for one in expected)


def test_the_world_s_card_is_the_page_beside_its_questions() -> None:
    card = read_golden(ROOT / "data" / "world" / "golden.jsonl").card

    assert (card.name, card.licence) == (
        "The Tidewheel and the Margin",
        "Apache-2.0, as the project",
    )
    assert (card.date, card.judged_by[:24]) == ("2026-11-21", "the authors, by reading;")
    assert card.description.startswith("A sample world for questions about time")


def test_the_lights_expect_rows_of_cypher_and_ids_of_searches() -> None:
    golden = read_golden(ROOT / "data" / "lights" / "golden.jsonl")
    by_id = {one.id: one for one in golden.questions}

    assert by_id["lights-01"].expected == {"rows": [["Candle Hill", 1786]]}
    assert by_id["lights-21"].judgements == {"lighthouse:widows-ledge": 1}
    assert by_id["lights-21"].expected == {}
    assert by_id["lights-29"].expected == {"ids": []}  # nothing is to be found
    assert by_id["lights-26"].relevant == ("keeper:tobias-lunt|lighthouse:widows-ledge",)
    assert [one.scenario for one in golden.questions].count("both") == 6


def test_limit_small_is_read_as_beir_has_it() -> None:
    golden = read_golden(shared("limit-small"), card=CARD)
    first = golden.questions[0]

    assert (len(golden), len(golden.corpus)) == (1000, 46)
    assert (first.id, first.text) == ("query_0", "Who likes Joshua Trees?")
    assert first.judgements == {"Geneva Durben": 1, "Dorathea Bastress": 1}
    assert {len(one.relevant) for one in golden.questions} == {2}
    assert golden.corpus["Geneva Durben"].startswith("Geneva Durben likes Quokkas, ")


BEIR = {
    "corpus_jsonl": lines({"_id": "d1", "title": "T", "text": "one"}, {"_id": "d2", "text": "two"}),
    "queries_jsonl": lines(*({"_id": f"q{at}", "text": f"query {at}"} for at in (1, 2, 3))),
}


def test_a_split_has_its_queries_and_those_that_nobody_judged(tmp_path: Path) -> None:
    header = "query-id\tcorpus-id\tscore\n"
    test, dev = header + "q1\td1\t2\nq1\td2\t0\n", header + "q2\td2\t1\n"
    path = folder(tmp_path, **BEIR, qrels__test_tsv=test, qrels__dev_tsv=dev)
    golden = read_golden(path, split="test")

    judged = {one.id: one.judgements for one in golden.questions}
    assert judged == {"q1": {"d1": 2, "d2": 0}, "q3": {}}
    assert golden.corpus == {"d1": "T one", "d2": "two"}
    assert "dev, test and split=None" in refused(path)


def test_a_csv_has_ids_and_names_with_semicolons_between_them(tmp_path: Path) -> None:
    header = "id,question,ids,names,number,truth,scenario,hops\n"
    rows = '1,Who?,d1; d2,"Davis, Jr.;Ann",,,easy,2\n,,,,,,,\n2,"How\nmany?",,,3,unknown,,\n'
    golden = read_golden(folder(tmp_path, set_csv=header + rows) / "set.csv")

    assert golden.questions == (
        Question(
            "1",
            "Who?",
            judgements={"d1": 1, "d2": 1},
            expected={"names": ["Davis, Jr.", "Ann"]},
            scenario="easy",
            extra={"hops": "2"},
        ),
        Question("2", "How\nmany?", expected={"number": 3, "truth": "unknown"}),
    )


def test_a_table_of_vedana_s_is_read_as_such(tmp_path: Path) -> None:
    text = 'gds_question,gds_answer,question_scenario\nWho?,"Ann, Bo",easy\n'
    (question,) = read_golden(folder(tmp_path, gds_csv=text) / "gds.csv").questions

    assert question.expected == {"names": ["Ann", "Bo"]}
    assert (question.id, question.scenario) == ("Who?", "easy")


def test_trec_qrels_keep_every_grade_and_take_texts_from_topics(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        trec_qrels="301 0 FBIS-1 1\n301 0 FBIS-2 -2\n302  Q0 FT-9 0\n",
        topics_tsv="301\tcrime\n302\tpolio\n303\tunjudged\n",
    )
    bare = read_golden(path / "trec.qrels")
    told = read_golden(path / "trec.qrels", topics=path / "topics.tsv")

    assert [(one.id, one.text) for one in bare.questions] == [("301", ""), ("302", "")]
    assert bare.questions[0].judgements == {"FBIS-1": 1, "FBIS-2": -2}
    assert bare.questions[0].relevant == ("FBIS-1",)
    assert [(one.text, len(one.judgements)) for one in told.questions] == [
        ("crime", 2),
        ("polio", 1),
        ("unjudged", 0),
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a_jsonl", '{"id": "1", "text": "x"}\n\n{"id": "2"\n', "a.jsonl:3: expected one JSON"),
        ("a_jsonl", '{"id": "1"}', "a.jsonl:1: expected 'text' as text, found None"),
        ("a_jsonl", '{"text": "x"}', "a.jsonl:1: expected 'id' as text"),
        ("a_jsonl", lines({"id": "1", "text": ""}) * 2, "a.jsonl:2: expected an id of its own"),
        (
            "a_jsonl",
            lines({"id": "1", "text": "x", "judgements": {"d": 0.5}}),
            "a whole number as the grade of 'd', found 0.5",
        ),
        (
            "a_jsonl",
            lines({"id": "1", "text": "x", "expected": {"names": "Ann"}}),
            "expected.names",
        ),
        ("a_jsonl", '{"id": "1", "text": "\\ud800"}', "expected Unicode text"),
        ("a_csv", "id,text\n1,x,y\n", "a.csv:2: expected 2 cells"),
        ("a_csv", "id,id\n1,x\n", "a.csv:1: expected a header of different names"),
        ("a_csv", 'id,text\n1,"x\n', "a.csv:2: expected a table in UTF-8"),
        ("a_csv", "id,text,number\n1,x,many\n", "expected number as JSON"),
        ("a_qrels", "1 0 d 1\n1 0 d 2\n", "a.qrels:2: expected one grade of 'd' for '1', found 1"),
        ("a_qrels", "1 0 d 1\n1 0 d\n", "a.qrels:2: expected topic, iteration"),
        ("a_txt", "hello\n", "expected .jsonl, .csv, .tsv or TREC qrels"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(
    name: str, text: str, told: str, tmp_path: Path
) -> None:
    path = folder(tmp_path, **{name: text})

    assert told in refused(path / ".".join(name.rsplit("_", 1)))


@pytest.mark.parametrize(
    ("qrels", "told"),
    [
        ('{"query-id": "q9", "corpus-id": "d1", "score": 1}', "expected a query that is there"),
        ('{"query-id": "q1", "corpus-id": "d1"}', "expected query-id, corpus-id, score"),
        ('{"query-id": "q1", "corpus-id": "d1", "score": "x"}', "a whole number as score"),
    ],
)
def test_a_judgement_that_fits_no_query_is_told(qrels: str, told: str, tmp_path: Path) -> None:
    message = refused(folder(tmp_path, **BEIR, qrels_jsonl=qrels))

    assert told in message
    assert "qrels.jsonl:1" in message


def test_repeated_documents_and_queries_are_told(tmp_path: Path) -> None:
    twice = BEIR | {"corpus_jsonl": BEIR["corpus_jsonl"] * 2}
    qrels = '{"query-id": "q1", "corpus-id": "d1", "score": 1}\n'

    assert "corpus.jsonl:3" in refused(folder(tmp_path, **twice, qrels_jsonl=qrels))


def test_what_is_no_golden_set_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.txt").touch()

    assert "found nothing there" in refused(tmp_path / "absent.jsonl")
    assert "expected questions.jsonl (ours) or queries.jsonl" in refused(tmp_path)
    assert "split='test' is for folders" in refused(tmp_path, split="test")
    cards = folder(tmp_path, card_toml='colour = "red"', questions_jsonl="")
    assert "found 'colour'" in refused(cards)


def test_a_mark_of_byte_order_and_windows_line_ends_are_no_part_of_a_question(
    tmp_path: Path,
) -> None:
    text = "\ufeff" + lines({"id": "1", "text": "Who?"}).replace("\n", "\r\n")
    (tmp_path / "a.jsonl").write_bytes(text.encode())

    assert [one.text for one in read_golden(tmp_path / "a.jsonl").questions] == ["Who?"]
