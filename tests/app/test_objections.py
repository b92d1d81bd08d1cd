"""Objections in the app: raised at a figure, seen on three pages, corrected, with who moved; hostile words are text."""

from __future__ import annotations

import pytest

from evaluator.messages import MESSAGES
from evaluator.objections import Objections
from tests.app.desk import healthy, opened, written

HOSTILE = "<img src=x onerror=alert(1)> **[a](http://example.com)** =HYPERLINK(1) $x$"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_HOME", str(tmp_path / "home"))
    return Objections(tmp_path / "home" / "objections")


@pytest.fixture
def words(tmp_path):
    return written(tmp_path, [(f"r{i}", f"城{i}") for i in range(5)], lambda i, s: str(i + len(s)))


def unfolded(page, words, **query):
    """A page with its objections open."""
    app = opened(page, words, **query)
    app.session_state["folded_objections"] = True
    return app.run()


def test_an_objection_is_raised_at_the_figure_and_seen_on_each_page(home, words):
    app = unfolded("indicators", words, lang="zh", indicator="x", code="r1")
    healthy(app)
    app.text_area[0].set_value(HOSTILE)
    app.text_input[0].set_value("城1统计局")
    next(one for one in app.button if one.label == MESSAGES["objection_do_raise"].zh).click().run()
    healthy(app)
    (kept,) = home.all()
    assert (kept.region, kept.indicator, kept.period, kept.value, kept.words) == ("r1", "x", "2023", 2.0, HOSTILE)
    for page, query in (("indicators", {"indicator": "x"}), ("region", {"code": "r1"}), ("evidence", {"code": "r1"})):
        shown = opened(page, words, lang="zh", **query)
        healthy(shown)
        assert any("异议：1 条，待处理 1 条" in one.label for one in shown.expander), page


def test_a_note_without_a_reason_is_not_kept(home, words):
    app = unfolded("indicators", words, lang="en", indicator="x", code="r1")
    next(one for one in app.button if one.label == MESSAGES["objection_do_raise"].en).click().run()
    assert not app.exception and any("say why" in one.value for one in app.error)
    assert home.all() == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_after_a_correction_everybody_who_moved_is_listed(home, words, lang):
    kept = home.add(("r0", "x", "2023"), (1.0, 5), ("tiny", "e"), "why", "who")
    home.reply(kept.id, "corrected", "typing error", "office", 5.0)
    app = unfolded("region", words, lang=lang, code="r0")
    healthy(app)
    said = MESSAGES["objection_trial"].in_(lang).format(before="1.000", after="5.000")
    assert any(one.value.replace("\\", "") == said for one in app.markdown)
    tables = [one.value for one in app.dataframe]
    moved = next(one for one in tables if "score_after" in one.columns)
    assert moved["name"].tolist()[0] == "城0" and len(moved) > 1


def test_objections_about_regions_that_are_not_in_view_do_not_disturb(home, words):
    home.add(("elsewhere", "x", "2023"), (1.0, 5), ("tiny", "e"), "why", "who")
    home.add(("r0", "gone", "2023"), (1.0, 5), ("tiny", "e"), "why", "who")
    home.add(("r0", "x", "1999"), (1.0, 5), ("tiny", "e"), "why", "who")
    app = unfolded("region", words, lang="en", code="r0")
    healthy(app)
    assert any(one.value == MESSAGES["objection_elsewhere"].en for one in app.info)
