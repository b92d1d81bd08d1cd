"""Explaining a value down to its rows: cases at the median, the slowest, what is missing; items and lights."""

from __future__ import annotations

import pyarrow as pa
import pytest

from evaluator import Assessment, Evidence, evaluate
from evaluator.commands.explain import refused, traced
from evaluator.engines import statements
from evaluator.engines.duckdb_engine import printed
from evaluator.reading import read_standard
from evaluator.tracing import explain_rows, refused_rows
from tests.measures.desk import DURATION, table

REGIONS = pa.table({"region": ["r", "q"], "name_zh": ["甲", "乙"], "name_en": ["A", "B"], "level": ["county"] * 2})


def written(tmp_path, measure) -> str:
    import yaml

    standard = {
        "id": "x", "version": "1", "status": "draft", "name": {"zh": "例", "en": "X"}, "levels": ["county"],
        "method": {"normalisation": "none"}, "tree": [{"indicator": "i"}],
        "indicators": [{"id": "i", "name": {"zh": "例", "en": "I"}, "direction": "lower", "measure": measure}],
    }  # fmt: skip
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(standard, allow_unicode=True), "utf-8")
    return str(path)


def assessed(tmp_path, measure, **tables) -> Assessment:
    made = {name: table(name, rows) for name, rows in tables.items()}
    evidence = Evidence.from_tables({"regions": REGIONS, **made})
    return evaluate(read_standard(written(tmp_path, measure)), evidence, period="2023")


def case(number: int, finished: str | None, region: str = "r", started: str | None = "2023-03-01") -> dict[str, object]:
    return {
        "region": region,
        "process": "p",
        "case": str(number),
        "step": "s",
        "started": started,
        "finished": finished,
    }


def test_a_median_shows_its_cases_the_slowest_the_open_and_those_that_lack_a_stamp(tmp_path):
    """Five cases of 1, 2, 4, 8 and 20 days: the median is case 3; one is open, one has no start; B's do not enter."""
    ends = ["2023-03-02", "2023-03-03", "2023-03-05", "2023-03-09", "2023-03-21"]
    rows = [case(n + 1, end) for n, end in enumerate(ends)]
    rows += [case(6, None), case(7, "2023-03-09", started=None), case(8, "2023-12-30", region="q")]
    found = explain_rows(assessed(tmp_path, DURATION | {"min_coverage": 0.0}, cases=rows), "r", "i")
    assert found["counts"].to_pylist() == [{"taken": 5, "lacking": 1, "refused": 0, "open": 1}]
    assert [(row["case"], row["value"]) for row in found["middle"].to_pylist()] == [("2", 2.0), ("3", 4.0), ("4", 8.0)]
    assert found["slowest"]["value"].to_pylist() == [20.0, 8.0, 4.0, 2.0, 1.0]
    assert found["lacking"]["case"].to_pylist() == ["7"]
    # Since 1 March: 305 days to the end of the year.
    assert [(row["case"], row["days"]) for row in found["open"].to_pylist()] == [("6", 305)]


def test_statements_behind_a_value_are_made_once_whatever_the_region(tmp_path, monkeypatch):
    """Cases of 1 and 3 days in A and of 9 days in B: B's rows come from the statements made for A, and are its own."""
    rows = [case(1, "2023-03-02"), case(2, "2023-03-04"), case(3, "2023-03-10", region="q")]
    in_days = assessed(tmp_path, DURATION | {"min_coverage": 0.0}, cases=rows)
    in_hours = assessed(tmp_path, DURATION | {"min_coverage": 0.0, "clock": "hours"}, cases=rows)
    made = []
    monkeypatch.setattr(statements, "_MADE", {})
    monkeypatch.setattr(statements, "printed", lambda operation: made.append(operation) or printed(operation))
    assert explain_rows(in_days, "r", "i")["slowest"]["value"].to_pylist() == [3.0, 1.0]
    assert len(made) == 2
    assert explain_rows(in_days, "q", "i")["slowest"]["value"].to_pylist() == [9.0]
    assert len(made) == 2
    assert explain_rows(in_hours, "r", "i")["slowest"]["value"].to_pylist() == [72.0, 24.0]


