"""Points for yes, partial and no over the items of a checklist, from one respondent or a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from indicators.measures import Measure
from indicators.measures._gates import gated
from indicators.measures._logs import Share
from indicators.measures._per import chosen
from indicators.records import Flag, Id, Real, Record
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis

WORDS = {"yes": 1.0, "partial": 0.5, "no": 0.0}
#: An item of a region's answers with this name says whether the region offers the service at all.
SERVICE = "service"
#: Answers between 0 and 1 are read to this many parts.
PARTS = 1_000_000


class Item(Record):
    """One question of a checklist and its points."""

    id: Id
    question: Text
    points: Annotated[Real, Field(gt=0)] = 1.0


class Checklist(Measure):
    """100 × Σ points × answer / Σ points of the items that apply.

    `yes` is 1, `partial` 0.5, `no` 0; a number from 0 to 1 stands for itself (the mean of a sample); `na` leaves the
    item out of both sums. Several respondents: the median of each item, an even split between yes and no
    is half (B-READY Methodology Handbook, Annex B); an item is out only if every respondent says `na`.
    A respondent who answers an item twice in different ways is not counted for it.

    Attributes:
        items: The questions.
        proof: Whether yes and partial count as no when no proof is given.
        min_coverage: Least share of points that was answered (`na` is an answer), 0 to 1.
    """

    kind: ClassVar[str] = "checklist"
    title: ClassVar[Text] = Text(zh="核查清单", en="Checklist")
    about: ClassVar[Text] = Text(
        zh="逐项核查，是计 1、部分计 0.5、否计 0，不适用的项目不计，按分值折算为 0—100。",
        en="Items answered yes, partial or no, weighted by points on 0–100; items that do not apply are left out.",
    )
    tables: ClassVar[tuple[str, ...]] = ("answers",)

    items: tuple[Item, ...] = Field(min_length=1)
    proof: Flag = True
    min_coverage: Share = 0.8

    def faults(self) -> list[tuple[str, Text]]:
        names = [item.id for item in self.items]
        twice = sorted({name for name in names if names.count(name) > 1})
        return [("items", Text(zh=f"项目“{name}”重复", en=f"the item '{name}' is repeated")) for name in twice] + [
            ("items", Text(zh=f"项目名“{SERVICE}”另有用途", en=f"the item name '{SERVICE}' is reserved"))
            for name in names
            if name == SERVICE
        ]

    def reads(self, indicator: str) -> tuple[tuple[str, str | None], ...]:
        return (("answers", indicator),)

    def expression(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The measure as one ibis expression; `answers` holds the rows of this indicator only."""
        import ibis

        panel = self.panel(chosen(tables["answers"], periods))
        points = ibis.cases(*[(panel.item == item.id, item.points) for item in self.items], else_=0.0)
        # Points times parts are whole numbers up to a thousandth of a point, so that sums keep their value.
        weight = (points * 1000.0).round().cast("int64")
        found = panel.mutate(weight=weight).group_by("region", "period").agg(
            reached=lambda t: (t.weight * t.answer).sum(),
            applying=lambda t: t.weight.sum(where=t.answer.notnull()),
            answered=lambda t: t.weight.sum(),
            cases=lambda t: t.count(),
        )  # fmt: skip
        total = sum(round(item.points * 1000.0) for item in self.items)
        applying = found.applying.fill_null(0).cast("float64").nullif(0.0)
        nothing = ibis.null("float64")
        found = found.mutate(
            value=found.reached.cast("float64") / applying * (100.0 / PARTS),
            coverage=found.answered.cast("float64") / float(total),
            standard_error=nothing,
            low=nothing,
            high=nothing,
        )
        return gated(found, min_coverage=self.min_coverage)

    def panel(self, answers: ibis.Table) -> ibis.Table:
        """One row a region, period and item: `answer` in parts of 1, missing where the item does not apply."""
        from indicators.measures._spread import median

        rows = answers.filter(answers.item.isin([item.id for item in self.items]) & answers.answer.notnull())
        rows = rows.mutate(said=self.said(rows), na=(rows.answer == "na"), by=rows.respondent.fill_null(""))
        rows = rows.filter(rows.said.notnull() | rows.na)
        key = ["region", "period", "item"]
        each = rows.group_by([*key, "by"]).agg(
            low=rows.said.min(), high=rows.said.max(), na=rows.na.all(), mixed=rows.na.any()
        )
        each = each.filter(each.na | ((each.low == each.high) & ~each.mixed))
        shown = each.filter(~each.na)
        middle = median(shown.group_by([*key, "low"]).agg(rows=shown.count()), key, "low")
        whole = each.group_by(key).agg(respondents=each.count())
        middle = middle.rename(middle_region="region", middle_period="period", middle_item="item")
        joined = whole.left_join(
            middle,
            (whole.region == middle.middle_region)
            & (whole.period == middle.middle_period)
            & (whole.item == middle.middle_item),
        )
        return joined.select("region", "period", "item", answer=joined["middle"].round().cast("int64"))

    def said(self, rows: ibis.Table) -> ibis.expr.types.IntegerValue:
        """An answer in parts of 1; missing for `na` and for words that are no answer."""
        import ibis

        number = rows.answer.try_cast("float64")
        inside = (number >= 0.0) & (number <= 1.0)
        given = ibis.cases(
            *[(rows.answer == word, value) for word, value in WORDS.items()],
            (inside.fill_null(False), number),
            else_=ibis.null("float64"),
        )
        if self.proof:
            unproved = rows.answer.isin(["yes", "partial"]) & (rows.proof.isnull() | (rows.proof == ""))
            given = ibis.ifelse(unproved, 0.0, given)
        return (given * float(PARTS)).round().cast("int64")
