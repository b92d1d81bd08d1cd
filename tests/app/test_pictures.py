"""The ranking as a picture: marked if it is a trial; a missing font is said, not drawn as boxes."""

from __future__ import annotations

import pytest

from evaluator.app.pictures import chinese_font
from indicators.faults import Faults
from tests.app.desk import healthy, opened


def test_a_missing_font_is_said_in_words(tmp_path):
    with pytest.raises(Faults) as caught:
        chinese_font((tmp_path,))
    assert "中文字体" in caught.value.faults[0].sentence("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ranking_is_given_as_a_picture(lang):
    try:
        chinese_font()
    except Faults:
        pytest.skip("no Chinese font is installed: the picture was skipped")
    app = opened("export", lang=lang, w="0:600,100,100,100,100")
    app.button(key="make_picture").click().run()
    healthy(app)
    assert app.get("image")