def test_a_case_that_ends_later_or_before_it_starts(tmp_path):
    """At the end of 2023 a case that ends in 2024 is under way; one that ends before it starts is named."""
    rows = [
        case(1, "2024-02-01"),
        case(2, "2023-02-20", started=None) | {"step": "e"},
        case(2, None),
        case(3, "2023-03-05"),
    ]
    measure = DURATION | {"end": {"step": "e", "stamp": "finished"}, "min_coverage": 0.0}
    rows += [case(1, "2024-02-01") | {"step": "e", "started": None}, case(3, "2023-03-09") | {"step": "e"}]
    found = explain_rows(assessed(tmp_path, measure, cases=rows), "r", "i")
    assert found["counts"].to_pylist() == [{"taken": 1, "lacking": 0, "refused": 1, "open": 1}]
    assert found["backward"]["case"].to_pylist() == ["2"]
    assert found["open"]["case"].to_pylist() == ["1"]


def test_a_rate_shows_what_counts_and_not_the_others_as_failures(tmp_path):
    measure = {"kind": "rate", "process": "p", "numerator": "mode = 'onsite'", "period_by": "finished",
               "per": {"series": "firms"}, "min_coverage": 0.0}  # fmt: skip
    modes = ["onsite", "offsite", "onsite", None]
    rows = [case(n, f"2023-03-{n + 5:02d}") | {"mode": mode} for n, mode in enumerate(modes)]
    found = explain_rows(assessed(tmp_path, measure, cases=rows), "r", "i")
    assert found["counts"].to_pylist() == [{"rows": 4, "counted": 4, "passed": 2, "lacking": 1}]
    assert found["passing"]["case"].to_pylist() == ["2", "0"]
    assert "failing" not in found
    assert found["lacking"]["case"].to_pylist() == ["3"]


def test_a_share_of_money_shows_amounts_the_largest_first(tmp_path):
    measure = {"kind": "amount-share", "process": "p", "numerator": "mode = 'auto'", "period_by": "finished",
               "min_coverage": 0.0}  # fmt: skip
    paid = [("auto", 30.0), ("applied", 20.0), ("applied", 50.0), ("auto", None)]
    rows = [case(n, "2023-03-05") | {"mode": mode, "amount": amount} for n, (mode, amount) in enumerate(paid)]
    found = explain_rows(assessed(tmp_path, measure, cases=rows), "r", "i")
    (counts,) = found["counts"].to_pylist()
    assert counts == {"rows": 4, "counted": 4, "passed": 2, "lacking": 1, "amount": 100.0, "passed_amount": 30.0}
    assert found["failing"]["amount"].to_pylist() == [50.0, 20.0]
    assert found["lacking"]["case"].to_pylist() == ["3"]


@pytest.mark.parametrize(
    ("show", "counts", "name", "items"),
    [
        # 15 working days after 8 May is the 29th; the opinion of 20 December is judged in 2024.
        ("answered", (3, 1), "failing", ["2", "3"]),
        ("adopted", (3, 1), "failing", ["1", "3"]),
        ("received", (4, 4), "passing", ["1", "2", "3", "4"]),
    ],
)
def test_a_consultation_shows_the_opinions_not_answered_or_not_adopted(tmp_path, show, counts, name, items):
    rows = [
        {"item": "1", "kind": "opinion", "opened": "2023-05-08", "closed": "2023-05-29"},
        {"item": "2", "kind": "opinion", "opened": "2023-05-08", "closed": "2023-05-30"},
        {"item": "3", "kind": "opinion", "opened": "2023-05-08"},
        {"item": "4", "kind": "opinion", "opened": "2023-12-20", "closed": "2023-12-21"},
        {"item": "2", "kind": "commitment", "opened": "2023-06-01"},
        {"item": "9", "kind": "opinion", "opened": "2023-05-08", "region": "q"},
    ]
    found = explain_rows(assessed(tmp_path, {"kind": "consultation", "show": show}, ledger=rows), "r", "i")
    (row,) = found["counts"].to_pylist()
    assert (row["counted"], row["passed"]) == counts
    assert found[name]["item"].to_pylist() == items


