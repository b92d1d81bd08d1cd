"""What next: sliders move the score, the bars add up, a goal becomes a plan, reports say their weights."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.advice.case import case_of
from evaluator.advice.goals import cheapest, read_goal
from evaluator.advice.plans import VERDICTS, check_plan, plan_table
from evaluator.assessment import evaluate
from evaluator.exports.tables import csv_bytes
from evaluator.messages import MESSAGES
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from evaluator.submissions import Plans
from indicators.text import Lang
from tests.app import desk
from tests.app.test_pages import healthy, opened


def sliders(app: AppTest) -> list[object]:
    return [one for one in app.slider if (one.key or "").startswith("next:")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sliders_move_the_score_and_the_bars_add_up(lang: str) -> None:
    app = opened("next", lang=lang, code="330000")
    healthy(app)
    assert app.title[0].value == MESSAGES["next"].in_(lang)
    before = float(app.metric[0].value)
    for k in (0, 1):
        slider = sliders(app)[k]
        app = slider.set_value(slider.max if slider.value == slider.min else slider.min).run()
    healthy(app)
    moved = float(app.metric[0].delta)
    assert moved > 0
    assert float(app.metric[0].value) - before == pytest.approx(moved, abs=0.011)
    bars = next(one.value for one in app.dataframe if "part" in one.value.columns)
    assert len(bars) == 2
    assert bars["part"].sum() == pytest.approx(moved, abs=0.005)
    assert bars["low"].iloc[1] == bars["high"].iloc[0]
    assert len(app.metric) == 1  # no place


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_goal_becomes_a_plan_or_is_said_to_be_out_of_reach(lang: str) -> None:
    app = opened("next", lang=lang, code="330000")
    goal = next(one for one in app.number_input if (one.key or "").startswith("goal_points"))
    app = app.button(key="goal_find").click().run()
    healthy(app)
    assert not app.warning
    assert any(f"{goal.value}.0" in one.value for one in app.markdown)
    assert any(one.label == MESSAGES["plan_download"].in_(lang) for one in app.get("download_button"))
    goal = next(one for one in app.number_input if (one.key or "").startswith("goal_points"))
    app = goal.set_value(5000).run()
    assert not app.warning  # the plan of another goal is gone
    app = app.button(key="goal_find").click().run()
    healthy(app)
    start = MESSAGES["goal_never"].in_(lang).split("{", maxsplit=1)[0]
    assert [one.value for one in app.warning if one.value.startswith(start)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_link_to_no_region_falls_back(lang: str) -> None:
    app = opened("next", lang=lang, code="<script>", period="1066")
    healthy(app)
    assert app.title[0].value == MESSAGES["next"].in_(lang)
    assert sliders(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reports_say_whose_weights_they_carry(lang: str) -> None:
    published, own = (MESSAGES[key].in_(lang) for key in ("next_report_note", "next_report_sandbox"))
    plain = [one.value for one in opened("next", lang=lang, code="330000").caption]
    changed = [one.value for one in opened("next", lang=lang, code="330000", w="0:600,100,100,100,100").caption]
    assert published in plain and own not in plain
    assert own in changed and published not in changed


def test_a_committee_sees_places_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    words = MESSAGES["next_place"].en.split("{")[0]
    assert not any(one.value.startswith(words) for one in opened("next", lang="en", code="330000").caption)
    monkeypatch.setattr(sys, "argv", ["app", "--ranks"])
    app = opened("next", lang="en", code="330000")
    healthy(app)
    assert sum(one.value.startswith(words) for one in app.caption) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_saved_plan_is_held_against_the_next_period(lang: Lang) -> None:
    whole = evaluate(read_standard("dbe-provinces"), open_evidence("china"))
    case = case_of(whole, "330000", "2022")
    way = cheapest(case, read_goal("points 55"))
    assert way is not None
    content = csv_bytes(plan_table(case, way, "points 55", lang), bom=True)
    app = opened("next", lang=lang, code="330000")

    def uploaded(app: AppTest, name: str, content: bytes) -> AppTest:
        app.session_state["folded_check"] = True
        app = app.run()
        app.session_state["folded_check"] = True
        box = next(one for one in app.file_uploader if one.key == "check_upload")
        return box.set_value((name, content, "text/csv")).run()

    app = uploaded(app, "plan.csv", content)
    healthy(app)
    rows = next(one.value for one in app.dataframe if "verdict" in one.value.columns)
    _, fact = check_plan(whole, [{k: str(v) for k, v in row.items()} for row in plan_table(case, way, "").to_pylist()])
    assert list(rows["verdict"]) == [VERDICTS[one].in_(lang) for one in fact["verdict"].to_pylist()]
    assert list(rows["fact"]) == fact["fact"].to_pylist() and len(rows)
    app = uploaded(opened("next", lang=lang, code="330000"), "bad.csv", b"a,b\n1,2\n")
    assert not app.exception
    assert "bad.csv" in app.error[0].value and "indicator" in app.error[0].value


def test_a_plan_is_saved_opened_again_and_withdrawn(tmp_path: Path) -> None:
    app = desk.opened("next", ("--store", str(tmp_path)), lang="zh", code="330000", period="2022")
    app = app.button(key="goal_find").click().run()
    app = app.text_input(key="plan_who").set_value("甲").run()
    app = app.button(key="plan_save").click().run()
    healthy(app)
    assert any("330000/2022/1" in one.value for one in app.success)
    app.session_state["folded_saved"] = True
    app = app.run()
    healthy(app)
    # The next period is there: the plan is held against it at once.
    assert any("verdict" in one.value.columns for one in app.dataframe)
    listed = next(one.value for one in app.dataframe if "version" in one.value.columns)
    assert list(listed["who"]) == ["甲"]
    way = next(one for one in app.segmented_control if one.key == "saved_way")
    app.session_state["folded_saved"] = True
    app = way.set_value("open").run()
    healthy(app)
    assert any((one.key or "").startswith("plan_0001") for one in app.text_input)
    way = next(one for one in app.segmented_control if one.key == "saved_way")
    app.session_state["folded_saved"] = True
    app = way.set_value("withdraw").run()
    app.session_state["folded_saved"] = True
    why = next(one for one in app.text_input if (one.key or "").startswith("saved_why"))
    app = why.set_value("重编").run()
    app.session_state["folded_saved"] = True
    app = app.button(key="saved_withdraw").click().run()
    healthy(app)
    (kept,) = Plans(tmp_path).versions()
    assert kept.withdrawn.endswith("重编")


def test_a_committee_plans_for_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["app", "--ranks"])
    app = opened("next", lang="en", code="330000")
    kind = next(one for one in app.segmented_control if one.key == "goal_kind")
    app = kind.set_value("place").run()
    place = next(one for one in app.number_input if (one.key or "").startswith("goal_place"))
    wanted = int(place.value) - 1
    app = place.set_value(wanted).run()
    app = app.button(key="goal_find").click().run()
    healthy(app)
    assert not app.warning
    table = next(one.value for one in app.dataframe if "goal" in one.value.columns)
    assert set(table["goal"]) == {f"place {wanted}"} and (table["points"] > 0).all()


def test_the_slowest_tenth_is_tried_on_the_log_of_the_region() -> None:
    words = ("--standard", "dbe-draft", "--evidence", "prefecture")
    app = desk.opened("next", words, lang="en", code="990001")
    healthy(app)
    assert not any("As tried" in frame.value.columns for frame in app.dataframe)
    app.session_state["folded_slow"] = True
    app = app.run()
    healthy(app)
    table = next(frame.value for frame in app.dataframe if "mean_after" in frame.value.columns)
    assert len(table) > 15 and (table["mean_after"] <= table["mean"]).all()
    shares = table[table["unit"] == "%"]
    assert (shares["to"] >= shares["raw"]).all() and shares["points"].max() > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finding_opens_down_to_its_rows(lang: str) -> None:
    words = ("--standard", "dbe-draft", "--evidence", "prefecture")
    app = desk.opened("next", words, lang=lang, code="990001")
    app.session_state["folded_standing_rows"] = True
    app = app.run()
    healthy(app)
    findings = next(frame.value for frame in app.dataframe if "kind" in frame.value.columns)
    which = next(one for one in app.selectbox if (one.key or "").startswith("standing_of"))
    assert len(which.options) == len(findings)
    for name in which.options:
        app.session_state["folded_standing_rows"] = True
        app = next(one for one in app.selectbox if (one.key or "").startswith("standing_of")).select(name).run()
        healthy(app)
        rows = [frame.value for frame in app.dataframe if {"c0", "figure"} & set(frame.value.columns)]
        assert rows and all(len(one) for one in rows), name
