"""Every page on odd evidence: one region, thousands, hostile names, nothing at all; and every chart as it is drawn."""

from __future__ import annotations

import json

import pytest
import vl_convert

from evaluator.app.pages import PAGES
from evaluator.messages import MESSAGES
from tests.app.desk import charts, healthy, opened, written

NAMES = [page.name for page in PAGES]
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**[a](http://example.com)** :red[x] $x^2$",
    "=HYPERLINK(1)",
    "+1",
    "很" * 60,
    "名,字“引号”",
    "a{b}c",
]
PUBLISHED, SANDBOX, LINK = {}, {"w": "0:600,100,100,100,100"}, {"w": "9:1,2", "period": "1999", "band": "Z", "old": "1"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("query", [PUBLISHED, SANDBOX, LINK], ids=["published", "sandbox", "old link"])
@pytest.mark.parametrize("page", NAMES)
def test_every_chart_compiles_as_it_is_drawn(page, lang, query):
    app = opened(page, lang=lang, **query)
    healthy(app)
    for spec in charts(app):
        assert "http" not in json.dumps(spec)
        svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
        assert "<path" in svg or "<text" in svg


@pytest.mark.parametrize("page", NAMES)
def test_one_region(page, tmp_path):
    healthy(opened(page, written(tmp_path, [("1", "独城")]), lang="zh"))


@pytest.mark.parametrize("page", NAMES)
def test_hostile_names_are_text(page, tmp_path):
    rows = [(f"r{i}", name) for i, name in enumerate(HOSTILE)]
    app = opened(page, written(tmp_path, rows), lang="zh", code="r0", regions="r0,r1,r2")
    healthy(app)
    shown = "\n".join(one.value for one in [*app.markdown, *app.caption, *app.subheader])
    assert "**[a](" not in shown and "<script>" not in shown.replace("\\<script\\>", "")


def test_three_thousand_regions_send_one_page(tmp_path):
    rows = [(f"r{i:04}", f"县{i}") for i in range(3000)]
    app = opened("ranking", written(tmp_path, rows, lambda i, series: str((i * 7919 + len(series)) % 3001)), lang="zh")
    healthy(app)
    board = next(iter(charts(app)))
    lines = {row["line"] for row in board["data"]["values"]}
    assert len(lines) == 30


def test_a_weight_changes_the_data_of_the_board_and_not_its_specification():
    """A changed specification, or other words beside it, would be built anew in the browser, at thrice the time."""
    app = opened(lang="en", w="0:600,100,100,100,100")
    before = app.get("vega_lite_chart")[0].proto
    spec, alt, data = before.spec, before.alt, before.data.data
    app.toggle(key="plain_boxes").set_value(True).run()
    app.number_input[0].set_value(10.0).run()
    healthy(app)
    after = app.get("vega_lite_chart")[0].proto
    assert (after.spec, after.alt) == (spec, alt) and after.data.data != data


def test_a_band_and_a_group_filter_the_board():
    whole = opened(lang="en")
    few = opened(lang="en", band="A")
    rows = [
        {row["name"] for row in next(iter(charts(app)))["data"]["values"] if row["what"] == "bar"}
        for app in (whole, few)
    ]
    assert len(rows[0]) == 31 and len(rows[1]) == 7 and rows[1] < rows[0]


def test_aligned_bars_begin_with_the_chosen_node():
    app = opened(lang="en")
    node = app.selectbox(key="state_align").options[2]
    aligned = app.selectbox(key="state_align").select(node).run()
    healthy(aligned)
    bars = [row for row in next(iter(charts(aligned)))["data"]["values"] if row["what"] == "bar" and row["line"] == 0]
    assert min(bars, key=lambda row: row["k"])["node"] == node


def test_the_map_marks_the_region_that_is_looked_for():
    app = opened(lang="zh", find="330000")
    app.segmented_control(key="beside").set_value("map").run()
    healthy(app)
    rows = [row for spec in charts(app) for row in spec["data"]["values"]]
    assert [row["code"] for row in rows if row.get("chosen") and row.get("col") is not None] == ["330000"]


SQUARE = [[[0, 0], [0, 1], [1, 1], [0, 0]]]


def mapped(words: tuple[str, ...], content: bytes, approval: str, source: str):
    app = opened("ranking", words, lang="zh")
    app.segmented_control(key="beside").set_value("map").run()
    app.file_uploader(key="boundaries").set_value(("own.geojson", content, "application/json"))
    app.text_input(key="map_approval").set_value(approval)
    app.text_input(key="map_owner").set_value(source)
    return app.run()


def shapes_of(app) -> list[dict]:
    return [one for spec in charts(app) if "projection" in spec for one in spec["data"]["values"]]


def test_own_boundaries_are_drawn_with_their_approval_number_and_source(tmp_path):
    words = written(tmp_path, [("r1", "甲城"), ("r2", "乙城"), ("r3", "丙城")])
    features = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": SQUARE}, "properties": {"name": name}}
        for name in ("甲城", "r2", "别处")
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    waiting = mapped(words, content, "", "某测绘院")
    healthy(waiting)
    assert MESSAGES["map_needs"].zh in [one.value for one in waiting.info] and not shapes_of(waiting)
    app = mapped(words, content, "GS(2024)0650号", "某测绘院")
    healthy(app)
    said = [one.value.replace("\\", "") for one in app.caption]
    assert "审图号：GS(2024)0650号；来源：某测绘院" in said
    drawn = [(one["properties"]["name"], one["properties"]["score"] is not None) for one in shapes_of(app)]
    assert drawn == [("甲城", True), ("乙城", True), ("别处", False)]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"features": [1, null]}', "图".encode("gb18030"), b"[" * 5000])
def test_a_file_that_is_no_map_is_refused_in_words(content, tmp_path):
    app = mapped(written(tmp_path, [("r1", "甲城"), ("r2", "乙城")]), content, "GS(2024)0650号", "某测绘院")
    assert not app.exception and any("GeoJSON" in one.value for one in app.error)


PARTS = [*((name, "") for name in NAMES), *(("robustness", part) for part in ("chances", "drivers", "region"))]


@pytest.mark.parametrize(("page", "part"), PARTS)
def test_every_chart_has_its_numbers_as_a_table(page, part):
    app = opened(page, lang="en", find="330000")
    if part:
        app.segmented_control(key="robust_part").set_value(part).run()
    for word in ("weights_influence", "weights_experts"):
        if page == "weights":
            app.session_state[f"folded_{word}"] = True
    if page == "ranking":
        app.segmented_control(key="show_as").set_value("table")
        app.segmented_control(key="beside").set_value("map")
    app.run()
    healthy(app)
    # Small charts of one kind share a table.
    drawn = {str({**spec, "data": None}) for spec in charts(app)}
    assert len(app.dataframe) >= len(drawn)
    assert all(len(one.value.columns) > 1 for one in app.dataframe)
