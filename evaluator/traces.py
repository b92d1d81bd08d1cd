"""The rows behind one measured value, kind by kind of measure: small tables out of however large a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.disclosure import hidden
from indicators.indicator import Indicator
from indicators.measures import Measure
from indicators.measures._logs import in_periods, test
from indicators.measures._per_case import PerCase
from indicators.measures._shares import RowMeasure
from indicators.measures.amount_share import AmountShare
from indicators.measures.checklist import PARTS, SERVICE, Checklist
from indicators.measures.consultation import Consultation
from indicators.measures.ledger import Ledger
from indicators.measures.rate import Rate
from indicators.measures.satisfaction import Satisfaction

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis

    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.engines.keeping import Keeper

#: Rows of each list.
MOST = 10
Tables = dict[str, pa.Table]
#: What is listed of a row of a log, as far as its table has it.
LISTED = ("case", "step", "started", "finished", "item", "opened", "closed", "confirmed", "reopened", "due", "channel",
          "mode", "department", "outcome", "amount")  # fmt: skip


class Trace:
    """One measure in one region and period.

    Args:
        engine: Holds the region's own rows of the tables of evidence, and `periods`.
        indicator: The indicator.
        measure: Its measure.
        keeper: Where statements are kept from run to run; None keeps nothing beyond this process.
    """

    def __init__(
        self, engine: DuckdbEngine, indicator: Indicator, measure: Measure, keeper: Keeper | None = None
    ) -> None:
        from indicators.tables import unbound, unbound_tables

        self.engine, self.indicator, self.measure, self.keeper = engine, indicator.id, measure, keeper
        self.periods = unbound("periods")
        self.sources = unbound_tables(indicator.id)

    def tables(self) -> Tables:
        """By the kind of the measure; a kind that is not known here gives nothing."""
        if isinstance(self.measure, PerCase):
            return self._cases(self.measure)
        if isinstance(self.measure, RowMeasure):
            return self._rows(self.measure)
        if isinstance(self.measure, Checklist):
            return self._items(self.measure)
        if isinstance(self.measure, Ledger):
            return self._lights(self.measure)
        if isinstance(self.measure, Satisfaction):
            return self._survey(self.measure)
        if isinstance(self.measure, Consultation):
            return self._opinions(self.measure)
        return {}

    def _held(self, name: str, make: Callable[[], ibis.Table]) -> ibis.Table:
        """The result of an expression as a table of its own, from which lists are made by statements that all share.

        The expression rests on the measure alone: it is made into a statement once, whatever the region.
        """
        import ibis

        from evaluator.engines.statements import statement_for

        self.engine.keep(name, statement_for(name, self.measure, make, self.keeper, self.indicator))
        return ibis.table(ibis.Schema.from_pyarrow(self.engine.query(f"FROM {name} LIMIT 0").schema), name=name)

    def _told(self, measure: RowMeasure | Consultation, timed: bool) -> ibis.Table:
        """What a measure says of each row of the period."""
        return self._held("told", lambda: in_periods(measure.told(self.sources, self.periods), self.periods, timed))

    def _cases(self, measure: PerCase) -> Tables:
        def timed() -> ibis.Table:
            cases = in_periods(measure.cases(self.sources, self.periods), self.periods, measure.timed)
            return cases.mutate(value=cases.amount.cast("float64") / float(measure.units()[0])).drop("period")

        kept = self._held("traced", timed)
        going = self._held("going", lambda: self._going(measure))
        backward = kept.amount.isnull() & (kept.lacking == 0)
        counts = kept.agg(
            taken=kept.amount.count(),
            lacking=kept.lacking.sum().fill_null(0).cast("int64"),
            refused=backward.cast("int64").sum().fill_null(0).cast("int64"),
        ).cross_join(going.agg(open=going.count()))
        tables = {"counts": self.engine.run(counts)}
        number = tables["counts"]["taken"][0].as_py()
        listed = ["case", "begun", "ended", "due", "value"]
        taken = kept.filter(kept.amount.notnull())
        if number:
            first = max(0, (number - 1) // 2 - 1)
            ordered = taken.order_by(["value", "case"]).select(listed)
            tables["middle"] = self.engine.run(ordered.limit(4 - number % 2, offset=first))
            slow = taken.order_by([taken.value.desc(), taken.case]).select(listed)
            tables["slowest"] = self.engine.run(slow.limit(MOST))
        oldest = going.order_by([going.days.desc(), going.case]).select("case", "begun", "due", "days")
        tables["open"] = self.engine.run(oldest.limit(MOST))
        stamps = ["case", "begun", "ended", "due"]
        tables["lacking"] = self.engine.run(kept.filter(kept.lacking == 1).order_by("case").select(stamps).limit(MOST))
        tables["backward"] = self.engine.run(kept.filter(backward).order_by("case").select(stamps).limit(MOST))
        return tables

    def _going(self, measure: PerCase) -> ibis.Table:
        """Cases under way at the end of the period with the days since their start; a later end is not known then."""
        import ibis

        from indicators.stamps import day

        ends = self.periods.agg(ends=self.periods.ends.max())
        rows = measure.bounds(self.sources).cross_join(ends)
        under_way = rows.ended.isnull() | (rows.ended >= rows.ends)
        rows = rows.filter(under_way & (rows.begun < rows.ends))
        last = rows.ends - ibis.interval(seconds=1)
        return rows.mutate(days=(day(last) - day(rows.begun)).cast("int64"))

    def _rows(self, measure: RowMeasure) -> Tables:
        rows = self._told(measure, measure.timed)
        lacks, more = rows.known == 0, {}
        if isinstance(measure, AmountShare):
            lacks = lacks | ((rows.counted == 1) & rows.amount.isnull())
            amount = rows.amount.fill_null(0.0)
            more = {"lacking": lacks.cast("int64").sum().fill_null(0).cast("int64")}
            more["amount"] = (rows.counted.cast("float64") * amount).sum().round(2).fill_null(0.0)
            more["passed_amount"] = (rows.passed.cast("float64") * amount).sum().round(2).fill_null(0.0)
        tables = {"counts": self._counted(rows, **more)}
        listed = [name for name in LISTED if name in rows.columns]
        first = listed[0]
        if isinstance(measure, Rate):
            # A rate is of what passes: the others are no failures.
            counted = rows.filter(rows.passed == 1).order_by([rows[measure.period_by].desc(), first])
            tables["passing"] = self.engine.run(counted.select(listed).limit(MOST))
        else:
            order = [rows.amount.desc(), first] if isinstance(measure, AmountShare) else [first]
            failing = rows.filter((rows.counted == 1) & (rows.passed == 0)).order_by(order).select(listed)
            tables["failing"] = self.engine.run(failing.limit(MOST))
        tables["lacking"] = self.engine.run(rows.filter(lacks).order_by(first).select(listed).limit(MOST))
        return tables

    def _counted(self, rows: ibis.Table, **more: ibis.expr.types.NumericValue) -> pa.Table:
        """How many rows there are, count, pass, and lack something; `more` are further sums, or others."""
        sums = {"rows": rows.count(), "counted": rows.counted.sum(), "passed": rows.passed.sum(),
                "lacking": (1 - rows.known).sum()}  # fmt: skip
        whole = {name: value.fill_null(0).cast("int64") for name, value in sums.items()}
        return self.engine.run(rows.agg(**{**whole, **more}))

    def _opinions(self, measure: Consultation) -> Tables:
        """Opinions received, or those that were not answered in time or not adopted, oldest first."""
        rows = self._told(measure, timed=False)
        tables = {"counts": self._counted(rows)}
        listed = ["item", "opened", "due", "closed", "confirmed", "department"]
        received = measure.show == "received"
        chosen = rows.filter((rows.counted == 1) & (rows.passed == (1 if received else 0)))
        found = chosen.order_by(["opened", "item"]).select(listed).limit(MOST)
        tables["passing" if received else "failing"] = self.engine.run(found)
        tables["lacking"] = self.engine.run(rows.filter(rows.known == 0).order_by("item").select(listed).limit(MOST))
        return tables

    def _items(self, measure: Checklist) -> Tables:
        from indicators.measures._per import chosen

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
        answers = self.sources["answers"]
        other = chosen(answers, self.periods)
        other = other.filter(~other["item"].isin([*(item.id for item in measure.items), SERVICE]))
        strange = other.group_by(["item", "answer"]).agg(n=other.count()).order_by(["item", "answer"]).limit(MOST)
        return {"items": pa.Table.from_pylist(rows), "unlisted": self.engine.run(strange)}

    def _lights(self, measure: Ledger) -> Tables:
        lit = self._held("lit", lambda: measure.lit(self.sources, self.periods))
        lights = lit.group_by("light").agg(items=lit.count()).order_by("light")
        red = lit.filter(lit.light == "red").order_by(["due", "item"])
        listed = red.select("item", "opened", "due", "closed", "reopened", "department").limit(MOST)
        return {"lights": self.engine.run(lights), "overdue": self.engine.run(listed)}

    def _survey(self, measure: Satisfaction) -> Tables:
        """Who was asked and answered, departments, answers, and words that the indicator does not list."""
        import ibis

        from indicators.measures._per import chosen

        asked = chosen(self.sources["responses"], self.periods)
        asked = asked.filter((asked.survey == measure.survey) & asked.question.isin(list(measure.questions)))
        rows = asked.filter(test(measure.rule("filter"), asked).fill_null(False) & asked.answer.notnull())
        if measure.marks:
            mark = ibis.cases(*[(rows.answer == word, value) for word, value in measure.marks.items()], else_=None)
        else:
            hit = test(measure.rule("numerator"), rows).fill_null(False)
            counts = test(measure.rule("denominator"), rows).fill_null(False)
            mark = ibis.ifelse(counts, ibis.ifelse(hit, 100.0, 0.0), ibis.null("float64"))
        rows = rows.mutate(mark=mark, subject=rows.subject.fill_null(""))
        counted, unlisted = rows.filter(rows.mark.notnull()), rows.filter(rows.mark.isnull())
        respondents = {
            "asked": asked.respondent.nunique(),
            "answered": asked.respondent.nunique(where=asked.answer.notnull()),
        }
        sums = asked.agg(**respondents).cross_join(
            counted.agg(respondents=counted.respondent.nunique(), answers=counted.count())
        )
        tables = {"counts": self.engine.run(sums.cross_join(unlisted.agg(unlisted=unlisted.count())))}
        if measure.by_subject:
            tables["departments"] = self._departments(counted)
        said = counted.group_by(["question", "answer"]).agg(n=counted.count()).order_by(["question", "answer"])
        tables["answers"] = _hidden(self.engine.run(said), ("n",), "question", "answer")
        words = unlisted.group_by(["question", "answer"]).agg(n=unlisted.count())
        tables["unlisted"] = self.engine.run(words.order_by([words.n.desc(), "question", "answer"]).limit(MOST))
        return tables

    def _departments(self, rows: ibis.Table) -> pa.Table:
        from indicators.measures._gates import share_columns

        found = rows.group_by("subject").agg(n=rows.count(), total=(rows.mark * 100.0).round().cast("int64").sum())
        share = share_columns(found.total.cast("float64") / 10_000.0, found.n)
        found = found.mutate(**share).select("subject", "n", mean="value", low="low", high="high")
        return _hidden(self.engine.run(found.order_by("subject")), ("n", "mean", "low", "high"), "", "subject")


def _hidden(table: pa.Table, columns: tuple[str, ...], within: str, name: str) -> pa.Table:
    """Small numbers without figures: columns of rows called `name`, in groups of `within`."""
    rows = table.to_pylist()
    small = hidden({(row.get(within), row[name]): row["n"] for row in rows}, lambda cell: cell[0])
    for row in rows:
        if (row.get(within), row[name]) in small:
            row.update(dict.fromkeys(columns))
    return pa.Table.from_pylist(rows, schema=table.schema)
