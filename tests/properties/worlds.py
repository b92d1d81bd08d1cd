"""Made-up standards and evidence for property tests: small trees, few regions, ties, gaps and every kind of method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from evaluator import Assessment, Evidence, Standard, evaluate

Key = tuple[str, str, str]
Method = dict[str, Any]

#: Scoring takes tens of milliseconds, so examples are few and slowness is no fault; failures must be repeatable.
modest = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class World:
    """A standard and evidence.

    Attributes:
        tree: Children of the root, as in a standard.
        directions: Indicator → higher or lower.
        method: As in a standard.
        regions: Codes.
        values: Region, period, indicator → figure.
    """

    tree: Sequence[Mapping[str, Any]]
    directions: Mapping[str, str]
    method: Method
    regions: tuple[str, ...]
    values: Mapping[Key, float] = field(default_factory=dict)

    def standard(self) -> Standard:
        """The standard."""
        indicators = [
            {
                "id": name,
                "name": {"zh": name, "en": name},
                "direction": direction,
                "measure": {"kind": "statistic", "formula": name},
            }
            for name, direction in self.directions.items()
        ]
        plain = {
            "id": "made-up",
            "version": "1",
            "name": {"zh": "虚构", "en": "Made up"},
            "method": self.method,
            "tree": list(self.tree),
            "indicators": indicators,
        }
        return Standard.model_validate(plain)

    def evidence(self, regions: Iterable[str] | None = None, keys: Iterable[Key] | None = None) -> Evidence:
        """The evidence, its rows in the order given."""
        codes = list(self.regions if regions is None else regions)
        groups = {code: "AB"[k % 2] for k, code in enumerate(sorted(self.regions))}
        rows = list(self.values if keys is None else keys)
        table = {
            "region": [key[0] for key in rows],
            "period": [key[1] for key in rows],
            "series": [key[2] for key in rows],
            "value": pa.array([self.values[key] for key in rows], pa.float64()),
        }
        named = {"region": codes, "name_zh": codes, "name_en": codes, "group": [groups[code] for code in codes]}
        return Evidence.from_tables({"regions": pa.table(named), "statistics": pa.table(table)})

    def assess(self) -> Assessment:
        """The assessment."""
        return evaluate(self.standard(), self.evidence())

    def with_value(self, key: Key, value: float) -> World:
        """A copy with one figure changed."""
        return replace(self, values={**self.values, key: value})


def scores(assessment: Assessment) -> dict[Key, dict[str, Any]]:
    """Rows of `scores` by region, period and node."""
    return {(row["region"], row["period"], row["node"]): row for row in assessment.scores().to_pylist()}


MONOTONE = (
    {"kind": "minmax", "range": [1, 100]},
    {"kind": "minmax", "range": [1, 100], "scope": "panel"},
    {"kind": "rank", "range": [1, 100]},
)
NORMALISATIONS = (
    *MONOTONE,
    {"kind": "minmax"},
    {"kind": "zscore"},
    {"kind": "zscore", "range": "none", "scope": "panel"},
    {"kind": "zscore", "mean": 10, "sd": 2},
    {"kind": "rank", "range": "none"},
    {"kind": "percentile-rank"},
    {"kind": "borda"},
    {"kind": "goalposts", "worst": -20, "best": 20},
    {"kind": "goalposts", "worst": 15, "best": -30, "clip": False},
    {"kind": "goalposts", "worst": -20, "best": 20, "exponent": 0.8},
    {"kind": "none", "range": "none"},
)
AGGREGATIONS = (
    "arithmetic",
    "geometric",
    "harmonic",
    "minimum",
    "median",
    "points",
    "copeland",
    {"kind": "power", "p": 2},
)
TREATMENTS = ("none", "winsorise-then-log", "winsorise", {"kind": "winsorise-then-log", "scope": "panel"})
IMPUTATIONS = ("none", "mean", "median", {"kind": "group-mean", "group": "group"}, "carry-forward")
WEIGHTINGS = ("standard", "equal", "std")
MISSING = (
    {"parents": "reweight"},
    {"parents": "zero"},
    {"parents": "fail"},
    {"parents": "reweight", "min_coverage": 0.6},
)
RANKINGS: tuple[Method, ...] = ({}, {"basis": "printed", "decimals": 1})


def halves(low: int, high: int) -> st.SearchStrategy[float]:
    """Multiples of one half, so that ties happen and sums are exact."""
    return st.integers(2 * low, 2 * high).map(lambda value: value / 2)


@st.composite
def methods(draw: st.DrawFn) -> Method:
    """Any combination of the methods that ship."""
    return {
        "normalisation": draw(st.sampled_from(NORMALISATIONS)),
        "aggregation": draw(st.sampled_from(AGGREGATIONS)),
        "treatment": draw(st.sampled_from(TREATMENTS)),
        "imputation": draw(st.sampled_from(IMPUTATIONS)),
        "weights": draw(st.sampled_from(WEIGHTINGS)),
        "missing": draw(st.sampled_from(MISSING)),
        "ranking": draw(st.sampled_from(RANKINGS)),
    }


@st.composite
def worlds(
    draw: st.DrawFn,
    method: st.SearchStrategy[Method] | None = None,
    aggregations: Sequence[Any] = AGGREGATIONS,
    regions: tuple[int, int] = (2, 6),
    gaps: bool = True,
) -> World:
    """A world.

    Args:
        draw: Given by Hypothesis.
        method: The method of the standard.
        aggregations: What a node may have of its own.
        regions: Fewest and most regions.
        gaps: Whether figures may be missing.
    """
    names = [f"x{k}" for k in range(draw(st.integers(1, 5)))]
    directions = {name: draw(st.sampled_from(["higher", "lower"])) for name in names}
    codes = tuple(f"r{k}" for k in range(draw(st.integers(*regions))))
    periods = [str(2020 + k) for k in range(draw(st.integers(1, 2)))]
    keys = [(code, period, name) for code in codes for period in periods for name in names]
    kept = draw(st.lists(st.booleans(), min_size=len(keys), max_size=len(keys))) if gaps else [True] * len(keys)
    figures = draw(st.lists(halves(-25, 25), min_size=len(keys), max_size=len(keys)))
    values = {key: value for key, value, keep in zip(keys, figures, kept, strict=True) if keep or key[2] == names[0]}
    return World(
        tree=_tree(draw, names, aggregations),
        directions=directions,
        method=draw(methods() if method is None else method),
        regions=codes,
        values=values,
    )


def _tree(draw: st.DrawFn, names: Sequence[str], aggregations: Sequence[Any]) -> list[Mapping[str, Any]]:
    """Each indicator below the root, below the node `a` or below `b`, which may stand within `a`."""
    weight = st.sampled_from([0.25, 0.5, 1, 2, 3])
    where = [draw(st.sampled_from(["", "a", "b"])) for _ in names]
    leaves: dict[str, list[Mapping[str, Any]]] = {"": [], "a": [], "b": []}
    for name, home in zip(names, where, strict=True):
        leaves[home].append({"indicator": name, "weight": draw(weight)})
    for home, above in (("b", draw(st.sampled_from(["", "a"]))), ("a", "")):
        if leaves[home]:
            node: dict[str, Any] = {"id": home, "name": {"zh": home, "en": home}, "weight": draw(weight)}
            if draw(st.booleans()):
                node["aggregation"] = draw(st.sampled_from(list(aggregations)))
            leaves[above].append({**node, "children": leaves[home]})
    return leaves[""]
