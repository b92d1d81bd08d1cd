"""Chinese fonts of this machine; a missing one is an error, never a row of boxes."""

from __future__ import annotations

from functools import lru_cache

from indicators.faults import Faults, fault

#: Families by role, the preferred first; the first that is there is used.
SERIF = ("FangSong", "仿宋", "FZFangSong-Z02", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei")
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC")


@lru_cache(maxsize=1)
def families() -> frozenset[str]:
    """Font families on this machine, in lower case."""
    import typst

    return frozenset(name.lower() for name in typst.Fonts(include_embedded_fonts=True).families())


def font(names: tuple[str, ...]) -> str:
    """The first family that is installed, whatever its role if need be.

    Raises:
        Faults: There is no Chinese font.
    """
    known = families()
    for name in (*names, *SANS, *SERIF):
        if name.lower() in known:
            return name
    raise Faults(
        [
            fault(
                "本机没有中文字体，无法生成图表与 PDF",
                "there is no Chinese font on this machine: charts and PDF cannot be made",
                todo_zh="请安装 Noto Sans CJK（Debian：fonts-noto-cjk）、思源、仿宋或宋体",
                todo_en="install Noto Sans CJK (Debian: fonts-noto-cjk), Source Han, FangSong or SimSun",
            )
        ]
    )
