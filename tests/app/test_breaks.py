"""A change of regions is marked wherever a line or a comparison would cross it, and nothing is compared across.

B takes in C on 2023-01-01: its series breaks in 2023. D becomes E on 2022-07-01: E begins in 2022.
"""

from __future__ import annotations

import pytest

from evaluator.advice.case import case_of
from evaluator.app.frames.compare import slopes, trends
from evaluator.app.frames.profile import step
from evaluator.app.frames.region import tree_rows
from evaluator.app.world import World
from evaluator.assessment import evaluate
from evaluator.evidence import read_evidence
from evaluator.reading import read_standard
from tests.app.desk import STANDARD, charts, healthy, opened

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


def test_the_chart_over_time_draws_the_mark(words):
    app = opened("compare", words, lang="zh", regions="A,B")
    drawn = [row for spec in charts(app) for row in spec["data"]["values"]]
    assert any(row.get("broken") for row in drawn)
    assert any("菱形" in one.value for one in app.caption)
