"""The Compare page: looking into a node, the ways that lead to the slope graph, and what is said of pairs."""

from __future__ import annotations

import pytest

from evaluator.app.formats import of_all
from evaluator.app.frames.compare import MOST_LINES
from evaluator.app.frames.ranking import passed
from evaluator.app.specs.compare import dot_plot
from evaluator.app.view import SLOPES
from evaluator.messages import MESSAGES
from tests.app.desk import charts, healthy, opened, written

THREE = "330000,320000,440000"


def bands(app) -> list[dict]:
    return [row for row in next(iter(charts(app)))["data"]["values"] if row["what"] == "band"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_box_looks_into_a_node_and_the_link_says_so(lang):
    app = opened("compare", lang=lang, regions=THREE)
    whole = bands(app)
    app.selectbox(key="state_node").set_value("network").run()
    healthy(app)
    found = bands(app)
    assert app.query_params["node"] in ("network", ["network"])
    assert found[0]["node"] == whole[1]["node"] and len(found) == 7
    assert MESSAGES["drill_help"].in_(lang) in "".join(one.value for one in app.caption)


def test_rows_say_where_a_click_leads():
    whole = bands(opened("compare", lang="en", regions=THREE))
    assert [row["to"] for row in whole] == ["total", "network", "adoption", "industry", "innovation", "support"]
    inside = bands(opened("compare", lang="en", regions=THREE, node="network"))
    assert inside[0]["to"] == "total" and {row["to"] for row in inside[1:]} == {""}


def test_the_whole_row_can_be_clicked():
    layer = dot_plot(6, 100.0, "#000")["layer"][0]
    assert layer["params"][0]["select"]["fields"] == ["to"] and layer["mark"]["height"] == {"band": 1}


def test_gaps_stand_in_order_and_add_up():
    app = opened("compare", lang="en", regions=THREE)
    rows = next(spec for spec in charts(app) if any("kind" in row for row in spec["data"]["values"]))["data"]["values"]
    steps = [row["high"] - row["low"] for row in rows if row["kind"] != "end"]
    assert steps == sorted(steps, reverse=True)
    assert sum(steps) == pytest.approx(rows[-1]["high"] - rows[0]["high"])
    assert f"{sum(steps):+.2f} points in all" in [one.value for one in app.caption]


def test_nearly_all_draws_are_not_all():
    assert [of_all(one) for one in (0, 0.004, 0.5, 0.994, 0.9999, 1)] == ["0%", "<1%", "50%", "99%", ">99%", "100%"]


@pytest.mark.parametrize("query", [{}, {"w": "0:600,100,100,100,100"}])
def test_a_region_stands_in_the_slope_graph_beside_those_that_it_passed(query):
    app = opened("region", lang="en", code="330000", **query)
    app.button(key="see_moves").click().run()
    healthy(app)
    view = app.session_state["view"]
    at = view.world.codes.index("330000")
    before = view.world.places(view.period, None) if query else view.world.places(view.period - 1, None)
    state = app.session_state["view_state"]
    near = passed(before, view.world.places(view.period, view.world.weights(dict(state.weights))), at)
    assert state.regions == ("330000", *(view.world.codes[i] for i in near))


def heads(app) -> list[str]:
    return [one.value for one in app.subheader]


def test_lines_of_places_come_first_until_the_usual_order_is_asked_for_or_another_page_opened():
    app = opened("compare", lang="en", regions=THREE)
    usual = heads(app)
    assert not [one for one in app.button if one.key in ("back_to", "usual_order")]
    app.session_state[SLOPES] = "region"
    app.run()
    healthy(app)
    assert heads(app) == [usual[1], usual[0], *usual[2:]] and usual[1].startswith("Places in")
    assert app.button(key="back_to").label == "Back to Region"
    app.button(key="usual_order").click().run()
    assert heads(app) == usual
    away = opened("weights", lang="en")
    away.session_state[SLOPES] = "ranking"
    away.run()
    assert SLOPES not in away.session_state


def test_thousands_of_regions_send_some_lines_only(tmp_path):
    rows = [(f"r{i:04}", f"县{i}") for i in range(3000)]
    words = written(tmp_path, rows, lambda i, series: str((i * 7919 + len(series)) % 3001))
    app = opened("compare", words, lang="zh", regions="r0001,r0002")
    healthy(app)
    lines = next(spec for spec in charts(app) if any("side" in row for row in spec["data"]["values"]))["data"]["values"]
    names = {row["name"] for row in lines}
    assert len(names) <= MOST_LINES + 2 and sum(row["chosen"] for row in lines) == 4
