"""Objections to a figure."""

from indicators.text import both

TEXTS = {
    "objections": both("异议", "Objections"),
    "objections_of": both("异议：{n} 条，待处理 {open} 条", "Objections: {n}, {open} open"),
    "objections_about": both(
        "对某个地区、指标、时期的数值有不同意见，可在此提出。异议及其处理情况留存在案：何人、何时、改了什么。",
        "Whoever holds a figure to be wrong says so here. Objections and what came of them are kept, with who, when "
        "and what changed.",
    ),
    "objection_indicator": both("指标", "Indicator"),
    "objection_should": both("认为应为", "Should be"),
    "objection_state": both("状态", "State"),
    "objection_who": both("提出人或单位", "Who objects"),
    "objection_when": both("时间（UTC）", "When (UTC)"),
    "objection_words": both("理由", "Why"),
    "objection_words_help": both("请写明依据，如文件、数据来源", "Say what it rests on: a document, a source"),
    "objection_what": both("事项", "What"),
    "objection_one": both("查看一条异议", "One objection"),
    "objection_elsewhere": both("所选数据中没有这个数值。", "The evidence in view has no such figure."),
    "objection_in_force": both(
        "证据中的数值已由 {before} 改为 {after}。以下比较改动前后的名次，其余数值不变。",
        "The evidence changed from {before} to {after}. Places before and after, all else held still:",
    ),
    "objection_trial": both(
        "已答复更正为 {after}（原值 {before}），证据尚未改动。以下为试算，其余数值不变。",
        "To be corrected to {after} (from {before}); the evidence does not hold it yet. A trial, all else held still:",
    ),
    "objection_moved": both("{n} 个地区名次有变", "{n} regions change places"),
    "objection_nobody": both("没有地区名次变化", "No region changes its place"),
    "objection_place_before": both("更正前名次", "Place before"),
    "objection_place_after": both("更正后名次", "Place after"),
    "objection_score_before": both("更正前得分", "Score before"),
    "objection_score_after": both("更正后得分", "Score after"),
    "objection_do": both("处理意见", "Decision"),
    "objection_value": both("正确的数值", "The correct figure"),
    "objection_value_help": both("仅更正时填写", "For a correction only"),
    "objection_reply_words": both("说明", "Explanation"),
    "objection_by": both("经办人或单位", "Who does it"),
    "objection_keep": both("留存", "Keep"),
    "objection_new": both("提出异议", "Object to a figure"),
    "objection_figure": both(
        "{region} · {indicator} · {period}：{value}", "{region} · {indicator} · {period}: {value}"
    ),
    "objection_do_raise": both("提出异议", "Object"),
    "objection_raised": both("提出异议：{value}", "objected to {value}"),
    "objection_mark": both("有异议", "objection"),
}
