"""The ranking as a picture: marked if it is a trial; a missing font is said, not drawn as boxes."""

from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from evaluator.app import pictures
from evaluator.app.frames.intervals import MANY, QUICK
from evaluator.app.pages import export
from evaluator.app.pictures import chinese_font, ranking_svg
from evaluator.robustness.placing import span_text
from indicators.faults import Faults
from tests.app.desk import healthy, opened, written

#: A picture of one pixel.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


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


def test_a_picture_of_many_regions_draws_as_often_as_its_foot_says(monkeypatch, tmp_path):
    """The intervals in the picture are those of the file beside it."""
    drawn = []

    def keep(*words):
        drawn.append(pictures._drawn(*words[:3], "sans-serif", words[3]))
        return base64.b64decode(PIXEL)

    for name in ("ranking_png", "ranking_svg"):
        monkeypatch.setattr(export, name, keep)
    steps = {"x": 7, "y": 31, "z": 113}
    rows = [(f"r{i:03}", f"县{i}") for i in range(MANY + 1)]
    words = written(tmp_path, rows, lambda i, series: str(i * steps[series] % 401))
    app = opened("export", words, lang="en")
    healthy(app.button(key="make_picture").click().run())
    (foot,) = drawn[0]["title"]["subtitle"]
    assert f"{QUICK} draws" in foot
    shown = {row["code"]: row["text"] for row in drawn[0]["data"]["values"] if row["what"] == "span"}
    (table,) = [one.value for one in app.dataframe]
    ends = [table[f"Interval of places (90 %), {word}"] for word in ("from", "to")]
    filed = {code: span_text(low, high) for code, low, high in zip(table["Code"], *ends, strict=True)}
    assert len(filed) == 10 and len(set(filed.values())) > 5
    assert {code: shown[code] for code in filed} == filed
