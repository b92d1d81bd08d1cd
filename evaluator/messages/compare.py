"""The Compare page."""

from indicators.text import both

TEXTS = {
    "choose_regions": both("选择 2 至 6 个地区", "Choose two to six regions"),
    "choose_two": both("请至少选择两个地区", "Choose at least two regions"),
    "by_node": both("各维度得分", "Scores by dimension"),
    "drill": both("展开", "Look into"),
    "peers": both("灰带：四分位区间（{group}）；竖线：中位数", "Grey band: middle half ({group}); tick: median"),
    "drill_help": both(
        "。点击一行可看其下各项，点击首行返回上一级", ". Click a row to look into it, the first row to go back up"
    ),
    "over_time": both("历年得分", "Scores over time"),
    "over_time_period": both(
        "归一化按各年单独进行，不同年份的得分不可比", "Years are normalised on their own: their scores do not compare"
    ),
    "gap_bars": both("{a}与{b}的得分差由何而来", "What makes the difference between {a} and {b}"),
    "gap_sum": both("合计 {total:+.2f} 分", "{total:+.2f} points in all"),
    "back_to": both("返回“{page}”", "Back to {page}"),
    "usual_order": both("先看各维度得分", "Scores by dimension first"),
    "slope_trial": both("发布名次（左）与当前设置（右）", "Published places (left) and present settings (right)"),
    "slope_periods": both("{a}（左）至 {b}（右）的名次", "Places in {a} (left) and {b} (right)"),
    "slope_before": both("左侧名次", "Place on the left"),
    "slope_after": both("右侧名次", "Place on the right"),
    "pair_help": both(
        "各级权重在 ±25% 内随机变动时的占比；来自权重的选择，不是抽样误差",
        "Shares of the draws when weights of every level vary within ±25%; not a sampling error",
    ),
    "pair_certainty": both("谁在前，把握多大", "Who is ahead, how surely"),
}
