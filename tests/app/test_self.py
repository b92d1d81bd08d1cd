"""Self-assessment: nothing, a good workbook, wrong files, a bad link; stored only when the user says so."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from evaluator.assessment import evaluate
from evaluator.bundled import bundled_evidence
from evaluator.evidence import read_evidence
from evaluator.messages import MESSAGES
from evaluator.reading import read_standard
from evaluator.submissions import Store, stored_evidence
from evaluator.workbook import template_bytes
from evaluator.workbook.reading import read_submission
from indicators.text import Lang
from tests.app.test_pages import healthy, opened

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "argv", ["app", "--store", str(tmp_path / "store")])
    return tmp_path / "store"


def workbook(region: str = "330000", change: dict[str, object] | None = None) -> bytes:
    made = template_bytes(read_standard("dbe-provinces"), read_evidence(bundled_evidence("china")), region, "2023")
    book = openpyxl.load_workbook(io.BytesIO(made))
    for cell, value in (change or {}).items():
        book["统计"][cell].value = value
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def uploaded(content: bytes, lang: str, name: str = "form.xlsx") -> AppTest:
    app = opened("self", lang=lang, code="330000", period="2023")
    return app.file_uploader[0].set_value((name, content, XLSX)).run()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_page_says_what_to_do(lang: Lang, store: Path) -> None:
    app = opened("self", lang=lang, code="330000")
    healthy(app)
    assert app.title[0].value == MESSAGES["self"].in_(lang)
    assert MESSAGES["self_empty"].in_(lang) in [one.value for one in app.info]
    assert not store.exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_good_workbook_is_stored_when_asked_compared_and_withdrawn(lang: Lang, store: Path) -> None:
    app = uploaded(workbook(), lang)
    healthy(app)
    assert not store.exists()
    app.button(key="self_store").click().run()
    healthy(app)
    (version,) = Store(store).versions("330000")
    assert version.name == "330000/2023/1"
    assert any(version.name in one.value for one in app.success)
    app.text_input(key="self_why:1").set_value("mistake").run()
    app.button(key="self_do_withdraw").click().run()
    healthy(app)
    assert Store(store).versions("330000")[0].withdrawn.endswith("mistake")
    assert not Store(store).current()


def test_a_fault_and_an_unlikely_figure_keep_it_out(store: Path) -> None:
    app = uploaded(workbook(change={"E5": "about ten", "E6": 1e12}), "en")
    healthy(app)
    assert app.button(key="self_store").disabled
    assert "统计" in app.dataframe[0].value["Sheet" if "Sheet" in app.dataframe[0].value else "sheet"].to_list()
    app.checkbox(key="self_part").check().run()
    assert app.button(key="self_store").disabled, "the unlikely figure has no reason yet"
    assert not store.exists()


WRONG = {
    "another region": (lambda: workbook("320000"), "320000"),
    "text": (lambda: b"a,b\n1,2\n", "CSV"),
    "pdf": (lambda: b"%PDF-1.7\n\x00", "PDF"),
    "nothing": (lambda: b"", "empty"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_refused_and_the_page_goes_on(kind: str, store: Path) -> None:
    made, words = WRONG[kind]
    app = uploaded(made(), "en", "](javascript:x)<b>.xlsx")
    assert not app.exception
    assert len(app.error) == 1 and words in app.error[0].value
    assert MESSAGES["self_versions"].en in [one.value for one in app.subheader]
    assert not store.exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_are_filled_in_on_the_page(lang: Lang, store: Path) -> None:
    app = opened("self", lang=lang, code="330000", period="2023")
    app.segmented_control(key="self_way").set_value("form").run()
    healthy(app)
    app.button(key="self_try").click().run()
    healthy(app)
    app.text_input(key="self_who").set_value("office").run()
    app.button(key="self_store").click().run()
    healthy(app)
    (version,) = Store(store).versions("330000")
    assert version.who == "office" and set(version.tables()) == {"statistics"}


def test_answers_are_filled_in_on_the_page(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["app", "--store", str(store), "--standard", "dbe-draft", "--evidence", "prefecture"]
    monkeypatch.setattr(sys, "argv", words)
    app = opened("self", lang="zh", code="990001")
    app.segmented_control(key="self_way").set_value("form").run()
    healthy(app)
    lists = [one.value for one in app.dataframe if "question" in one.value.columns]
    assert lists and set(lists[0]["this"].dropna()) <= {"是", "部分", "否", "不适用"}
    app.button(key="self_store").click().run()
    healthy(app)
    (version,) = Store(store).versions("990001")
    assert set(version.tables()) == {"statistics", "answers"}
    table = version.tables()["answers"].to_pylist()
    assert {row["answer"] for row in table} <= {"yes", "partial", "no", "na"} and len(table) > 100


def test_records_and_totals_are_entered_on_the_page(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["app", "--store", str(store), "--standard", "dbe-draft", "--evidence", "prefecture"]
    monkeypatch.setattr(sys, "argv", words)
    app = opened("self", lang="zh", code="990001")
    app.segmented_control(key="self_way").set_value("form").run()
    for word in ("self_cases", "self_ledger"):
        app.selectbox(key="self_group:zh").set_value(MESSAGES[word].zh).run()
        healthy(app)
        (table,) = [one.value for one in app.dataframe if {"process", "kind"} & set(one.value.columns)]
        assert not len(table)
    app.selectbox(key="self_group:zh").set_value(MESSAGES["self_responses"].zh).run()
    healthy(app)
    (which,) = [one for one in app.selectbox if (one.key or "").startswith("self_survey")]
    which.set_value("departments").run()
    assert MESSAGES["self_subject_needed"].zh in [one.value for one in app.info]
    (subject,) = [one for one in app.text_input if (one.key or "").startswith("self_survey")]
    subject.set_value("税务局").run()
    healthy(app)
    (table,) = [one.value for one in app.dataframe if "a0" in one.value.columns]
    assert list(table["question"]) == ["对该部门的满意程度"]


@pytest.mark.parametrize("region", ["<script>", "999999", "'; DROP TABLE regions; --"])
def test_a_bad_link_is_left_out(region: str) -> None:
    app = opened("self", lang="en", code=region, period="1066")
    healthy(app)
    assert MESSAGES["self_empty"].en in [one.value for one in app.info]


def test_a_link_to_a_page_is_answered_by_the_app_and_not_by_the_page_s_file() -> None:
    from evaluator.commands.app import SCRIPT

    assert SCRIPT.is_file() and not (SCRIPT.parent / "pages").exists()


def test_a_committee_looks_at_the_ranking_with_what_was_handed_in(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(workbook())
    standard, evidence = read_standard("dbe-provinces"), read_evidence(bundled_evidence("china"))
    found = read_submission(path, standard, evidence)
    table = found.tables["statistics"]
    at = table.schema.get_field_index("value")
    # A tenth of the people: every figure a head is ten times as much.
    values = [one["value"] / 10 if one["series"] == "population" else one["value"] for one in table.to_pylist()]
    table = table.set_column(at, "value", pa.array(values, pa.float64()))
    Store(store).add(replace(found, tables={"statistics": table}), "china")
    app = opened("self", lang="en", code="330000", period="2023")
    assert not any("place_after" in one.value.columns for one in app.dataframe), "places are off"
    monkeypatch.setattr(sys, "argv", ["app", "--ranks", "--store", str(store)])
    app = opened("self", lang="en", code="330000", period="2023")
    app.session_state["folded_self_sandbox"] = True
    app = app.run()
    healthy(app)
    rows = next(one.value for one in app.dataframe if "place_after" in one.value.columns)
    wanted = {
        row["name"]: row["rank"]
        for row in evaluate(standard, stored_evidence(store)).ranking("en").to_pylist()
        if row["period"] == "2023"
    }
    assert dict(zip(rows["region"], rows["place_after"], strict=True)) == wanted
    own = rows[rows["region"] == "Zhejiang"].iloc[0]
    assert own["handed_in"] == "✓" and own["score_after"] > own["score"] and own["place_after"] <= own["place"]
    assert (rows["place"] != rows["place_after"]).any()
    pairs = next(one.value for one in app.dataframe if list(one.value.columns) == ["name", "now", "handed_in"])
    assert len(pairs) and (abs(pairs["handed_in"] - pairs["now"]) > 0.005).all()
    (version,) = Store(store).current()
    Store(store).withdraw(version, "mistake")
    app = app.run()
    healthy(app)
    assert not any("place_after" in one.value.columns for one in app.dataframe), "a withdrawn version is gone"
