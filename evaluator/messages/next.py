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
    "next_place": both("名次：现 {before}，试算 {after}", "Place: {before} now, {after} as tried"),
    "next_none": both("该地区没有可试算的指标", "This region has no indicator to try"),
    "next_report": both("评价报告", "Report"),
    "next_report_note": both(
        "报告不列名次，按标准规定的权重与方法编写。", "Places are left out; weights and method are the standard's own."
    ),
    "next_report_sandbox": both(
        "报告不列名次，按当前权重与方法编写，并在首页注明并非发布结果。",
        "Places are left out. The weights and the method in force here are used, and the first page says so.",
    ),
    "next_peer": both("终点：同类最好 {name} {value}", "To the best peer: {name}, {value}"),
    "next_bound": both("同类中已最好；终点：上限 {value}", "Best of its peers already; to the bound, {value}"),
    "goal": both("目标与路径", "A way to a goal"),
    "goal_about": both(
        "给出目标，求所需努力最小的改进组合；其他地区保持不变。算得出不等于做得到。",
        "State a goal to get the steps of least effort; the other regions are held still. "
        "What can be computed is not yet what can be done.",
    ),
    "goal_kind": both("目标", "Goal"),
    "goal_place": both("名次不低于", "Place, at least"),
    "goal_points": both("得分不低于", "Score of at least"),
    "goal_efforts": both("各项指标的努力、步幅与上限", "Efforts, steps and limits"),
    "goal_efforts_about": both(
        "努力由您自定（如经费、人力、月数），各项须用同一尺度；不能改进的请取消勾选。",
        "Efforts are yours to state (money, staff, months), all on one scale; untick what cannot be changed.",
    ),
    "goal_col_name": both("指标", "Indicator"),
    "goal_col_unit": both("单位", "Unit"),
    "goal_col_now": both("现值", "Now"),
    "goal_col_can": both("可改进", "Can change"),
    "goal_col_effort": both("每步努力", "Effort a step"),
    "goal_col_step": both("一步", "One step"),
    "goal_col_most": both("最多到", "At most to"),
    "goal_find": both("求最省的路径", "Find the least effort"),
    "goal_never": both(
        "各项都改进到上限，得分也只有 {score}，达不到这个目标。请放宽目标或上限。",
        "Even with everything at its limit the score would be {score}: this goal is out of reach. "
        "Choose a nearer goal or further limits.",
    ),
    "goal_there": both("目标已经达到，不需要改进。", "The goal is reached already; nothing has to be done."),
    "plan_name": both("指标", "Indicator"),
    "plan_unit": both("单位", "Unit"),
    "plan_from": both("现值", "From"),
    "plan_to": both("目标值", "To"),
    "plan_effort": both("努力", "Effort"),
    "plan_points": both("单独增分", "Points alone"),
    "plan_owner": both("责任单位", "Owner"),
    "plan_date": both("完成时限", "Due"),
    "plan_comes_to": both(
        "按此计划，得分由 {before} 变为 {after}，共需努力 {effort}。",
        "The plan takes the score from {before} to {after} with an effort of {effort}.",
    ),
    "plan_short": both("修改后的计划达不到目标。", "As changed, the plan falls short of the goal."),
    "plan_download": both("下载计划（CSV）", "Download the plan (CSV)"),
    "plan_check": both(
        "下期数据齐备后，可用 evaluator plan --check 核对完成情况。",
        "Once the next period is in, evaluator plan --check tells what was done.",
    ),
    "slow": both("试算：最慢的一成若与中位数一样快", "What if the slowest tenth took as long as the median"),
    "slow_about": both(
        "逐项取最慢的一成办件（至少一件），改为中位时长，再按原口径重算；只改时长，其他内容与其他地区不变。"
        "按时率一类指标中，尚未办结的按已过时长计入。",
        "For each indicator the slowest tenth of cases (at least one) take the median time, and the measure is worked "
        "out again. Only times change; other regions are held still. In shares of cases in time, one still open counts "
        "with the time it has run.",
    ),
    "slow_busy": both("正在按办件重算……", "Working it out on the cases…"),
    "slow_none": both("该地区本期没有可试算的办件。", "There are no cases of this region in the period to try it on."),
    "slow_name": both("指标", "Indicator"),
    "slow_cases": both("办件数", "Cases"),
    "slow_slow": both("改快件数", "Made faster"),
    "slow_mean": both("平均时长", "Mean time"),
    "slow_mean_after": both("试算后平均", "Mean as tried"),
    "slow_clock": both("时长单位", "Unit of time"),
    "slow_raw": both("现值", "Value"),
    "slow_to": both("试算值", "As tried"),
    "slow_unit": both("单位", "Unit"),
    "slow_points": both("总分增加", "Points"),
    "slow_sum": both(
        "{whole} 项中有 {n} 项的数值会变动。取中位数的指标不受最慢一成影响，其成效见平均时长。",
        "{n} of {whole} indicators would move. A median does not notice its slowest tenth; see the mean time.",
    ),
}
