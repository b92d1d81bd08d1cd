"""Figures shown beside an indicator without a score: measured alike, in every file, in no score."""

from __future__ import annotations

import csv
import io
import re

import pyarrow as pa
import pytest

from evaluator import Evidence, evaluate
from evaluator.exports import download_bytes, outputs, write_run
from evaluator.exports.verification import verify_run
from evaluator.reading import read_standard, try_standard
from indicators.beside import figures
from indicators.catalogue import measure_of
from indicators.faults import Faults
from tests.measures.desk import table

DRAFT = read_standard("dbe-draft")
REGIONS = pa.table({"region": ["r", "q"], "name_zh": ["甲", "乙"], "name_en": ["A", "B"], "level": ["county"] * 2})
STANDARD = """
id: x
version: "1"
name: {zh: 例, en: Example}
levels: [county]
method: {normalisation: {kind: goalposts}}
tree: [{indicator: days}, {indicator: share}]
indicators:
- id: days
  name: {zh: 天数, en: Days}
  unit: {zh: 日, en: days}
  direction: lower
  bounds: {worst: 20, best: 0}
  measure: {kind: duration, process: p, start: {step: s, stamp: started}, end: {step: s, stamp: finished}, min_cases: 3}
  beside:
  - {id: p90, name: {zh: 九成, en: Nine in ten}, measure: {statistic: p90}}
  - id: online
    name: {zh: 网办率, en: Online}
    unit: {zh: '%', en: '%'}
    measure: {kind: share, numerator: channel = 'online', period_by: finished}
- id: share
  name: {zh: 占比, en: Share}
  direction: higher
  bounds: {worst: 0, best: 100}
  measure: {kind: statistic, formula: 100 * a / b}
  beside: [{id: rest, name: {zh: 其余, en: Rest}, measure: {formula: 100 - 100 * a / b}}]
"""


def case(number: int, day: int, channel: str, region: str = "r") -> dict[str, object]:
    stamps = {"started": "2023-03-01", "finished": f"2023-03-{day:02d}"}
    return {"region": region, "process": "p", "case": str(number), "step": "s", "channel": channel, **stamps}


def assessed(folder, text: str = STANDARD):
    path = folder / "x.yaml"
    path.write_text(text, "utf-8")
    # Days 1, 2, 4, 10 in A; two cases in B.
    cases = [case(n, day, "online" if n else "counter") for n, day in enumerate((2, 3, 5, 11))]
    cases += [case(n, 5, "online", "q") for n in range(2)]
    figures = [
        {"region": "r", "period": "2023", "series": name, "value": value} for name, value in (("a", 1.0), ("b", 4.0))
    ]
    tables = {"regions": REGIONS, "cases": table("cases", cases), "statistics": table("statistics", figures)}
    return evaluate(read_standard(str(path)), Evidence.from_tables(tables))


def test_by_hand_and_in_no_score(tmp_path):
    made = assessed(tmp_path)
    found = {(row["region"], row["indicator"], row["figure"]): row for row in made.beside().to_pylist()}
    # Place 0.9 * 3 = 2.7 between 4 and 10: 4 + 0.7 * 6.
    assert found["r", "days", "p90"]["value"] == pytest.approx(8.2)
    assert (found["r", "days", "online"]["value"], found["r", "days", "online"]["cases"]) == (75.0, 4)
    assert found["r", "share", "rest"]["value"] == 75.0
    # Too few are told and still shown; no figure of B's share was given.
    assert (found["q", "days", "p90"]["value"], found["q", "days", "p90"]["reason"]) == (4.0, "too-few-cases")
    assert ("q", "share", "rest") not in found
    bare = re.sub(r"  beside:.*?(?=\n- id|\Z)", "", STANDARD, flags=re.DOTALL)
    alone = assessed(tmp_path, bare)
    for name in ("ranking", "scores", "indicators", "measured"):
        assert getattr(made, name)().equals(getattr(alone, name)())
    assert alone.beside().num_rows == 0


