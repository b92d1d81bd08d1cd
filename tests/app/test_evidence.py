"""The Evidence page: every kind of evidence, statistics only, and hostile links."""

from __future__ import annotations

import sys
from datetime import datetime
from types import SimpleNamespace

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from evaluator.app.frames.evidence import answer_rows, by_department, in_words, questions_of, step_rows, survey_rows
from evaluator.app.frames.evidence_use import about
from evaluator.app.pages.evidence_refused import _as_file
from evaluator.messages import MESSAGES
from indicators.faults import About, Fault
from indicators.text import Text
from tests.app.desk import charts, healthy, written
from tests.app.desk import opened as opened_on


def opened(monkeypatch, *arguments: str, **query: str) -> AppTest:
    monkeypatch.setattr(sys, "argv", ["app.py", *arguments])
    app = AppTest.from_string("from evaluator.app.main import main\nmain('evidence')", default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error, [one.value for one in app.error]
    return app


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_prefecture_shows_every_kind_and_says_that_it_is_made_up(monkeypatch, lang):
    app = opened(monkeypatch, "--standard", "dbe-draft", "--evidence", "prefecture", lang=lang, level="county")
    assert app.title[0].value == MESSAGES["evidence"].in_(lang)
    assert [one.value for one in app.warning].count(MESSAGES["made_up"].in_(lang)) == 1
    columns = [set(one.value.columns) for one in app.dataframe]
    for wanted in ("series", "reached", "share", "yellow", "partial"):
        assert any(wanted in one for one in columns), wanted


def test_statistics_only_evidence_shows_its_series_and_says_what_is_not_there(monkeypatch):
    app = opened(monkeypatch, lang="en")
    assert not any(one.value == MESSAGES["made_up"].en for one in app.warning)
    assert any("series" in one.value.columns for one in app.dataframe)
    assert sum(one.value == MESSAGES["ev_none"].en for one in app.info) == 4


def test_a_bad_link_falls_back(monkeypatch):
    app = opened(monkeypatch, lang="en", region="<script>")
    assert app.title[0].value == MESSAGES["evidence"].en
    assert "<script>" not in str(app.query_params.get("region", ""))


def test_small_cells_are_hidden_and_take_the_next_smallest_with_them():
    """40 good, 25 fair, 3 poor: poor is hidden, and fair with it, as the total would give it away."""
    said = ["good"] * 40 + ["fair"] * 25 + ["poor"] * 3
    table = pa.table(
        {"region": ["r"] * 68, "period": ["2023"] * 68, "survey": ["s"] * 68, "question": ["q"] * 68, "answer": said}
    )
    rows = {row["answer"]: row for row in survey_rows(table, "r", "2023")}
    assert rows["good"]["share"] == 40 / 68
    assert rows["poor"]["share"] is None
    assert rows["fair"]["share"] is None


def cases(numbers: dict[str, tuple[int, int]]) -> pa.Table:
    """Rows of one region and process in 2023: step → done and open."""
    rows = [
        {"region": "r", "process": "p", "case": f"{step}{i}", "step": step, "started": datetime(2023, 3, 1),
         "finished": datetime(2023, 3, 5) if i < done else None}
        for step, (done, going) in numbers.items() for i in range(done + going)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def test_steps_with_few_cases_are_hidden_and_cannot_be_subtracted():
    log = cases({"a": (40, 12), "b": (40, 3), "c": (4, 0)})
    found = {row["step"]: row for row in step_rows(log, "r", "p", "2023", "en")}
    assert found["a"] == {"step": "a", "reached": 52, "done": 40, "open": 12}
    assert found["b"] == {"step": "b", "reached": 43, "done": None, "open": None}
    assert found["c"] == {"step": "c", "reached": None, "done": None, "open": 0}


def test_codes_are_shown_in_words_and_small_numbers_in_grey():
    rows = [
        {"survey": "departments", "question": "findable", "answer": "very_satisfied", "n": 40, "share": 0.25,
         "low": 0.1, "high": 0.4, "small": False},
        {"survey": "other", "question": "findable", "answer": "5", "n": 20, "share": 0.5, "low": 0.3, "high": 0.7,
         "small": True},
        {"survey": "other", "question": "findable", "answer": "1", "n": None, "share": None, "low": None, "high": None,
         "small": True},
    ]  # fmt: skip
    zh, en = in_words(rows, "zh"), in_words(rows, "en")
    assert (zh[0]["answer"], en[0]["answer"], zh[0]["share"]) == ("非常满意", "Very satisfied", "25.0%")
    assert (zh[1]["survey"], zh[1]["note"], zh[0]["note"]) == ("other", "不足 30 份", "")
    assert (zh[2]["n"], zh[2]["share"], en[2]["note"]) == ("—", "—", "too few")


def test_every_step_survey_question_and_answer_of_the_draft_has_a_word():
    from evaluator.reading import read_standard
    from indicators.catalogue import measure_of
    from indicators.measures.satisfaction import Satisfaction
    from indicators.processes import register, step_name, words

    for process in register().processes:
        for step in process.steps:
            assert step_name(process.id, step.id).zh != step.id, step.id
            assert step_name(process.id, step.id).en != step.id, step.id
    for one in read_standard("dbe-draft").indicators:
        measure = measure_of(one)
        if isinstance(measure, Satisfaction):
            assert measure.survey in words().surveys
            assert set(measure.questions) <= set(words().questions)
            assert set(measure.marks) <= set(words().answers)


def test_the_department_with_most_red_items_stands_first():
    lit = (("a", "green", 5), ("b", "red", 2), ("b", "green", 1), ("c", "red", 3))
    rows = [{"department": name, "light": light, "items": number} for name, light, number in lit]
    assert by_department(rows) == [
        {"department": "c", "red": 3, "yellow": 0, "green": 0, "items": 3},
        {"department": "b", "red": 2, "yellow": 0, "green": 1, "items": 3},
        {"department": "a", "red": 0, "yellow": 0, "green": 5, "items": 5},
    ]


def asked(answers: dict[str, int]) -> list[dict[str, object]]:
    given = [answer for answer, count in answers.items() for _ in range(count)]
    n = len(given)
    columns = {"region": ["r"] * n, "period": ["2023"] * n, "survey": ["s"] * n, "question": ["q"] * n, "answer": given}
    return survey_rows(pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()}), "r", "2023")


