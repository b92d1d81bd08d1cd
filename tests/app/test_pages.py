"""Every page in both languages, from the standard, a sandbox and hostile links."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.messages import MESSAGES

PAGES = ["next", "compare", "region", "indicators", "weights", "coherence", "robustness", "export"]


def opened(page: str = "ranking", **query: str) -> AppTest:
    app = AppTest.from_string(f"from evaluator.app.main import main\nmain({page!r})", default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def boxes(app: AppTest) -> AppTest:
    return app.toggle(key="plain_boxes").set_value(True).run()


def healthy(app: AppTest) -> None:
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error, [one.value for one in app.error]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ranking_shows_every_region(lang):
    app = opened(lang=lang)
    healthy(app)
    assert app.title[0].value == MESSAGES["ranking"].in_(lang)
    assert "31" in app.caption[0].value


def test_a_weight_moves_its_siblings_and_the_link():
    app = boxes(opened(lang="en"))
    app.number_input[0].set_value(60.0).run()
    healthy(app)
    assert [one.value for one in app.number_input] == [60.0, 13.3, 10.7, 10.7, 5.3]
    assert app.query_params["w"] in ("0:600,133,107,107,53", ["0:600,133,107,107,53"])
    assert any("changed places" in one.value for one in app.caption)


def test_a_locked_weight_stays():
    app = boxes(opened(lang="en"))
    app.checkbox[1].check().run()
    app.number_input[0].set_value(40.0).run()
    healthy(app)
    assert app.number_input[0].value == 40.0 and app.number_input[1].value == 25.0


def test_a_link_shows_the_same_weights_and_a_sandbox():
    app = boxes(opened(lang="en", w="0:600,100,100,100,100"))
    healthy(app)
    assert [one.value for one in app.number_input] == [60.0, 10.0, 10.0, 10.0, 10.0]
    app.button(key="back").click().run()
    healthy(app)
    assert app.number_input[0].value == 25.0


@pytest.mark.parametrize(
    "query",
    [
        {"w": "0:1,2,3"},
        {"w": "'; DROP TABLE raw; --"},
        {"w": "99:500,500"},
        {"period": "1999"},
        {"period": "<script>"},
        {"lang": "xx"},
        {"normalisation": "nonsense", "aggregation": "geometric"},
        {"find": "000000", "group": "Nowhere"},
    ],
    ids=str,
)
def test_a_hostile_link_is_left_out_and_the_page_goes_on(query):
    healthy(opened(**query))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_in_an_early_year(page, lang):
    app = opened(page, lang=lang, period="2015")
    healthy(app)
    assert app.title[0].value == MESSAGES[page].in_(lang)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("compare", {"regions": "110000,nowhere"}),
        ("region", {"code": "<img src=x onerror=alert(1)>"}),
        ("indicators", {"indicator": "../../etc/passwd"}),
    ],
)
def test_a_hostile_choice_in_a_link_is_left_out(page, query):
    healthy(opened(page, **query))


def test_a_region_without_data_says_why():
    app = opened("region", lang="en", period="2015", code="540000")
    healthy(app)


def test_one_region_to_compare_asks_for_two():
    app = opened("compare", lang="en", regions="110000")
    healthy(app)
    assert app.info[0].value == MESSAGES["choose_two"].en


@pytest.mark.parametrize("form", ["xlsx", "csv", "html", "md", "parquet", "json", "standard.yaml", "manifest.json"])
def test_the_export_offers_each_format(form):
    app = opened("export", lang="en", w="0:600,100,100,100,100")
    app.selectbox(key="export_format").set_value(form).run()
    healthy(app)
    assert app.warning


def test_the_whole_app_opens_with_its_navigation():
    app = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60).run()
    healthy(app)


@pytest.mark.parametrize("kind", ["zscore", "rank"])
def test_another_method_is_a_sandbox(kind):
    app = opened(lang="en", normalisation=kind)
    healthy(app)
    assert app.button(key="back")


def test_a_method_that_does_not_fit_is_said_and_left_out():
    app = opened(lang="en", normalisation="goalposts")
    assert not app.exception and app.error
    assert app.title[0].value == MESSAGES["ranking"].en


@pytest.mark.parametrize("how", ["board", "table"])
def test_each_way_to_show_the_ranking(how):
    app = opened(lang="zh")
    app.segmented_control(key="show_as").set_value(how).run()
    healthy(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_export_shows_intervals_and_how_they_were_drawn_until_they_are_left_out(lang):
    app = opened("export", lang=lang)
    word = {"zh": "名次区间（90%）起", "en": "Interval of places (90 %), from"}[lang]
    assert word in app.dataframe[0].value.columns
    assert any("2000" in one.value for one in app.markdown)
    app.toggle(key="export_intervals").set_value(False).run()
    healthy(app)
    assert word not in app.dataframe[0].value.columns
    assert not any("2000" in one.value for one in app.markdown)


def test_intervals_in_a_file_are_those_on_the_page():
    table = opened("export", lang="en").dataframe[0].value
    row = next(one for _, one in table.iterrows() if one["Region"] == "Zhejiang")
    low, high = (row[f"Interval of places (90 %), {end}"] for end in ("from", "to"))
    said = [one.value for one in opened("region", lang="en", code="330000").markdown if one.value.startswith("####")]
    assert f"{low}–{high}" in said[0]
