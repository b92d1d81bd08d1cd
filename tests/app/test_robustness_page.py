"""Every part of the Robustness page, in both languages and under a method that has no exact bounds."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.app.frames.intervals import Range
from evaluator.app.world import world_of
from evaluator.messages import MESSAGES
from evaluator.robustness.draws import drawn_places, points


def opened(part: str, **query: str) -> AppTest:
    app = AppTest.from_string("from evaluator.app.main import main\nmain('robustness')", default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.session_state["robust_part"] = part
    app.run()
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error, [one.value for one in app.error]
    return app


def field(app: AppTest, words: str):
    return next(one for one in app.number_input if words in one.label)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("part", "title"),
    [
        ("intervals", "interval"),
        ("chances", "pairs"),
        ("drivers", "switches"),
        ("leave", "left_out_regions"),
        ("region", "one_region"),
    ],
)
def test_every_part_in_both_languages(part, title, lang):
    app = opened(part, lang=lang)
    assert MESSAGES[title].in_(lang) in [one.value for one in app.subheader]


def test_one_region_says_its_bounds_what_swaps_it_and_what_lifts_it():
    app = opened("region", lang="en", code="330000")
    said = " ".join(one.value for one in app.markdown)
    assert "best place 3, worst place 6" in said and "Least change in all" in said
    tables = [one.value for one in app.dataframe if "weights_now" in one.value]
    assert len(tables) == 3 and MESSAGES["lift_none"].en in [one.value for one in app.info]
    assert abs(tables[0]["weights_best"].sum() - 100) < 1e-9


@pytest.mark.parametrize("query", [{"aggregation": "minimum"}, {"period": "2015"}, {"w": "0:600,100,100,100,100"}])
@pytest.mark.parametrize("part", ["region", "drivers", "leave", "intervals"])
def test_other_methods_gaps_and_sandboxes(part, query):
    opened(part, **query)


def upload(app: AppTest, key: str, name: str, text: str) -> AppTest:
    next(one for one in app.get("file_uploader") if one.key == key).set_value((name, text.encode(), "text/plain")).run()
    assert not app.exception, [one.value for one in app.exception]
    return app


def test_limits_come_from_a_file_hold_for_draws_and_bounds_and_stand_in_the_link():
    free = opened("region", lang="en", code="330000")
    app = upload(opened("region", lang="en", code="330000"), "limits_file", "l.yaml", "floors: {network: 0.5}\n")
    said = " ".join(one.value for one in app.markdown)
    assert "at least 50%" in said and "Over all weights within the limits" in said
    held, loose = (
        next(one.value for one in page.dataframe if "weights_best" in one.value)["weights_best"].iloc[0]
        for page in (app, free)
    )
    assert held >= 50 - 1e-6 and loose < 50
    again = opened("region", lang="en", code="330000", limits=str(app.query_params["limits"]))
    assert "at least 50%" in " ".join(one.value for one in again.markdown)
    next(one for one in app.button if one.key == "limits_drop").click().run()
    assert "limits" not in app.query_params


@pytest.mark.parametrize(
    ("text", "words"),
    [("floors: {nothing: 0.5}\n", "nothing"), ("floors: {network: 0.6, support: 0.6}\n", "contradict")],
)
def test_wrong_limits_are_said_with_the_name_of_the_file(text, words):
    app = upload(opened("intervals", lang="en"), "limits_file", "mine.yaml", text)
    assert any(words in one.value for one in app.error)
    assert "limits" not in app.query_params


def test_experts_weights_are_drawn_from():
    text = "run,weight.network,weight.support\nLi,9,1\nWang,1,9\n"
    app = upload(opened("intervals", lang="en"), "experts_file", "experts.csv", text)
    assert any("Li, Wang" in one.value for one in app.markdown)
    assert any("from one expert's weights" in one.value for one in app.caption)
    bad = upload(opened("intervals", lang="en"), "experts_file", "experts.csv", "run,weight.nothing\nLi,9\n")
    assert any("nothing" in one.value for one in bad.error)


def test_drivers_of_one_region_s_place_differ_from_those_of_all():
    app = opened("drivers", lang="en")
    whole = next(one.value for one in app.dataframe if "total" in one.value)
    next(one for one in app.selectbox if one.key == "drivers_of").set_value("130000").run()
    assert not app.exception, [one.value for one in app.exception]
    own = next(one.value for one in app.dataframe if "total" in one.value)
    assert len(own) == len(whole) and sorted(own["total"]) != sorted(whole["total"])


def test_a_hostile_name_of_limits_is_left_out():
    app = AppTest.from_string("from evaluator.app.main import main\nmain('robustness')", default_timeout=60)
    app.query_params["limits"] = "../../x"
    app.run()
    assert not app.exception and "limits" not in app.query_params


def test_what_swaps_two_regions_may_be_any_group_or_all_indicators():
    app = opened("region", lang="en", code="330000")
    box = next(one for one in app.selectbox if one.key == "swap_what")
    for option in (box.options[1], box.options[-1]):
        box.select(option).run()
        assert not app.exception, [one.value for one in app.exception]


def test_the_top_may_be_any_number_of_places():
    app = opened("intervals", lang="en")
    field(app, "Top").set_value(3).run()
    assert not app.exception and field(app, "Top").value == 3


def test_first_draws_come_first_where_all_take_long(monkeypatch):
    from evaluator.app.frames import intervals

    monkeypatch.setattr(intervals, "PATIENCE", 0.0)
    app = opened("intervals", lang="en", w="0:610,90,100,100,100")
    assert any("2,000 times" in one.value for one in app.caption)  # refined, then shown again


def test_draws_around_experts_keep_to_them():
    world = world_of("dbe-provinces", "china", (), (), 0)
    given = world.used_weights(len(world.periods) - 1, None)
    experts = (("a", (("network", 9.0),)), ("b", (("network", 1.0), ("support", 7.0))))
    unit = points(256, len(drawn_places(world.plan)) + 1, 1)
    made = Range(0.0, "", experts).weights(world.plan, unit, given)
    at = [world.plan.position[name] for name in ("network", "support")]
    found = {tuple(row) for row in made[:, at].tolist()}
    assert found == {(9.0, float(given[at[1]])), (1.0, 7.0)}
    assert 100 < (made[:, at[0]] == 9.0).sum() < 156


def test_with_many_regions_a_range_comes_first_and_a_proof_on_request(monkeypatch):
    from evaluator.app.pages import robust_proof

    monkeypatch.setattr(robust_proof, "AT_ONCE", 0)
    app = opened("region", lang="en", code="450000")
    said = " ".join(one.value for one in app.markdown)
    assert "is reached" in said and "(exact)" not in said
    next(one for one in app.button if one.key == "prove").click().run()
    assert not app.exception, [one.value for one in app.exception]
    running = app.session_state["proof"]
    if running is not None:
        running[1].result(timeout=60)
        app.run()
    assert not app.exception, [one.value for one in app.exception]
    assert "(exact)" in " ".join(one.value for one in app.markdown)


def press(app: AppTest, words: str) -> AppTest:
    next(one for one in app.button if words in one.label).click().run()
    assert not app.exception, [one.value for one in app.exception]
    return app


def test_limits_are_filled_in_group_by_group_and_taken_back():
    app = opened("region", lang="en", code="330000")
    field(app, "Digital industry: at least").set_value(25.0)
    field(app, "Digital infrastructure: at most").set_value(20.0)
    field(app, "Every weight within").set_value(40.0)
    for key, word in (("limits_first_", "industry"), ("limits_second_", "support")):
        next(one for one in app.selectbox if str(one.key).startswith(key)).set_value(word)
    press(app, "Apply")
    said = " ".join(one.value for one in app.markdown)
    for words in ("Digital industry at least 25%", "Digital infrastructure at most 20%", "within ±40%"):
        assert words in said
    assert "Digital industry at least as important as Public support and talent" in said
    held = next(one.value for one in app.dataframe if "weights_best" in one.value).set_index("node")
    assert held.loc["Digital industry", "weights_best"] >= 25 - 1e-6
    assert held.loc["Digital infrastructure", "weights_worst"] <= 20 + 1e-6
    next(one for one in app.selectbox if one.key == "limits_group").set_value("industry").run()
    press(app, "Apply")  # nothing was filled in for this group: the others stay
    assert "Digital industry at least 25%" in " ".join(one.value for one in app.markdown)
    press(app, "✕ Digital industry at least as important")
    assert "as important as" not in " ".join(one.value for one in app.markdown)
    press(app, "Drop the limits")
    assert "limits" not in app.query_params and field(app, "Every weight within").value is None


def test_limits_filled_in_that_contradict_each_other_are_said_and_not_taken():
    app = opened("intervals", lang="en")
    field(app, "Digital industry: at least").set_value(70.0)
    field(app, "Digital infrastructure: at least").set_value(70.0)
    press(app, "Apply")
    assert any("contradict" in one.value for one in app.error) and "limits" not in app.query_params


def test_legal_ranges_of_the_weights_page_become_limits():
    app = opened("intervals", lang="en", r="0:300-400,0-1000,0-200,0-1000,0-1000")
    press(app, "legal ranges")
    said = " ".join(one.value for one in app.markdown)
    assert "Digital infrastructure at least 30%" in said and "Digital industry at most 20%" in said


def test_experts_count_among_the_drivers_and_for_the_exact_places():
    text = "run,weight.network,weight.support\nLi,9,1\nWang,1,9\n"
    app = upload(opened("region", lang="en", code="330000"), "experts_file", "experts.csv", text)
    said = " ".join(one.value for one in app.markdown)
    assert "of any expert's" in said and "(exact)" in said
    assert any("comes from the weights of" in one.value for one in app.caption)
    app.session_state["robust_part"] = "drivers"
    app.run()
    tables = [one.value for one in app.dataframe if "total" in one.value]
    assert "Whose weights" in set(tables[0]["factor"])
    field(app, "Digital industry: at least").set_value(25.0)
    press(app, "Apply")
    assert any("not used meanwhile" in one.value for one in app.warning)
