"""The result of scoring: ranked table, scores, indicators, and where each number comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.choice import EngineChoice
from evaluator.engines.keeping import Keeper
from evaluator.evidence import Evidence, unlisted_answers
from evaluator.scenario import NO_CHANGE, Scenario, apply
from evaluator.scoring.kernel import Kernel, weight_reports
from evaluator.scoring.node_sql import top_columns
from evaluator.scoring.printing import print_program
from evaluator.scoring.run import Progress, Run, run
from evaluator.standard import Standard
from evaluator.tables import only, texts
from indicators.faults import Fault, Faults, fault
from indicators.reasons import REASONS as MEASURED
from indicators.text import Lang, Text

if TYPE_CHECKING:
    from evaluator.robustness.placing import Intervals

REASONS = {
    "no-data": ("没有数据", "no data"),
    "undefined": ("无法计算（除以零、超过 1e100 等）", "not defined (division by zero, above 1e100)"),
    "coverage": ("覆盖度低于下限", "coverage below the minimum"),
    "not-at-level": ("该层级可评的指标太少，不计分", "too few of its indicators exist at this level: not scored"),
    "child-missing": ("有下级缺失", "a child is missing"),
    "not-defined": (
        "该方法对此无定义（如几何平均遇非正值）",
        "not defined by the method (geometric mean over values ≤ 0)",
    ),
    "break": (
        "区划调整后首期，与此前不可比",
        "first period after a change of regions: not comparable with earlier ones",
    ),
    "screened-out": ("筛查剔除：数据不足", "screened out: too little data"),
    "no-logarithm": ("不大于 0，没有对数", "not above 0: has no logarithm"),
    "not-scalable": (
        "无法归一化（取值全部相同，或参照值不优于最差者）",
        "cannot be normalised (values alike, or nothing ahead of the worst)",
    ),
    **{word: (text.zh, text.en) for word, text in MEASURED.items()},
}
LEVELS = {"economy": "经济体层级", "province": "省级", "city": "市级", "county": "县级"}
MADE_UP = Text(zh="虚构数据，仅供演示，不代表任何地区", en="Made-up data for demonstration: no real place")

_NOT_DEFINED = """SELECT p.entry AS node, seats.period, count(DISTINCT seats.seat) AS regions,
  min_by(seats.region, seats.seat) AS region, min_by(c.entry, seats.seat) AS child,
  min_by(below.score, seats.seat) AS score
