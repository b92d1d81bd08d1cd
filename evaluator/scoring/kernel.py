"""The array kernel: the same steps as the SQL on one dense block, for what-if and robustness.

Blocks are float64, NaN where missing: raw, treated and normalised values `[period, indicator, region]`,
scores `[period, place, region]` with the places of a `Plan`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evaluator.methods import Cells, Siblings
from evaluator.methods.base import Bools, Floats, Ranking, WeightReport
from evaluator.scoring.plan import Plan, Slot
from indicators.text import Text

Ranks = NDArray[np.int64]
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Scored:
    """Scores of one level.

    Attributes:
        score: `[period, place, region]`, NaN where missing.
        coverage: `[period, place, region]`, 0 to 1.
        weights: `[period, place]`, as used: relative among siblings.
    """

    score: Floats
    coverage: Floats
    weights: Floats

    def ranks(self, ranking: Ranking) -> Ranks:
        """Places `[period, place, region]`, 1 is best, 0 where there is no score."""
        return rank(self.score, ranking)


@dataclass(frozen=True, eq=False)
class Kernel:
    """A plan and the raw values it is run on; one is equal to itself alone.

    Attributes:
        plan: The resolved tree.
        cells: Raw values with what the methods need to know of them.
    """

    plan: Plan
    cells: Cells

    @cached_property
    def kept(self) -> Bools:
        """Which regions pass the screening, `[period, region]`."""
        kept = self.plan.screening.screen(self.cells)
        return kept if self.cells.valid is None else kept & self.cells.valid

    @cached_property
    def raw(self) -> Floats:
        """Raw values of the regions that pass the screening."""
        return np.where(self.kept[:, None, :], self.cells.values, np.nan)

    @cached_property
    def imputed(self) -> Floats:
        """Values after imputation."""
        filled = impute(self.plan, replace(self.cells, values=self.raw))
        return np.where(self.kept[:, None, :], filled, np.nan)

    @cached_property
    def treatment(self) -> TreatedBlock:
        """Values after treatment and what was done to them."""
        return treat(self.plan, self.imputed)

    @cached_property
    def treated(self) -> Floats:
        """Values after treatment."""
        return self.treatment.values

    @cached_property
    def normalised(self) -> Floats:
        """Values on one scale, higher is better."""
        return normalise(self.plan, self.treated, self.cells.regions)

    @cached_property
    def measured(self) -> Floats:
        """1 where a value was measured, 0 where it was imputed or is missing."""
        usable = ~np.isnan(self.raw) & ~np.isnan(self.normalised)
        return usable.astype(np.float64)

    def valid(self, span: slice) -> Bools | None:
        """Which regions' codes are in force in some of the periods, `[period, region]`; None: all."""
        return None if self.cells.valid is None else self.cells.valid[span]

    def scored(self, weights: Floats | None = None) -> Scored:
        """Score every region.

        Args:
            weights: `[place]` or `[period, place]`, in place of the plan's; nothing is computed then.
        """
        return aggregate(self.plan, self.normalised, self.treated, self.measured, weights, self.cells.valid)


def impute(plan: Plan, cells: Cells) -> Floats:
    """Fill gaps, each indicator by its own method; each distinct method sees all indicators once."""
    result = cells.values.copy()
    done: dict[object, Floats] = {}
    for i, slot in enumerate(plan.slots):
        if slot.imputation.kind == "none":
            continue
        key = (slot.imputation.kind, slot.imputation.model_dump_json())
        if key not in done:
            done[key] = slot.imputation.impute(cells)
        result[:, i] = np.where(np.isnan(cells.values[:, i]), done[key][:, i], cells.values[:, i])
    return np.where(np.isfinite(result), result, np.nan)


@dataclass(frozen=True)
class TreatedBlock:
    """Every indicator after treatment.

    Attributes:
        values: `[period, indicator, region]`.
        words: What was done to each cell, "" = nothing.
        told: What the reader must know: the indicator, the position of the period (None: all together), the text.
    """

    values: Floats
    words: NDArray[np.object_]
    told: tuple[tuple[str, int | None, Text], ...]


