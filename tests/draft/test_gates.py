"""Each gate keeps a value from being scored, keeps the value itself, and its reason reaches ranking, files and app."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

import openpyxl
import pytest
import yaml

from evaluator.app.frames.region import reasons_of
from evaluator.app.world import World
from evaluator.assessment import REASONS, Assessment, evaluate
from evaluator.evidence import read_evidence
from evaluator.exports import outputs
from evaluator.reading import read_standard
from tests.app.desk import healthy, opened

REGIONS = "region,name_zh,name_en,level\nr,甲县,A,county\nq,乙县,B,county\np,丙县,C,county\n"
CASES = "region,process,case,step,started,finished\n"
RESPONSES = "region,period,survey,respondent,subject,question,answer,contact\n"
ANSWERS = "region,period,indicator,item,answer,respondent,proof\n"
DAYS = {
    "kind": "duration", "process": "p", "start": {"step": "s", "stamp": "started"},
    "end": {"step": "s", "stamp": "finished"},
}  # fmt: skip
SURVEY = {"kind": "satisfaction", "survey": "s", "questions": ["q"], "marks": {"good": 100, "poor": 0},
          "min_response_rate": 0.0}  # fmt: skip
ITEMS = [{"id": name, "question": {"zh": "问", "en": "Q"}, "points": 1.0} for name in ("a", "b")]


class Gate(NamedTuple):
    """A measure, evidence that stops at a gate in region r and passes in q, the reason, and what was measured."""

    measure: dict[str, object]
    files: dict[str, str]
    reason: str
    reported: float | None


def cases(region: str, number: int, without_start: int = 0) -> str:
    starts = ["" if n < without_start else "2023-03-01" for n in range(number)]
    return "".join(f"{region},p,{region}{n},s,{start},2023-03-05\n" for n, start in enumerate(starts))


def replies(region: str, answered: int, asked: int, subject: str = "税务") -> str:
    said = ["good" if n < answered else "" for n in range(asked)]
    return "".join(f"{region},2023,s,{region}{n}{subject},{subject},q,{one},yes\n" for n, one in enumerate(said))


GATES = {
    "minimum cases": Gate(DAYS | {"min_cases": 3}, {"cases": CASES + cases("r", 2) + cases("q", 3)},
                          "too-few-cases", 4.0),
    "log completeness": Gate(DAYS, {"cases": CASES + cases("r", 4, 1) + cases("q", 5, 1)}, "log-incomplete", 4.0),
    "checklist completeness": Gate(
        {"kind": "checklist", "items": ITEMS},
        {"answers": ANSWERS + "r,2023,i,a,yes,u,x\nq,2023,i,a,yes,u,x\nq,2023,i,b,no,u,\n"}, "log-incomplete", 100.0),
    "response rate": Gate(SURVEY | {"min_response_rate": 0.5},
                          {"responses": RESPONSES + replies("r", 2, 5) + replies("q", 3, 6)}, "low-response", 100.0),
    "minimum answers": Gate(SURVEY | {"min_responses": 4},
                            {"responses": RESPONSES + replies("r", 3, 3) + replies("q", 4, 4)}, "too-few-cases", 100.0),
    "departments": Gate(
        SURVEY | {"statistic": "subject-mean", "min_subjects": 2},
        {"responses": RESPONSES + replies("r", 3, 3) + replies("q", 3, 3) + replies("q", 3, 3, "住建")},
        "too-few-subjects", 100.0),
    "denominator": Gate(
        {"kind": "rate", "process": "p", "period_by": "finished", "per": {"series": "firms"}},
        {"cases": CASES + cases("r", 2) + cases("q", 2), "statistics": "region,period,series,value\nq,2023,firms,10\n"},
        "no-denominator", None),
}  # fmt: skip


def assessed(folder, gate: Gate) -> Assessment:
    standard = {
        "id": "x", "version": "1", "name": {"zh": "例", "en": "X"}, "levels": ["county"],
        "method": {"normalisation": {"kind": "goalposts"}}, "tree": [{"indicator": "i"}],
        "indicators": [{"id": "i", "name": {"zh": "例", "en": "I"}, "direction": "lower", "measure": gate.measure,
                        "bounds": {"worst": 1000.0, "best": 0.0}}],
    }  # fmt: skip
    (folder / "x.yaml").write_text(yaml.safe_dump(standard, allow_unicode=True), "utf-8")
    (folder / "e").mkdir(exist_ok=True)
    (folder / "e" / "regions.csv").write_text(REGIONS, "utf-8")
    for name, text in gate.files.items():
        (folder / "e" / f"{name}.csv").write_text(text, "utf-8")
    return evaluate(read_standard(str(folder / "x.yaml")), read_evidence(folder / "e"))


@pytest.mark.parametrize("gate", GATES.values(), ids=GATES)
def test_the_reason_goes_all_the_way(tmp_path, gate: Gate) -> None:
    made = assessed(tmp_path, gate)
    measured = {row["region"]: row for row in made.measured().to_pylist()}
    assert (measured["r"]["value"], measured["r"]["reason"]) == (None, gate.reason)
    assert measured["r"]["reported"] == gate.reported
    assert measured["q"]["value"] is not None
    ranked = {row["region"]: row for row in made.ranking().to_pylist()}
    assert (ranked["r"]["rank"], ranked["r"]["score"], ranked["r"]["reason"]) == (None, None, gate.reason)
    assert ranked["q"]["rank"] == 1
    assert next(iter(ranked)) == "q" and "r" in ranked, "what is not scored stands last and is not left out"
    for lang in ("zh", "en"):
        zh, en = REASONS[gate.reason]
        sentence = zh if lang == "zh" else en
        files = outputs(made, ["csv", "xlsx", "md", "html"], lang)
        assert sentence in files["ranking.md"].decode() and sentence in files["ranking.html"].decode()
        sheet = openpyxl.load_workbook(io.BytesIO(files["assessment.xlsx"])).worksheets[0]
        assert sentence in {cell.value for row in sheet.iter_rows() for cell in row}
        assert reasons_of(World(made, 0), 0, World(made, 0).codes.index("r"), lang) == {
            "total": sentence,
            "i": sentence,
        }
    flags = {row["region"]: row["flags"] for row in csv.DictReader(io.StringIO(files["indicators.csv"].decode()))}
    assert gate.reason in flags["r"].split(";")
    assert flags["q"] == ""


def test_an_absent_service_scores_zero_and_says_so(tmp_path) -> None:
    gate = Gate(DAYS, {"cases": CASES + cases("q", 3), "answers": ANSWERS + "r,2023,i,service,no,u,\n"}, "", None)
    made = assessed(tmp_path, gate)
    (row,) = (one for one in made.ranking().to_pylist() if one["region"] == "r")
    assert (row["score"], row["rank"]) == (0.0, 2)
    zh, _ = REASONS["no-service"]
    assert zh in reasons_of(World(made, 0), 0, World(made, 0).codes.index("r"), "zh")["i"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_region_page_says_why(tmp_path, lang) -> None:
    gate = GATES["minimum cases"]
    assessed(tmp_path, gate._replace(files={"cases": gate.files["cases"] + cases("p", 4)}))
    words = ("--standard", str(tmp_path / "x.yaml"), "--evidence", str(tmp_path / "e"))
    app = opened("region", words, lang=lang, code="r")
    healthy(app)
    zh, en = REASONS["too-few-cases"]
    sentence = zh if lang == "zh" else en
    assert any(sentence in one.value.replace("\\", "") for one in app.markdown)
    notes = [str(cell) for one in app.dataframe if "note" in one.value.columns for cell in one.value["note"]]
    assert any(sentence in note for note in notes)
