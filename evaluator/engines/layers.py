"""Periods of a run in layers: in one layer no month lies in two periods, so that a case belongs to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from indicators.measures._logs import in_periods
from indicators.tables import unbound

if TYPE_CHECKING:
    import ibis

    from indicators.measures._per_case import PerCase


@dataclass(frozen=True)
class Layer:
    """Some of the periods of a run.

    Attributes:
        rows: Rows of the table `periods`.
    """

    rows: pa.Table

    @property
    def names(self) -> list[str]:
        """The periods."""
        return list(dict.fromkeys(self.rows["period"].to_pylist()))

    @property
    def words(self) -> list[str]:
        """All that a statement over these periods rests on."""
        return [repr(row) for row in self.rows.to_pylist()]

    @property
    def by(self) -> list[str]:
        """The columns of cases that tell region and period."""
        return ["region", "month"] if len(self.names) > 1 else ["region"]

    def inside(self, cases: ibis.Table, measure: PerCase) -> ibis.Table:
        """The cases of a measure that belong to the periods."""
        stamp = cases.ended if measure.period_by == "end" else cases.begun
        first, last = pc.min(self.rows["starts"]).as_py(), pc.max(self.rows["ends"]).as_py()
        cases = cases.filter((stamp >= _moment(first)) & (stamp < _moment(last)))
        months = self.rows["month"].to_pylist()
        whole = max(months) - min(months) + 1 == len(months)
        return cases if whole else cases.filter(cases.month.isin(months))

    def placed(self, cases: ibis.Table) -> ibis.Table:
        """The same cases with the column `period`."""
        if len(self.names) == 1:
            return cases.mutate(period=_text(self.names[0]))
        periods = unbound("periods")
        return in_periods(cases, periods.filter(periods.period.isin(self.names)), False)

    def keys(self, table: pa.Table) -> pa.Table:
        """A table by region and period as one by the columns of `by`, which are called key_region, key_month, …"""
        by = self.by
        if "month" in by:
            table = table.join(self.rows.select(["period", "month"]), "period", join_type="inner")
        kept = [name for name in table.column_names if name not in ("region", "period", "month")]
        return table.select([*by, *kept]).rename_columns([*(f"key_{name}" for name in by), *kept])

    def keyed(self, name: str, columns: dict[str, str]) -> ibis.Table:
        """What `keys` made, as a table of the engine with that name."""
        import ibis

        kinds = {"region": "string", "month": "int64"}
        return ibis.table({**{f"key_{one}": kinds[one] for one in self.by}, **columns}, name=name)


def layers_of(periods: pa.Table) -> list[Layer]:
    """The periods in as few layers as the longest first gives."""
    months: dict[str, set[int]] = {}
    for name, month in zip(periods["period"].to_pylist(), periods["month"].to_pylist(), strict=True):
        months.setdefault(name, set()).add(month)
    layers: list[tuple[set[int], list[str]]] = []
    for name in sorted(months, key=lambda one: (-len(months[one]), min(months[one]))):
        free = next((layer for layer in layers if not layer[0] & months[name]), None)
        if free is None:
            layers.append((set(months[name]), [name]))
        else:
            free[0].update(months[name])
            free[1].append(name)
    return [Layer(_of(periods, names)) for _, names in layers]


def _of(periods: pa.Table, names: Sequence[str]) -> pa.Table:
    return periods.filter(pc.is_in(periods["period"], value_set=pa.array(names, pa.string())))


def _moment(stamp: object) -> ibis.Value:
    import ibis as engine

    return engine.literal(stamp, type="timestamp")


def _text(word: str) -> ibis.Value:
    import ibis as engine

    return engine.literal(word, type="string")
