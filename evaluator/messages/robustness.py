"""The Robustness page."""

from indicators.text import both

TEXTS = {
    "robust_about": both(
        "各级权重在 ±{share}% 内随机变动 {draws} 次时，各地名次的范围。",
        "The places of each region when the weights of every level vary at random within ±{share}%, {draws} times. ",
    ),
    "robust_note": both(
        "区间来自权重的选择，不是抽样误差。种子 {seed}。",
        "The interval comes from the choice of weights, not from sampling. Seed {seed}.",
    ),
    "vary": both("权重变动幅度", "How far weights vary"),
    "interval": both("90% 名次区间", "90% interval of places"),
    "median": both("中位名次", "Median place"),
    "p_first": both("第一的概率", "Probability of first"),
    "one_region": both("一个地区的名次分布", "The places of one region"),
    "ahead_of": both("{a} 高于 {b} 的情形占 {p:.0f} %", "{a} is ahead of {b} in {p:.0f} % of the draws"),
    "exact_bounds": both(
        "权重在 ±{share}% 内任意取值，**最好第 {best} 名，最差第 {worst} 名**（精确）",
        "Over all weights within ±{share}%: **best place {best}, worst place {worst}** (exact)",
    ),
    "outer_bounds": both(
        "权重在 ±{share}% 内任意取值，名次不会超出 **{best}–{worst}**（数据有缺失，为外界）",
        "Over all weights within ±{share}% the place stays within **{best}–{worst}** (outer bounds: there are gaps)",
    ),
    "influence": both("权重与实际影响", "Weight against influence"),
    "influence_help": both(
        "影响：该维度单独能解释的总分差异（相关比），折算为占比",
        "Influence: the variance of the total that the dimension explains alone",
    ),
    "effective": both("影响", "Influence"),
    "left_out": both("去掉一项，名次变动多少", "How far places move when an item is left out"),
    "mean_move": both("平均变动（位）", "Mean move (places)"),
    "most_move": both("最大变动", "Largest move"),
    "region_moved": both("变动最大的地区", "Region that moves most"),
}
