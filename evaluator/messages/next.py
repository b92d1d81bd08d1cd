"""The What next page."""

from indicators.text import both

TEXTS = {
    "next": both("改进", "What next"),
    "next_choose": both("选择要试的指标（最多 8 个）", "Indicators to try (at most eight)"),
    "next_score": both("试算得分", "Score as tried"),
    "next_held": both(
        "其他地区的原始值保持不变；算得出不等于做得到。",
        "The raw values of the other regions are held still. What can be computed is not yet what can be done.",
    ),
    "next_waterfall": both("得分变化由何而来", "What makes the change of score"),
    "next_alt": both("各指标带来的得分变化，合计等于总变化", "Change of score by indicator; the parts add up"),
    "next_from": both("起", "From"),
    "next_to": both("止", "To"),
    "next_part": both("变化", "Change"),
    "next_none": both("该地区没有可试算的指标", "This region has no indicator to try"),
    "next_report": both("评价报告", "Report"),
    "next_report_note": both("报告不列名次，按标准权重与方法编写", "Places are left out; the standard's own weights"),
}