def test_a_survey_shows_who_answered_what_counts_and_what_is_not_listed(tmp_path):
    measure = {"kind": "satisfaction", "survey": "s", "questions": ["q"], "marks": {"good": 100, "poor": 0},
               "min_response_rate": 0.0}  # fmt: skip
    said = ["good"] * 20 + ["poor"] * 12 + ["dunno"] * 2 + [None] * 3
    rows = [
        {"period": "2023", "survey": "s", "question": "q", "respondent": f"{n}", "contact": "yes", "answer": word}
        for n, word in enumerate(said)
    ]
    found = explain_rows(assessed(tmp_path, measure, responses=rows), "r", "i")
    assert found["counts"].to_pylist() == [
        {"asked": 37, "answered": 34, "respondents": 32, "answers": 32, "unlisted": 2}
    ]
    assert [(row["answer"], row["n"]) for row in found["answers"].to_pylist()] == [("good", 20), ("poor", 12)]
    assert [(row["answer"], row["n"]) for row in found["unlisted"].to_pylist()] == [("dunno", 2)]
    assert "departments" not in found


def test_every_kind_of_measure_is_explained(tmp_path):
    """A kind that comes later must bring its rows with it."""
    from indicators.measures import measure_kinds
    from tests.measures.hand_answers import BLOCKS as ANSWERS
    from tests.measures.hand_logs import BLOCKS as LOGS

    wanted = set(measure_kinds()) - {"statistic"}
    for block in (LOGS | ANSWERS).values():
        for one in block.worked:
            if one.measure["kind"] in wanted and not one.reason:
                wanted.remove(one.measure["kind"])
                tables = {name: [{"indicator": "i", **row} for row in rows] for name, rows in block.tables.items()}
                found = explain_rows(assessed(tmp_path, one.measure, **tables), "r", "i")
                assert any(table.num_rows for table in found.values()), one.measure
                zh, en = (traced(found, lang) for lang in ("zh", "en"))
                assert zh and en and zh != en
    assert not wanted


REFUSED = """region,process,case,step,started,finished
r,p,1,s,2023-03-05,2023-03-01
r,p,2,s,soon,2023-03-01
r,other,3,s,2023-03-05,2023-03-01
q,p,4,s,2023-03-05,2023-03-01
nowhere,p,5,s,2023-03-01,2023-03-05
r,p,6,s,2023-03-01,2023-03-05
"""


@pytest.mark.parametrize("form", ["csv", "parquet", "log"])
def test_refused_rows_of_an_indicator_are_named(tmp_path, form, monkeypatch):
    """In text, in Parquet, and in a log that stays in its file: those of the region, and those that may be its own."""
    import datetime

    import pyarrow.parquet as pq

    from evaluator.evidence import read_evidence, reading

    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "regions.csv").write_text("region,name_zh,name_en,level\nr,甲,A,county\nq,乙,B,county\n", "utf-8")
    lines = REFUSED if form == "csv" else REFUSED.replace("r,p,2,s,soon,2023-03-01", "r,p,2,s,1900-01-01,2023-03-01")
    if form == "csv":
        (folder / "cases.csv").write_text(lines, "utf-8")
    else:
        head, *rows = [line.split(",") for line in lines.split()]
        table = pa.table({name: [row[i] for row in rows] for i, name in enumerate(head)})
        for name in ("started", "finished"):
            stamps = [datetime.datetime.fromisoformat(one) for one in table[name].to_pylist()]
            table = table.set_column(table.schema.get_field_index(name), name, pa.array(stamps, pa.timestamp("us")))
        pq.write_table(table, folder / "cases.parquet", row_group_size=2)
    if form == "log":
        monkeypatch.setattr(reading, "LARGE", 0)
    made = evaluate(read_standard(written(tmp_path, DURATION)), read_evidence(folder), period="2023")
    own, unknown = refused_rows(made, "r", "i")
    first = 2 if form == "csv" else 1
    assert sorted(one.line for one in own) == [first, first + 1]
    assert [one.line for one in unknown] == [first + 4]
    text = refused(own, unknown, "zh")
    assert "本指标被拒收的记录：2 行" in text
    assert "办结早于开始" in text
    assert "地区无法识别" in text
    assert "Rows refused that this indicator would read: 2" in refused(own, unknown, "en")


