"""The ranking as a picture (PNG, SVG): drawn on the server, with a Chinese font or not at all."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path

from evaluator.app.components.ranked import labels_of
from evaluator.app.frames import ranking as frames
from evaluator.app.frames.intervals import intervals_for
from evaluator.app.specs import ranking as specs
from evaluator.app.specs.style import Spec
from evaluator.app.view import View
from indicators.faults import Faults, fault
from indicators.text import Text

#: Files of fonts with Chinese characters → family.
FONTS = {
    "NotoSansCJK-Regular.ttc": "Noto Sans CJK SC",
    "NotoSansSC-Regular.otf": "Noto Sans SC",
    "NotoSansCJKsc-Regular.otf": "Noto Sans CJK SC",
    "msyh.ttc": "Microsoft YaHei",
    "simhei.ttf": "SimHei",
    "wqy-zenhei.ttc": "WenQuanYi Zen Hei",
    "wqy-microhei.ttc": "WenQuanYi Micro Hei",
    "PingFang.ttc": "PingFang SC",
    "Hiragino Sans GB.ttc": "Hiragino Sans GB",
}
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
    Path("/System/Library/Fonts"),
)


def chinese_font(folders: tuple[Path, ...] = FOLDERS) -> tuple[Path, str]:
    """File and family of an installed font with Chinese characters.

    Raises:
        Faults: There is none; a picture without one would show boxes.
    """
    for folder in folders:
        if folder.is_dir():
            found = {path.name: path for path in folder.rglob("*") if path.name in FONTS}
            for name, family in FONTS.items():
                if name in found:
                    return found[name], family
    zh, en = (
        "没有找到中文字体，图片中的汉字会变成方框，因此没有生成",
        "no font with Chinese characters: the picture would show boxes",
    )
    raise Faults(
        [fault(zh, en, todo_zh="请安装思源黑体（Noto Sans CJK SC）等字体", todo_en="install Noto Sans CJK SC")]
    )


def ranking_png(view: View, foot: str, note: Text | None, draws: int, scale: float = 2) -> bytes:
    """The first thirty regions as a PNG, with a mark if it is a trial and a foot that says where it comes from.

    Intervals of places stand in it over so many draws; 0 leaves them out.
    """
    import vl_convert

    path, family = chinese_font()
    vl_convert.register_font_directory(str(path.parent))
    drawn = _drawn(view, foot, note, family, draws)
    picture: bytes = vl_convert.vegalite_to_png(drawn, vl_version="6.4", scale=scale, allowed_base_urls=[])
    return picture


def ranking_svg(view: View, foot: str, note: Text | None, draws: int) -> bytes:
    """The same as an SVG that bears its own characters, so that it looks alike where no Chinese font is installed."""
    import vl_convert

    path, family = chinese_font()
    vl_convert.register_font_directory(str(path.parent))
    svg: str = vl_convert.vegalite_to_svg(
        _drawn(view, foot, note, family, draws), vl_version="6.4", allowed_base_urls=[]
    )
    data = base64.b64encode(_subset(path, family, svg)).decode()
    face = f"<style>@font-face{{font-family:'{family}';src:url(data:font/woff;base64,{data}) format('woff')}}</style>"
    head, tag, rest = svg.partition(">")
    return (head + tag + face + rest).encode()


def _subset(path: Path, family: str, text: str) -> bytes:
    """The characters of a text out of a font file, as WOFF."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTCollection, TTFont

    count = len(TTCollection(path, lazy=True).fonts) if path.suffix == ".ttc" else 1
    faces = (TTFont(path, fontNumber=k, lazy=True) for k in range(count))
    font = next((face for face in faces if face["name"].getDebugName(1) == family), TTFont(path, fontNumber=0))
    subsetter = Subsetter(Options(notdef_outline=True, recommended_glyphs=True, layout_features=["kern"]))
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.flavor = "woff"
    sink = io.BytesIO()
    font.save(sink)
    return sink.getvalue()


def _drawn(view: View, foot: str, note: Text | None, family: str, draws: int) -> Spec:
    everyone = range(len(view.world.codes))
    found = frames.ranking_of(view.world, view.period, view.weights, everyone)
    first = found.order if len(found.order) <= frames.MOST else found.order[: frames.WINDOW]
    rows = frames.ranking_rows(view.world, view.period, view.weights, found, first, view.lang)
    spans = intervals_for(view, draws=draws) if draws else {}
    data = frames.board(view.world, rows, None, view.state.align, spans, view.lang)
    standard = view.world.assessment.standard
    title = f"{standard.name.in_(view.lang)} · {view.world.periods[view.period]}"
    mark = [note.in_(view.lang)] if note is not None else []
    high, last, floor = max(view.world.top, found.best), len(view.world.codes), view.world.floor is not None
    spec = specs.ranking_board(labels_of(view), high, "#1B2733", bool(spans), last, floor)
    return {
        **spec,
        "width": 760,
        "background": "white",
        "padding": 18,
        "data": {"values": data},
        "title": {
            "text": title,
            "subtitle": [*mark, foot],
            "anchor": "start",
            "subtitleColor": "#B45309" if mark else "#5B6873",
        },
        "config": {**spec["config"], "font": family, "title": {"fontSize": 17, "subtitleFontSize": 11}},
    }
