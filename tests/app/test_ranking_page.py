"""The Ranking page: what cannot be told apart, what lies below the floor, and the way to who changed places."""

from __future__ import annotations

import pytest

from evaluator.app.specs.ranking import ranking_board
from evaluator.messages import MESSAGES
from tests.app.desk import charts, healthy, opened, written

FLOOR = "floor: {score: 40, basis: proposal}\ntree:"
HIGH = {0: "90", 1: "80", 2: "70", 3: "60"}


@pytest.fixture
def words(tmp_path):
    """Region r0 is best in all but z, where it is worst: its node b scores 0. Regions r4 and r5 are alike."""

    def value(i: int, series: str) -> str:
        good = HIGH.get(i, "50")
        bad = str(100 - int(good))
        return ("1" if i == 0 else good) if series == "z" else bad if series == "y" else good

    found = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(6)], value)
    path = tmp_path / "standard.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("tree:", FLOOR, 1), encoding="utf-8")
    return found


def rows(app, what: str) -> list[dict]:
    board = next(one for one in charts(app) if any(row.get("what") == "text" for row in one["data"]["values"]))
    return [row for row in board["data"]["values"] if row["what"] == what]


def test_every_mark_has_a_key_of_its_own_so_that_it_moves_with_the_next_weights(words):
    app = opened("ranking", words, lang="en")
    healthy(app)
    for what in ("text", "bar", "span", "tie"):
        keys = [row["id"] for row in rows(app, what)]
        assert keys and len(set(keys)) == len(keys)
    spec = ranking_board(("a", "b"), 100.0, "#000", True, floor=True)
    assert all(
        layer["encoding"]["key"] == {"field": "id"} for layer in spec["layer"] if layer["mark"]["type"] != "rect"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_lies_below_the_floor_is_marked_whatever_the_total_and_the_rule_is_said(words, lang):
    app = opened("ranking", words, lang=lang)
    healthy(app)
    marked = {row["code"]: row["floor"] for row in rows(app, "text")}
    assert marked["r0"] == "<40" and marked["r1"] == ""
    assert {(row["code"], row["k"]) for row in rows(app, "bar") if row["under"] and row["code"] == "r0"} == {("r0", 1)}
    said = MESSAGES["below_proposal"].in_(lang)
    assert any(said in one.value.replace("\\", "") for one in app.caption)


def test_without_a_floor_nothing_is_marked():
    app = opened("ranking", lang="en")
    healthy(app)
    assert not any(row["floor"] for row in rows(app, "text")) and not any(row["under"] for row in rows(app, "bar"))
    assert not any("floor" in one.value for one in app.caption)


def test_regions_that_cannot_be_told_apart_share_a_bracket_and_the_table_says_so(words):
    app = opened("ranking", words, lang="en")
    healthy(app)
    lines = {row["code"]: row["line"] for row in rows(app, "text")}
    ties = [(row["line"], row["last"]) for row in rows(app, "tie")]
    assert any(first <= min(lines["r4"], lines["r5"]) and max(lines["r4"], lines["r5"]) <= last for first, last in ties)
    app.segmented_control(key="show_as").set_value("table").run()
    healthy(app)
    table = app.dataframe[0].value.set_index("code")
    assert table.loc["r4", "near"] and table.loc["r4", "near"] == table.loc["r5", "near"]
    assert table.loc["r0", "below"] == "B" and table.loc["r1", "below"] == ""
    gaps = table["gap"].dropna()
    assert (gaps >= 0).all() and len(gaps) == 5


def test_without_intervals_there_are_no_brackets(words):
    app = opened("ranking", words, lang="en")
    app.toggle(key="intervals").set_value(False).run()
    healthy(app)
    assert rows(app, "tie") == [] and rows(app, "span") == []


def test_the_way_to_who_changed_places_needs_no_mouse():
    app = opened("ranking", lang="en", w="0:350,150,200,200,100", find="350000")
    app.button(key="moved_of").click().run()
    healthy(app)
    assert "".join(app.query_params["regions"]).split(",")[0] == "350000"


def test_the_region_page_names_what_lies_below_the_floor(words):
    app = opened("region", words, lang="zh", code="r0")
    healthy(app)
    assert any("低于底线 40 分的维度：乙" in one.value.replace("\\", "") for one in app.caption)
    assert not any("底线" in one.value for one in opened("region", words, lang="zh", code="r1").caption)
