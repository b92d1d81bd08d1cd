"""The Indicators page: curve, rug, coverage, spread and sign trap, by hand on a small standard."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.app.components.changes import loaded
from evaluator.app.frames import indicators as frames
from evaluator.app.world import world_of
from evaluator.messages import MESSAGES
from indicators.faults import Faults
from tests.app.desk import STANDARD, charts, healthy, opened, written

X = "{id: x, name: {zh: 一, en: One}, direction: higher, measure: {kind: statistic, formula: x}"
POSTS = STANDARD.replace(X, X + ", bounds: {worst: 2, best: 6}, normalisation: goalposts")


@pytest.fixture
def world(tmp_path):
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(6)], lambda i, s: str(i) if s == "x" else str(i % 3))
    (tmp_path / "standard.yaml").write_text(POSTS, encoding="utf-8")
    return world_of(words[1], words[3], (), (), 0)


def test_the_curve_is_flat_beyond_the_goalposts_and_straight_between(world):
    rows = frames.curve(world, 1, 0, "r4", ("worst", "best"), "en")
    line = {round(row["raw"], 6): row["score"] for row in rows if row["what"] == "line"}
    assert line[2.0] == 0 and line[6.0] == 100
    assert line[min(line)] == 0 and line[max(line)] == 100 and min(line) < 0 and max(line) > 6
    rug = {row["region"]: (row["raw"], row["score"], row["here"]) for row in rows if row["what"] == "rug"}
    assert rug["城4"] == (4.0, 50.0, True) and rug["城0"] == (0.0, 0.0, False) and len(rug) == 6
    ends = [(row["raw"], row["end"], row["left"]) for row in rows if row["what"] == "end"]
    assert ends == [(2.0, "worst", True), (6.0, "best", False)]
    assert frames.beyond(world, 1, 0) == 2  # 0 and 1


def test_classes_of_the_histogram_hold_every_region_once(world):
    rows = frames.histogram(world, 1, 0, "r4")
    assert sum(row["n"] for row in rows) == 6
    assert [(row["low"], row["n"]) for row in rows if row["here"]] == [(4.0, 1)]


def test_coverage_counts_regions_of_each_group(tmp_path):
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(4)], lambda i, s: "" if i == 0 else "1")
    world = world_of(words[1], words[3], (), (), 0)
    assert [(row["n"], row["of"], row["shown"]) for row in frames.coverage(world, 0, {"": "all"})] == [
        (3, 4, "75%")
    ] * 2


@pytest.mark.parametrize(
    ("a", "b", "r"),
    [([1, 2, 3, 4], [2, 4, 6, 8], 1.0), ([1, 2, 3, 4], [4, 3, 2, 1], -1.0), ([1, 2, 3], [1, 2, 3], None)],
)
def test_a_correlation_needs_four_regions(a, b, r):
    found = frames.correlation(np.array(a, float), np.array(b, float))
    assert found is None if r is None else found == pytest.approx(r)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sign_trap_is_said(tmp_path, lang):
    # y counts as "lower is better" and is written as its opposite five times over: it pulls its node against x.
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(8)], lambda i, s: str((i, i * 5, i)["xyz".index(s)]))
    standard = STANDARD.replace("{indicator: x}", "{indicator: x, weight: 3}")
    (tmp_path / "standard.yaml").write_text(standard, encoding="utf-8")
    app = opened("indicators", words, lang=lang, indicator="y")
    healthy(app)
    assert any("r = −1.00" in one.value for one in app.warning)
    fine = opened("indicators", words, lang=lang, indicator="x")
    assert not any("r = −" in one.value for one in fine.warning)


def test_every_chart_has_its_numbers_as_a_table():
    app = opened("indicators", lang="en", code="330000")
    healthy(app)
    assert len(list(charts(app))) == 4
    assert sum(one.label == MESSAGES["data_table"].en for one in app.expander) == 4


def test_another_indicator_is_chosen_in_the_search_box_and_carried_in_the_link():
    app = opened("indicators", lang="en")
    app.selectbox(key="entry_found").set_value("network.mobile_phones").run()
    healthy(app)
    assert app.query_params["indicator"] in ("network.mobile_phones", ["network.mobile_phones"])
    assert app.subheader[0].value == "Mobile phone subscribers per 100 residents"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_node_has_a_page_of_its_own_that_the_link_names(tmp_path, lang):
    """x = 0…7 and y falls as x rises, but less of y is better: both pull node a the same way, z the other."""
    value = lambda i, series: str({"x": i, "y": 7 - i, "z": 7 - i}[series])  # noqa: E731
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(8)], value)
    app = opened("indicators", words, lang=lang, node="a", code="r0")
    healthy(app)
    assert app.subheader[0].value == {"zh": "甲", "en": "A"}[lang]
    items = next(one.value for one in app.dataframe if "tenths" in one.value.columns)
    assert items["id"].tolist() == ["x", "y"] and items["weight"].tolist() == [50, 50]
    assert items["known"].tolist() == [8, 8] and items["r"].tolist() == pytest.approx([1, 1])
    assert items["mean"].tolist() == pytest.approx([50, 50])
    assert len(list(charts(app))) == 4
    spread = next(one for one in charts(app) if "low" in str(one["data"]["values"][:1]) and "here" in str(one))
    assert sum(row["n"] for row in spread["data"]["values"]) == 8
    assert any("50.0%" in one.value for one in app.markdown)
    app.selectbox(key="entry_found").set_value("z").run()
    healthy(app)
    assert "node" not in app.query_params and "".join(app.query_params["indicator"]) == "z"


def test_every_node_of_the_bundled_standard_opens():
    app = opened("indicators", lang="zh")
    for name in app.session_state["view"].known.branches:
        app.selectbox(key="entry_found").set_value(name).run()
        healthy(app)
        assert "".join(app.query_params["node"]) == name


def test_a_node_that_is_none_is_named_and_left_out():
    app = opened("indicators", lang="en", node="<script>", indicator="network.broadband_ports")
    assert any("node" in one.value for one in app.warning)
    assert app.subheader[0].value == "Broadband access ports per 100 residents"


def test_a_loaded_standard_reaches_no_other_file(tmp_path):
    (tmp_path / "base.yaml").write_text(STANDARD, encoding="utf-8")
    for base in (str(tmp_path / "base.yaml"), "../base.yaml", "/etc/passwd"):
        with pytest.raises(Faults, match="another file"):
            loaded(f"id: s\nextends: {base}\nversion: '2'\nname: {{zh: 甲, en: A}}\n".encode())
    assert loaded(STANDARD.encode()).id == "tiny"


def test_a_loaded_standard_that_is_none_is_refused():
    for content in (b"\xff\xfe\x00", b"[1, 2", b"!!python/object/apply:os.system ['x']"):
        with pytest.raises(Faults):
            loaded(content)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_says_formula_series_publisher_and_grade(lang):
    app = opened("indicators", lang=lang, indicator="network.broadband_subscribers")
    healthy(app)
    said = next(one.value for one in app.markdown if MESSAGES["formula"].in_(lang) in one.value).replace("\\", "")
    assert "100 * broadband_subscribers / population" in said
    assert {"zh": "固定互联网宽带接入用户（万户）", "en": "Fixed broadband internet subscribers (10k subscribers)"}[
        lang
    ] in said
    assert {"zh": "国家统计局《中国统计年鉴》", "en": "NBS China Statistical Yearbook"}[lang] in said
    assert MESSAGES["evidence_grade"].in_(lang) in said and "A · " in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_indicator_is_followed_through_the_versions_that_are_brought(tmp_path, lang):
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(4)])
    one = STANDARD.replace('version: "1"', 'version: "0.9"').replace("{indicator: x}, {indicator: y}", "{indicator: y}")
    old = one.replace(
        "  - {id: x, name: {zh: 一, en: One}, direction: higher, measure: {kind: statistic, formula: x}}\n", ""
    )
    new = STANDARD.replace('version: "1"', 'version: "0.10"').replace("id: x, name", "id: x, status: pilot, name")
    app = opened("indicators", words, lang=lang, indicator="x")
    app.session_state["folded_changes"] = True
    app.run()
    files = [(f"{k}.yaml", text.encode(), "text/yaml") for k, text in enumerate((new, old))]
    app.file_uploader(key="changes_file").set_value(files).run()
    healthy(app)
    rows = next(one.value for one in app.dataframe if "version" in one.value).values.tolist()
    assert [row[0] for row in rows] == ["tiny 0.9", "tiny 0.10", "tiny 1"]
    words = [MESSAGES[key].in_(lang) for key in ("history_absent", "status_pilot", "history_there")]
    assert [row[1] for row in rows] == words
    assert app.selectbox(key="changes_from").value == 1 and app.selectbox(key="changes_to").value == 2


def test_a_version_that_cannot_be_read_is_named(tmp_path):
    app = opened("indicators", written(tmp_path, [("r1", "甲"), ("r2", "乙")]), lang="en", indicator="x")
    app.session_state["folded_changes"] = True
    app.run()
    app.file_uploader(key="changes_file").set_value([("bad_[1].yaml", b"id: [", "text/yaml")]).run()
    assert not app.exception and "bad" in app.error[0].value
