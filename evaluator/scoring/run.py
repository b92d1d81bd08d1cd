"""One run: inputs become tables, the statements run in order, and the whole can be printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evaluator.engines.choice import EngineChoice
from evaluator.evidence import Evidence, period_ordinal
from evaluator.methods import Cells
from evaluator.methods.base import Floats
from evaluator.quoting import literal
from evaluator.scoring import inputs, node_sql, value_sql
from evaluator.scoring.kernel import Kernel
from evaluator.scoring.plan import Plan, make_plans, unfit
from evaluator.scoring.statement import PRELUDE, Statement
from evaluator.scoring.validity import Validity
from evaluator.standard import Standard
from evaluator.store import Store
from evaluator.tables import only, texts
from indicators.faults import Fault, Faults, fault
from indicators.measures.statistic import Statistic
from indicators.text import Text


@dataclass(frozen=True)
class Input:
    """A table that enters a run as it is: evidence, the standard, or values worked out on arrays."""

    name: str
    about: Text
    table: pa.Table


Seats: TypeAlias = NDArray[np.int64]
Step: TypeAlias = "Input | Statement"
Progress: TypeAlias = Callable[[float, Text], None]


@dataclass
class Run:
    """The steps of a run in order, each both executed and kept for printing.

    Attributes:
        standard: The standard, as changed by the scenario.
        evidence: The evidence, as changed by the scenario.
        plans: One plan a level of region.
        store: The database that holds every step as a table.
        validity: Which codes are in force when, and where series break.
        steps: What was done.
    """

    standard: Standard
    evidence: Evidence
    plans: tuple[Plan, ...]
    regions: pa.Table
    periods: tuple[str, ...]
    store: Store
    validity: Validity
    steps: list[Step] = field(default_factory=list)

    def put(self, name: str, zh: str, en: str, table: pa.Table) -> None:
        """Enter a table."""
        self.steps.append(Input(name, Text(zh=zh, en=en), table))
        self.store.put(name, table)

    def do(self, statement: Statement) -> None:
        """Execute a statement."""
        self.steps.append(statement)
        self.store.execute(statement.sql)

    @cached_property
    def kernels(self) -> tuple[Kernel, ...]:
        """The array kernel of each plan, on the raw values of this run."""
        return tuple(Kernel(plan, self._cells(plan)) for plan in self.plans)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Number of the root of each plan in `tree`."""
        sizes = [0, *(len(plan.places) for plan in self.plans)]
        return tuple(int(one) for one in np.cumsum(sizes)[:-1])

    def regions_of(self, plan: Plan) -> tuple[str, ...]:
        """Codes of the regions of one level, in order of code."""
        return _codes(self.regions, plan)

    def _cells(self, plan: Plan) -> Cells:
        regions = self.regions_of(plan)
        shape = (len(plan.slots), len(self.periods), len(regions))
        query = f"SELECT value FROM raw WHERE level = {literal(plan.level)} ORDER BY no, seat"
        values = self.store.table(query)["value"].to_numpy().astype(np.float64)
        block = np.ascontiguousarray(values.reshape(shape).transpose(1, 0, 2))
        own = only(self.regions, "level", plan.level)
        groups = {name: tuple(texts(own, name)) for name in own.column_names if name != "region"}
        aspects = [slot.aspect for slot in plan.slots]
        return Cells(
            values=block,
            periods=self.periods,
            ordinals=tuple(period_ordinal(period)[1] for period in self.periods),
            indicators=tuple(slot.indicator.id for slot in plan.slots),
            regions=regions,
            directions=np.array([aspect.direction for aspect in aspects]),
            parents=tuple(plan.places[plan.places[leaf].parent].name for leaf in plan.leaves),
            groups=groups,
            ranges=np.array([[aspect.worst, aspect.best] for aspect in aspects]),
            valid=self.validity.valid(regions),
            eras=self.validity.eras(regions),
        )


def run(
    standard: Standard, evidence: Evidence, progress: Progress | None = None, choice: EngineChoice | None = None
) -> Run:
    """Score every region of the standard's levels in every period, measuring on the engine of choice.

    Raises:
        Faults: A method that does not fit, or evidence without any region of these levels.
    """
    regions = _regions(standard, evidence)
    levels_used = list(dict.fromkeys(regions["level"].to_pylist()))
    plans = make_plans(standard, levels_used)
    measured = inputs.measured(plans, evidence, choice, progress)
    periods = inputs.periods(evidence, measured)
    if not periods:
        todo = (
            "请填写 statistics 等表，或核对被拒收的行",
            "fill in statistics or another table, or see the rows refused",
        )
        raise Faults([fault("证据中没有任何时期", "the evidence holds no period", todo_zh=todo[0], todo_en=todo[1])])
    faults = _misfits(plans, regions)
    if faults:
        raise Faults(faults)
    made = Run(standard, evidence, plans, regions, periods, Store(), Validity.of(evidence.regions, periods))
    say = progress or _quiet
    made.do(PRELUDE)
    _enter(made, measured)
    say(0.2, Text(zh="计算原始值", en="Raw values"))
    _values(made)
    say(0.5, Text(zh="逐级汇总", en="Aggregation"))
    _aggregate(made)
    say(0.9, Text(zh="排名", en="Places"))
    _results(made)
    return made


