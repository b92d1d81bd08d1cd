"""The Evidence page."""

from indicators.text import both

TEXTS = {
    "evidence": both("证据", "Evidence"),
    "ev_figures": both("统计", "Figures"),
    "ev_cases": both("办件", "Cases"),
    "ev_survey": both("问卷", "Survey"),
    "ev_ledger": both("台账", "Ledger"),
    "ev_checklist": both("核查清单", "Checklist"),
    "ev_refused": both("拒收", "Refused"),
    "ev_files": both("各表行数：读入 = 采用 + 拒收", "Rows by table: read = taken + refused"),
    "ev_none": both("这份证据里没有这类数据。", "This evidence holds nothing of this kind."),
    "ev_none_refused": both("没有拒收的行。", "No row was refused."),
    "ev_feeds": both("用于指标：{names}", "Feeds: {names}"),
    "ev_feeds_none": both("所选标准没有指标读取这些数据。", "No indicator of this standard reads these data."),
    "ev_process": both("流程", "Process"),
    "ev_curve": both("从开始到办结不超过若干天的办件占比", "Share of cases done within so many days"),
    "ev_days": both("天数", "Days"),
    "ev_share": both("占比", "Share"),
    "ev_steps": both("各环节行数：到达、办结、未办结", "Rows by step: reached, done, open"),
    "ev_times": both(
        "已办结 {n} 件：中位 {median} 天，九成在 {p90} 天内；未办结 {open} 件。",
        "{n} cases done: median {median} days, nine in ten within {p90} days; {open} open.",
    ),
    "ev_small": both(
        "灰字：不足 30 份，仅供参考；不足 10 份的不显示（“—”），也无法由合计推算。",
        "Grey: fewer than 30, take with care; fewer than 10 are hidden (—) and cannot be worked out from totals.",
    ),
    "ev_lights": both("期末红、黄、绿灯，按部门", "Lights at the end of the period, by department"),
    "ev_more": both("只列前 {n} 行，共 {whole} 行。", "The first {n} of {whole} rows."),
}