def treat(plan: Plan, values: Floats) -> TreatedBlock:
    """Treat every indicator within its scope."""
    result = values.copy()
    words = np.full(values.shape, "", dtype=object)
    told: list[tuple[str, int | None, Text]] = []
    for i, slot in enumerate(plan.slots):
        if slot.treatment.kind != "none":
            said = _treat_indicator(slot, values[:, i], result[:, i], words[:, i])
            told.extend((slot.indicator.id, at, text) for at, text in said)
    return TreatedBlock(result, words, tuple(told))


def _treat_indicator(
    slot: Slot, values: Floats, result: Floats, words: NDArray[np.object_]
) -> list[tuple[int | None, Text]]:
    panel = slot.treatment.scope == "panel"
    rows = values.reshape(1, -1) if panel else values
    told: list[tuple[int | None, Text]] = []
    for r, row in enumerate(rows):
        treated = slot.treatment.treat(row)
        said = np.where(treated.moved, "winsorised", "").astype(object)
        if treated.note:
            said = np.where(np.isnan(treated.values), "", treated.note).astype(object)
        if treated.warning is not None:
            told.append((None if panel else r, treated.warning))
        if panel:
            result[:] = treated.values.reshape(values.shape)
            words[:] = said.reshape(values.shape)
        else:
            result[r], words[r] = treated.values, said
    return told


def normalise(plan: Plan, values: Floats, regions: tuple[str, ...]) -> Floats:
    """Normalise every indicator within its scope."""
    result = np.full(values.shape, np.nan)
    periods = values.shape[0]
    for i, slot in enumerate(plan.slots):
        block = values[:, i]
        panel = slot.normalisation.scope == "panel"
        rows = block.reshape(1, -1) if panel else block
        columns = regions * periods if panel else regions
        aspect = replace(slot.aspect, regions=columns)
        scaled = slot.normalisation.normalise(rows, aspect).reshape(block.shape)
        result[:, i] = np.where(np.isfinite(scaled) & ~np.isnan(block), scaled, np.nan)
    return result


def aggregate(
    plan: Plan,
    normalised: Floats,
    treated: Floats,
    measured: Floats,
    weights: Floats | None = None,
    valid: Bools | None = None,
) -> Scored:
    """Aggregate level by level, from the deepest node up to the root; nothing where a region is not `valid`."""
    periods, _, regions = normalised.shape
    score = np.full((periods, len(plan.places), regions), np.nan)
    coverage = np.zeros_like(score)
    leaves = list(plan.leaves)
    score[:, leaves] = normalised
    coverage[:, leaves] = measured
    used = np.array(np.broadcast_to(plan.weights if weights is None else weights, (periods, len(plan.places))))
    for node in plan.upwards:
        children = list(plan.places[node].children)
        if weights is None:
            used[:, children] = weigh(plan, node, score, treated)
        below = used[:, children]
        score[:, node], coverage[:, node] = parent_scores(
            plan, node, score[:, children], coverage[:, children], below, valid
        )
    return Scored(score, coverage, used)


def weigh(plan: Plan, node: int, score: Floats, treated: Floats) -> Floats:
    """Weights of a node's children, `[period, child]`: as written, or computed by its method."""
    weighting = plan.places[node].weighting
    groups = siblings_of(plan, node, score, treated)
    if weighting is None or weighting.kind == "standard":
        return np.broadcast_to(groups[0].given, (score.shape[0], len(groups[0].given)))
    found = np.stack([weighting.weigh(group) for group in groups])
    return np.broadcast_to(found, (score.shape[0], found.shape[1]))