def misfits(standard: Standard, evidence: Evidence) -> list[Fault]:
    """What keeps a standard from being scored on this evidence: no region of its levels, or none of a name or a
    group that a method asks for."""
    try:
        regions = _regions(standard, evidence)
        plans = make_plans(standard, list(dict.fromkeys(regions["level"].to_pylist())))
    except Faults as error:
        return list(error.faults)
    return _misfits(plans, regions)


def _misfits(plans: tuple[Plan, ...], regions: pa.Table) -> list[Fault]:
    columns = [name for name in regions.column_names if name != "region"]
    faults = [one for plan in plans for one in unfit(plan.slots, _codes(regions, plan))]
    faults += [one for plan in plans for slot in plan.slots for one in slot.imputation.check(columns)]
    return list(dict.fromkeys(faults))


def _codes(regions: pa.Table, plan: Plan) -> tuple[str, ...]:
    return tuple(texts(only(regions, "level", plan.level), "region"))


def _regions(standard: Standard, evidence: Evidence) -> pa.Table:
    """The regions that are scored; raises Faults if there is none."""
    if not evidence.regions.num_rows:
        todo = "请填写 regions 表，或核对被拒收的行", "fill in the table regions, or see the rows refused"
        raise Faults([fault("证据中没有任何地区", "the evidence holds no region", todo_zh=todo[0], todo_en=todo[1])])
    regions = inputs.scored_regions(standard, evidence)
    if not regions.num_rows:
        levels = ", ".join(standard.levels)
        raise Faults(
            [
                fault(
                    f"证据中没有该标准所评层级（{levels}）的地区",
                    f"the evidence has no region of the levels that the standard is for ({levels})",
                    todo_zh="请检查 regions 表的 level 列",
                    todo_en="check the column level of the table regions",
                )
            ]
        )
    return regions


def _quiet(share: float, text: Text) -> None:
    del share, text


def _enter(made: Run, measured: pa.Table) -> None:
    plans, evidence = made.plans, made.evidence
    operands = inputs.operands(plans)
    made.put("regions", "参评地区。", "Regions scored.", made.regions)
    made.put("periods", "时期。", "Periods.", inputs.period_table(made.periods))
    made.put(
        "seats",
        "每个地区的每个时期。",
        "Each region in each period.",
        inputs.seats(made.regions, made.periods, made.validity),
    )
    made.put("tree", "指标树，含各节点方法。", "The tree with the method of each node.", inputs.tree(plans))
    made.put("directions", "指标方向。", "Directions of the indicators.", inputs.directions(plans, made.offsets))
    made.put("rankings", "排名精度。", "Precision of ranking.", inputs.rankings(plans))
    series = {one.name for one in operands}
    made.put(
        "statistics",
        "所用统计序列。",
        "The published series in use.",
        inputs.statistics(evidence, made.regions, series),
    )
    made.put("measured", "由个案、清单、问卷等算出的值。", "Values measured from cases, checklists, surveys.", measured)
    made.put("publishers", "各指标的发布机构。", "Publishers of the indicators.", inputs.publishers(plans, evidence))
    made.put(
        "origins", "单个数值旁注明的来源。", "Sources of single figures.", inputs.origins(plans, evidence, made.regions)
    )


def _values(made: Run) -> None:
    plans = made.plans
    formulas = {
        slot.indicator.id: slot.measure.parsed
        for plan in plans
        for slot in plan.slots
        if isinstance(slot.measure, Statistic)
    }
    made.do(value_sql.wide(inputs.operands(plans)))
    made.do(value_sql.raw(list(formulas.items())))
    made.put("screened_out", "被剔除的地区。", "Regions taken out.", _screened_out(made))
    made.do(value_sql.SCREENED)
    choices, table = inputs.imputation_of(plans, made.offsets)
    arrays = any(choice.sql is None and choice.kind != "none" for choice in choices)
    filled = _block(made, "imputed", lambda slot: slot.imputation.sql is None) if arrays else _nothing()
    made.put("imputation_of", "各指标的填补方法编号。", "Number of each indicator's imputation.", table)
    made.put("imputed_values", "由数组内核填补的值。", "Values filled on arrays.", filled)
    made.do(value_sql.imputed(choices, made.regions.column_names))
    treated = any(slot.treatment.kind != "none" for plan in plans for slot in plan.slots)
    table = _treated(made) if treated else _nothing(note=pa.string())
    made.put("treated_values", "由数组内核处理离群值后的值。", "Values treated on arrays.", table)
    made.do(value_sql.TREATED)
    for name, parameters in inputs.normalisation_tables(plans, made.offsets).items():
        made.put(name, "归一化参数。", "Parameters of the normalisation.", parameters)
    kinds = inputs.normalisation_kinds(plans)
    if any(kind.sql is None for kind in kinds):
        block = _block(made, "normalised", lambda slot: slot.normalisation.sql is None)
        made.put("normalised_values", "由数组内核归一化的值。", "Values normalised on arrays.", block)
    made.do(value_sql.normalised(kinds))


