"""The ranking as a picture: marked if it is a trial; a missing font is said, not drawn as boxes."""

from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from evaluator.app.pages import export
from evaluator.app.pictures import chinese_font, ranking_svg
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
    assert [one.label[-4:] for one in app.get("download_button")][-2:] == [".png", ".svg"]


def test_a_picture_in_svg_bears_every_character_that_it_shows(monkeypatch):
    try:
        chinese_font()
    except Faults:
        pytest.skip("no Chinese font is installed: the picture was skipped")
    made = []
    monkeypatch.setattr(export, "ranking_svg", lambda *words: made.append(ranking_svg(*words)) or made[-1])
    healthy(opened("export", lang="zh", w="0:600,100,100,100,100").button(key="make_picture").click().run())
    svg = made[0].decode()
    assert "沙盒结果" in svg and "http" not in svg.replace("http://www.w3.org/", "")
    font = TTFont(io.BytesIO(base64.b64decode(re.search(r"font/woff;base64,([^)]+)\)", svg)[1])))
    shown = set("".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))) - set("&;")
    assert len(shown) > 60 and {ord(one) for one in shown} <= set(font.getBestCmap())
