"""What a standard needs and the evidence does not have."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow.compute as pc

from evaluator.evidence.evidence import Evidence
from indicators.catalogue import measure_of
from indicators.faults import Fault, fault
from indicators.indicator import Indicator
from indicators.measures.statistic import Statistic


def needed_series(indicators: Iterable[Indicator], evidence: Evidence) -> list[Fault]:
    """A note for each series, and each table, that an indicator reads and the evidence lacks."""
    there = set(pc.unique(evidence.statistics["series"]).to_pylist())
    lacking: dict[str, list[str]] = {}
    tables: dict[str, list[str]] = {}
    for indicator in indicators:
        measure = measure_of(indicator)
        if isinstance(measure, Statistic):
            for name in measure.parsed.series:
                if name not in there:
                    lacking.setdefault(name, []).append(indicator.id)
            continue
        for table in measure.tables:
            if table not in evidence.sources:
                tables.setdefault(table, []).append(indicator.id)
    return [
        *(
            fault(
                f"没有序列“{name}”，指标 {', '.join(users)} 无法计算",
                f"there is no series '{name}', which {', '.join(users)} need{'s' if len(users) == 1 else ''}",
            )
            for name, users in lacking.items()
        ),
        *(
            fault(
                f"没有证据表 {name}，{len(users)} 个指标无法计算",
                f"there is no table '{name}', which {len(users)} indicators need",
            )
            for name, users in tables.items()
        ),
    ]
