"""What a method is, step by step: plain arrays in, plain arrays out, and what it did.

Missing values are NaN everywhere. Arrays are float64. Where an array is two-dimensional, each **row is
treated on its own**: with scope `period` a row is one period, with scope `panel` there is one row that
holds all periods one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from indicators.faults import Fault
from indicators.records import LARGEST, Real, Record, Whole
from indicators.text import Text

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Integers: TypeAlias = NDArray[np.int64]
Scope: TypeAlias = Literal["period", "panel"]
Range: TypeAlias = tuple[Real, Real] | Literal["none"]

STEPS = (
    "screening",
    "imputation",
    "treatment",
    "normalisation",
    "weights",
    "aggregation",
    "missing",
    "ranking",
)


class Method(Record):
    """Base of every method; the fields of a subclass are its typed parameters.

    Attributes:
        kind: The word that stands in `{kind: …}`.
        title: Name of the method.
        about: What it does, in one sentence.
        use: When to use it and what it assumes.
        formula: The formula as text, the same in every language.
        source: Where the formula comes from.
        parameters: What each parameter means.
        sql: The method as SQL, where it has a natural one (see each step's base class); else None,
            and the array function is used and its result enters the store as a table.
    """

    step: ClassVar[str]
    kind: ClassVar[str]
    title: ClassVar[Text]
    about: ClassVar[Text]
    source: ClassVar[str]
    formula: ClassVar[str] = ""
    use: ClassVar[Text] = Text(zh="", en="")
    parameters: ClassVar[Mapping[str, Text]] = {}
    sql: ClassVar[str | None] = None


@dataclass(frozen=True)
class Cells:
    """All raw values of one level of regions, and what a method may need to know of them.

    Attributes:
        values: `[period, indicator, region]`, in the indicators' own units and directions.
        periods: Names of the periods, in order of time.
        ordinals: Place of each period in its calendar, so that gaps in time are seen.
        indicators: Ids.
        regions: Codes.
        directions: +1 where higher is better, −1 where lower is better, one an indicator.
        parents: Id of the node above each indicator (siblings share it).
        groups: Columns of `regions`: name → text of each region ("" where empty).
        ranges: `[indicator, 2]`, worst and best bounds, NaN where none is given.
        valid: `[period, region]`, whether a region's code is in force; None: always.
        eras: `[period, region]`, how many breaks a region has behind it; None: none. Values of unlike eras are
            not values of one series.
    """

    values: Floats
    periods: tuple[str, ...]
    ordinals: tuple[int, ...]
    indicators: tuple[str, ...]
    regions: tuple[str, ...]
    directions: Floats
    parents: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    ranges: Floats
    valid: Bools | None = None
    eras: Integers | None = None

    @property
    def era(self) -> Integers:
        """`eras`, zeros where there are none."""
        if self.eras is not None:
            return self.eras
        return np.zeros((len(self.periods), len(self.regions)), dtype=np.int64)


class Screening(Method):
    """Takes out regions with too little data. Scope: within a period."""

    step: ClassVar[str] = "screening"

    def screen(self, cells: Cells) -> Bools:
        """Which regions stay, `[period, region]`."""
        return np.ones((len(cells.periods), len(cells.regions)), dtype=np.bool_)


class Imputation(Method):
    """Fills missing cells; every filled cell is flagged by the caller, which compares before and after.

    A subclass with natural SQL sets `sql` to the fill as a window expression over all cells of the step
    `imputed`: x (raw value or NULL), level, indicator, period, region, and g, the region's text in the column
    that the parameter `group` names (NULL where empty).
    """

    step: ClassVar[str] = "imputation"

    def check(self, columns: Collection[str]) -> list[Fault]:
        """What keeps it from being used: a column of `regions` that is not there."""
        del columns  # most methods ask nothing of the regions
        return []

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled where the method can; others stay NaN.

        A measured value is never changed.
        """
        raise NotImplementedError(self.kind)


@dataclass(frozen=True)
class Treated:
    """What a treatment gives back.

    Attributes:
        values: Same shape as the input.
        moved: True where a value was changed one by one (winsorised, capped).
        note: What was done to the row as a whole, a word for the `flags` column ("" = nothing): `log`, …
        passed: Whether the row meets the test of skewness and kurtosis after treatment.
        warning: What the reader must be told of the row; None if nothing.
    """

    values: Floats
    moved: Bools
    note: str = ""
    passed: bool = True
    warning: Text | None = None


class Treatment(Method):
    """Tames outliers and skew, one row of values at a time."""

    step: ClassVar[str] = "treatment"
    scope: Scope = "period"

    def treat(self, row: Floats) -> Treated:
        """Treat one row `[n]`, undirected, NaN where missing."""
        raise NotImplementedError(self.kind)


@dataclass(frozen=True)
class Aspect:
    """What a normalisation may need to know of one indicator.

    Attributes:
        direction: +1 where higher is better, −1 where lower is better.
        worst: The indicator's own bound, NaN if none.
        best: The indicator's own bound, NaN if none.
        target: The indicator's own target, NaN if none.
        regions: Code of the region of each column of the array.
    """

    direction: float = 1.0
    worst: float = np.nan
    best: float = np.nan
    target: float = np.nan
    regions: tuple[str, ...] = ()


class Normalisation(Method):
    """Brings values to one scale on which higher is always better.

    `range` maps the method's natural bounds linearly onto two numbers; `none` keeps them.

    A subclass with natural SQL sets `sql` to the final value (range included; NULL where it cannot be scaled) as
    an expression over rows that hold a value: x (treated value), directed (x × direction), s.… (one column a
    parameter, plus s.direction, s.worst, s.best, s.target, where a parameter of the method stands before the
    indicator's own; `range` becomes s.lo and s.hi, NULL for `none`; a parameter that is not set is NULL), with
    the named window w: one indicator and level, within its scope (`max(x) OVER w`, `rank() OVER (w ORDER BY x)`).
    """

    step: ClassVar[str] = "normalisation"
    range: Range = (0.0, 100.0)
    scope: Scope = "period"

    @field_validator("range", mode="before")
    @classmethod
    def _upwards(cls, value: object) -> object:
        if value == "none":
            return value
        ends = value if isinstance(value, (list, tuple)) else ()
        numbers = [end for end in ends if isinstance(end, (int, float)) and not isinstance(end, bool)]
        if len(ends) != 2 or len(numbers) != 2 or not np.isfinite(numbers).all():
            raise ValueError("应为两个数，如 [0, 100]，或 none", "must be two numbers, such as [0, 100], or none")
        if max(map(abs, numbers)) > LARGEST:
            raise ValueError("绝对值不能超过 1e100", "must be within ±1e100")
        if numbers[0] >= numbers[1]:
            raise ValueError("范围须从小到大，如 [0, 100]", "the range must go upwards, such as [0, 100]")
        return value

    def check(self, aspect: Aspect) -> list[Fault]:
        """What keeps this indicator from being normalised: bounds, a target or a reference that is not there."""
        del aspect  # most methods ask nothing of the indicator
        return []

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`, undirected values; NaN stays NaN; a row that cannot be scaled becomes NaN."""
        raise NotImplementedError(self.kind)


@dataclass(frozen=True)
class Siblings:
    """A group of siblings whose weights are computed.

    Attributes:
        parent: Id of the node.
        children: Ids of its children.
        values: `[child, region]`: treated raw values for indicators (in their own direction), scores for nodes.
        scores: `[child, region]`: normalised values of indicators, scores of nodes.
        directions: ±1 for each child's `values` (nodes: always +1).
        given: Weights as written in the standard.
    """

    parent: str
    children: tuple[str, ...]
    values: Floats
    scores: Floats
    directions: Floats
    given: Floats


@dataclass(frozen=True)
class WeightReport:
    """What a weighting found.

    Attributes:
        weights: `[child]`, summing to 1.
        facts: Figures to print beside them: (name, value), such as a consistency ratio.
        findings: What was found, as sentences, such as the judgement that hurts consistency most.
        warnings: What the reader must be told, such as that a search did not converge.
    """

    weights: Floats
    facts: tuple[tuple[str, float | str], ...] = ()
    findings: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()


class Weighting(Method):
    """Finds the weights of one group of siblings.

    Attributes:
        judged: True if they rest on what people said alone, so that no data are needed to check it.
    """

    step: ClassVar[str] = "weights"
    judged: ClassVar[bool] = False
    scope: Scope = "period"

    def weigh(self, siblings: Siblings) -> Floats:
        """Weights `[child]`, none below zero, summing to 1; a kind defines this or `report`."""
        if type(self).report is Weighting.report:
            raise NotImplementedError(self.kind)
        return self.report(siblings).weights

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights with what was found on the way."""
        return WeightReport(self.weigh(siblings))


class Aggregation(Method):
    """Makes one score out of the scores of the children.

    Attributes:
        pointwise: True if a region's score depends on that region alone (means); False if the regions are
            compared with each other (outranking, ideal points), within one period.
        additive: How contributions are split: `linear`, `log`, or `none`.

    A subclass with natural SQL sets `sql` to an aggregate expression over the children that are present: x (score)
    and w (weight as written, above zero), and one column a parameter (`any_value(p)`), grouped by parent.
    """

    step: ClassVar[str] = "aggregation"
    pointwise: ClassVar[bool] = True
    additive: ClassVar[Literal["linear", "log", "none"]] = "none"
    rescaled: ClassVar[bool] = True

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`.

        Args:
            scores: NaN where a child is missing.
            weights: `[child, n]`, 0 where the child is missing; sums to 1 over the children that are present,
                unless the kind is not `rescaled` (then as written in the standard).

        Returns:
            NaN where no child is present or the method is not defined (a geometric mean over values ≤ 0).
        """
        raise NotImplementedError(self.kind)

    def undefined(self, scores: Floats) -> Bools:
        """Scores `[child, n]` that keep the parent from having a score; False where missing."""
        return np.zeros(scores.shape, dtype=np.bool_)


class Missing(Method):
    """What a missing child does to its parent, and how much must be measured for a score.

    Attributes:
        parents: `reweight` over the children present, `zero` (missing counts 0), `fail` (the parent is missing).
        min_coverage: Share of weight, 0 to 1, that must be measured.
        min_at_level: Share of weight, 0 to 1, that must exist at the level of region; below it the node is not
            scored at that level, so that a few indicators do not stand for all.
    """

    step: ClassVar[str] = "missing"
    kind: ClassVar[str] = "missing"
    title: ClassVar[Text] = Text(zh="缺失处理", en="Missing values")
    about: ClassVar[Text] = Text(zh="缺失子项如何影响上级节点。", en="What a missing child does to its parent.")
    use: ClassVar[Text] = Text(
        zh="默认在有数据的子项间重新折算权重；缺口多时宜同时设 min_coverage，以免少数几项代表全部。",
        en="By default weights are re-scaled over the children present; with many gaps set min_coverage as "
        "well, so that"
        " a few children do not stand for all.",
    )
    formula: ClassVar[str] = "coverage = Σ w · coverage of the child / Σ w"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3"
    parents: Literal["reweight", "zero", "fail"] = "reweight"
    min_coverage: Real = Field(default=0.0, ge=0, le=1)
    min_at_level: Real = Field(default=0.0, ge=0, le=1)


class Ranking(Method):
    """How places are given: ties share the best place (1, 1, 3).

    Attributes:
        basis: `score` ranks the score rounded to 9 decimals, `printed` ranks the figure as printed.
        decimals: Decimals of the printed figure; given without `basis` they mean `printed`.
    """

    step: ClassVar[str] = "ranking"
    kind: ClassVar[str] = "competition"
    title: ClassVar[Text] = Text(zh="并列取最优名次", en="Competition ranking")
    about: ClassVar[Text] = Text(
        zh="并列者取较优名次，其后名次空出。", en="Ties share the best place; the next is left out."
    )
    use: ClassVar[Text] = Text(
        zh="得分先四舍五入再比较：默认 9 位小数，以免浮点误差拆开并列；按公布数字排名时设 basis: printed 与 decimals。",
        en="Scores are rounded before they are compared: to 9 decimals, so that rounding errors part no ties; "
        "to rank the"
        " figures as printed set basis: printed and decimals.",
    )
    formula: ClassVar[str] = "1 + #{j : score_j > score}"
    source: ClassVar[str] = "UNDP Human Development Report, technical notes (ranking on printed figures)"
    basis: Literal["score", "printed"] = "score"
    decimals: Whole = Field(default=9, ge=0, le=12)

    @model_validator(mode="before")
    @classmethod
    def _decimals_mean_printed(cls, given: object) -> object:
        """Decimals given alone are those of the printed figure: a setting is not passed over."""
        alone = isinstance(given, dict) and "decimals" in given and "basis" not in given
        return {**given, "basis": "printed"} if alone and isinstance(given, dict) else given
