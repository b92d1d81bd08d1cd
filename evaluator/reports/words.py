"""What a region's report says; `{places}` are filled from its tables."""

from __future__ import annotations

from indicators.text import Text
from indicators.text import both as _

REPORT: dict[str, Text] = {
    "title": _("{name}数字营商环境评价报告", "Digital business environment: report on {name}"),
    "subtitle": _("{standard}　{version}　时期 {period}", "{standard} · {version} · period {period}"),
    "draft": _(
        "本报告所依标准为本项目的工作草案，不是任何已发布或待发布标准的文本，结果仅供参考。",
        "The standard behind this report is a working draft of this project, not the text of any published or pending "
        "standard; the results are for information only.",
    ),
    "made_up": _("所用证据为虚构，仅供演示。", "The evidence is made up, for demonstration only."),
    "changed": _(
        "方法、权重或数值经情景改动，不是发布结果。",
        "Method, weights or figures were changed by a scenario: not a published result.",
    ),
    "h_summary": _("一、概要", "1. Summary"),
    "h_dimensions": _("二、各维度得分", "2. Scores by dimension"),
    "h_change": _("三、与上期相比", "3. Change since the last period"),
    "h_peers": _("四、与同类地区相比", "4. Compared with peers"),
    "h_strengths": _("五、优势与短板", "5. Strengths and weaknesses"),
    "h_next": _("六、下一步", "6. What next"),
    "h_table": _("七、逐项数据", "7. Item by item"),
    "h_method": _("八、方法、来源与局限", "8. Method, sources and limits"),
    "s_score": _(
        "{period}，{name}数字营商环境得分为 {score} 分，数据覆盖度 {coverage}。",
        "In {period}, {name} scores {score} points; {coverage} of the weight was measured.",
    ),
    "s_none": _(
        "{period}，{name}没有总分，原因是{reason}；数据覆盖度 {coverage}。",
        "In {period}, {name} has no total score ({reason}); {coverage} of the weight was measured.",
    ),
    "s_place": _("在 {n} 个地区中列第{place}名。", "It stands at place {place} of {n}."),
    "s_up": _("比{earlier}提高 {change} 分。", "That is {change} points more than in {earlier}."),
    "s_down": _("比{earlier}下降 {change} 分。", "That is {change} points less than in {earlier}."),
    "s_same": _("与{earlier}持平。", "That is the same as in {earlier}."),
    "s_first": _("没有可比的上期得分。", "There is no earlier score to compare with."),
    "s_above": _("比同类地区中位数高 {gap} 分。", "It is {gap} points above the median of its peers."),
    "s_below": _("比同类地区中位数低 {gap} 分。", "It is {gap} points below the median of its peers."),
    "s_level": _("与同类地区中位数持平。", "It is level with the median of its peers."),
    "s_strong": _("优势主要在{items}。", "It is strongest in {items}."),
    "s_weak": _("短板主要在{items}。", "It is weakest in {items}."),
    "s_next": _(
        "单项改进一步，收效最大的是“{item}”，总分可提高 {points} 分。",
        "A single step pays most in '{item}': it would add {points} points to the total.",
    ),
    "t_dimensions": _("各维度得分与覆盖度", "Score and coverage by dimension"),
    "t_change": _("各维度变化", "Change by dimension"),
    "t_peers": _("与同类地区的差距", "Gaps to the peers"),
    "t_strengths": _("优势与短板", "Strengths and weaknesses"),
    "t_figures": _("优势与短板所依据的统计数据", "The published figures behind them"),
    "figure": _("数据", "Figure"),
    "period": _("时期", "Period"),
    "value": _("数值", "Value"),
    "t_next": _("各项改进一步的收效", "What one step better is worth"),
    "t_items": _("逐项得分与原始值", "Scores and raw values, item by item"),
    "t_beside": _("并列展示的数据（不计分）", "Figures shown beside (not scored)"),
    "beside_rule": _(
        "标准要求这些数据与指标并列展示，不参与计分；注明“仅供参考”的，记录较少或不全。",
        "The standard asks for these figures beside its indicators; no part of any score. 'Take with care': few or "
        "incomplete records.",
    ),
    "records": _("记录数", "Records"),
    "remark": _("备注", "Remark"),
    "scarce": _("仅供参考", "take with care"),
    "f_bands": _(
        "各维度得分（蓝点）与同类地区（灰带为中间一半，竖线为中位数）",
        "Scores by dimension (blue) and peers (band: middle half; tick: median)",
    ),
    "f_trend": _("总分历年变化", "The total over time"),
    "n_table": _("表 {n}　{caption}", "Table {n}. {caption}"),
    "n_figure": _("图 {n}　{caption}", "Figure {n}. {caption}"),
    "t_rows": _("优势与短板所依据的明细（节录）", "The rows of evidence behind them (extract)"),
    "rows_rule": _(
        "明细取最突出的优势与短板各 {n} 项，每项列合计和至多 {most} 行；其余在系统“改进”页或以 evaluator explain 查看。"
        "份数过少的部门不显示数值。",
        "The rows are those of the {n} furthest strengths and weaknesses each: counts, at most {most} rows. The rest "
        "are on the page What next, or with evaluator explain. Departments with few answers are without figures.",
    ),
    "ground": _("依据", "Ground"),
    "content": _("内容", "Content"),
    "t_slow": _("最慢的一成办件若与中位数一样快", "If the slowest tenth of cases took as long as the median"),
    "slow_rule": _(
        "逐项取最慢的一成办件（至少一件），改为中位时长后按原口径重算，只改时长，其他地区不动。取中位数的指标不受影响，"
        "成效见平均时长。",
        "For each indicator the slowest tenth of cases (at least one) take the median time; only times change, and "
        "other regions are held still. A median does not notice; see the mean time.",
    ),
    "cases": _("办件（改快）", "Cases (faster)"),
    "mean_time": _("平均时长", "Mean time"),
    "dimension": _("维度", "Dimension"),
    "item": _("指标", "Indicator"),
    "unit": _("单位", "Unit"),
    "score": _("得分", "Score"),
    "weight": _("权重", "Weight"),
    "coverage": _("覆盖度", "Coverage"),
    "before": _("上期", "Before"),
    "now": _("本期", "Now"),
    "change": _("变化", "Change"),
    "median": _("同类中位数", "Peer median"),
    "to_peers": _("距中位数", "To median"),
    "to_bound": _("距满分", "To the top"),
    "kind": _("类别", "Kind"),
    "strength": _("优势", "Strength"),
    "weakness": _("短板", "Weakness"),
    "mean": _("同类均值", "Peer mean"),
    "raw": _("原始值", "Raw value"),
    "peer_raw": _("同类中位数", "Peer median"),
    "from": _("现值", "From"),
    "to": _("改进后", "To"),
    "points": _("总分增加", "Points"),
    "places": _("名次变动", "Places"),
    "total": _("总分", "Total"),
    "peers_are": _("同类地区（{n} 个）：{names}。", "Peers ({n}): {names}."),
    "peers_by": _(
        "按{columns}的相近程度选取，由近及远排列。", "Chosen by likeness in {columns}, the most alike first."
    ),
    "peers_hand": _("由使用者指定。", "Named by the user."),
    "no_strengths": _("没有超出误差的优势或短板。", "No strength or weakness is beyond noise."),
    "next_rule": _(
        "“一步”为该指标上下界间距的十分之一（没有上下界的，取各地观测范围的十分之一）。"
        "测算时其他地区保持不变；算得出不等于做得到，成本与条件须另行论证。",
        "One step is a tenth of the distance between the indicator's bounds (of the observed range where it has none). "
        "Other regions are held still. What can be computed is not yet what can be done: cost and feasibility have to "
        "be judged apart.",
    ),
    "no_next": _("没有可供改进测算的指标数值。", "There is no value from which a step could be worked out."),
    "no_change": _("没有可比的上期得分，故不作比较。", "There is no earlier score, so nothing is compared."),
    "missing_items": _("缺失指标 {n} 个：{items}。", "{n} indicators have no value: {items}."),
    "ranks_off": _("本报告用于自我评价，不列名次。", "This report serves self-assessment; places are left out."),
    "limits": _(
        "局限：得分取决于标准所选指标、权重与方法；差距小于误差时不宜解读；缺失的指标按标准规定处理，覆盖度低时结果须谨慎使用。",
        "Limits: scores depend on the indicators, weights and methods of the standard; gaps within noise should not be "
        "read; missing indicators are treated as the standard says, and low coverage calls for caution.",
    ),
    "trend_own": _("{name}", "{name}"),
    "trend_peers": _("同类中位数", "Peer median"),
    "alt_bands": _(
        "各维度得分与同类地区中间一半的比较，数值见“各维度得分”和“与同类地区相比”两节的表",
        "Scores by dimension against the middle half of the peers; figures in the tables of sections 2 and 4",
    ),
    "alt_trend": _("{name}总分与同类中位数的历年变化", "The total of {name} and the median of its peers over time"),
}