def test_every_table_format_has_it_and_a_run_can_be_verified(tmp_path):
    made = assessed(tmp_path)
    files = outputs(made, ["csv", "parquet", "json", "xlsx"], "en")
    assert {"beside.csv", "beside.parquet", "beside.json"} <= {*files}
    rows = list(csv.DictReader(io.StringIO(files["beside.csv"].decode())))
    assert [(row["region"], row["figure"]) for row in rows] == [
        ("q", "p90"), ("q", "online"), ("r", "p90"), ("r", "online"), ("r", "rest"),
    ]  # fmt: skip
    assert "origin" in download_bytes(made, "beside.csv", "zh").decode("utf-8-sig").splitlines()[0]
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(files["assessment.xlsx"]))
    sheet = book["Beside (not scored)"]
    assert "Nine in ten" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_run_on_the_draft_is_verified_and_a_stale_file_is_taken_away(tmp_path):
    out = tmp_path / "run"
    out.mkdir()
    (out / "beside.json").write_text("[]")
    made = evaluate(DRAFT, read_prefecture(), period="2023-Q4")
    write_run(made, out, ["csv"], "zh", "prefecture")
    assert (out / "beside.csv").is_file()
    assert not (out / "beside.json").exists()
    assert verify_run(out) == []
    text = (out / "beside.csv").read_text("utf-8")
    (out / "beside.csv").write_text(text.replace("p90", "p91", 1), "utf-8")
    assert any("beside.csv" in one.sentence("zh") for one in verify_run(out))


def read_prefecture():
    from evaluator.opening import open_evidence

    return open_evidence("prefecture")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("statistic: p90", "statistic: p95"),
        ("statistic: p90", "statistik: p90"),
        ("kind: share", "kind: shore"),
        ("id: online", "id: p90"),
        ("channel = 'online'", "chanel = 'online'"),
        ("{formula: 100 - 100 * a / b}", "{kind: checklist, items: [{id: q, question: {zh: 问, en: q}}]}"),
    ],
)
def test_a_slip_is_a_fault_with_its_line(tmp_path, change, said):
    path = tmp_path / "x.yaml"
    path.write_text(STANDARD.replace(change, said), "utf-8")
    faults = try_standard(str(path)).faults
    lines = [number for number, line in enumerate(STANDARD.replace(change, said).splitlines(), 1) if said in line]
    assert faults
    assert any(fault.line and abs(fault.line - lines[0]) <= 3 for fault in faults), [str(one) for one in faults]
    with pytest.raises(Faults):
        read_standard(str(path))


def test_what_the_draft_promises_beside_an_indicator_is_there():
    """Wherever a definition or a note says that a figure is shown beside it, the figure is named."""
    found = {f"{one.id}/{figure.id}" for one in DRAFT.indicators for figure in one.beside}
    assert {
        "eff.entry.startup_days/p90",
        "eff.land.handover_to_title_days/same_day",
        "eff.land.handover_to_title_days/payment_to_handover",
        "eff.exit.deregistration_days/simple",
        "service.credential.reuse_rate/resubmission",
        "service.finance.loan_days/rejected",
        "voice.ledger.green_rate/red",
        "voice.ledger.close_days/hard",
        "service.menu.order_fulfilled_rate/first_response",
        "voice.satisfaction.dept_index/set_aside",
        "voice.satisfaction.bad_review_fixed/set_aside",
        "found.data.update_on_schedule/long_cycle",
    } <= found
    for one in DRAFT.indicators:
        for figure in figures(one):
            assert measure_of(figure).faults() == []
            assert figure.name.zh != one.name.zh


def test_every_figure_beside_an_indicator_shows_in_every_made_up_county():
    made = evaluate(DRAFT, read_prefecture(), period="2023-Q4")
    wanted = {
        figure.id for one in DRAFT.indicators if not one.levels or "county" in one.levels for figure in figures(one)
    }
    rows = made.beside().to_pylist()
    shown = {(row["region"], f"{row['indicator']}/{row['figure']}") for row in rows if row["value"] is not None}
    counties = set(made.run.regions["region"].to_pylist())
    assert len(counties) == 12
    assert shown == {(county, figure) for county in counties for figure in wanted}


def test_the_draft_on_the_prefecture_by_its_own_numbers():
    """The three classes of problems are the confirmed ones, red and green and yellow are all that fell due."""
    made = evaluate(DRAFT, read_prefecture(), period="2023-Q4")
    rows = {(row["region"], row["indicator"], row["figure"]): row for row in made.beside().to_pylist()}
    green = {(row["region"], row["indicator"]): row for row in made.measured().to_pylist()}
    for region in sorted({key[0] for key in rows}):
        own = green[region, "voice.ledger.green_rate"]
        red, yellow = (rows[region, "voice.ledger.green_rate", name] for name in ("red", "yellow"))
        assert red["cases"] == yellow["cases"] == own["cases"]
        assert own["reported"] + yellow["value"] + red["value"] >= 100 - 1e-9
        classes = [
            rows.get((region, "voice.ledger.close_days", name)) for name in ("simple", "cross_department", "hard")
        ]
        assert sum(row["cases"] for row in classes if row) == green[region, "voice.ledger.close_days"]["cases"]
