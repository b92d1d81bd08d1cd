"""How far evidence can be relied on: a grade from A to D for each indicator, by a rule that is printed."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.evidence import Evidence
from evaluator.tables import only, texts
from indicators.measures import Measure
from indicators.measures.statistic import Statistic
from indicators.text import Text

GRADES = {
    "A": Text(zh="公布的统计数据，注明发布机构", en="published statistics that name their publisher"),
    "B": Text(
        zh="业务系统留下的记录（办件、台账），或未注明发布机构的统计数据",
        en="records of the systems at work (cases, ledgers), or statistics without a named publisher",
    ),
    "C": Text(zh="问卷调查", en="surveys"),
    "D": Text(zh="自行申报（核查清单）", en="self-reported (checklists)"),
}
RULE = Text(
    zh="证据等级：A 公布的统计，B 业务记录，C 问卷，D 自行申报；"
    "涉及几类证据的，按最低一类计；数据自带等级（grade 列）的，以所带等级为准。",
    en="Grade of evidence: A published statistics, B records of the systems at work, C surveys, D self-reported; with "
    "several kinds the lowest counts; a grade given with the figures (column “grade”) goes before.",
)
_TABLES = {"cases": "B", "ledger": "B", "responses": "C", "answers": "D"}


@dataclass(frozen=True)
class Grade:
    """A grade and why.

    Attributes:
        letter: A to D.
        given: Whether it was given with the figures and does not follow from their kind.
    """

    letter: str
    given: bool = False

    @property
    def why(self) -> Text:
        """The kind of evidence in words."""
        return Text(zh="随数据给出", en="given with the figures") if self.given else GRADES[self.letter]


def grade_of(measure: Measure, evidence: Evidence, period: str) -> Grade:
    """The grade of what an indicator rests on in one period.

    Args:
        measure: How the indicator is measured.
        evidence: What it is measured from.
        period: The period looked at, for grades given with single figures.
    """
    if isinstance(measure, Statistic):
        series = measure.parsed.series
        given = _given(series, evidence, period)
        return Grade(given, True) if given else Grade("A" if _published(series, evidence) else "B")
    # Where a published figure (firms, residents) is the denominator, what is asked or recorded decides.
    own = getattr(measure, "table", None)
    letters = [_TABLES[table] for table in ([own] if own else measure.tables) if table in _TABLES]
    return Grade(max(letters, default="D"))


def _given(series: tuple[str, ...], evidence: Evidence, period: str) -> str:
    """The lowest grade that stands beside the figures, "" if none does."""
    table = evidence.statistics
    if "grade" not in table.column_names:
        return ""
    used = only(only(table, "period", period), "series", *series)
    return max((word for word in texts(used, "grade") if word in GRADES), default="")


def _published(series: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether every series names its publisher."""
    table = evidence.tables.get("series")
    if table is None or "publisher" not in table.column_names:
        return False
    named = dict(zip(texts(table, "series"), texts(table, "publisher"), strict=True))
    return all(named.get(one) for one in series)
