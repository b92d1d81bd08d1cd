"""Bad rows of cases, answers, surveys and ledgers: refused or taken by rule, counted, listed with file and row."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.evidence import read_evidence

REGIONS = "region,name_zh,name_en,level\n990001,甲县,A County,county\n990002,乙县,B County,county\n"
CASES = "region,process,case,step,started,finished,due\n"
ANSWERS = "region,period,indicator,item,answer,respondent,proof\n"
RESPONSES = "region,period,survey,respondent,subject,question,answer,contact,weight\n"
LEDGER = "region,item,kind,opened,due,closed,confirmed,reopened\n"


def read(folder, **files):
    (folder / "regions.csv").write_text(REGIONS, "utf-8")
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8")
    found = read_evidence(folder)
    for file in found.files:
        assert file.read == file.taken + file.refused
        if file.table in found.tables and file.table != "statistics":
            kept = found.tables[file.table]
            if "evidence_file" in kept.column_names:
                assert kept["evidence_file"].to_pylist().count(file.label) == file.taken
    assert sum(file.refused for file in found.files) == len(found.refusals)
    return found


def said(found, lang="en"):
    return [one.sentence(lang) for one in found.refusals]


@pytest.mark.parametrize(
    ("row", "english"),
    [
        ("990001,p,1,s,2023-03-05,2023-03-01,", "it ends before it starts"),
        ("990001,p,1,,2023-03-05,2023-03-06,", "the step (step) is missing"),
        ("990001,p,,s,2023-03-05,2023-03-06,", "the case (case) is missing"),
        ("990001,,1,s,2023-03-05,2023-03-06,", "the process (process) is missing"),
        ("990001,p,1,s,1900-01-01,2023-03-06,", "is not between 1990 and 2059"),
        ("990001,p,1,s,2023-03-05,2099-12-31,", "is not between 1990 and 2059"),
        ("990001,p,1,s,2023-03-05T08:00:00+08:00,2023-03-06,", "carries a time zone"),
        ("990009,p,1,s,2023-03-05,2023-03-06,", "there is no region"),
    ],
)
def test_a_wrong_case_is_refused_with_its_row_and_the_rest_is_taken(tmp_path, row, english):
    good = "990001,p,9,s,2023-03-05,2023-03-06,\n"
    found = read(tmp_path, cases__csv=f"{CASES}{good}{row}\n")
    (one,) = said(found)
    assert one.startswith("cases.csv:3")
    assert english in one
    assert found.tables["cases"]["case"].to_pylist() == ["9"]


def test_the_end_of_a_day_without_time_is_not_before_its_start(tmp_path):
    found = read(tmp_path, cases__csv=f"{CASES}990001,p,1,s,2023-03-05 14:00,2023-03-05,\n")
    assert not found.refusals


def test_twice_the_same_step(tmp_path):
    """Alike: one row is taken. Unlike in a process of one row a case: both refused; of several steps: both taken."""
    once = "990001,service_case,1,case,2023-03-01,2023-03-02,\n"
    unlike = "990001,service_case,2,case,2023-03-01,2023-03-02,\n990001,service_case,2,case,2023-03-01,2023-03-09,\n"
    steps = "990001,company_startup,3,ready,2023-03-01,2023-03-02,\n"
    again = "990001,company_startup,3,ready,2023-03-05,2023-03-06,\n"
    papers = "990001,service_document,4,document,2023-03-01,2023-03-02,\n" * 3
    text = CASES + once + unlike + steps + again + papers
    found = read(tmp_path, cases__csv=text, **{"cases-late__csv": CASES + once})
    assert found.tables["cases"]["case"].to_pylist() == ["3", "3", "4", "4", "4", "1"] or found.tables["cases"][
        "case"
    ].to_pylist() == ["1", "3", "3", "4", "4", "4"]
    assert len(found.refusals) == 3
    assert sum("contradict each other" in one for one in said(found)) == 2
    assert sum("stands twice" in one for one in said(found)) == 1


def test_unknown_processes_and_steps_are_taken_and_told(tmp_path):
    text = f"{CASES}990001,service_cse,1,case,2023-03-01,2023-03-02,\n990001,service_case,2,cas,2023-03-01,,\n"
    found = read(tmp_path, cases__csv=text)
    assert found.tables["cases"].num_rows == 2
    notes = " ".join(one.sentence("en") for one in found.notes)
    assert "no process 'service_cse': 1 rows" in notes
    assert "did you mean 'service_case'?" in notes
    assert "no step 'cas' of 'service_case'" in notes


def test_answers_outside_the_list_and_two_answers_of_one_respondent(tmp_path):
    text = ANSWERS + "\n".join(
        [
            "990001,2023,x,a,是,u,p",
            "990001,2023,x,b,maybe,u,p",
            "990001,2023,x,c,yes,u,p",
            "990001,2023,x,c,no,u,p",
            "990001,2023,x,d,0.5,u,p",
            "990001,2023,x,d,0.5,u,p",
            "990001,2023,x,e,1.5,u,p",
            "990001,2023,x,f,,u,p",
            "990001,2023,x,c,no,v,p",
        ]
    )
    found = read(tmp_path, answers__csv=text)
    assert found.tables["answers"]["item"].to_pylist() == ["a", "d", "f", "c"]
    assert found.tables["answers"]["answer"].to_pylist() == ["yes", "0.5", None, "no"]
    lines = sorted(one.line for one in found.refusals)
    assert lines == [3, 4, 5, 7, 8]
    assert "“maybe”不是核查答案" in " ".join(said(found, "zh"))


def test_surveys(tmp_path):
    text = RESPONSES + "\n".join(
        [
            "990001,2023,s,1,税务,q,good,是,1",
            "990001,2023,s,1,税务,q,poor,yes,1",
            "990001,2023,s,1,住建,q,poor,yes,-1",
            "990001,2023,s,,住建,q,poor,yes,1",
            "990001,soon,s,2,住建,q,poor,yes,1",
            "990001,2023,s,2,住建,q,poor,是,1",
        ]
    )
    found = read(tmp_path, responses__csv=text)
    assert found.tables["responses"]["evidence_row"].to_pylist() == [7]
    assert found.tables["responses"]["contact"].to_pylist() == ["yes"]
    assert len(found.refusals) == 5


def test_ledgers(tmp_path):
    text = LEDGER + "\n".join(
        [
            "990001,1,problem,2023-03-01,2023-03-10,2023-02-01,,",
            "990001,2,problem,,2023-03-10,2023-03-11,,",
            "990001,3,problem,2023-03-01,2023-02-10,,,",
            "990001,4,problem,2023-03-01,2023-03-10,,,2099-01-01",
            "990001,5,problem,2023-03-01,2023-03-10,,,",
            "990001,5,problem,2023-03-01,2023-03-10,2023-03-09,,",
            "990001,5,opinion,2023-03-01,2023-03-10,2023-03-09,,",
        ]
    )
    found = read(tmp_path, ledger__csv=text)
    assert found.tables["ledger"]["kind"].to_pylist() == ["opinion"]
    assert len(found.refusals) == 6


def test_parquet_with_text_stamps_zones_and_unknown_regions(tmp_path):
    """Text is read cell by cell, zones become Beijing time, unknown regions are refused with their row."""
    zoned = pa.array([datetime.datetime(2023, 2, 28, 17, 0)] * 3, pa.timestamp("us", "UTC"))
    table = pa.table(
        {
            "region": ["990001", "甲县", "nowhere"],
            "process": ["p"] * 3,
            "case": ["1", "2", "3"],
            "step": ["s"] * 3,
            "started": ["2023-02-01", "soon", "2023-02-01"],
            "finished": zoned,
        }
    )
    (tmp_path / "regions.csv").write_text(REGIONS, "utf-8")
    pq.write_table(table, tmp_path / "cases.parquet")
    found = read_evidence(tmp_path)
    kept = found.tables["cases"]
    assert kept["region"].to_pylist() == ["990001"]
    assert kept["finished"].to_pylist() == [datetime.datetime(2023, 3, 1, 1, 0)]
    assert sorted(one.line for one in found.refusals) == [2, 3]
    assert any("Beijing time" in one.sentence("en") for one in found.notes)


def test_parquet_and_text_are_judged_alike(tmp_path):
    rows = [
        ("990001", "p", "1", "s", datetime.datetime(2023, 3, 5), datetime.datetime(2023, 3, 1)),
        ("990001", "p", "", "s", datetime.datetime(2023, 3, 5), datetime.datetime(2023, 3, 6)),
        ("990001", "p", "2", "s", datetime.datetime(2099, 3, 5), None),
        ("990001", "p", "3", "s", datetime.datetime(2023, 3, 5), None),
    ]
    names = ["region", "process", "case", "step", "started", "finished"]
    table = pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})
    one, two = tmp_path / "a", tmp_path / "b"
    one.mkdir(), two.mkdir()
    pq.write_table(table, one / "cases.parquet")
    text = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    first = read(one)
    second = read(two, cases__csv=CASES.replace(",due", "") + "\n".join(text))
    assert first.tables["cases"]["case"].to_pylist() == second.tables["cases"]["case"].to_pylist() == ["3"]
    assert len(first.refusals) == len(second.refusals) == 3


def test_a_row_with_a_zero_byte_is_refused_and_the_rest_is_taken(tmp_path):
    (tmp_path / "statistics.csv").write_text("region,period,series,value\na,2023,x,1\na,2023,y,2\0\n", encoding="utf-8")
    found = read_evidence(tmp_path)
    assert said(found) == ["statistics.csv:3: holds a zero byte (NUL): the file may be damaged; export the file again"]
    assert (found.files[0].read, found.files[0].taken, found.files[0].refused) == (2, 1, 1)
