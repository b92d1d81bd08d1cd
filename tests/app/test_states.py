"""Every page in each state, in both languages: published, sandbox, empty, a bad link, incomplete, failed."""

from __future__ import annotations

import pytest

from evaluator.app import main as frame
from evaluator.app.pages import PAGES
from evaluator.messages import MESSAGES
from tests.app.desk import healthy, opened, written

NAMES = [page.name for page in PAGES]
BAD = {"w": "9:1,2", "period": "1999", "band": "Z", "code": "<script>", "regions": "nowhere", "indicator": "../x"}
#: A link of a version before: words that are called otherwise now, and names and sets of weights that are gone.
OLD = {
    "ws": "00000000",
    "rs": "00000000",
    "limits": "00000000",
    "level": "village",
    "peer": "Old",
    "find": "999999",
    "align": "gone",
    "node": "gone",
    "within": "33",
    "normalisation": "gone",
    "set": "expert",
    "peers": "000001,000002",
    "code": "999999",
    "regions": "999999,330000",
    "indicator": "gone.one",
}
#: Pages that can say nothing without a score; the others list what was asked for and what is missing.
SILENT = ["ranking", "compare", "robustness", "next", "indicators"]


def shown(app) -> str:
    return "\n".join(one.value for one in [*app.markdown, *app.caption, *app.info, *app.warning])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_published_says_so_and_offers_no_way_back(page, lang):
    app = opened(page, lang=lang)
    healthy(app)
    assert app.title[0].value == MESSAGES[page].in_(lang)
    assert MESSAGES["published"].in_(lang) in shown(app) and not [one for one in app.button if one.key == "back"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_a_sandbox_says_so_and_leads_back(page, lang):
    app = opened(page, lang=lang, w="0:600,100,100,100,100")
    healthy(app)
    assert MESSAGES["sandbox"].in_(lang) in shown(app)
    back = app.button(key="back").click().run()
    healthy(back)
    assert MESSAGES["published"].in_(lang) in shown(back)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_a_bad_link_is_said_and_left_out(page, lang):
    app = opened(page, lang=lang, **BAD)
    healthy(app)
    said = next(one.value for one in app.warning)
    assert all(word in said for word in BAD) and "script" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_a_link_of_an_older_version_is_said_and_left_out(page, lang):
    app = opened(page, lang=lang, **OLD)
    healthy(app)
    said = next(one.value for one in app.warning)
    assert [word for word in OLD if word not in said] == []
    kept = {"lang", "regions"}
    assert set(app.query_params) <= kept, dict(app.query_params)
    assert MESSAGES["published"].in_(lang) in shown(app)


def test_words_that_nobody_knows_are_text_and_cut_short():
    app = opened("ranking", lang="zh", **{"<b>[x](y)</b>": "1", "w" * 500: "2"})
    healthy(app)
    said = next(one.value for one in app.warning)
    assert "\\[x\\]" in said and "w" * 30 in said and "w" * 31 not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_nothing_at_all_is_a_sentence(page, lang, tmp_path):
    app = opened(page, written(tmp_path, [(f"r{i}", f"城{i}") for i in range(4)], lambda i, series: ""), lang=lang)
    healthy(app)
    assert MESSAGES["partial"].in_(lang).format(n=3, missing=3) in shown(app)
    assert page not in SILENT or app.info


@pytest.mark.parametrize("page", SILENT)
def test_an_empty_period_offers_one_button_that_leads_out(page, tmp_path):
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(4)])
    path = tmp_path / "evidence" / "statistics.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text(
        "\n".join(line if ",2022," not in line else line.rpartition(",")[0] + "," for line in lines), "utf-8"
    )
    app = opened(page, words, lang="en", period="2022")
    healthy(app)
    assert app.info
    out = app.button(key="clear").click().run()
    healthy(out)
    assert "period" not in out.query_params and MESSAGES["partial"].en.format(n=3, missing=3) not in shown(out)


def test_an_indicator_without_a_value_is_counted_in_the_strip(tmp_path):
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(4)], lambda i, s: "" if s == "y" else str(i))
    assert MESSAGES["partial"].zh.format(n=3, missing=1) in shown(opened("ranking", words, lang="zh"))
    full = written(tmp_path / "full", [(f"r{i}", f"城{i}") for i in range(4)])
    assert "缺" not in opened("ranking", full, lang="zh").caption[0].value


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_a_page_that_fails_says_so_and_leads_back(page, lang, monkeypatch):
    broken = {one.name: one for one in PAGES}[page]

    def fails(view):
        raise ZeroDivisionError("<b>inner</b>")

    monkeypatch.setattr(frame, "PAGES", (type(broken)(page, broken.group, broken.icon, fails),))
    app = opened(page, lang=lang)
    assert not app.exception
    assert [one.value for one in app.error] == [MESSAGES["page_failed"].in_(lang).format(code="ZeroDivisionError")]
    assert app.button(key="back_from_failure").label == MESSAGES["back"].in_(lang)
    assert MESSAGES["details"].in_(lang) in [one.label for one in app.expander]


def test_a_level_in_a_link_stays_and_one_that_is_none_is_said(tmp_path):
    words = written(tmp_path, [(f"r{i}", f"城{i}") for i in range(8)])
    standard, regions = tmp_path / "standard.yaml", tmp_path / "evidence" / "regions.csv"
    standard.write_text(standard.read_text("utf-8").replace("levels: [city]", "levels: [province, city]"), "utf-8")
    lines = regions.read_text("utf-8").splitlines()
    lines[1:5] = [line.replace(",city", ",province") for line in lines[1:5]]
    regions.write_text("\n".join(lines) + "\n", "utf-8")
    app = opened("ranking", words, lang="zh", level="city").run()
    healthy(app)
    assert app.query_params["level"] in ("city", ["city"]) and not app.warning
    assert app.session_state["view_state"].level == "city"
    bad = opened("ranking", words, lang="zh", level="village")
    healthy(bad)
    assert "level" in bad.warning[0].value and "level" not in bad.query_params
