"""Down to the rows: which cases, answers, departments or items one measured value rests on, and what is missing."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.engines.waiting import Waiting
from evaluator.evidence import Evidence
from indicators.faults import Fault
from indicators.tables import TABLES
from indicators.text import Text

if TYPE_CHECKING:
    from evaluator.engines.duckdb_engine import DuckdbEngine

TITLES = {
    "counts": Text(zh="合计", en="Counts"),
    "middle": Text(zh="位于中位的办件", en="Cases at the median"),
    "slowest": Text(zh="数值最高的办件", en="Slowest (highest) cases"),
    "open": Text(zh="期末在办最久的办件（不计入）", en="Open longest at the end of the period (not counted)"),
    "lacking": Text(zh="缺少信息、未计入的记录", en="Records that lack something and are not counted"),
    "backward": Text(zh="先后颠倒、未计入的办件", en="Cases that end before they start and are not counted"),
    "failing": Text(zh="未达到要求的记录", en="Records that do not pass"),
    "passing": Text(zh="计入的记录", en="Records that count"),
    "items": Text(zh="核查项及答案", en="Items and answers"),
    "departments": Text(zh="各部门（份数过少的不显示）", en="Departments (small ones are hidden)"),
    "answers": Text(zh="各答案份数（过少的不显示）", en="Answers (small numbers are hidden)"),
    "unlisted": Text(zh="指标未列出的答案，不计", en="Answers that the indicator does not list: not counted"),
    "lights": Text(zh="期末灯色", en="Lights at the end of the period"),
    "overdue": Text(zh="红灯事项", en="Red items"),
}

#: What the columns are called; cells of these columns are words of the product, too.
HEADINGS = {
    "taken": Text(zh="计入", en="taken"),
    "lacking": Text(zh="缺信息", en="lacking"),
    "refused": Text(zh="先后颠倒", en="backward"),
    "open": Text(zh="在办", en="open"),
    "rows": Text(zh="记录", en="rows"),
    "counted": Text(zh="应计", en="counted"),
    "passed": Text(zh="符合", en="passed"),
    "amount": Text(zh="金额", en="amount"),
    "passed_amount": Text(zh="符合金额", en="amount passed"),
    "asked": Text(zh="名单", en="listed"),
    "answered": Text(zh="已答", en="answered"),
    "respondents": Text(zh="计入答卷", en="respondents counted"),
    "answers": Text(zh="计入答案", en="answers counted"),
    "unlisted": Text(zh="未列答案", en="unlisted"),
    "case": Text(zh="办件", en="case"),
    "step": Text(zh="环节", en="step"),
    "begun": Text(zh="起", en="begun"),
    "ended": Text(zh="止", en="ended"),
    "started": Text(zh="开始", en="started"),
    "finished": Text(zh="办结", en="finished"),
    "due": Text(zh="期限", en="due"),
    "value": Text(zh="数值", en="value"),
    "days": Text(zh="已历天数", en="days"),
    "item": Text(zh="事项", en="item"),
    "opened": Text(zh="提出", en="opened"),
    "closed": Text(zh="办结", en="closed"),
    "confirmed": Text(zh="企业确认", en="confirmed"),
    "reopened": Text(zh="重新提出", en="reopened"),
    "channel": Text(zh="渠道", en="channel"),
    "mode": Text(zh="方式", en="mode"),
    "department": Text(zh="部门", en="department"),
    "subject": Text(zh="部门", en="department"),
    "outcome": Text(zh="结果", en="outcome"),
    "question": Text(zh="题目", en="question"),
    "question_zh": Text(zh="问题", en="question"),
    "question_en": Text(zh="问题", en="question"),
    "points": Text(zh="分值", en="points"),
    "answer": Text(zh="答案", en="answer"),
    "state": Text(zh="状态", en="state"),
    "n": Text(zh="份数", en="n"),
    "mean": Text(zh="均值", en="mean"),
    "low": Text(zh="区间下限", en="low"),
    "high": Text(zh="区间上限", en="high"),
    "light": Text(zh="灯色", en="light"),
    "items": Text(zh="件数", en="items"),
}
WORDS = {
    ("state", "answered"): Text(zh="已答", en="answered"),
    ("state", "na"): Text(zh="不适用", en="does not apply"),
    ("state", "missing"): Text(zh="未答", en="missing"),
    ("light", "red"): Text(zh="红", en="red"),
    ("light", "yellow"): Text(zh="黄", en="yellow"),
    ("light", "green"): Text(zh="绿", en="green"),
}


def region_engine(
    evidence: Evidence, region: str, period: str, tables: Collection[str] = tuple(TABLES)
) -> DuckdbEngine:
    """An engine that holds a region's own rows of some tables, and one period; to be closed by who asks for it."""
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.engines.periods import periods_of

    engine = DuckdbEngine(threads=1)  # few rows: more threads cost more than they bring
    for name in TABLES:
        engine.put(name, evidence.rows(name, region) if name in tables else None)
    engine.put("periods", periods_of([period]))
    return engine


def explain_rows(assessment: Assessment, region: str, indicator: str, period: str | None = None) -> dict[str, pa.Table]:
    """The rows behind one measured value, as small tables by name (`TITLES` says what each is).

    Args:
        assessment: What was scored.
        region: Code of the region.
        indicator: An indicator; one worked out from statistics gives no table (`explain` lists its figures).
        period: By default the latest of the assessment.

    Returns:
        `counts`, and lists of at most ten rows each; only these leave the engine, however large the log is.
    """
    with Tracer(assessment, region, period) as tracer:
        return tracer.rows(indicator)


class Tracer(Waiting["DuckdbEngine"]):
    """The rows behind any number of values of one region in one period, with one engine that holds its own rows.

    Args:
        assessment: What was scored.
        region: Code of the region.
        period: By default the latest of the assessment.
    """

    def __init__(self, assessment: Assessment, region: str, period: str | None = None) -> None:
        self.assessment, self.period = assessment, period or assessment.latest
        super().__init__(lambda: region_engine(assessment.evidence, region, self.period))

    def rows(self, indicator: str) -> dict[str, pa.Table]:
        """See `explain_rows`."""
        from evaluator.traces import Trace
        from indicators.catalogue import measure_of

        one = self.assessment.standard.by_id[indicator]
        measure = measure_of(one)
        return {} if measure.kind == "statistic" else Trace(self.get(), one, measure, self.assessment.keeper).tables()


def refused_rows(assessment: Assessment, region: str, indicator: str) -> tuple[list[Fault], list[Fault]]:
    """Rows of evidence that were refused and that the indicator would have read, of every period.

    Args:
        assessment: What was scored.
        region: Code of the region.
        indicator: An indicator.

    Returns:
        Those of the region; and those whose region cannot be told, any of which may be its own.
    """
    from indicators.catalogue import measure_of

    measure = measure_of(assessment.standard.by_id[indicator])
    reads = {(table, topic or "") for table, topic in measure.reads(indicator)}
    tables = {table for table, topic in reads if not topic}
    own: list[Fault] = []
    unknown: list[Fault] = []
    for one in assessment.evidence.refusals:
        about = one.about
        if about is None or not (about.table in tables or (about.table, about.topic) in reads):
            continue
        if about.region == region:
            own.append(one)
        elif not about.region:
            unknown.append(one)
    return own, unknown
