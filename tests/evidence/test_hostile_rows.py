"""Every kind of bad row in one body of evidence: what a clerk reads in both languages, and that the rest is scored."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from evaluator import Assessment, Evidence, evaluate
from evaluator.cli import run
from evaluator.evidence import read_evidence, unlisted_answers
from evaluator.reading import read_standard

REGIONS = "region,name_zh,name_en,level\n990001,甲县,A County,county\n990002,乙县,B County,county\n"
HEADS = {
    "cases": "region,process,case,step,started,finished,due,amount",
    "answers": "region,period,indicator,item,answer,respondent,proof",
    "responses": "region,period,survey,respondent,subject,question,answer,contact,weight",
    "ledger": "region,item,kind,opened,due,closed,confirmed,reopened",
}
#: Rows that are in order: 3 and 5 days, a checklist of one half, 3 of 4 satisfied, 1 of 2 red.
SOUND = {
    "cases": """990001,company_startup,1,submit,2023-03-01,2023-03-01,,
990001,company_startup,1,ready,2023-03-02,2023-03-04,,
990001,company_startup,2,submit,2023-03-01,2023-03-01,,
990001,company_startup,2,ready,2023-03-02,2023-03-06,,""",
    "answers": "990001,2023,list,a,yes,u,seen\n990001,2023,list,b,no,u,",
    "responses": "\n".join(
        f"990001,2023,s,f{n},税务,q,{word},yes,1" for n, word in enumerate(["good", "good", "good", "poor"])
    ),
    "ledger": "990001,1,problem,2023-03-01,2023-03-10,2023-03-09,,\n990001,2,problem,2023-03-01,2023-03-10,,,",
}
VALUES = {"days": 4.0, "list": 50.0, "happy": 75.0, "red": 50.0}


class Bad(NamedTuple):
    """Rows of one table, and the sentences about them; `refused` says how many of them are not taken."""

    name: str
    table: str
    rows: str
    refused: int
    zh: str
    en: str


BAD = [
    Bad("ends before it starts", "cases", "990001,company_startup,3,ready,2023-03-09,2023-03-02,,", 1,
        "办结早于开始（2023-03-02）；请核对两个日期", "it ends before it starts (2023-03-02); check both dates"),
    Bad("same step twice, alike", "cases", "990001,company_startup,1,submit,2023-03-01,2023-03-01,,", 1,
        "同一办件的同一环节重复出现，内容相同，只取一行；请删去重复的行",
        "the same step of the case stands twice, alike; remove what is repeated"),
    Bad("one row a case, twice, unlike", "cases",
        "990001,service_case,4,case,2023-03-01,2023-03-02,,\n990001,service_case,4,case,2023-03-01,2023-03-09,,", 2,
        "同一办件出现多行，内容不一；请删去重复的行",
        "rows of one case contradict each other; remove what is repeated"),
    Bad("unknown process", "cases", "990001,companystartup,5,submit,2023-03-01,2023-03-02,,", 0,
        "流程“companystartup”不在登记册中，1 行照收，但只有写明该流程的指标才会读取；是否应为“company_startup”？",
        "the register knows no process 'companystartup': 1 rows are taken, and read only by an indicator that names it;"
        " did you mean 'company_startup'?"),
    Bad("a zone in text", "cases", "990001,company_startup,6,submit,2023-03-01T08:00:00+08:00,2023-03-02,,", 1,
        "“2023-03-01T08:00:00+08:00”带时区；请换算为当地时间，去掉时区",
        "'2023-03-01T08:00:00+08:00' carries a time zone; write the local time, without a zone"),
    Bad("no case", "cases", "990001,company_startup,,submit,2023-03-01,2023-03-02,,", 1,
        "没有写办件号（case）；请填写", "the case (case) is missing; write it"),
    Bad("no step", "cases", "990001,company_startup,7,,2023-03-01,2023-03-02,,", 1,
        "没有写环节（step）；请填写", "the step (step) is missing; write it"),
    Bad("1900", "cases", "990001,company_startup,8,submit,1900-01-01,2023-03-02,,", 1,
        "“1900-01-01”不在 1990–2059 年之间；请核对；尚无日期的请留空",
        "'1900-01-01' is not between 1990 and 2059; check it; leave the cell empty where there is no date yet"),
    Bad("2099", "cases", "990001,company_startup,9,submit,2023-03-01,2099-12-31,,", 1,
        "“2099-12-31”不在 1990–2059 年之间", "'2099-12-31' is not between 1990 and 2059"),
    Bad("no such day", "cases", "990001,company_startup,10,submit,2023-02-30,2023-03-02,,", 1,
        "2023-02-30", "2023-02-30"),
    Bad("no such region", "cases", "丙县,company_startup,11,submit,2023-03-01,2023-03-02,,", 1, "丙县", "丙县"),
    Bad("an amount that is none", "cases", "990001,company_startup,12,submit,2023-03-01,2023-03-02,,many", 1,
        "many", "many"),
    Bad("no answer to a checklist", "answers", "990001,2023,list,a,大概,v,", 1,
        "“大概”不是核查答案；请写 yes、partial、no、na 或 0 到 1 的数",
        "'大概' is no answer to a checklist; write yes, partial, no, na or a number from 0 to 1"),
    Bad("two answers of one", "answers", "990001,2023,list,b,yes,w,seen\n990001,2023,list,b,no,w,", 2,
        "同一人对同一项的回答不一致；请只留一个回答", "one respondent answers the item in two ways; keep one answer"),
    Bad("an item of no list", "answers", "990001,2023,list,c,yes,u,seen", 0,
        "指标 list 没有核查项“c”，1 个答案不计", "list has no item 'c': 1 answers do not count"),
    Bad("two replies of one", "responses",
        "990001,2023,s,f8,税务,q,good,yes,1\n990001,2023,s,f8,税务,q,poor,yes,1", 2,
        "同一答卷对同一题的回答不一致；请只留一个回答",
        "one respondent answers the question in two ways; keep one answer"),
    Bad("a reply twice", "responses", "990001,2023,s,f0,税务,q,good,yes,1", 1,
        "同一答卷对同一题的回答重复出现，只取一行；请只留一个回答",
        "the same answer of one respondent stands twice; keep one answer"),
    Bad("a word that is not listed", "responses",
        "990001,2023,s,f9,税务,q,goood,yes,1\n990001,2023,s,f10,税务,q,goood,yes,1", 0,
        "问卷“s”题目“q”有 2 份答案“goood”，不在指标 happy 所列之内，不计；是否应为“good”？",
        "survey 's', question 'q': 2 answers 'goood' are not among those that happy lists, and do not count;"
        " did you mean 'good'?"),
    Bad("a weight below zero", "responses", "990001,2023,s,f11,税务,q,poor,yes,-2", 1,
        "权重须为不小于零的有限数值（-2.0）；请核对", "a weight must be finite and not below zero (-2.0); check it"),
    Bad("no respondent", "responses", "990001,2023,s,,税务,q,poor,yes,1", 1,
        "没有写答卷编号（respondent）；请填写",
        "the respondent (an anonymous form still needs its own number) (respondent) is missing; write it"),
    Bad("no period", "responses", "990001,2023-13,s,f12,税务,q,poor,yes,1", 1,
        "“2023-13”不是时期", "'2023-13' is not a period"),
    Bad("closed before it was put", "ledger", "990001,3,problem,2023-03-01,2023-03-10,2023-02-09,,", 1,
        "办结早于提出日（2023-02-09）；请核对两个日期",
        "it was closed before it was put (2023-02-09); check both dates"),
    Bad("one item in two states", "ledger",
        "990001,4,problem,2023-03-01,2023-03-10,,,\n990001,4,problem,2023-03-01,2023-03-10,2023-03-05,,", 2,
        "同一事项出现多行，内容不一；请只留最后的状态", "rows of one item contradict each other; keep its last state"),
    Bad("never put", "ledger", "990001,5,problem,,2023-03-10,,,", 1,
        "没有写提出日期（opened），无法归入任何时期；请填写", "the day it was put (opened) is missing; write it"),
]  # fmt: skip


def standard(folder: Path) -> str:
    steps = {"start": {"step": "submit", "stamp": "started"}, "end": {"step": "ready", "stamp": "finished"}}
    items = [{"id": name, "question": {"zh": "问", "en": "Q"}, "points": 1.0} for name in ("a", "b")]
    measures = {
        "days": {"kind": "duration", "process": "company_startup", **steps},
        "list": {"kind": "checklist", "items": items},
        "happy": {"kind": "satisfaction", "survey": "s", "questions": ["q"], "marks": {"good": 100, "poor": 0},
                  "min_response_rate": 0.0},
        "red": {"kind": "ledger", "process": "problem", "show": "red"},
    }  # fmt: skip
    plain = {
        "id": "x", "version": "1", "name": {"zh": "例", "en": "X"}, "levels": ["county"],
        "method": {"normalisation": {"kind": "goalposts", "worst": 0, "best": 100}},
        "tree": [{"indicator": name} for name in measures],
        "indicators": [{"id": name, "name": {"zh": name, "en": name}, "direction": "higher", "measure": measure}
                       for name, measure in measures.items()],
    }  # fmt: skip
    path = folder / "standard.yaml"
    path.write_text(yaml.safe_dump(plain, allow_unicode=True), "utf-8")
    return str(path)


def evidence(folder: Path, bad: list[Bad]) -> Evidence:
    folder.mkdir(exist_ok=True)
    (folder / "regions.csv").write_text(REGIONS, "utf-8")
    for table, head in HEADS.items():
        rows = [SOUND[table], *(one.rows for one in bad if one.table == table)]
        (folder / f"{table}.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    found = read_evidence(folder)
    assert all(one.read == one.taken + one.refused for one in found.files)
    return found


def values(assessment: Assessment) -> dict[str, float]:
    return {row["indicator"]: row["value"] for row in assessment.measured().to_pylist() if row["region"] == "990001"}


@pytest.mark.parametrize("one", BAD, ids=[one.name for one in BAD])
def test_each_says_what_is_wrong_and_what_to_do(tmp_path: Path, one: Bad) -> None:
    found = evidence(tmp_path / "e", [one])
    made = read_standard(standard(tmp_path))
    assert len(found.refusals) == one.refused
    told = found.refusals or (*found.notes, *unlisted_answers(made.indicators, found))
    assert any(one.zh in fault.sentence("zh") for fault in told), [fault.sentence("zh") for fault in told]
    assert any(one.en in fault.sentence("en") for fault in told), [fault.sentence("en") for fault in told]
    for fault in found.refusals:
        assert fault.file == f"{one.table}.csv"
        # Sound rows first: a bad one stands below them, but for the one that is repeated.
        assert fault.line is not None and fault.line > 1
        assert fault.about is not None and fault.about.table == one.table
    assert values(evaluate(made, found, period="2023")) == VALUES


def test_all_of_them_at_once_and_the_rest_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = evidence(tmp_path / "e", BAD)
    made = read_standard(standard(tmp_path))
    assert len(found.refusals) == sum(one.refused for one in BAD)
    assert values(evaluate(made, found, period="2023")) == VALUES
    asked = ["--standard", str(tmp_path / "standard.yaml"), "--evidence", str(tmp_path / "e"), "--lang", "zh"]
    assert run(["score", *asked, "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().err
    assert run(["check", *asked]) == 1
    checked = capsys.readouterr().err
    for one in BAD:
        assert one.zh in checked, one.name
        assert one.zh in told, one.name
    listed = (tmp_path / "out" / "refusals.csv").read_text("utf-8").splitlines()
    assert len(listed) == 1 + len(found.refusals)


def test_zones_mixed_between_files(tmp_path: Path) -> None:
    """00:30 on 1 March in Beijing is 28 February in London: both files mean the same moment, and a note says so."""
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "regions.csv").write_text(REGIONS, "utf-8")
    for name, zone, moment in (
        ("cases-1", None, datetime.datetime(2023, 3, 1, 0, 30)),
        ("cases-2", "Europe/London", datetime.datetime(2023, 2, 28, 16, 30)),
        ("cases-3", "UTC", datetime.datetime(2023, 2, 28, 16, 30)),
    ):
        stamps = pa.array([moment], pa.timestamp("us"))
        if zone:
            stamps = pa.array([moment.replace(tzinfo=datetime.UTC)], pa.timestamp("us", zone))
        text = {"region": "990001", "process": "company_startup", "case": name, "step": "submit"}
        columns = {key: pa.array([value]) for key, value in text.items()}
        pq.write_table(pa.table({**columns, "started": stamps, "finished": stamps}), folder / f"{name}.parquet")
    found = read_evidence(folder)
    assert found.tables["cases"]["started"].to_pylist() == [datetime.datetime(2023, 3, 1, 0, 30)] * 3
    assert not found.refusals
    notes = {one.file: one.sentence("zh") for one in found.notes}
    assert "北京时间" in notes["cases-2.parquet"]
    assert "cases-1.parquet" not in notes


def test_zones_mixed_within_a_column_of_text(tmp_path: Path) -> None:
    """Text with a zone is refused row by row, whatever its zone, in a CSV file and in a Parquet file alike."""
    stamps = ["2023-03-01T00:30:00", "2023-02-28T16:30:00Z", "2023-03-01T00:30:00+08:00", "2023-02-28T11:30:00-05:00"]
    text = {"region": "990001", "process": "company_startup", "step": "submit"}
    rows = [{**text, "case": f"c{n}", "started": one, "finished": "2023-03-02"} for n, one in enumerate(stamps)]
    for ending in ("csv", "parquet"):
        folder = tmp_path / ending
        folder.mkdir()
        (folder / "regions.csv").write_text(REGIONS, "utf-8")
        if ending == "csv":
            lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
            (folder / "cases.csv").write_text("\n".join(lines), "utf-8")
        else:
            pq.write_table(pa.Table.from_pylist(rows), folder / "cases.parquet")
        found = read_evidence(folder)
        assert found.tables["cases"]["started"].to_pylist() == [datetime.datetime(2023, 3, 1, 0, 30)]
        assert [one.column for one in found.refusals] == ["started"] * 3
        assert all("carries a time zone" in one.sentence("en") for one in found.refusals)
