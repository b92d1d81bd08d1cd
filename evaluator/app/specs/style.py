"""What every chart shares: fonts, colours and quiet lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

FONT = (
    "'Source Sans 3','Source Sans','PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',"
    "'WenQuanYi Zen Hei',sans-serif"
)
PALETTE = ["#0072B2", "#E69F00", "#009E73", "#AA3377", "#56B4E9", "#D55E00", "#7A8793", "#B8A200"]
UP, DOWN, SAME = "#0072B2", "#D55E00", "#7A8793"
ROW = 24
#: For marks of which there may be none: an empty group of marks with a role but no name stops a screen reader.
SOMETIMES = {"aria": False}
Spec = dict[str, Any]
#: How wide a name beside a plot may be, by the width of the picture: on a phone the plot keeps the larger part.
NAME_LIMIT: Spec = {"expr": "max(160, 0.29 * width)"}


def legend(names: Sequence[str] = ()) -> Spec:
    """A legend in as many columns as the picture has room for, by the longest of the names (else ten characters)."""
    longest = max((sum(12 if ord(one) > 0x2E7F else 6.8 for one in name) for name in names), default=100.0)
    return {"columns": {"expr": f"max(1, min(6, floor(width / {min(260, round(longest)) + 32})))"}}


def config() -> Spec:
    """Fonts and quiet lines for every chart."""
    return {
        "font": FONT,
        # The legend wraps by the width, which is known only after the first layout.
        "autosize": {"type": "pad", "resize": True},
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridOpacity": 0.35,
            "domain": False,
            "ticks": False,
        },
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "top", "title": None, "labelLimit": 260},
    }