def siblings_of(plan: Plan, node: int, score: Floats, treated: Floats) -> list[Siblings]:
    """What the weighting of a node's children looks at: one group a period, or one for all with scope `panel`."""
    place = plan.places[node]
    children = [plan.places[child] for child in place.children]
    scores = score[:, list(place.children)]
    directions = np.array([plan.slots[c.slot].aspect.direction if c.slot >= 0 else 1.0 for c in children])
    values = scores.copy()
    for k, child in enumerate(children):
        if child.slot >= 0:
            values[:, k] = treated[:, child.slot]
    names = tuple(child.name for child in children)
    given = np.array([child.weight for child in children])
    pairs = list(zip(values, scores, strict=True))
    if place.weighting is not None and place.weighting.scope == "panel":
        pairs = [(np.concatenate(list(values), axis=1), np.concatenate(list(scores), axis=1))]
    return [Siblings(place.name, names, v, s, directions, given) for v, s in pairs]


def weight_reports(kernel: Kernel, period: int) -> dict[str, WeightReport]:
    """What the weighting of each node found in one period; nodes with the standard's own weights are left out."""
    score = kernel.scored().score
    found = {}
    for node in sorted(kernel.plan.upwards):
        weighting = kernel.plan.places[node].weighting
        if weighting is not None and weighting.kind != "standard":
            groups = siblings_of(kernel.plan, node, score, kernel.treated)
            found[kernel.plan.places[node].name] = weighting.report(groups[min(period, len(groups) - 1)])
    return found


def parent_scores(
    plan: Plan, node: int, scores: Floats, coverage: Floats, weights: Floats, valid: Bools | None
) -> tuple[Floats, Floats]:
    """Score and coverage `[period, region]` of a node from its children `[period, child, region]`."""
    place = plan.places[node]
    assert place.aggregation is not None and place.missing is not None
    missing = place.missing
    periods, children, regions = scores.shape
    sums = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)
    covered = rounded(np.einsum("pc,pcr->pr", shares, coverage), 12)
    filled = np.nan_to_num(scores, nan=0.0) if missing.parents == "zero" else scores
    usable = ~np.isnan(filled) & (weights > 0)[:, :, None]
    if valid is not None:
        usable &= valid[:, None, :]
    active = np.where(usable, weights[:, :, None], 0.0)
    if place.aggregation.rescaled:
        total = active.sum(axis=1, keepdims=True)
        active = np.divide(active, total, out=np.zeros_like(active), where=total > 0)
    values = np.where(usable, filled, np.nan)
    if place.aggregation.pointwise:
        flat = values.transpose(1, 0, 2).reshape(children, -1)
        result = place.aggregation.aggregate(flat, active.transpose(1, 0, 2).reshape(children, -1))
        result = result.reshape(periods, regions)
    else:
        result = np.stack([place.aggregation.aggregate(values[t], active[t]) for t in range(periods)])
    lost = ~usable.any(axis=1) | (covered < missing.min_coverage - TOLERANCE) | ~np.isfinite(result)
    if missing.parents == "fail":
        lost |= (np.isnan(scores) & (weights > 0)[:, :, None]).any(axis=1)
    return np.where(lost, np.nan, result), covered


def rounded(values: Floats, decimals: int) -> Floats:
    """Round half away from zero, as DuckDB does."""
    scale = 10.0**decimals
    return np.copysign(np.floor(np.abs(values) * scale + 0.5), values) / scale


def rank(scores: Floats, ranking: Ranking) -> Ranks:
    """Competition ranks along the last axis, 1 is best, ties share the best place, 0 where missing."""
    decimals = ranking.decimals if ranking.basis == "printed" else 9
    keys = np.where(np.isnan(scores), np.inf, -rounded(scores, decimals))
    flat = keys.reshape(-1, keys.shape[-1])
    result = np.empty(flat.shape, dtype=np.int64)
    for row, out in zip(flat, result, strict=True):
        ordered = np.sort(row)
        out[:] = np.searchsorted(ordered, row, side="left") + 1
    result[np.isinf(flat)] = 0
    return result.reshape(keys.shape)