FROM aggregated AS own
JOIN tree AS p ON p.no = own.no
JOIN tree AS c ON c.parent = p.no
JOIN aggregated AS below ON below.no = c.no AND below.seat = own.seat
JOIN seats ON seats.seat = own.seat
WHERE own.reason = 'not-defined' AND below.score <= 0
GROUP BY p.no, p.entry, seats.period
ORDER BY p.no, seats.period"""


@dataclass(frozen=True)
class Assessment:
    """A standard applied to evidence. Every table is a `pyarrow.Table`.

    Attributes:
        standard: As resolved, the scenario included.
        evidence: As used, the scenario included.
        scenario: What was changed.
        period: The period asked for; None means every period.
        lang: Language of names.
        engine: Where measures run.
        intervals: Intervals of places that stand in the ranking, see `with_intervals`.
    """

    standard: Standard
    evidence: Evidence
    scenario: Scenario
    run: Run = field(repr=False)
    period: str | None = None
    lang: Lang = "zh"
    engine: EngineChoice | None = None
    intervals: Intervals | None = None
    _kept: dict[str, pa.Table] = field(default_factory=dict, repr=False, compare=False)

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods of this assessment, in order of time."""
        return (self.period,) if self.period else self.run.periods

    @cached_property
    def latest(self) -> str:
        """The period that is printed: the one asked for, else the last in which a region has a score."""
        if self.period:
            return self.period
        table = self._ranking
        scored = set(pc.unique(table.filter(pc.is_valid(table["score"]))["period"]).to_pylist())
        return next((one for one in reversed(self.run.periods) if one in scored), self.run.periods[-1])

    @cached_property
    def decimals(self) -> int:
        """Decimals of a printed score: those that the ranking is based on, else 2, or 3 on a scale up to 1."""
        ranking = self.run.plans[0].ranking
        if ranking.basis == "printed":
            return ranking.decimals
        scores = [score for score in self._ranking["score"].to_pylist() if score is not None]
        return 3 if scores and max(abs(score) for score in scores) <= 1.5 else 2

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of region that were scored."""
        return tuple(plan.level for plan in self.run.plans)

    @property
    def tops(self) -> tuple[str, ...]:
        """Ids of the first-level nodes."""
        names = (plan.places[child].name for plan in self.run.plans for child in plan.places[0].children)
        return tuple(dict.fromkeys(names))

    @property
    def top_columns(self) -> dict[str, str]:
        """First-level node → its column in the ranking: its id, as `node.ID` where the ranking has such a column."""
        return top_columns(self.tops)

    @cached_property
    def _ranking(self) -> pa.Table:
        return self.run.store.table("SELECT * FROM ranking")

    @property
    def keeper(self) -> Keeper | None:
        """Where what was worked out is kept from run to run; None keeps nothing."""
        return Keeper(self.engine.cache) if self.engine and self.engine.cache else None

    @property
    def made_up(self) -> bool:
        """Whether the evidence is made up; every screen and file of the result says so."""
        return self.evidence.made_up

    def measured(self) -> pa.Table:
        """What was measured from cases, checklists and surveys, scored or not, with cases, coverage and interval.

        region, period, indicator, value (what is scored), reported, cases, coverage, standard_error, low, high, reason.
        """
        return self._only(self.run.store.table("SELECT * FROM measured"))

    def beside(self, indicators: Sequence[str] | None = None) -> pa.Table:
        """Figures shown beside indicators and never scored, measured when they are first asked for.

        region, period, indicator, figure, value, cases, coverage, standard_error, low, high, reason (why the value
        would not be scored, such as too few cases).

        Args:
            indicators: Ids; by default every indicator of the standard that has such figures.
        """
        from evaluator.beside import measure_beside

        return self._only(measure_beside(self, indicators, self._kept))

    def ranking(self, lang: Lang | None = None) -> pa.Table:
        """rank, region, name, period, score, coverage, rank_change, one column a first-level node, reason.

        Sorted by period, then place; regions without a score stand last, with the reason. `level` follows where there
        are several, `rank_p5` and `rank_p95` where intervals are drawn (see `with_intervals`).
        """
        table = self._only(self._ranking)
        name = table["name_zh" if (lang or self.lang) == "zh" else "name_en"]
        columns = {"rank": table["rank"], "region": table["region"], "name": name}
        for word in ("period", "score", "coverage", "rank_change", *self.top_columns.values(), "reason"):
            columns[word] = table[word]
        if len(self.levels) > 1:
            columns["level"] = table["level"]
        return pa.table({**columns, **(self.intervals.columns(table) if self.intervals else {})})

    def with_intervals(self, draws: int = 10_000, seed: int = 1, weights: float = 0.25) -> Assessment:
        """A copy whose ranking says between which places nine draws of ten put a region, other weights being drawn.

        Args:
            draws: Number of draws.
            seed: Seed of the points.
            weights: Each weight at every level is multiplied by a draw from 1 ± this share.

        Raises:
            Faults: No draws, a share outside 0 to 1, a seed below 0.
        """
        from evaluator.robustness.placing import place_intervals

        return replace(self, intervals=place_intervals(self, draws, seed, weights))

    def scores(self) -> pa.Table:
        """region, period, node, parent, depth, score, rank, coverage, weight, contribution, reason."""
        return self._only(self.run.store.table("SELECT * FROM scores"))

    def indicators(self) -> pa.Table:
        """region, period, indicator, raw, imputed, treated, normalised, flags, source."""
        return self._only(self.run.store.table("SELECT * FROM indicators"))

    def breaks(self) -> pa.Table:
        """region, predecessors (`;` between them), period, since, kind: where series break as regions were changed.

        `period` is the first after the change, `since` its day, `kind` one of recoded, merged, split.
        """
        return self._only(self.run.validity.table())

    def write(self, folder: str | Path, formats: Sequence[str] = ("csv",), *, evidence: str = "") -> list[Path]:
        """Write the files of a run, the manifest last; `evidence` is the evidence's name in it. Raises Faults."""
        from evaluator.exports import write_run

        return write_run(self, Path(folder), formats, evidence=evidence)

    def _only(self, table: pa.Table) -> pa.Table:
        return only(table, "period", self.period) if self.period else table

    def sql(self, folder: str | None = None) -> str:
        """The run as one SQL script; with `folder`, inputs are read from Parquet files in it."""
        return print_program(self.run, folder)

    @property
    def kernels(self) -> tuple[Kernel, ...]:
        """The array kernel of each level, for what-if."""
        return self.run.kernels

    @cached_property
    def warnings(self) -> tuple[Fault, ...]:
        """What a reader of the result should know."""
        strange = unlisted_answers(self.standard.indicators, self.evidence)
        return (
            *self._treated(),
            *self._degenerate(),
            *self._weighting(),
            *self._changed(),
            *self._unscored(),
            *strange,
        )

    def _unscored(self) -> list[Fault]:
        """What cannot be scored at a level."""
        said = []
        for plan in self.run.plans:
            if plan.unscored:
                names = [self.standard.name_of(one) for one in plan.unscored]
                zh, en = "、".join(one.zh for one in names), ", ".join(one.en for one in names)
                level = LEVELS.get(plan.level, f"层级 {plan.level} ")
                zh = f"{level}可评的指标太少，以下不计分：{zh}"
                said.append(fault(zh, f"too few indicators exist at the level {plan.level}; not scored: {en}"))
        return said

    def _changed(self) -> list[Fault]:
        """Where regions were changed, so that nobody draws a line across."""
        names = dict(zip(*(texts(self.evidence.regions, name) for name in ("region", self._name)), strict=True))
        scored = set(texts(self.run.regions, "region"))
        said = []
        for row in self.run.validity.table().to_pylist():
            heir, *before = (
                f"{names.get(one) or one} {one}" for one in (row["region"], *row["predecessors"].split(";"))
            )
            zh = f"“{heir}”自 {row['since']} 起由“{'、'.join(before)}”调整而来，{row['period']} 与此前各期不可比"
            en = f"'{heir}' comes from '{', '.join(before)}' as of {row['since']}: {row['period']} and earlier periods"
            if row["region"] in scored:
                said.append(fault(zh, f"{en} do not compare"))
        return said

    @property
    def _name(self) -> str:
        return "name_zh" if self.lang == "zh" else "name_en"

    def _weighting(self) -> list[Fault]:
        """What the computing of weights must tell, such as judgements that contradict each other."""
        if all(
            place.weighting is None or place.weighting.kind == "standard"
            for plan in self.run.plans
            for place in plan.places
        ):
            return []
        at = self.run.periods.index(self.latest)
        reports = (report for kernel in self.kernels for report in weight_reports(kernel, at).values())
        return [Fault(text) for report in reports for text in report.warnings]

    def _treated(self) -> list[Fault]:
        """What the treatment of outliers must tell, the periods of an indicator together."""
        periods: dict[tuple[str, Text], list[str]] = {}
        for kernel in self.kernels:
            for name, at, text in kernel.treatment.told:
                periods.setdefault((name, text), []).extend([] if at is None else [self.run.periods[at]])
        said = []
        for (name, text), found in periods.items():
            found = list(dict.fromkeys(found))  # regions of two levels tell of the same period
            zh, en = ("、".join(found), f" in {', '.join(found)}") if found else ("", "")
            said.append(fault(f"指标“{name}”{zh}：{text.zh}", f"indicator '{name}'{en}: {text.en}"))
        return said

    def _degenerate(self) -> list[Fault]:
        query = """SELECT indicator, period, max(value) - min(value) > 1e-12 * max(abs(value)) AS apart FROM normalised
WHERE value IS NOT NULL AND normalised IS NULL GROUP BY indicator, period ORDER BY indicator, period"""
        alike, behind = (
            ("全部相同", "all values alike"),
            ("参照值不优于最差者", "what it refers to is not ahead of the worst"),
        )
        constant = []
        for row in self.run.store.table(query).to_pylist():
            name, period = row["indicator"], row["period"]
            zh, en = behind if row["apart"] else alike
            constant.append(
                fault(
                    f"指标“{name}”{period} 的取值无法归一化（{zh}），按缺失处理",
                    f"indicator '{name}' cannot be normalised in {period} ({en}): missing",
                )
            )
        undefined = [
            fault(
                f"节点“{row['node']}”在 {row['period']} 有 {row['regions']} 个地区无法汇总：如地区 {row['region']} 的"
                f"“{row['child']}”为 {row['score']:g}，不大于 0",
                f"node '{row['node']}' is missing for {row['regions']} regions in {row['period']}: "
                f"'{row['child']}' of region {row['region']} is {row['score']:g}, not above 0",
                todo_zh="可把归一化区间改为 [1, 100]，或改用算术平均",
                todo_en="normalise to a range above 0, such as [1, 100], or use the arithmetic mean",
            )
            for row in self.run.store.table(_NOT_DEFINED).to_pylist()
        ]
        return constant + self._beyond() + undefined

    def _beyond(self) -> list[Fault]:
        """Indicators of which every value lies beyond the worst goalpost: mostly a bound in another unit."""
        slots = {slot.indicator.id: slot.normalisation for plan in self.run.plans for slot in plan.slots}
        lowest = {name: one.range[0] if one.range != "none" else 0.0 for name, one in slots.items()}
        query = """SELECT indicator, min(value) AS low, max(value) AS high, max(normalised) AS score FROM normalised
WHERE normalised IS NOT NULL GROUP BY indicator HAVING min(value) < max(value) AND min(normalised) = max(normalised)
ORDER BY indicator"""
        return [
            fault(
                f"指标“{row['indicator']}”的取值（{row['low']:g} 至 {row['high']:g}）全在最差界值之外，得分都相同",
                f"every value of indicator '{row['indicator']}' ({row['low']:g} to {row['high']:g}) lies beyond"
                " the worst goalpost: all score alike",
                todo_zh="请核对界值；作过处理（如取对数）的，界值按处理后的数写",
                todo_en="check the bounds; after a treatment such as log they are in treated units",
            )
            for row in self.run.store.table(query).to_pylist()
            if slots[row["indicator"]].kind == "goalposts" and row["score"] == lowest[row["indicator"]]
        ]


