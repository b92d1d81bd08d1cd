"""Down to the rows: which cases, answers, departments or items one measured value rests on, and what is missing."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from evaluator.assessment import Assessment
from indicators.indicator import Indicator
from indicators.measures import Measure
from indicators.text import Text

if TYPE_CHECKING:
    from evaluator.engines.duckdb_engine import DuckdbEngine

#: Rows of each list.
MOST = 10
#: Departments with fewer answers are hidden.
FEWEST = 10
TITLES = {
    "counts": Text(zh="合计", en="Counts"),
    "middle": Text(zh="位于中位的办件", en="Cases at the median"),
    "slowest": Text(zh="最慢的办件", en="Slowest cases"),
    "lacking": Text(zh="缺少信息、未计入的记录", en="Records that lack something and are not counted"),
    "failing": Text(zh="未达到要求的记录", en="Records that do not pass"),
    "items": Text(zh="核查项及答案", en="Items and answers"),
    "departments": Text(zh="各部门（份数过少的不显示）", en="Departments (small ones are hidden)"),
    "lights": Text(zh="期末灯色", en="Lights at the end of the period"),
    "overdue": Text(zh="红灯事项", en="Red items"),
}


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


class Tracer:
    """The rows behind any number of values of one region in one period, with one engine that holds its own rows.

    Args:
        assessment: What was scored.
        region: Code of the region.
        period: By default the latest of the assessment.
    """

    def __init__(self, assessment: Assessment, region: str, period: str | None = None) -> None:
        self.assessment, self.region, self.period = assessment, region, period or assessment.latest
        self._engine: DuckdbEngine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            self._engine.close()

    def rows(self, indicator: str) -> dict[str, pa.Table]:
        """See `explain_rows`."""
        from indicators.catalogue import measure_of

        one = self.assessment.standard.by_id[indicator]
        measure = measure_of(one)
        return {} if measure.kind == "statistic" else _Trace(self.engine, one, measure).tables()

    @property
    def engine(self) -> DuckdbEngine:
        """Opened with the first value that rests on rows."""
        from evaluator.engines.duckdb_engine import DuckdbEngine
        from evaluator.engines.periods import periods_of
        from indicators.tables import TABLES

        if self._engine is None:
            self._engine = DuckdbEngine()
            for name in TABLES:
                self._engine.put(name, self.assessment.evidence.rows(name, self.region))
            self._engine.put("periods", periods_of([self.period]))
        return self._engine


class _Trace:
    """One measure on the rows of one region in one period."""

    def __init__(self, engine: DuckdbEngine, indicator: Indicator, measure: Measure) -> None:
        from indicators.tables import TABLES, unbound

        self.engine, self.measure = engine, measure
        self.periods = unbound("periods")
        self.sources = {name: unbound(name) for name in (*TABLES, "calendar")}
        answers = self.sources["answers"]
        self.sources["answers"] = answers.filter(answers.indicator == indicator.id)

    def tables(self) -> dict[str, pa.Table]:
        """By the kind of the measure; a kind that is not known here gives nothing."""
        from indicators.measures._per_case import PerCase
        from indicators.measures._shares import RowMeasure
        from indicators.measures.checklist import Checklist
        from indicators.measures.ledger import Ledger
        from indicators.measures.satisfaction import Satisfaction

        if isinstance(self.measure, PerCase):
            return self._cases(self.measure)
        if isinstance(self.measure, RowMeasure):
            return self._rows(self.measure)
        if isinstance(self.measure, Checklist):
            return self._items(self.measure)
        if isinstance(self.measure, Ledger):
            return self._lights(self.measure)
        if isinstance(self.measure, Satisfaction):
            return self._departments(self.measure)
        return {}

    def _cases(self, measure: object) -> dict[str, pa.Table]:
        import ibis

        from indicators.measures._logs import in_periods
        from indicators.measures._per_case import PerCase

        assert isinstance(measure, PerCase)
        cases = in_periods(measure.cases(self.sources, self.periods), self.periods, measure.timed)
        scale, _ = measure.units()
        self.engine.keep("traced", cases.mutate(value=cases.amount.cast("float64") / float(scale)).drop("period"))
        schema = {"case": "string", "begun": "timestamp", "ended": "timestamp", "due": "timestamp",
                  "amount": "int64", "lacking": "int64", "value": "float64"}  # fmt: skip
        kept = ibis.table(schema, name="traced")
        taken = kept.filter(kept.amount.notnull())
        ends = self.periods.agg(ends=self.periods.ends.max())
        open_ones = measure.bounds(self.sources).cross_join(ends)
        open_ones = open_ones.filter(open_ones.ended.isnull() & (open_ones.begun < open_ones.ends))
        counts = kept.agg(
            taken=kept.amount.count(),
            lacking=kept.lacking.sum().fill_null(0),
            refused=(kept.amount.isnull() & (kept.lacking == 0)).cast("int64").sum().fill_null(0),
        ).cross_join(open_ones.agg(open=open_ones.count()))
        tables = {"counts": self.engine.run(counts)}
        number = tables["counts"]["taken"][0].as_py()
        listed = ["case", "begun", "ended", "due", "value"]
        ordered = taken.order_by(["value", "case"]).select(listed)
        if number:
            first = max(0, (number - 1) // 2 - 1)
            tables["middle"] = self.engine.run(ordered.limit(4 - number % 2, offset=first))
            slow = taken.order_by([taken.value.desc(), taken.case]).select(listed)
            tables["slowest"] = self.engine.run(slow.limit(MOST))
        lacking = kept.filter(kept.amount.isnull()).order_by("case").select("case", "begun", "ended", "due")
        tables["lacking"] = self.engine.run(lacking.limit(MOST))
        return tables

    def _rows(self, measure: object) -> dict[str, pa.Table]:
        from indicators.measures._logs import in_periods
        from indicators.measures._shares import RowMeasure

        assert isinstance(measure, RowMeasure)
        rows = in_periods(measure.told(self.sources, self.periods), self.periods, measure.timed)
        sums = {"rows": rows.count(), "counted": rows.counted.sum(), "passed": rows.passed.sum(),
                "lacking": (1 - rows.known).sum()}  # fmt: skip
        tables = {"counts": self.engine.run(rows.agg(**{k: v.fill_null(0) for k, v in sums.items()}))}
        names = ("case", "step", "started", "finished", "item", "opened", "closed", "confirmed", "due", "channel",
                 "mode", "department", "outcome", "amount")  # fmt: skip
        listed = [name for name in names if name in rows.columns]
        failing = rows.filter((rows.counted == 1) & (rows.passed == 0)).select(listed)
        tables["failing"] = self.engine.run(failing.order_by(listed[0]).limit(MOST))
        lacking = rows.filter(rows.known == 0).select(listed)
        tables["lacking"] = self.engine.run(lacking.order_by(listed[0]).limit(MOST))
        return tables

    def _items(self, measure: object) -> dict[str, pa.Table]:
        from indicators.measures._per import chosen
        from indicators.measures.checklist import PARTS, Checklist

        assert isinstance(measure, Checklist)
        given = self.engine.run(measure.panel(chosen(self.sources["answers"], self.periods))).to_pylist()
        answers = {row["item"]: row["answer"] for row in given}
        rows = []
        for item in measure.items:
            said = answers.get(item.id)
            rows.append(
                {
                    "item": item.id,
                    "question_zh": item.question.zh,
                    "question_en": item.question.en,
                    "points": item.points,
                    "answer": None if said is None else said / PARTS,
                    "state": "answered" if said is not None else "na" if item.id in answers else "missing",
                }
            )
        return {"items": pa.Table.from_pylist(rows)}

    def _lights(self, measure: object) -> dict[str, pa.Table]:
        from indicators.measures.ledger import Ledger

        assert isinstance(measure, Ledger)
        lit = measure.lit(self.sources, self.periods)
        lights = lit.group_by("light").agg(items=lit.count()).order_by("light")
        red = lit.filter(lit.light == "red").order_by(["due", "item"])
        listed = red.select("item", "opened", "due", "closed", "reopened", "department").limit(MOST)
        return {"lights": self.engine.run(lights), "overdue": self.engine.run(listed)}

    def _departments(self, measure: object) -> dict[str, pa.Table]:
        import ibis

        from indicators.measures._gates import share_columns
        from indicators.measures._logs import test
        from indicators.measures._per import chosen
        from indicators.measures.satisfaction import Satisfaction

        assert isinstance(measure, Satisfaction)
        asked = chosen(self.sources["responses"], self.periods)
        asked = asked.filter((asked.survey == measure.survey) & asked.question.isin(list(measure.questions)))
        rows = asked.filter(test(measure.rule("filter"), asked).fill_null(False) & asked.answer.notnull())
        if measure.marks:
            mark = ibis.cases(*[(rows.answer == word, value) for word, value in measure.marks.items()], else_=None)
        else:
            hit = test(measure.rule("numerator"), rows).fill_null(False)
            mark = ibis.ifelse(hit, 100.0, 0.0)
        rows = rows.mutate(mark=mark, subject=rows.subject.fill_null(""))
        rows = rows.filter(rows.mark.notnull())
        found = rows.group_by("subject").agg(n=rows.count(), total=(rows.mark * 100.0).round().cast("int64").sum())
        share = share_columns(found.total.cast("float64") / 10_000.0, found.n)
        found = found.mutate(**share).select("subject", "n", mean="value", low="low", high="high")
        return {"departments": _hidden(self.engine.run(found.order_by("subject")))}


def _hidden(table: pa.Table) -> pa.Table:
    """Departments with few answers without figures; a single one takes the next smallest with it."""
    rows = table.to_pylist()
    small = [row for row in rows if row["n"] < FEWEST]
    if len(small) == 1 and len(rows) > 1:
        small.append(min((row for row in rows if row is not small[0]), key=lambda row: (row["n"], row["subject"])))
    for row in small:
        row.update(dict.fromkeys(("n", "mean", "low", "high")))
    return pa.Table.from_pylist(rows, schema=table.schema)
