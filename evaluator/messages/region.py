"""The Region page."""

from indicators.text import both

TEXTS = {
    "choose_region": both("选择地区", "Choose a region"),
    "sentence_none": both("{name}：没有得分（{reason}）", "{name}: no score ({reason})"),
    "completeness": both("数据完整度", "Data completeness"),
    "tree": both("逐项得分", "Item by item"),
    "gap": both("距最好", "Gap to best"),
    "best": both("最好的地区", "Best region"),
    "trend": both("历年得分", "Scores over time"),
    "imputed": both("插补值", "imputed"),
    "strengths": both("优势与短板", "Strengths and weaknesses"),
    "strong": both("优势", "Strengths"),
    "weak": both("短板", "Weaknesses"),
    "profile_sentence": both(
        "{name}：在 {n} 个地区中列第{rank}名（90% 区间 {span}），在 {peers} 个同类地区中列第{peer_rank}名；{band} 档",
        "{name}: place {rank} of {n} (90% interval {span}), {peer_rank} of {peers} among its peers; band {band}",
    ),
    "peer_rank": both("同类名次", "Place among peers"),
    "against_peers": both("与同类相比", "Against its peers"),
    "bullet_legend": both(
        "圆点：本地区；灰带：同类四分位区间；深色竖线：同类中位数；橙线：同类最好",
        "Dot: this region; grey band: middle half of the peers; grey tick: their median; orange tick: their best",
    ),
    "away": both("{name}（{away}\u00a0σ）", "{name} ({away}\u00a0σ)"),
    "median_score": both("同类中位数", "Peers' median"),
    "peer_best": both("同类最好", "Best of the peers"),
    "to_peers": both("差距", "Gap"),
    "change_since": both("{period} 年以来的名次变化", "Change of place since {period}"),
    "own_part": both("自身得分", "Own score"),
    "own_part_help": both("其余地区不动，仅自身得分变化", "Its own score alone, all others held still"),
    "others_part": both("其他地区", "Others"),
    "others_part_help": both("其他地区得分变化带来的进退", "Because the others' scores moved"),
    "method_part": both("方法与权重", "Method and weights"),
    "method_part_help": both("界面中改动的权重或方法", "Because weights or method were changed in the app"),
    "data_part": both("数据修订", "Data revisions"),
    "data_part_help": both("各期取自同一版数据，没有修订", "All periods come from one release of the data: none"),
    "change_score": both(
        "同一方法下得分变化 {score:+.2f}", "Change of the score under one and the same method: {score:+.2f}"
    ),
    "beside_figures": both("并列展示的数据（不计分）", "Figures shown beside (not scored)"),
    "beside_note": both(
        "标准要求与指标并列展示，不参与计分；记录较少或不全的用灰字，仅供参考。",
        "The standard asks for these beside its indicators; no part of any score. Grey: few or incomplete records.",
    ),
    "beside_scarce": both("仅供参考", "take with care"),
    "beside_indicator": both("指标", "Indicator"),
    "beside_figure": both("数据", "Figure"),
    "beside_value": both("数值", "Value"),
    "beside_cases": both("记录数", "Records"),
    "peers_of": both("同类地区", "Peers"),
    "peers_choose": both(
        "自选同类地区（留空则按相近程度选取，选择会写入链接）",
        "Name the peers (empty: the most alike); kept in the link",
    ),
    "peers_group": both("左侧所选对比组（{group}）：", "The peer group chosen at the side ({group}): "),
    "potential": both("改进优先", "Where improvement would count most"),
    "potential_help": both(
        "可提升分数 = 指标在总分中的占比 ×（同类上四分位得分 − 本地区得分）；"
        "可达名次为只改进这一项、其他地区不变时的名次；区间为各项权重在 ±25% 内变动时，该名次的 90% 区间。"
        "算得出不等于做得到。",
        "Gain = share of the total × (upper quartile of the peers − own score); the place is the one reached by this "
        "indicator alone while all others stand still; its interval covers 90% of the places when weights vary within "
        "±25%. What can be computed need not be feasible.",
    ),
    "potential_none": both("各项指标均不低于同类上四分位", "No indicator is below the upper quartile of the peers"),
    "potential_own": both("本地区得分", "Own score"),
    "potential_target": both("同类上四分位", "Peers' upper quartile"),
    "potential_share": both("占总分", "Share of total"),
    "potential_gain": both("可提升分数", "Gain"),
    "potential_place": both("可达名次", "Place reached"),
    "potential_span": both("可达名次区间（90%）", "Interval of that place (90%)"),
    "one_page_pdf": both("一页摘要（PDF）", "One page (PDF)"),
    "whole_report": both("完整报告（Word）", "Whole report (Word)"),
    "report_trial": both("文件注明权重为试算", "The file says that the weights are a trial"),
    "peers_by_hand": both("自选：", "Named by hand: "),
    "peers_plain": both("同类地区：", "Peers: "),
    "peers_found": both("按{by}，最相近的地区：", "Most alike by {by}: "),
}
