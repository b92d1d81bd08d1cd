"""Evidence: tables that were read and checked, and an account of every row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from evaluator.engines.logs import Log
from evaluator.engines.sources import Source
from indicators.faults import Fault, Faults, fault
from indicators.records import near

STATISTICS = pa.schema({"region": pa.string(), "period": pa.string(), "series": pa.string(), "value": pa.float64()})


@dataclass(frozen=True)
class EvidenceFile:
    """One table in one file: rows read = rows taken + rows refused.

    Attributes:
        label: The file's name, without its folder.
        sha256: Digest of its bytes.
        encoding: How it was read.
        table: Which table it is.
    """

    label: str
    sha256: str
    encoding: str
    table: str
    read: int
    taken: int
    refused: int


@dataclass(frozen=True)
class Evidence:
    """Tables of evidence.

    Attributes:
        tables: `regions`, `series`, `statistics`, `answers`, `cases`, `responses`, `ledger`, as far as they are there.
        files: Where they come from, and how many rows each gave.
        refusals: Every row that was not taken, with file, row, column, reason and remedy.
        notes: What is to be said besides: an encoding, a series without figures.
        logs: Tables too large for memory, which stay in their Parquet files and do not stand in `tables`.
    """

    tables: Mapping[str, pa.Table]
    files: tuple[EvidenceFile, ...] = ()
    refusals: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    changes: tuple[str, ...] = field(default=(), repr=False)
    logs: Mapping[str, Log] = field(default_factory=dict)

    @classmethod
    def read(cls, source: str | Path) -> Evidence:
        """`evaluator.opening.open_evidence`: a folder, a workbook or a bundled id. Raises Faults."""
        from evaluator.opening import open_evidence

        return open_evidence(source)

    @classmethod
    def from_tables(cls, tables: Mapping[str, pa.Table]) -> Evidence:
        """Evidence from Arrow tables, with the same checks as from files.

        Raises:
            Faults: A table lacks a column that it must have.
        """
        from evaluator.evidence.tables import TABLES, Tables

        unknown = [name for name in tables if name not in TABLES]
        if unknown:
            todo = near(unknown[0], list(TABLES))
            zh, en = f"没有证据表“{unknown[0]}”", f"there is no table of evidence '{unknown[0]}'"
            raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1])])
        made = Tables()
        made.prepare([tables["regions"]] if "regions" in tables else [])
        files = []
        for name in TABLES:
            if name in tables:
                read, refused = made.add(name, tables[name], name)
                files.append(EvidenceFile(name, table_digest(tables[name]), "", name, read, read - refused, refused))
        return made.evidence(tuple(files), [])

    @property
    def regions(self) -> pa.Table:
        """The regions: region, name_zh, name_en, level, …; every column is text."""
        return self.tables["regions"]

    @property
    def statistics(self) -> pa.Table:
        """Figures: region, period, series, value (missing allowed), and columns that stood beside them."""
        return self.tables.get("statistics", STATISTICS.empty_table())

    @property
    def sources(self) -> dict[str, Source]:
        """Every table for an engine, wherever it lies."""
        return {**self.tables, **self.logs}

    def rows(self, table: str, region: str) -> pa.Table | None:
        """The rows of a table that are about one region; None if there is no such table."""
        from evaluator.evidence.logs import rows_of
        from evaluator.tables import only

        if table in self.logs:
            return rows_of(table, self.logs[table], region)
        return only(self.tables[table], "region", region) if table in self.tables else None

    @cached_property
    def made_up(self) -> bool:
        """Whether any table says, in a column `made_up`, that it is made up: to be shown wherever figures are."""
        return any(log.made_up for log in self.logs.values()) or any(
            "made_up" in table.column_names and table["made_up"].null_count < table.num_rows
            for table in self.tables.values()
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the files (or, without files, the tables) and the changes made since."""
        whole = hashlib.sha256()
        for file in sorted(self.files, key=lambda one: (one.table, one.label)):
            whole.update(f"{file.table} {file.label} {file.sha256}\n".encode())
        if not self.files:
            for name in sorted(self.tables):
                whole.update(f"{name} {table_digest(self.tables[name])}\n".encode())
        for change in self.changes:
            whole.update(change.encode())
        return whole.hexdigest()

    def with_values(self, values: Sequence[Mapping[str, object]]) -> Evidence:
        """A copy with figures changed or added.

        Args:
            values: Mappings with region (code or name), period, series, value.

        Raises:
            Faults: A region or a period that cannot be read.
        """
        from evaluator.evidence.names import names_of
        from evaluator.evidence.periods import read_period
        from evaluator.evidence.validity import spans_of

        names = names_of(self.regions.to_pylist())
        names.spans = spans_of(self.regions)
        changed: dict[tuple[str, str, str], float | None] = {}
        faults = []
        for row in values:
            code, candidates = names.find(str(row["region"]))
            period = read_period(str(row["period"]))
            if code is None:
                faults.append(Fault(*names.refusal(str(row["region"]), candidates)))
            if period is None:
                faults.append(fault(f"“{row['period']}”不是时期", f"'{row['period']}' is not a period"))
            if code is not None and period is not None and (said := names.outside(code, period)):
                faults.append(Fault(*said))
            if code is not None and period is not None:
                value = row["value"]
                changed[code, period, str(row["series"])] = float(value) if isinstance(value, (int, float)) else None
        if faults:
            raise Faults(faults)
        return replace(
            self,
            tables={**self.tables, "statistics": _laid_over(self.statistics, changed)},
            changes=(*self.changes, *(f"{key}={value!r}\n" for key, value in changed.items())),
        )


def table_digest(table: pa.Table) -> str:
    """SHA-256 of a table in Arrow's own format."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


def _laid_over(statistics: pa.Table, changed: Mapping[tuple[str, str, str], float | None]) -> pa.Table:
    """Figures with some of them replaced; a replaced figure loses its source."""
    keys = zip(*(statistics[name].to_pylist() for name in ("region", "period", "series")), strict=True)
    kept = statistics.filter(pa.array([key not in changed for key in keys], pa.bool_()))
    columns = {name: [key[i] for key in changed] for i, name in enumerate(("region", "period", "series"))}
    more = pa.table(
        {
            **{name: pa.array(values, pa.string()) for name, values in columns.items()},
            "value": pa.array(list(changed.values()), pa.float64()),
        }
    )
    return pa.concat_tables([kept, more], promote_options="default")
