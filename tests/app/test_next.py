"""What next: sliders move the score, and the bars add up."""

from __future__ import annotations

import pytest

from evaluator.messages import MESSAGES
from tests.app.test_pages import healthy, opened


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_slider_moves_the_score_without_a_place(lang: str) -> None:
    app = opened("next", lang=lang, region="330000")
    healthy(app)
    assert app.title[0].value == MESSAGES["next"].in_(lang)
    before = app.metric[0].value
    slider = next(one for one in app.slider if (one.key or "").startswith("next:"))
    app = slider.set_value(slider.max).run()
    healthy(app)
    assert float(app.metric[0].value) > float(before)
    assert app.metric[0].delta == f"{float(app.metric[0].delta):+.2f}"
    assert len(app.metric) == 1
