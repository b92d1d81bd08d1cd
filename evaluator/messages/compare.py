"""The Compare page."""

from indicators.text import both

TEXTS = {
    "choose_regions": both("选择 2 至 6 个地区", "Choose two to six regions"),
    "choose_two": both("请至少选择两个地区", "Choose at least two regions"),
    "by_node": both("各维度得分", "Scores by dimension"),
    "drill": both("展开", "Look into"),
    "peers": both("灰带：全部地区的四分位区间；竖线：中位数", "Grey band: middle half of all regions; tick: median"),
    "over_time": both("历年得分", "Scores over time"),
    "over_time_period": both(
        "归一化按各年单独进行，不同年份的得分不可比", "Years are normalised on their own: their scores do not compare"
    ),
    "gap_bars": both("{a} 与 {b} 的得分差由何而来", "What makes the difference between {a} and {b}"),
    "gap_sum": both("合计 {total:+.2f} 分", "{total:+.2f} points in all"),
}