def test_answers_are_drawn_in_their_order_with_their_intervals():
    rows = asked({"poor": 20, "average": 30, "very_satisfied": 50})
    drawn = answer_rows(rows, "s", "q", "en")
    assert [row["name"] for row in drawn] == ["Very satisfied", "Average", "Poor"]
    assert all(row["low"] < row["share"] < row["high"] for row in drawn) and not any(row["small"] for row in drawn)
    assert questions_of(rows, "en") == {("s", "q"): "s · q"}


def test_an_answer_that_is_hidden_in_the_table_is_not_drawn():
    assert answer_rows(asked({"yes": 4, "no": 3}), "s", "q", "zh") == []
    assert all(row["small"] for row in answer_rows(asked({"yes": 12, "no": 14}), "s", "q", "zh"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_question_of_the_prefecture_can_be_looked_at(monkeypatch, lang):
    app = opened(monkeypatch, "--standard", "dbe-draft", "--evidence", "prefecture", lang=lang, level="county")
    box = app.selectbox(key="evidence_question")
    app = box.select_index(len(box.options) - 1).run()
    assert not app.exception and not app.error
    assert MESSAGES["ev_intervals"].in_(lang) in [one.value for one in app.caption]


ROWS = """region,period,series,value
r0,2022,x,1
r0,2023,x,2
r0,2023,y,3
r1,2023,x,4
r1,2023,spare,5
r1,2023,z,many
elsewhere,2023,x,6
r2,2023,z,7
"""


@pytest.fixture
def few(tmp_path):
    """Eight rows: one refused for its value, one for its region; one of a series that nobody reads; of those that are
    used only x in 2023 has two values, without which nothing is scored."""
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(3)])
    (tmp_path / "evidence" / "statistics.csv").write_text(ROWS, encoding="utf-8")
    return words


def test_rows_are_followed_from_the_file_to_the_score(few):
    app = opened_on("evidence", few, lang="en")
    healthy(app)
    drawn = next(spec["data"]["values"] for spec in charts(app) if spec["data"]["values"][0].get("table"))
    assert [row["shown"] for row in drawn] == ["8 read", "6 taken", "5 used", "2 scored"]
    app = opened_on("evidence", few, lang="en", indicator="y")
    healthy(app)
    drawn = next(spec["data"]["values"] for spec in charts(app) if spec["data"]["values"][0].get("table"))
    assert [row["shown"] for row in drawn] == ["8 read", "6 taken", "1 used", "0 scored"]
    series = next(one.value for one in app.dataframe if "series" in one.value.columns)
    assert series["series"].tolist() == ["y"]


def test_refused_rows_have_file_row_reason_and_remedy_on_screen_and_as_a_file(few):
    app = opened_on("evidence", few, lang="en")
    table = next(one.value for one in app.dataframe if "remedy" in one.value.columns)
    assert table[["file", "row", "column"]].values.tolist() == [
        ["statistics.csv", 7, "value"],
        ["statistics.csv", 8, "region"],
    ]
    assert table["what"].str.len().min() > 5 and table["remedy"].str.len().min() > 3
    assert [one.label for one in app.get("download_button")][-1] == MESSAGES["ev_refused_csv"].en
    rows = [{"file": "=a.csv", "row": 2, "column": "值", "what": "错", "remedy": "改"}]
    said = _as_file(SimpleNamespace(say=lambda key: MESSAGES[key].zh), rows)
    assert said.startswith(b"\xef\xbb\xbf") and said.decode("utf-8-sig").split("\n")[0].endswith('问题","处理办法"')
    assert "'=a.csv" in said.decode("utf-8-sig")


def test_from_an_indicator_to_its_evidence_and_back():
    app = opened_on("indicators", lang="en", indicator="adoption.websites")
    app.button(key="evidence_of").click().run()
    healthy(app)
    assert app.session_state["view_state"].indicator == "adoption.websites"
    app = opened_on("evidence", lang="en", indicator="adoption.websites")
    healthy(app)
    assert any(one.label == MESSAGES["ev_open"].en for one in app.button)


def test_refused_rows_of_an_indicator_are_those_of_its_tables_and_topics():
    said = Text(zh="错", en="wrong")
    one, other = (Fault(said, about=About("statistics", *what)) for what in (("r0", "x"), ("r1", "z")))
    unknown = Fault(said)
    reads = (("statistics", "x"),)
    assert about([one, other, unknown], "", reads) == [one, unknown]
    assert about([one, other, unknown], "r1", None) == [other, unknown]
