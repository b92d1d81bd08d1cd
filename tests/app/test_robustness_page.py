"""Every part of the Robustness page, in both languages and under a method that has no exact bounds."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.messages import MESSAGES


def opened(part: str, **query: str) -> AppTest:
    app = AppTest.from_string("from evaluator.app.main import main\nmain('robustness')", default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.session_state["robust_part"] = part
    app.run()
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error, [one.value for one in app.error]
    return app


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("part", "title"),
    [("intervals", "interval"), ("chances", "pairs"), ("drivers", "switches"), ("region", "one_region")],
)
def test_every_part_in_both_languages(part, title, lang):
    app = opened(part, lang=lang)
    assert MESSAGES[title].in_(lang) in [one.value for one in app.subheader]


def test_one_region_says_its_bounds_what_swaps_it_and_what_lifts_it():
    app = opened("region", lang="en", code="330000")
    said = " ".join(one.value for one in app.markdown)
    assert "best place 3, worst place 6" in said and "Least change in all" in said
    tables = [one.value for one in app.dataframe]
    assert len(tables) == 3 and MESSAGES["lift_none"].en in [one.value for one in app.info]
    assert abs(tables[0]["weights_best"].sum() - 100) < 1e-9


@pytest.mark.parametrize("query", [{"aggregation": "minimum"}, {"period": "2015"}, {"w": "0:600,100,100,100,100"}])
@pytest.mark.parametrize("part", ["region", "drivers", "intervals"])
def test_other_methods_gaps_and_sandboxes(part, query):
    opened(part, **query)
