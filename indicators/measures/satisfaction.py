"""What firms say in surveys: mean marks, marks by department, the lowest department, shares of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from indicators.measures import Measure
from indicators.measures._gates import Z, gated, share_columns
from indicators.measures._logs import Count, Share, test
from indicators.measures._per import chosen, per_figure
from indicators.records import Flag, Real
from indicators.rules import Rule, RuleError, parse_rule
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis

#: Weights and marks are summed as whole ten-thousandths, so that sums do not depend on the order of rows.
PARTS = 10_000


class Satisfaction(Measure):
    """Weighted mean of marks, mean or least of the departments' means, or weighted share of an answer.

    Only rows that pass the filter count (by default: firms that had contact). The response rate is the number of
    respondents with an answer over those invited: a series of `statistics`, or else everybody listed in the
    survey, with an answer or without. Shares have a Wilson interval on the effective number of respondents.

    Attributes:
        survey: Which survey.
        questions: Which questions; several are pooled.
        filter: Rule on a row of `responses`, before the answer is looked at.
        statistic: `mean`, `share`, `subject-mean` (equal weight for each department) or `subject-floor`.
        marks: Mark of each answer, 0 to 100; other answers are not counted.
        numerator: For `share`: rule on the rows that pass.
        denominator: For `share`: rule on the rows that count.
        weighted: Whether `weight` counts; an empty weight is 1.
        invited: Series of `statistics` with the number of firms asked.
        min_responses: Fewest respondents.
        min_subject_responses: Fewest answers of a department that counts.
        min_subjects: Fewest departments that count.
        min_response_rate: Least response rate, 0 to 1.
    """

    kind: ClassVar[str] = "satisfaction"
    title: ClassVar[Text] = Text(zh="企业满意度", en="Satisfaction survey")
    about: ClassVar[Text] = Text(
        zh="按问卷答案计分：加权均值、部门均值再平均、最低部门，或某一回答的加权占比。",
        en="Marks from a survey: weighted mean, mean or least of the departments' means, or share of an answer.",
    )
    tables: ClassVar[tuple[str, ...]] = ("responses", "statistics")
    rules: ClassVar[tuple[str, ...]] = ("filter", "numerator", "denominator")

    survey: str
    questions: tuple[str, ...] = Field(min_length=1)
    filter: str = "contact = 'yes'"
    statistic: Literal["mean", "share", "subject-mean", "subject-floor"] = "mean"
    marks: dict[str, Real] = Field(default_factory=dict)
    numerator: str = ""
    denominator: str = ""
    weighted: Flag = True
    invited: str = ""
    min_responses: Count = 0
    min_subject_responses: Count = 0
    min_subjects: Count = 0
    min_response_rate: Share = 0.2

    def faults(self) -> list[tuple[str, Text]]:
        found = []
        for name in self.rules:
            try:
                self.rule(name)
            except RuleError as error:
                found.append((name, Text(zh=f"规则有误：{error.zh}", en=f"{name}: {error.en}")))
        if self.statistic == "share" and not self.numerator:
            found.append(("numerator", Text(zh="statistic: share 需要 numerator", en="'share' needs a numerator")))
        if self.statistic != "share" and not self.marks:
            found.append(("marks", Text(zh="需要 marks（各答案的分值）", en="marks of the answers are needed")))
        return found

    def rule(self, name: str) -> Rule | None:
        """A rule by the name of its parameter, or None where it is not given."""
        text = getattr(self, name)
        return parse_rule(text, "responses") if text else None

    def reads(self, indicator: str) -> tuple[tuple[str, str | None], ...]:
        del indicator
        return (("responses", self.survey), *((("statistics", self.invited),) if self.invited else ()))

    def expression(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The measure as one ibis expression (see `Measure.expression`)."""
        asked = chosen(tables["responses"], periods)
        asked = asked.filter((asked.survey == self.survey) & asked.question.isin(list(self.questions)))
        passing = asked.filter(test(self.rule("filter"), asked).fill_null(False))
        found = self.shares(passing) if self.statistic == "share" else self.means(passing)
        rated = self.rated(asked, tables["statistics"])
        joined = found.inner_join(rated, (found.region == rated.rated_region) & (found.period == rated.rated_period))
        return gated(
            joined,
            min_cases=self.min_responses,
            min_response=self.min_response_rate,
            min_subjects=self.min_subjects if self.by_subject else 0,
        )

    @property
    def by_subject(self) -> bool:
        """Whether departments count."""
        return self.statistic.startswith("subject")

    def weights(self, rows: ibis.Table) -> ibis.expr.types.IntegerValue:
        """Weights as whole parts."""
        import ibis

        if not self.weighted:
            return ibis.literal(PARTS).cast("int64")
        return (rows.weight.fill_null(1.0) * float(PARTS)).round().cast("int64")

    def shares(self, rows: ibis.Table) -> ibis.Table:
        """Weighted share of the rows that pass, with Kish's effective number of answers for its interval."""
        rows = rows.filter(rows.answer.notnull() & test(self.rule("denominator"), rows).fill_null(False))
        rows = rows.mutate(parts=self.weights(rows))
        rows = rows.mutate(hit=test(self.rule("numerator"), rows).fill_null(False).cast("int64") * rows.parts)
        # Several answers of one respondent are no independent ones: the effective number is one of respondents.
        each = rows.group_by("region", "period", "respondent").agg(
            passed=rows.hit.sum().cast("int64"), parts=rows.parts.sum().cast("int64")
        )
        sums = each.group_by("region", "period").agg(
            passed=each.passed.sum().cast("float64"),
            total=each.parts.sum().cast("float64"),
            squares=(each.parts * each.parts).sum().cast("float64"),
            cases=each.count(),
        )
        effective = sums.total * sums.total / sums.squares.nullif(0.0)
        return sums.mutate(**share_columns(sums.passed / sums.total.nullif(0.0) * effective, effective))

    def means(self, rows: ibis.Table) -> ibis.Table:
        """Weighted means of marks: pooled, or by department and then the mean or the least."""
        import ibis

        mark = ibis.cases(*[(rows.answer == word, value) for word, value in self.marks.items()], else_=None)
        rows = rows.mutate(parts=self.weights(rows), mark=(mark * float(PARTS)).round().cast("int64"))
        rows = rows.filter(rows.mark.notnull())
        if self.by_subject:
            rows = rows.filter(rows.subject.notnull() & (rows.subject != ""))
        people = rows.group_by("region", "period").agg(cases=rows.respondent.nunique())
        by = ["region", "period", "subject"] if self.by_subject else ["region", "period"]
        groups = self.groups(rows, by)
        found = self.over_subjects(groups)
        people = people.rename(person_region="region", person_period="period")
        joined = people.left_join(
            found, (people.person_region == found.region) & (people.person_period == found.period)
        )
        return joined.select(
            "value", "subjects", "standard_error", "low", "high", "cases",
            region=joined.person_region, period=joined.person_period,
        )  # fmt: skip

    def groups(self, rows: ibis.Table, by: list[str]) -> ibis.Table:
        """Weighted mean of each group with enough answers, and the square of its standard error.

        The variance of the answers over Kish's effective number of respondents less one; without weights and with
        one question that is the textbook s²/n. Missing for a single respondent.
        """
        import ibis

        each = rows.group_by([*by, "respondent"]).agg(
            marks=(rows.mark * rows.parts).sum().cast("int64"),
            parts=rows.parts.sum().cast("int64"),
            squares=(rows.mark * (rows.mark // 100) * (rows.parts // 100)).sum().cast("int64"),
            number=rows.count(),
        )
        groups = each.group_by(by).agg(
            marks=each.marks.sum().cast("float64"),
            parts=each.parts.sum().cast("float64"),
            squares=each.squares.sum().cast("float64"),
            own=(each.parts * each.parts).sum().cast("float64"),
            number=each.number.sum(),
        )
        groups = groups.filter((groups.number >= self.min_subject_responses) & (groups.parts > 0))
        mean = groups.marks / groups.parts / PARTS
        spread = groups.squares / groups.parts / PARTS - mean * mean
        others = groups.parts * groups.parts / groups.own - 1.0
        certain = ibis.ifelse(others > 1e-9, others, ibis.null("float64"))
        return groups.mutate(mean=mean, error=ibis.ifelse(spread > 0, spread, 0.0) / certain)

    def over_subjects(self, groups: ibis.Table) -> ibis.Table:
        """The mean or the least over departments (over the one group where there are none)."""
        import ibis

        # Means are summed as whole parts of a millionth, in any order the same.
        groups = groups.mutate(
            part=(groups["mean"] * 1e9).round().cast("int64"), error_part=(groups.error * 1e9).round().cast("int64")
        )
        lowest = groups["mean"].min().over(ibis.window(group_by=["region", "period"]))
        groups = groups.mutate(least_error=ibis.ifelse(groups["mean"] == lowest, groups.error_part, ibis.null("int64")))
        found = groups.group_by("region", "period").agg(
            subjects=groups.count(),
            sure=groups.error_part.count(),
            total=groups.part.sum().cast("float64"),
            errors=groups.error_part.sum().cast("float64"),
            least=groups["mean"].min(),
            only=groups["mean"].max(),
            least_error=groups.least_error.max().cast("float64"),
        )
        number = found.subjects.cast("float64")
        if self.statistic == "subject-floor":
            # The interval of the department that is lowest; which one is lowest is not certain either.
            value, error = found.least, (found.least_error / 1e9).sqrt()
        else:
            value = ibis.ifelse(found.subjects == 1, found.only, found.total / 1e9 / number)
            error = (found.errors / 1e9).sqrt() / number
            error = ibis.ifelse(found.sure == found.subjects, error, ibis.null("float64"))
        least, most = min(self.marks.values(), default=0.0), max(self.marks.values(), default=100.0)
        low, high = value - error * Z, value + error * Z
        return found.mutate(
            value=value,
            standard_error=error,
            low=ibis.ifelse(low < least, least, low),
            high=ibis.ifelse(high > most, most, high),
        )

    def rated(self, asked: ibis.Table, statistics: ibis.Table) -> ibis.Table:
        """Response rate by region and period as `coverage`."""
        import ibis

        listed = asked.group_by("region", "period").agg(
            listed=asked.respondent.nunique(), answered=asked.respondent.nunique(where=asked.answer.notnull())
        )
        invited = listed.listed.cast("float64")
        if self.invited:
            listed = per_figure(listed, statistics, self.invited)
            invited = listed.figure
        rate = listed.answered.cast("float64") / invited.nullif(0.0)
        return listed.select(
            rated_region=listed.region,
            rated_period=listed.period,
            coverage=ibis.ifelse(rate > 1.0, 1.0, rate).fill_null(0.0),
        )
