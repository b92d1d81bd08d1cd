"""The SQL of a run, first half: from series and measures to values on one scale.

What varies between runs are rows in tables, not the text. Keys: a `seat` is one region in one period; `no` numbers an
entry of the tree (a node or an indicator).
"""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.methods import Imputation, Normalisation
from evaluator.quoting import literal, name
from evaluator.scoring.statement import Statement, column, indent
from indicators.formula import Formula, Series
from indicators.reasons import OUTSIDE
from indicators.text import Text


def wide(operands: Sequence[Series]) -> Statement:
    """Published series side by side, one row a region and period, lagged ones beside them."""
    lags = sorted({one.lag for one in operands})
    parts = []
    for lag in lags:
        columns = ",\n  ".join(
            f"max(s.value) FILTER (WHERE s.series = {literal(one.name)}) AS {column(one)}"
            for one in operands
            if one.lag == lag
        )
        join = (
            "JOIN periods AS later USING (period)"
            if not lag
            else "JOIN periods AS earlier USING (period)\n"
            "JOIN periods AS later\n"
            f"  ON later.calendar = earlier.calendar AND later.ordinal = earlier.ordinal + {lag}\n"
            "JOIN seats AS was ON was.region = s.region AND was.period = earlier.period\n"
            "JOIN seats AS now ON now.region = s.region AND now.period = later.period AND now.era = was.era"
        )
        parts.append(
            f"SELECT s.region, later.period,\n  {columns}\n"
            f"FROM statistics AS s\n{join}\nGROUP BY s.region, later.period"
        )
    sql = parts[0] if parts else "SELECT region, period\nFROM statistics\nGROUP BY region, period"
    for part in parts[1:]:
        sql = f"SELECT *\nFROM (\n{indent(sql)}\n) FULL JOIN (\n{indent(part)}\n) USING (region, period)"
    return Statement(
        "wide",
        Text(zh="统计序列横向展开。", en="Published series side by side."),
        f"CREATE OR REPLACE TABLE wide AS\n{sql}",
    )


def raw(formulas: Sequence[tuple[str, Formula]]) -> Statement:
    """Raw values: each formula over the series, and the measures that were worked out from cases."""
    parts = []
    for indicator, formula in formulas:
        complete = " AND ".join(f"{column(one)} IS NOT NULL" for one in formula.operands) or "TRUE"
        parts.append(
            f"SELECT region, period, {literal(indicator)} AS indicator,\n"
            f"  bounded_or_null({formula.sql(column)}) AS value,\n"
            f"  CASE WHEN {complete} THEN 'undefined' ELSE 'no-data' END AS reason\nFROM wide"
        )
    parts.append("SELECT region, period, indicator, bounded_or_null(value) AS value, reason\nFROM measured")
    union = "\nUNION ALL\n".join(parts)
    return Statement(
        "raw",
        Text(
            zh="由统计序列按公式、由个案等按度量方式得到的原始值；缺失附原因。",
            en="Raw values, by formula from series and by measure from cases; gaps carry their reason.",
        ),
        f"""CREATE OR REPLACE TABLE raw AS
WITH computed AS (
{indent(union)}
)
SELECT t.no, seats.seat, seats.level, seats.region, seats.period, t.entry AS indicator,
  CASE WHEN seats.outside IS NULL THEN c.value END AS value,
  CASE
    WHEN seats.outside IS NOT NULL THEN seats.outside
    WHEN c.value IS NULL THEN coalesce(nullif(c.reason, ''), 'no-data')
    WHEN c.reason = 'no-service' THEN c.reason
  END AS reason
FROM seats
JOIN tree AS t ON t.level = seats.level AND t.indicator
LEFT JOIN computed AS c
  ON c.region = seats.region AND c.period = seats.period AND c.indicator = t.entry
ORDER BY t.no, seats.seat""",
    )


SCREENED = Statement(
    "screened",
    Text(zh="剔除数据不足的地区。", en="Regions with too little data are taken out."),
    """CREATE OR REPLACE TABLE screened AS
SELECT r.* REPLACE (
  CASE WHEN o.seat IS NULL THEN r.value END AS value,
  CASE WHEN o.seat IS NULL OR seats.outside IS NOT NULL THEN r.reason ELSE 'screened-out' END AS reason
)
FROM raw AS r
JOIN seats USING (seat)
LEFT JOIN screened_out AS o USING (seat)
ORDER BY r.no, r.seat""",
)