def _aggregate(made: Run) -> None:
    plans = made.plans
    made.put("weights", "权重及同级占比。", "Weights and their shares among siblings.", _weights(made))
    for name, parameters in inputs.aggregation_tables(plans, made.offsets).items():
        made.put(name, "汇总参数。", "Parameters of the aggregation.", parameters)
    made.do(node_sql.LEAVES)
    deepest = max(plan.depth for plan in plans)
    for depth in range(deepest - 1, -1, -1):
        kinds = inputs.aggregation_kinds(plans, depth)
        made.do(node_sql.children(depth))
        if any(kind.sql is None for kind in kinds):
            table = _aggregated_values(made, depth)
            made.put(f"aggregated_values_{depth}", "由数组内核汇总的得分。", "Scores aggregated on arrays.", table)
        made.do(node_sql.aggregated(depth, kinds))
    made.do(node_sql.FACTORS_ROOT)
    for depth in range(1, deepest + 1):
        made.do(node_sql.factors(depth))


def _results(made: Run) -> None:
    made.do(node_sql.PLACED)
    made.do(node_sql.SCORES)
    made.do(node_sql.INDICATORS)
    tops = dict.fromkeys(plan.places[child].name for plan in made.plans for child in plan.places[0].children)
    made.do(node_sql.ranking(list(tops)))


def _nothing(**more: pa.DataType) -> pa.Table:
    schema = {"no": pa.int64(), "seat": pa.int64(), "value": pa.float64(), **more}
    return pa.table({name: pa.array([], kind) for name, kind in schema.items()})


def _seats(made: Run, number: int) -> Seats:
    """Seats of one plan, `[period, region]`."""
    before = sum(len(made.regions_of(plan)) for plan in made.plans[:number])
    regions = len(made.regions_of(made.plans[number]))
    first = before * len(made.periods)
    return first + np.arange(len(made.periods) * regions).reshape(len(made.periods), regions)


def _screened_out(made: Run) -> pa.Table:
    seats: list[Seats] = []
    for number, plan in enumerate(made.plans):
        if plan.screening.kind != "none":
            seats.append(_seats(made, number)[~made.kernels[number].kept])
    found = np.concatenate(seats) if seats else np.array([], dtype=np.int64)
    return pa.table({"seat": pa.array(found, pa.int64())})


def _block(made: Run, stage: str, chosen: Callable[..., bool]) -> pa.Table:
    """One stage of the kernel as rows, for the indicators that are chosen."""
    parts = [_nothing()]
    for number, plan in enumerate(made.plans):
        values: Floats = getattr(made.kernels[number], stage)
        for i, slot in enumerate(plan.slots):
            if chosen(slot):
                parts.append(_rows(made, number, i, values[:, i]))
    return pa.concat_tables(parts)


def _rows(made: Run, number: int, slot: int, values: Floats) -> pa.Table:
    seats = _seats(made, number).ravel()
    no = made.offsets[number] + made.plans[number].leaves[slot]
    return pa.table(
        {
            "no": pa.array(np.full(seats.shape, no), pa.int64()),
            "seat": pa.array(seats, pa.int64()),
            "value": pa.array(values.ravel(), pa.float64(), from_pandas=True),
        }
    )


def _treated(made: Run) -> pa.Table:
    parts = [_nothing(note=pa.string())]
    for number, plan in enumerate(made.plans):
        block = made.kernels[number].treatment
        for i, slot in enumerate(plan.slots):
            if slot.treatment.kind != "none":
                note = pa.array(block.words[:, i].ravel().tolist(), pa.string())
                parts.append(_rows(made, number, i, block.values[:, i]).append_column("note", note))
    return pa.concat_tables(parts)


def _weights(made: Run) -> pa.Table:
    parts: list[pa.Table] = []
    for number, plan in enumerate(made.plans):
        computed = any(place.weighting and place.weighting.kind != "standard" for place in plan.places)
        used = made.kernels[number].scored().weights if computed else None
        parts.append(inputs.weights(plan, made.offsets[number], made.periods, used))
    return pa.concat_tables(parts)


def _aggregated_values(made: Run, depth: int) -> pa.Table:
    parts: list[pa.Table] = []
    for number, plan in enumerate(made.plans):
        for i, place in enumerate(plan.places):
            if (
                place.depth == depth
                and place.aggregation is not None
                and place.aggregation.sql is None
                and place.children
            ):
                seats = _seats(made, number).ravel()
                score = made.kernels[number].scored().score[:, i].ravel()
                parts.append(
                    pa.table(
                        {
                            "no": pa.array(np.full(seats.shape, made.offsets[number] + i), pa.int64()),
                            "seat": pa.array(seats, pa.int64()),
                            "score": pa.array(score, pa.float64(), from_pandas=True),
                        }
                    )
                )
    return pa.concat_tables(parts)
