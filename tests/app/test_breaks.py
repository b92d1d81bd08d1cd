"""A change of regions is marked wherever a line or a comparison would cross it, and nothing is compared across.

B takes in C on 2023-01-01: its series breaks in 2023. D becomes E on 2022-07-01: E begins in 2022.
"""

from __future__ import annotations

import pytest

from evaluator.advice.case import case_of
from evaluator.app.followed import followed, heirs_of
from evaluator.app.frames.compare import slopes, trends
from evaluator.app.frames.profile import step
from evaluator.app.frames.region import tree_rows
from evaluator.app.world import World
from evaluator.assessment import evaluate
from evaluator.evidence import read_evidence
from evaluator.reading import read_standard
from tests.app.desk import STANDARD, charts, healthy, opened, written

REGIONS = """region,name_zh,name_en,level,valid_from,valid_to,successor
A,甲市,A City,city,,,
B,乙市,B City,city,,,
C,丙市,C City,city,,2022-12-31,B
D,丁市,D City,city,,2022-06-30,E
E,戊市,E City,city,2022-07-01,,
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    folder = tmp_path_factory.mktemp("breaks")
    (folder / "evidence").mkdir()
    (folder / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    (folder / "evidence" / "regions.csv").write_text(REGIONS, encoding="utf-8")
    lines = ["region,period,series,value"]
    for t, (period, codes) in enumerate((("2021", "ABCD"), ("2022", "ABCE"), ("2023", "ABE"), ("2024", "ABE"))):
        for i, code in enumerate(codes):
            lines += [f"{code},{period},{series},{(i * 5 + t * 3 + k) % 11}" for k, series in enumerate("xyz")]
    (folder / "evidence" / "statistics.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "--standard", str(folder / "standard.yaml"), "--evidence", str(folder / "evidence")


@pytest.fixture(scope="module")
def world(words):
    return World(evaluate(read_standard(words[1]), read_evidence(words[3])), 0)


def position(world: World, code: str) -> int:
    return world.codes.index(code)


def test_a_change_of_place_is_not_worked_out_across(world):
    b, now = position(world, "B"), world.periods.index("2023")
    assert step(world, now, None, b) is None
    assert step(world, now + 1, None, b).period == "2023"
    assert step(world, now, None, position(world, "A")).period == "2022"
    assert case_of(world.assessment, "B", "2023").earlier is None
    assert case_of(world.assessment, "B", "2024").earlier == now
    assert case_of(world.assessment, "A", "2023").earlier == now - 1


def test_a_trend_shows_only_the_area_as_it_is(world):
    now = world.periods.index("2023")
    (total, *_) = tree_rows(world, now, None, position(world, "B"), "zh")
    assert [one is None for one in total["trend"]] == [True, True, False, False]
    (total, *_) = tree_rows(world, now - 1, None, position(world, "B"), "zh")
    assert [one is None for one in total["trend"]] == [False, False, True, True]


def test_lines_break_and_carry_a_mark(world):
    rows = trends(world, world.history(None), [position(world, "B")], [0], "zh")
    assert [(row["period"], row["era"], row["broken"]) for row in rows] == [
        ("2021", 0, False), ("2022", 0, False), ("2023", 1, True), ("2024", 1, False),
    ]  # fmt: skip


def test_places_are_not_joined_across(world):
    now = world.periods.index("2023")
    ranks = [world.ranks(world.published.score[t, 0]) for t in (now - 1, now)]
    codes = [position(world, code) for code in "AB"]
    names = {row["name"] for row in slopes(world, ranks[0], ranks[1], codes, "zh", (now - 1, now))}
    assert names == {"甲市", "戊市"}
    assert {row["name"] for row in slopes(world, ranks[0], ranks[1], codes, "zh")} == {"甲市", "乙市", "戊市"}


@pytest.mark.parametrize(("lang", "badge", "said"), [
    ("zh", "区划调整", "乙市自 2023-01-01 起由乙市、丙市合并而成，2023 与此前各期不可比"),
    ("en", "Regions changed", "B City is made of B City, C City as of 2023-01-01"),
])  # fmt: skip
def test_pages_say_so(words, lang, badge, said):
    def text(app):
        healthy(app)
        return "\n".join(one.value for one in app.markdown)

    for page, query in (("region", {"code": "B"}), ("compare", {"regions": "A,B"}), ("ranking", {"period": "2023"})):
        shown = text(opened(page, words, lang=lang, **query))
        assert badge in shown, page
        assert said in shown, page
    for page, query in (("region", {"code": "A"}), ("compare", {"regions": "A,E"}), ("ranking", {"period": "2024"})):
        shown = text(opened(page, words, lang=lang, **query))
        # E begins in the period of its change: D lies before it.
        assert (badge in shown) == (page == "compare"), page
        assert said not in shown


def told(app) -> str:
    healthy(app)
    return " ".join(one.value.replace("\\", "") for one in app.info)


def test_a_link_to_a_region_that_is_no_more_leads_to_its_successor_and_says_so(words):
    app = opened("region", words, lang="zh", code="C")
    assert app.session_state["view_state"].region == "B"
    assert "链接中的丙市 C已于 2022-12-31 后停用，现显示其后继地区：乙市 B。" in told(app)
    app = opened("compare", words, lang="en", regions="A,C,B,D", find="D")
    state = app.session_state["view_state"]
    assert (state.regions, state.find) == (("A", "B", "E"), "E")
    assert "D City D in the link was retired after 2022-06-30; shown in its place: E City E." in told(app)
    assert not app.warning


def test_a_link_to_a_time_when_the_region_was_there_stays_as_it_is(words):
    app = opened("region", words, lang="zh", code="C", period="2022")
    assert app.session_state["view_state"].region == "C" and "链接" not in told(app)


@pytest.mark.parametrize("code", ["<script>", "C'--", "Z", "C" * 5000, "\u202eC", ",,C;D"])
def test_a_hostile_code_is_refused_as_ever(words, code):
    app = opened("region", words, lang="en", code=code)
    healthy(app)
    assert app.session_state["view_state"].region == ""
    assert any("left out: code" in one.value.replace("\\", "") for one in app.warning) and "link" not in told(app)


def test_successors_are_followed_to_the_end_and_circles_end(tmp_path):
    """A → B → C and D; E and F take each other's place."""
    rows = [
        ("A", "2021", "B"),
        ("B", "2022", "C;D"),
        ("C", "", ""),
        ("D", "", ""),
        ("E", "2021", "F"),
        ("F", "2021", "E"),
    ]
    words = written(tmp_path, [(code, code) for code, _, _ in rows])
    lines = [
        "region,name_zh,name_en,level,valid_to,successor",
        *(f"{a},{a}市,{a} City,city,{b},{c}" for a, b, c in rows),
    ]
    (tmp_path / "evidence" / "regions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    figures = ["region,period,series,value"]
    figures += [f"{code},2023,{series},{ord(code)}" for code in "CD" for series in "xyz"]
    (tmp_path / "evidence" / "statistics.csv").write_text("\n".join(figures) + "\n", encoding="utf-8")
    made = World(evaluate(read_standard(words[1]), read_evidence(words[3])), 0)
    assert [heirs_of(made, code, "2023") for code in "ABCEF"] == [("C", "D"), ("C", "D"), (), (), ()]
    query, said = followed({"code": "A", "regions": "A,C"}, made, "en")
    assert (query["code"], query["regions"]) == ("C", "C,D")
    assert said == ["A City A in the link was retired after 2021-12-31; shown in its place: C City C, D City D."]
    assert followed({"code": "A"}, made, "en")[1][0].endswith("in its place: C City C. Other successors: D City D.")


def test_a_link_to_an_indicator_that_was_replaced_leads_to_the_new_one(words, tmp_path):
    text = STANDARD.replace("{id: y, ", "{id: y, replaces: [old.y], ")
    (tmp_path / "standard.yaml").write_text(text, encoding="utf-8")
    own = (words[0], str(tmp_path / "standard.yaml"), *words[2:])
    app = opened("indicators", own, lang="en", indicator="old.y")
    assert app.session_state["view_state"].indicator == "y"
    assert "The indicator old.y in the link has been replaced; shown in its place: Two." in told(app)
    app = opened("indicators", own, lang="en", indicator="older.y")
    assert app.session_state["view_state"].indicator == "" and app.warning


def test_the_chart_over_time_draws_the_mark(words):
    app = opened("compare", words, lang="zh", regions="A,B")
    drawn = [row for spec in charts(app) for row in spec["data"]["values"]]
    assert any(row.get("broken") for row in drawn)
    assert any("菱形" in one.value for one in app.caption)
