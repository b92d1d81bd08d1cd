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
    survey, with an answer or without. Shares have a Wilson interval on the effective number of answers.

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
        hit = test(self.rule("numerator"), rows).fill_null(False)
        sums = rows.group_by("region", "period").agg(
            passed=rows.parts.sum(where=hit).fill_null(0).cast("float64"),
            total=rows.parts.sum().cast("float64"),
            squares=(rows.parts * rows.parts).sum().cast("float64"),
            cases=rows.respondent.nunique(),
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
        groups = rows.group_by(by).agg(
            marks=(rows.mark * rows.parts).sum().cast("float64"),
            parts=rows.parts.sum().cast("float64"),
            squares=(rows.mark * (rows.mark // 100) * (rows.parts // 100)).sum().cast("float64"),
            number=rows.count(),
        )
        groups = groups.filter((groups.number >= self.min_subject_responses) & (groups.parts > 0))
        mean = groups.marks / groups.parts / PARTS
        spread = groups.squares / groups.parts / PARTS - mean * mean
        groups = groups.mutate(mean=mean, error=ibis.ifelse(spread > 0, spread, 0.0) / groups.number)
        found = self.over_subjects(groups)
        people = people.rename(person_region="region", person_period="period")
        joined = people.left_join(
            found, (people.person_region == found.region) & (people.person_period == found.period)
        )
        return joined.select(
            "value", "subjects", "standard_error", "low", "high", "cases",
            region=joined.person_region, period=joined.person_period,
        )  # fmt: skip

    def over_subjects(self, groups: ibis.Table) -> ibis.Table:
        """The mean or the least over departments (over the one group where there are none)."""
        import ibis

        # Means are summed as whole parts of a millionth, in any order the same.
        millionths = (groups["mean"] * 1e9).round().cast("int64")
        groups = groups.mutate(part=millionths, error_part=(groups.error * 1e9).round().cast("int64"))
        found = groups.group_by("region", "period").agg(
            subjects=groups.count(),
            total=groups.part.sum().cast("float64"),
            errors=groups.error_part.sum().cast("float64"),
            least=groups["mean"].min(),
            only=groups["mean"].max(),
        )
        number = found.subjects.cast("float64")
        floor = self.statistic == "subject-floor"
        value = found.least if floor else ibis.ifelse(found.subjects == 1, found.only, found.total / 1e9 / number)
        error = (found.errors / 1e9).sqrt() / number
        error = ibis.null("float64") if floor else error
        return found.mutate(value=value, standard_error=error, low=value - error * Z, high=value + error * Z)

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