def test_a_share_shows_the_rows_that_fail(tmp_path):
    measure = {"kind": "share", "process": "p", "numerator": "channel = 'online'", "period_by": "finished"}
    rows = [case(n, "2023-03-05") | {"channel": way} for n, way in enumerate(["online", "counter", None])]
    found = explain_rows(assessed(tmp_path, measure | {"min_coverage": 0.0}, cases=rows), "r", "i")
    assert found["counts"].to_pylist() == [{"rows": 3, "counted": 3, "passed": 1, "lacking": 1}]
    assert found["failing"]["case"].to_pylist() == ["1", "2"]
    assert found["lacking"]["case"].to_pylist() == ["2"]


def test_a_checklist_shows_answered_missing_and_inapplicable_items(tmp_path):
    items = [{"id": name, "question": {"zh": name, "en": name}, "points": 1.0} for name in ("a", "b", "c")]
    rows = [{"period": "2023", "indicator": "i", "item": "a", "answer": "partial", "proof": "x"},
            {"period": "2023", "indicator": "i", "item": "b", "answer": "na"}]  # fmt: skip
    found = explain_rows(assessed(tmp_path, {"kind": "checklist", "items": items}, answers=rows), "r", "i")
    assert [(row["answer"], row["state"]) for row in found["items"].to_pylist()] == [
        (0.5, "answered"), (None, "na"), (None, "missing"),
    ]  # fmt: skip


def test_small_departments_are_hidden_and_cannot_be_worked_out(tmp_path):
    """Three answers are hidden, and with them the next smallest, as the total would give the one away."""
    measure = {"kind": "satisfaction", "survey": "s", "questions": ["q"], "statistic": "subject-mean",
               "marks": {"good": 100, "poor": 0}}  # fmt: skip
    sizes = {"x": 40, "y": 20, "z": 3}
    rows = [
        {"period": "2023", "survey": "s", "question": "q", "subject": name, "respondent": f"{n}", "contact": "yes",
         "answer": "good" if n % 2 else "poor"}
        for name, size in sizes.items() for n in range(size)
    ]  # fmt: skip
    found = explain_rows(assessed(tmp_path, measure, responses=rows), "r", "i")["departments"].to_pylist()
    assert [(row["subject"], row["n"]) for row in found] == [("x", 40), ("y", None), ("z", None)]
    # Wilson's interval of 20 in 40, worked by hand: 50 ± 14.8.
    assert found[0]["mean"] == pytest.approx(50.0)
    assert (found[0]["low"], found[0]["high"]) == (pytest.approx(35.2, abs=0.05), pytest.approx(64.8, abs=0.05))


def test_a_ledger_shows_its_lights_and_the_red_items(tmp_path):
    rows = [
        {"item": "1", "kind": "p", "opened": "2023-03-01", "due": "2023-03-10", "closed": "2023-03-09"},
        {"item": "2", "kind": "p", "opened": "2023-03-01", "due": "2023-03-10", "closed": None},
        {"item": "3", "kind": "p", "opened": "2023-12-01", "due": "2024-01-10", "closed": None},
    ]
    found = explain_rows(assessed(tmp_path, {"kind": "ledger", "process": "p", "show": "red"}, ledger=rows), "r", "i")
    assert {row["light"]: row["items"] for row in found["lights"].to_pylist()} == {"green": 1, "red": 1, "yellow": 1}
    assert found["overdue"]["item"].to_pylist() == ["2"]
