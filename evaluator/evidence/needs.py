"""What a standard needs and the evidence does not have."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import pyarrow.compute as pc

from evaluator.evidence.evidence import Evidence
from evaluator.evidence.names import plain
from indicators.catalogue import measure_of
from indicators.faults import Fault, fault
from indicators.indicator import Indicator
from indicators.measures.statistic import Statistic


def needed_series(indicators: Iterable[Indicator], evidence: Evidence) -> list[Fault]:
    """A note for each series, and each table, that an indicator reads and the evidence lacks."""
    there = set(pc.unique(evidence.statistics["series"]).to_pylist())
    needed: set[str] = set()
    lacking: dict[str, list[str]] = {}
    tables: dict[str, list[str]] = {}
    for indicator in indicators:
        measure = measure_of(indicator)
        if isinstance(measure, Statistic):
            needed.update(measure.parsed.series)
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
        *_misspelt(there, needed),
        *(
            fault(
                f"没有证据表 {name}，{len(users)} 个指标无法计算",
                f"there is no table '{name}', which {len(users)} indicators need",
            )
            for name, users in tables.items()
        ),
    ]


def _misspelt(there: set[str], needed: set[str]) -> list[Fault]:
    """A note for each series that no indicator reads, written almost as one that is needed: case, width, a letter."""
    known = {plain(name): name for name in sorted(needed)}
    found = []
    for name in sorted(there - needed):
        close = difflib.get_close_matches(plain(name), known, n=1, cutoff=0.85)
        if close and (plain(name) == close[0] or known[close[0]] not in there):
            zh, en = f"没有指标使用序列“{name}”", f"no indicator uses the series '{name}'"
            right = known[close[0]]
            todo = f"是否应为“{right}”？", f"did you mean '{right}'?"
            found.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1]))
    return found
