"""The Robustness page."""

from indicators.text import both

TEXTS = {
    "share_of_draws": both("所占比例", "Share of the draws"),
    "robust_about": both(
        "各级权重在 ±{share}% 内随机变动 {draws} 次时，各地名次的范围。",
        "The places of each region when the weights of every level vary at random within ±{share}%, {draws} times. ",
    ),
    "robust_about_limits": both(
        "权重在所定限制内均匀抽取 {draws} 次时，各地名次的范围。",
        "The places of each region over {draws} weights drawn evenly from all that the limits admit. ",
    ),
    "robust_about_experts": both(
        "每次从一位专家的权重出发、再在 ±{share}% 内变动，共 {draws} 次时，各地名次的范围。",
        "The places of each region over {draws} draws, each from one expert's weights, varied within ±{share}%. ",
    ),
    "refining": both("先按较少的次数显示，正在补足 {draws} 次", "Shown from a few draws; going on to {draws}"),
    "limits_title": both("权重限制与专家权重", "Limits of weights, experts' weights"),
    "limits_file": both("或从文件读入权重限制（YAML）", "Or limits of weights from a file (YAML)"),
    "limits_help": both(
        "与 evaluator robustness --admissible 相同：floors 下限、caps 上限、order 重要性次序、vary 幅度。随链接保存。",
        "As for evaluator robustness --admissible: floors, caps, order, vary. The link carries them.",
    ),
    "limits_drop": both("不再限制", "Drop the limits"),
    "limits_not": both(
        "链接中的权重限制不适用于此处，未采用", "The limits in the link do not fit here and are not used"
    ),
    "limits_group": both("限制哪一组权重", "Which weights to limit"),
    "limits_child": both("{node}（现为 {p:g}%）", "{node} (now {p:g}%)"),
    "limits_floor_of": both("{node}：至少占 %", "{node}: at least %"),
    "limits_cap_of": both("{node}：至多占 %", "{node}: at most %"),
    "limits_floor_any": both("至少占 %", "at least %"),
    "limits_cap_any": both("至多占 %", "at most %"),
    "limits_first": both("这一项", "This one"),
    "limits_second": both("不轻于", "is at least as important as"),
    "limits_any": both("各级权重的变动幅度 ±%", "Every weight within ±%"),
    "limits_free": both("不限", "any"),
    "limits_apply": both("采用这些限制", "Apply these limits"),
    "limits_legal": both("采用权重页的允许范围", "Take the legal ranges of the Weights page"),
    "limits_save": both("存为 YAML", "Save as YAML"),
    "experts_not": both(
        "已设权重限制，专家权重暂不采用", "Limits are in force: the experts' weights are not used meanwhile"
    ),
    "limits_floor": both("{node}不低于 {p:g}%", "{node} at least {p:g}%"),
    "limits_cap": both("{node}不高于 {p:g}%", "{node} at most {p:g}%"),
    "limits_order": both("{a}不轻于{b}", "{a} at least as important as {b}"),
    "limits_vary": both("各权重在 ±{p:g}% 内", "each within ±{p:g}%"),
    "experts_file": both("专家权重（CSV，一人一行）", "Experts' weights (CSV, a row each)"),
    "experts_help": both(
        "列名为 run 与 weight.节点；每次抽样采用其中一位的权重。仅用于本次会话。",
        "Columns run and weight.NODE; each draw takes the weights of one of them. For this session only.",
    ),
    "experts_now": both("{n} 位专家：{names}", "{n} experts: {names}"),
    "experts_drop": both("不用专家权重", "Drop the experts' weights"),
    "robust_note": both(
        "区间来自权重的选择，不是抽样误差。种子 {seed}。",
        "The interval comes from the choice of weights, not from sampling. Seed {seed}.",
    ),
    "vary": both("权重变动幅度", "How far weights vary"),
    "interval": both("90% 名次区间（情景区间）", "90% interval of places (scenario interval)"),
    "interval_key": both(
        "横条为 90% 区间，竖线为中位名次，圆点为当前名次。",
        "Bar: 90% interval; tick: median place; dot: the place now.",
    ),
    "median": both("中位名次", "Median place"),
    "p_first": both("第一的概率", "Probability of first"),
    "one_region": both("一个地区的名次分布", "The places of one region"),
    "ahead_of": both("{a}高于{b}的情形占 {p}", "{a} is ahead of {b} in {p} of the draws"),
    "within_share": both("权重在 ±{share}% 内任意取值，", "Over all weights within ±{share}%: "),
    "within_limits": both("权重在所定限制内任意取值，", "Over all weights within the limits: "),
    "within_experts": both(
        "权重在任一专家的权重 ±{share}% 内任意取值，", "Over all weights within ±{share}% of any expert's: "
    ),
    "bounds_whose": both(
        "最好名次出自{best}的权重，最差名次出自{worst}的权重",
        "The best place comes from the weights of {best}, the worst from those of {worst}",
    ),
    "exact_bounds": both(
        "**最好第{best}名，最差第{worst}名**（精确）", "**best place {best}, worst place {worst}** (exact)"
    ),
    "outer_bounds": both(
        "名次不会超出 **{best}–{worst}**（数据有缺失，为外界）",
        "the place stays within **{best}–{worst}** (outer bounds: there are gaps)",
    ),
    "between_bounds": both(
        "名次不会超出 **{best}–{worst}**，其中 **{first}–{last}** 确能达到（下表为达到时的权重）",
        "the place stays within **{best}–{worst}**, and **{first}–{last}** is reached (by the weights below)",
    ),
    "prove": both("求出精确名次", "Find the exact places"),
    "prove_gave_up": both(
        "已求证完毕：首尾名次未全部确证，或只在并列时达到", "The proof ended: an end is not reached, or only by a tie"
    ),
    "proving": both("正在求证，上面的范围随之收窄；可先看别的", "Proving: the range above narrows; go on meanwhile"),
    "swap_what": both("调整哪些权重", "Which weights move"),
    "swap_first": both("一级权重", "First level"),
    "swap_indicators": both("各指标在总分中的权重", "Every indicator's weight in the total"),
    "influence": both("权重与实际影响", "Weight and influence"),
    "influence_help": both(
        "影响：该维度单独能解释的总分差异（相关比），折算为占比",
        "Influence: the variance of the total that the dimension explains alone",
    ),
    "effective": both("影响", "Influence"),
    "left_out": both("去掉一项，名次变动多少", "How far places move when an item is left out"),
    "left_out_help": both(
        "每点为变动相同的地区，点越大地区越多；右为上升，左为下降；标出变动最大的地区。▪ 为一级或中间节点。",
        "A dot: the regions that move so far, larger for more; right is up; the furthest is named. ▪ marks nodes.",
    ),
    "left_out_regions": both(
        "去掉一个地区，其他地区的先后会变吗", "Does the order of the others change without a region?"
    ),
    "left_out_regions_help": both(
        "名次只在其余地区之间比较：有变动，说明归一化、插补等环节受该地区影响。",
        "Places among those that remain: a move comes from normalisation and the like, which saw the region.",
    ),
    "left_out_still": both(
        "去掉其余 {n} 个地区中的任何一个，先后都不变。", "Leaving out any of the other {n} changes no order."
    ),
    "mean_move": both("平均变动（位）", "Mean move (places)"),
    "most_move": both("最大变动", "Largest move"),
    "region_moved": both("变动最大的地区", "Region that moves most"),
    "robust_part": both("看什么", "Show"),
    "part_intervals": both("名次区间", "Intervals"),
    "part_chances": both("名次概率", "Chances"),
    "part_drivers": both("影响来源", "What drives places"),
    "part_leave": both("去掉一项", "Leave out"),
    "part_region": both("单个地区", "One region"),
    "group_tied": both("难分高下的组", "Hardly told apart"),
    "group_help": both(
        "同一组地区的区间与组内首位重叠，组内先后不宜过分解读",
        "The intervals of a group overlap with that of its first region: do not make much of the order within it",
    ),
    "p_top": both("进入前{k}名的概率", "Probability of top {k}"),
    "top_k": both("前几名", "Top"),
    "chances": both("各名次出现的概率", "Probability of each place"),
    "chances_fifths": both("落入各五分位的概率（1 为最好）", "Probability of each fifth (1 is best)"),
    "pairs": both("行高于列的概率", "Probability that the row is ahead of the column"),
    "drivers": both("哪个选择最影响名次", "Which choice moves the places"),
    "drivers_help": both(
        "条形为总效应，竖线为一阶效应，横线为 90% 自助法区间。",
        "Bars: total effect; ticks: first-order effect; lines: 90% bootstrap interval.",
    ),
    "drivers_of": both("看谁的名次", "Whose place"),
    "drivers_all": both("所有地区名次的平均变动", "Mean shift of all places"),
    "switch_experts": both("采用哪位专家的权重", "Whose weights"),
    "driver_weights": both("权重：{node}的下级", "Weights below {node}"),
    "first_order": both("一阶效应", "First order"),
    "total_effect": both("总效应", "Total effect"),
    "noise_no-variance": both("名次没有变动", "places do not move"),
    "noise_first-above-total": both("一阶大于总效应，只是噪声", "first above total: noise"),
    "noise_wide-interval": both("区间过宽，仅供参考", "wide interval: take with care"),
    "noise_failed-runs": both("{n} 组运行无法评分", "{n} runs could not be scored"),
    "drivers_stop": both("停止计算", "Stop"),
    "switches": both("只换一种方法会怎样", "If just one method were switched"),
    "switches_help": both(
        "每行只换一种方法，其余按标准；τ 为与当前名次的 肯德尔秩相关系数，1 表示完全一致。",
        "One method a row, all else by the standard; τ is Kendall's correlation with the places now, 1 is the same.",
    ),
    "switch_step": both("步骤", "Step"),
    "switch_method": both("方法", "Method"),
    "switch_normalisation": both("归一化", "Normalisation"),
    "switch_aggregation": both("汇总", "Aggregation"),
    "switch_treatment": both("离群值处理", "Treatment of outliers"),
    "switch_imputation": both("插补", "Imputation"),
    "switch_weights": both("赋权", "Weights"),
    "bounds": both("最好与最差能到第几名", "Best and worst place within reach"),
    "bounds_none": both(
        "只有全为算术平均或全为几何平均的指标树才能求精确界",
        "Exact bounds need a tree of arithmetic means alone, or of geometric means alone",
    ),
    "weights_now": both("当前", "Now"),
    "weights_best": both("最好时", "At best"),
    "weights_worst": both("最差时", "At worst"),
    "weights_swap": both("易位时", "Swapped"),
    "swap": both("怎样的权重会使两地易位", "Which weights swap these two"),
    "swap_with": both("与哪个地区相比", "Compared with"),
    "swap_none": both("只调整这些权重，两地不会易位", "No change of these weights swaps the two"),
    "swap_l1": both("总变动最小：{p:.1f}%", "Least change in all: {p:.1f}%"),
    "swap_linf": both("最大变动最小：{p:.1f}%", "Least largest change: {p:.1f}%"),
    "lift": both("怎样最省力地升到某一名", "The cheapest way up to a place"),
    "lift_to": both("目标名次", "Place wanted"),
    "lift_none": both("各项都到顶也到不了", "Out of reach even with every item at the top"),
    "lift_there": both("已在该名次或更好", "Already there or better"),
    "lift_not": both("只有无缺失的算术平均树才能计算", "Needs a tree of arithmetic means without gaps"),
    "lift_about": both(
        "每提高一分的努力视为相同，其他地区不动；全部重新评分后为第{place}名。",
        "Each point costs the same effort, others held still; scored again: place {place}.",
    ),
    "lift_points": both("提高（分）", "Points"),
    "lift_after": both("应达到", "Needed"),
}
