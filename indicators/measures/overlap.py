"""Share of a case's steps that run side by side with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from indicators.measures._intervals import PARTS, Intervals
from indicators.measures._spread import Statistic
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class Overlap(Intervals):
    """Steps that share at least one calendar day with another, in percent of the steps with both stamps."""

    kind: ClassVar[str] = "overlap"
    title: ClassVar[Text] = Text(zh="并联办理占比", en="Parallel share")
    about: ClassVar[Text] = Text(
        zh="与至少一个其他环节在日历日上重叠的环节占有起止时间环节的比例，按办件取均值。",
        en="Share of a case's steps that overlap another by at least one calendar day, as a mean over cases.",
    )
    scale: ClassVar[int] = PARTS
    coarse: ClassVar[int] = PARTS // 100

    statistic: Statistic = "mean"

    def amounts(self, bounds: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        import ibis

        spans = self.stretches(tables)
        spans = spans.filter(spans.last.notnull() & (spans.last >= spans.first))
        order = [spans.first, spans.last, spans.step]
        case = [spans.stretch_region, spans.stretch_case]
        before = ibis.window(group_by=case, order_by=order, preceding=(None, 1))
        after = ibis.window(group_by=case, order_by=order)
        spans = spans.mutate(reached=spans["last"].max().over(before), coming=spans["first"].lead().over(after))
        shared = (spans.reached >= spans["first"]).fill_null(False) | (spans.coming <= spans["last"]).fill_null(False)
        found = spans.group_by("stretch_region", "stretch_case").agg(
            shared=shared.cast("int64").sum(), steps=spans.count()
        )
        share = found.shared.cast("float64") / found.steps.cast("float64")
        found = found.mutate(share=(share * (100.0 * PARTS)).round().cast("int64"))
        joined = bounds.left_join(found, (bounds.region == found.stretch_region) & (bounds.case == found.stretch_case))
        # A case without any step that has both stamps lacks what the measure reads.
        lacking = joined.share.isnull() | joined.unknown
        backward = joined.ended.date() < joined.begun.date()
        return joined.mutate(amount=ibis.ifelse(backward, -1, joined.share), unknown=lacking).drop(
            "stretch_region", "stretch_case", "shared", "steps", "share"
        )
