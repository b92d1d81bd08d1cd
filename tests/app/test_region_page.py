"""The Region page: what it could gain, its peers by the group at the side, and one page on paper."""

from __future__ import annotations

import pytest

from evaluator.app.pages import region_next
from evaluator.messages import MESSAGES
from evaluator.reports.making import report_bytes
from indicators.faults import Faults
from tests.app.desk import healthy, opened, written


def table(app, column: str):
    return next(one.value for one in app.dataframe if column in one.value.columns)


def test_what_a_region_could_gain_is_its_share_of_the_gap_to_the_upper_quartile(tmp_path):
    """Four regions, x 0, 10, 20, 30 (higher is better): scores 0, 33.3, 66.7, 100; y, of which
    less is better, is worst in the first region alone."""
    value = lambda i, series: str(10 * i if series == "x" else 1 if i else 2)  # noqa: E731
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(4)], value)
    app = opened("region", words, lang="zh", code="r0")
    healthy(app)
    rows = table(app, "gain")
    assert rows["node"].tolist() == ["二", "一"] and rows["gain"].iloc[0] == pytest.approx(25)
    row = rows.iloc[1]
    assert row["own"] == 0 and row["share"] == 25
    assert row["target"] == pytest.approx((200 / 3 + 100) / 2, abs=0.01)
    assert row["gain"] == pytest.approx(0.25 * row["target"], abs=0.01)


def test_every_indicator_of_a_region_names_its_source_and_grade():
    app = opened("region", lang="zh", code="330000")
    healthy(app)
    rows = table(app, "source")
    plan = app.session_state["view"].world.plan
    leaves = [place.slot >= 0 for place in plan.places]
    assert [bool(one) for one in rows["source"]] == [bool(one) for one in rows["grade"]] == leaves
    assert "国家统计局" in " ".join(rows["source"]) and set(rows["grade"]) == {"", "A"}


def test_the_place_that_could_be_reached_has_an_interval():
    app = opened("region", lang="en", code="330000")
    healthy(app)
    rows = table(app, "gain")
    for place, span in zip(rows["place"], rows["span"], strict=True):
        ends = [int(one) for one in span.split("–")]
        assert ends[0] <= place <= ends[-1]


def test_the_group_at_the_side_names_the_peers_unless_some_are_named_by_hand():
    east = opened("region", lang="zh", code="330000", peer="East")
    healthy(east)
    told = [one.value for one in east.caption if MESSAGES["peers_group"].zh.split("（")[0] in one.value]
    assert len(told) == 1 and "江苏省" in told[0] and "浙江省" not in told[0]
    hand = opened("region", lang="zh", code="330000", peer="East", peers="340000")
    assert any(MESSAGES["peers_by_hand"].zh in one.value and "安徽省" in one.value for one in hand.caption)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_page_is_one_page(lang, monkeypatch):
    pdf = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed: pages were not counted")
    asked = []
    monkeypatch.setattr(region_next, "report_bytes", lambda *a, **k: asked.append((a, k)))
    app = opened("region", lang=lang, code="330000")
    healthy(app)
    assert MESSAGES["one_page_pdf"].in_(lang) in [one.label for one in app.get("download_button")]
    world = app.session_state["view"].world
    try:
        data = report_bytes(world.assessment, "330000", "pdf", lang, ranks=True, brief=True)
    except Faults:
        pytest.skip("no Chinese font is installed: the page was skipped")
    assert len(pdf.PdfDocument(data)) == 1
