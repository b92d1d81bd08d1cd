"""What statistical weights need: siblings on one scale, complete regions, and shares of information."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal, TypeAlias

import numpy as np

from evaluator.methods.base import Bools, Floats, Siblings, Weighting, WeightReport
from evaluator.methods.rows import apart, highest, lowest, shares
from indicators.faults import Faults, fault
from indicators.text import Text

Basis: TypeAlias = Literal["values", "scores"]
BASIS = Text(
    zh="values 用处理后的原始值，scores 用归一化得分（有负值时可用）",
    en="values: treated raw values; scores: normalised scores (where values go below 0)",
)


class Spread(Weighting):
    """Weights in proportion to how far values of 0 or more tell regions apart; a kind defines `information`.

    Attributes:
        on: What is looked at: treated raw values, or normalised scores.
    """

    parameters: ClassVar[dict[str, Text]] = {"on": BASIS}

    on: Basis = "values"

    def information(self, values: Floats) -> Floats:
        """Amount `[child]` of values `[child, region]`; NaN where it is not defined."""
        raise NotImplementedError(self.kind)

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, and the children that hold no information.

        Raises:
            Faults: A child has values below 0.
        """
        siblings = seen_by(siblings, self.on)
        refuse_below(siblings, self.kind, zero=False)
        return from_information(siblings, self.information(siblings.values), informative(siblings.values))


def informative(values: Floats) -> Bools:
    """Which children `[child]` hold a difference between regions at all."""
    found: Bools = apart(lowest(values), highest(values))[:, 0]
    return found


def complete(values: Floats, used: Bools) -> Bools:
    """Regions that have every child that is used."""
    return np.asarray(~np.isnan(values[used]).any(axis=0))


def directed_shares(siblings: Siblings) -> Floats:
    """Values on 0–1 by min-max after direction, `[child, region]`; NaN where constant."""
    return shares(siblings.values * siblings.directions[:, None])


def correlations(values: Floats) -> Floats:
    """Pearson correlations `[child, child]` of rows without gaps; 0 beside a constant row."""
    away = values - values.mean(axis=1, keepdims=True)
    products = np.einsum("ir,jr->ij", away, away)
    size = np.sqrt(np.diag(products))
    bottom = size[:, None] * size[None, :]
    found = np.divide(products, bottom, out=np.zeros_like(products), where=bottom > 0)
    np.fill_diagonal(found, 1.0)
    return np.asarray(np.clip(found, -1.0, 1.0))


def from_information(siblings: Siblings, information: Floats, used: Bools) -> WeightReport:
    """Weights in proportion to information; what holds none gets 0, and equal weights if nothing does.

    Args:
        siblings: The group.
        information: `[child]`, 0 or more, NaN where it could not be computed.
        used: Which children hold a difference between regions.
    """
    warnings = [
        Text(
            zh=f"“{name}”各地区相同或没有数据，权重为 0",
            en=f"'{name}' is the same for all regions or has no data; its weight is 0",
        )
        for name, present in zip(siblings.children, used, strict=True)
        if not present
    ]
    amount = np.where(used & np.isfinite(information), np.maximum(information, 0.0), 0.0)
    total = float(amount.sum())
    if total > 1e-12 * max(1.0, float(np.abs(amount).max(initial=0.0))):
        return WeightReport(amount / total, warnings=tuple(warnings))
    return WeightReport(equal(siblings), warnings=(*warnings, EQUAL.with_values(node=siblings.parent)))


def equal(siblings: Siblings) -> Floats:
    """The same weight for each child."""
    return np.full(len(siblings.children), 1.0 / len(siblings.children))


def seen_by(siblings: Siblings, on: Basis) -> Siblings:
    """The group as a scheme looks at it: its treated values, or its scores in their place."""
    if on == "values":
        return siblings
    return replace(siblings, values=siblings.scores, directions=np.ones(len(siblings.children)))


def refuse_below(siblings: Siblings, kind: str, *, zero: bool) -> None:
    """Raise Faults for each child with values that a scheme of weights is not defined for.

    Args:
        siblings: The group.
        kind: The scheme.
        zero: Whether 0 is out of its domain as well.
    """
    bound = ("大于 0", "above 0") if zero else ("不小于 0", "not below 0")
    faults = []
    for name, row in zip(siblings.children, siblings.values, strict=True):
        bad = row[row <= 0] if zero else row[row < 0]
        if bad.size:
            faults.append(
                fault(
                    f"权重方法 {kind} 要求数值{bound[0]}，“{name}”的最小值为 {bad.min():g}",
                    f"weights {kind} need values {bound[1]}; the lowest of '{name}' is {bad.min():g}",
                    todo_zh=f"改用 {{kind: {kind}, on: scores}}，或 critic、std、equal",
                    todo_en=f"use {{kind: {kind}, on: scores}}, or critic, std, equal",
                )
            )
    if faults:
        raise Faults(faults)


EQUAL = Text(
    zh="“{node}”的子项之间没有可用的差异，改为等权",
    en="the children of '{node}' hold no difference to weigh by; equal weights are used",
)
TOO_FEW = Text(
    zh="“{node}”的子项齐全的地区不足 3 个，改为等权",
    en="fewer than 3 regions have every child of '{node}'; equal weights are used",
)
