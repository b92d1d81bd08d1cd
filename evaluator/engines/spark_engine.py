"""The same measures on Spark, local or through Spark Connect, where a province's case log may already lie in a cluster.

Needs the extra `spark`. Only raw values come back; scoring stays in DuckDB.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.logs import ROW, Log
from evaluator.engines.sources import SQL_TYPES, ZONE, Source, columns_of
from indicators.calendar import worked_days
from indicators.faults import Faults, fault
from indicators.tables import TABLES, Type

if TYPE_CHECKING:
    import ibis
    from pyspark.sql import DataFrame, SparkSession


class SparkEngine:
    """One Spark session, its clock set to UTC so that stamps without a zone are taken as they stand.

    Args:
        url: `local[2]` and the like, or `sc://host:port` for Spark Connect; empty is a local session.

    Raises:
        Faults: Spark is not installed, or cannot be reached.
    """

    def __init__(self, url: str = "") -> None:
        self._session = _session(url)
        self._session.conf.set("spark.sql.session.timeZone", "UTC")
        # Division by zero and casts that fail give NULL, as in the statements for DuckDB.
        self._session.conf.set("spark.sql.ansi.enabled", "false")
        self._session.conf.set("spark.sql.shuffle.partitions", "4")
        days, worked = worked_days()
        self._view("calendar", pa.table({"day": days, "worked": worked}))

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()

    def put(self, name: str, source: Source | None) -> None:
        """Make a table known: `periods` as it is, evidence in the form of `indicators.tables`."""
        if name not in TABLES:
            if not isinstance(source, pa.Table):
                raise TypeError(name)
            self._view(name, source)
            return
        if isinstance(source, Log):
            self._log(name, source)
            return
        self._shaped(name, self._frame(source), isinstance(source, pa.Table)).createOrReplaceTempView(name)

    def _log(self, name: str, log: Log) -> None:
        """A log in files, read by Spark itself: what it leaves out is left out, regions are codes."""
        from pyspark.sql import functions

        whole, touched = log.parts()
        parts = [self._shaped(name, self._frame(whole), False)] if whole else []
        for number, without in touched.items():
            frame = self._session.read.parquet(str(log.paths[number]))
            placed = frame.withColumn(ROW, functions.col("_metadata.row_index"))
            kept = placed.join(self._session.createDataFrame(without), ROW, "left_anti")
            parts.append(self._shaped(name, kept, False))
        if log.rows is not None:
            parts.append(self._shaped(name, self._frame(log.rows), True))
        frame = reduce(lambda left, right: left.unionAll(right), parts)
        if log.codes:
            frame = frame.replace(dict(log.codes), subset=["region"])
        if log.only is not None:
            frame = frame.filter(frame["region"].isin(sorted(log.only)))
        frame.createOrReplaceTempView(name)

    def _shaped(self, name: str, frame: DataFrame | None, arrow: bool) -> DataFrame:
        """A frame in the columns and types of a table of evidence."""
        known = {field.name: field.dataType.typeName() for field in frame.schema.fields} if frame is not None else {}
        if arrow:
            # Spark calls every stamp from Arrow an instant; these are the region's own clock already.
            known = {column: "timestamp_ntz" if kind == "timestamp" else kind for column, kind in known.items()}
        columns = [_column(column, kind, known.get(column)) for column, kind in columns_of(name).items()]
        if frame is None:
            return self._session.sql(f"SELECT {', '.join(columns)} WHERE FALSE")
        return frame.selectExpr(*columns)

    def sql(self, expression: ibis.Table) -> str:
        """The expression in Spark's SQL."""
        import ibis

        _ready()
        return str(ibis.to_sql(expression, dialect="pyspark"))

    def run(self, expression: ibis.Table) -> pa.Table:
        """The result of an expression."""
        found: pa.Table = self._session.sql(self.sql(expression)).toArrow()
        return found

    def _view(self, name: str, table: pa.Table) -> None:
        self._session.createDataFrame(_plain(table)).createOrReplaceTempView(name)

    def _frame(self, source: pa.Table | Path | Sequence[Path] | str | None) -> DataFrame | None:
        if source is None:
            return None
        if isinstance(source, pa.Table):
            # An empty Arrow table carries its columns, but Spark asks for rows to know them.
            return self._session.createDataFrame(_plain(source)) if source.num_rows else None
        if isinstance(source, str):
            return self._session.table(source)
        paths: Sequence[Path] = [source] if isinstance(source, Path) else list(source)
        return self._session.read.parquet(*[str(path) for path in paths])


def _session(url: str) -> SparkSession:
    # Tables come and go as Arrow: how far Spark knows pandas is nothing that a user need read.
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
    try:
        from pyspark.sql import SparkSession as Session
    except ImportError:
        raise Faults(
            [
                fault(
                    "没有安装 Spark",
                    "Spark is not installed",
                    todo_zh="请安装本软件的附加组件 spark，并准备 Java 17",
                    todo_en="install the extra 'spark' of this package, and Java 17",
                )
            ]
        ) from None
    builder = Session.builder.appName("evaluator")
    try:
        if url.startswith("sc://"):
            return builder.remote(url).getOrCreate()
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        local = builder.master(url or "local[2]").config("spark.ui.enabled", "false")
        local = local.config("spark.ui.showConsoleProgress", "false")
        return local.config("spark.driver.host", "127.0.0.1").getOrCreate()
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise Faults(
            [
                fault(
                    f"无法连接 Spark（{url or '本机'}）：{reason}",
                    f"Spark ({url or 'local'}) cannot be reached: {reason}",
                    todo_zh="请检查 --engine-url 与 Java 17",
                    todo_en="check --engine-url and Java 17",
                )
            ]
        ) from None


def _ready() -> None:
    """Load the settings that the compiler for Spark reads."""
    import ibis

    if ibis.options.pyspark is None:
        _ = ibis.pyspark


def _plain(table: pa.Table) -> pa.Table:
    """Arrow types that Spark takes: stamps of the region's clock in microseconds, no dictionaries, no large text."""
    for place, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz:
            local = pc.local_timestamp(table[field.name].cast(pa.timestamp("us", ZONE)))
            table = table.set_column(place, field.name, local)
    fields = []
    for field in table.schema:
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        if pa.types.is_large_string(kind):
            kind = pa.string()
        if pa.types.is_timestamp(kind):
            kind = pa.timestamp("us")
        fields.append(pa.field(field.name, kind))
    return table.cast(pa.schema(fields))


def _column(name: str, kind: Type, known: str | None) -> str:
    """The SQL of one column in its own type."""
    if known is None:
        return f"CAST(NULL AS {SQL_TYPES[kind]}) AS `{name}`"
    if kind == "stamp" and known == "timestamp":
        return f"from_utc_timestamp(`{name}`, '{ZONE}') AS `{name}`"
    return f"TRY_CAST(`{name}` AS {SQL_TYPES[kind]}) AS `{name}`"