def imputed(choices: Sequence[Imputation], groups: Sequence[str]) -> Statement:
    """Gaps filled; `choices` are the distinct settings in use, numbered as in `imputation_of`."""
    parts = []
    for number, choice in enumerate(choices):
        if choice.kind == "none":
            fill = "CAST(NULL AS DOUBLE)"
        elif choice.sql is None:
            fill = "entered"
        else:
            fill = choice.sql
        group = str(getattr(choice, "group", "") or "")
        g = f"nullif(r.{name(group)}, '')" if group in groups else "CAST(NULL AS VARCHAR)"
        parts.append(
            f"""SELECT c.*, {fill} AS fill
FROM (
  SELECT s.*, s.value AS x, {g} AS g, e.value AS entered
  FROM screened AS s
  JOIN imputation_of AS i ON i.no = s.no AND i.choice = {number}
  JOIN regions AS r ON r.region = s.region
  LEFT JOIN imputed_values AS e ON e.no = s.no AND e.seat = s.seat
) AS c"""
        )
    union = "\nUNION ALL\n".join(parts)
    kept_out = ", ".join(literal(word) for word in ("screened-out", *OUTSIDE))
    return Statement(
        "imputed",
        Text(zh="填补缺失值；每个填补值都有标记。", en="Gaps filled; every filled value is marked."),
        f"""CREATE OR REPLACE TABLE imputed AS
SELECT no, seat, level, region, period, indicator, value AS raw, reason,
  coalesce(value, CASE WHEN reason NOT IN ({kept_out}) THEN finite_or_null(fill) END) AS value,
  value IS NULL AND reason NOT IN ({kept_out}) AND isfinite(fill) IS TRUE AS imputed
FROM (
{indent(union)}
)
ORDER BY no, seat""",
    )


TREATED = Statement(
    "treated",
    Text(
        zh="处理离群值；需迭代的方法由数组内核算出，以 treated_values 表写入。",
        en="Outliers treated; iterated methods run on arrays and enter as the table treated_values.",
    ),
    """CREATE OR REPLACE TABLE treated AS
SELECT i.no, i.seat, i.level, i.region, i.period, i.indicator, i.raw, i.reason, i.imputed, i.value AS filled,
  CASE WHEN t.no IS NULL THEN i.value ELSE t.value END AS value,
  coalesce(t.note, '') AS note
FROM imputed AS i
LEFT JOIN treated_values AS t ON t.no = i.no AND t.seat = i.seat
ORDER BY i.no, i.seat""",
)


def normalised(kinds: Sequence[type[Normalisation]]) -> Statement:
    """Values on one scale; one branch a kind, its parameters in the table `normalisation_<kind>`."""
    parts = []
    for kind in kinds:
        word = kind.kind.replace("-", "_")
        if kind.sql is None:
            parts.append("SELECT no, seat, value\nFROM normalised_values")
            continue
        parts.append(
            f"""SELECT t.no, t.seat, finite_or_null({kind.sql}) AS value
FROM (
  SELECT no, seat, level, region, period, value AS x, value * direction AS directed
  FROM treated
  JOIN directions USING (no)
  WHERE value IS NOT NULL
) AS t
JOIN normalisation_{word} AS s ON s.no = t.no
WINDOW w AS (PARTITION BY t.no, CASE WHEN s.scope = 'period' THEN t.period END)"""
        )
    union = "\nUNION ALL\n".join(dict.fromkeys(parts))
    return Statement(
        "normalised",
        Text(zh="归一化：同一尺度，越高越好。", en="Normalised: one scale, higher is better."),
        f"""CREATE OR REPLACE TABLE normalised AS
WITH scaled AS (
{indent(union)}
)
SELECT t.*, s.value AS normalised
FROM treated AS t
LEFT JOIN scaled AS s ON s.no = t.no AND s.seat = t.seat
ORDER BY t.no, t.seat""",
    )