def evaluate(
    standard: Standard | str | Path,
    evidence: Evidence | str | Path,
    *,
    period: str | None = None,
    scenario: Scenario = NO_CHANGE,
    lang: Lang = "zh",
    progress: Progress | None = None,
    engine: EngineChoice | None = None,
) -> Assessment:
    """Score regions against a standard, each of the two as read or named by a path or a bundled id.

    Every period of the evidence enters normalisation and treatment with scope `panel`; `period` only
    chooses what is given back. `engine` says where case logs, surveys and the like are measured.

    Raises:
        Faults: An unknown period, a method that does not fit, nothing to score.
    """
    standard = standard if isinstance(standard, Standard) else Standard.read(standard)
    evidence = evidence if isinstance(evidence, Evidence) else Evidence.read(evidence)
    applied = apply(standard, evidence, scenario)
    made = run(applied.standard, applied.evidence, progress, engine)
    if period is not None and period not in made.periods:
        known = ", ".join(made.periods)
        raise Faults(
            [
                fault(
                    f"证据中没有时期“{period}”",
                    f"the evidence has no period '{period}'",
                    todo_zh=f"可用：{known}",
                    todo_en=f"known: {known}",
                )
            ]
        )
    return Assessment(applied.standard, applied.evidence, scenario, made, period, lang, engine)
