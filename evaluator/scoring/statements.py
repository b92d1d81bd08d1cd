"""The SQL of a run: fixed, named statements; what varies between runs are rows in tables.

Keys: a `seat` is one region in one period; `no` numbers an entry of the tree (a node or an indicator).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.methods import Aggregation, Imputation, Normalisation
from indicators.formula import Formula, Series
from indicators.reasons import OUTSIDE
from indicators.text import Text


@dataclass(frozen=True)
class Statement:
    """One step as SQL.

    Attributes:
        name: Name of the step.
        about: What it does, for the reader.
        sql: The statement, without a closing semicolon.
    """

    name: str
    about: Text
    sql: str


PRELUDE = Statement(
    "prelude",
    Text(
        zh="单线程求和，结果逐位可复现；除以零、非正数取对数等一律为缺失。",
        en="One thread, so that sums repeat bit for bit; what is undefined becomes missing.",
    ),
    """SET threads = 1;
CREATE OR REPLACE MACRO finite_or_null(x) AS CASE WHEN isfinite(x) THEN x END;
CREATE OR REPLACE MACRO exp_or_null(x) AS CASE WHEN x < 709.0 THEN exp(x) END;
CREATE OR REPLACE MACRO power_or_null(a, b) AS CASE
  WHEN a < 0 AND b <> floor(b) THEN NULL
  WHEN a = 0 AND b < 0 THEN NULL
  ELSE finite_or_null(pow(a, b)) END;
CREATE OR REPLACE MACRO half_up(x, digits) AS
  CASE WHEN x < 0 THEN -1 ELSE 1 END * floor(abs(x) * pow(10.0, digits) + 0.5) / pow(10.0, digits)""",
)


def name(word: str) -> str:
    """A quoted identifier."""
    return '"' + word.replace('"', '""') + '"'


def literal(word: str) -> str:
    """A quoted text."""
    return "'" + word.replace("'", "''") + "'"


def column(series: Series) -> str:
    """The column of `wide` that holds a series."""
    return name(f"{series.name}@{series.lag}" if series.lag else series.name)


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
        sql = f"SELECT *\nFROM (\n{_indent(sql)}\n) FULL JOIN (\n{_indent(part)}\n) USING (region, period)"
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
            f"  {formula.sql(column)} AS value,\n"
            f"  CASE WHEN {complete} THEN 'undefined' ELSE 'no-data' END AS reason\nFROM wide"
        )
    parts.append("SELECT region, period, indicator, finite_or_null(value) AS value, reason\nFROM measured")
    union = "\nUNION ALL\n".join(parts)
    return Statement(
        "raw",
        Text(
            zh="由统计序列按公式、由个案等按度量方式得到的原始值；缺失附原因。",
            en="Raw values, by formula from series and by measure from cases; gaps carry their reason.",
        ),
        f"""CREATE OR REPLACE TABLE raw AS
WITH computed AS (
{_indent(union)}
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
{_indent(union)}
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
{_indent(union)}
)
SELECT t.*, s.value AS normalised
FROM treated AS t
LEFT JOIN scaled AS s ON s.no = t.no AND s.seat = t.seat
ORDER BY t.no, t.seat""",
    )


LEAVES = Statement(
    "leaves",
    Text(zh="指标得分与覆盖度（实测为 1）。", en="Scores and coverage of indicators (measured counts 1)."),
    """CREATE OR REPLACE TABLE aggregated AS
SELECT no, seat, normalised AS score,
  CASE WHEN raw IS NOT NULL AND normalised IS NOT NULL THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END AS coverage,
  CASE
    WHEN normalised IS NOT NULL THEN NULL
    WHEN value IS NULL THEN reason
    ELSE 'not-scalable'
  END AS reason
FROM normalised
ORDER BY no, seat""",
)


def children(depth: int) -> Statement:
    """The children of the nodes at a depth, with weight, score and coverage."""
    return Statement(
        f"children_{depth}",
        Text(zh=f"第 {depth} 层节点的子项。", en=f"Children of the nodes at depth {depth}."),
        f"""CREATE OR REPLACE TABLE children AS
SELECT p.no, a.seat, w.weight AS w, w.share, a.coverage, a.score IS NULL AS gap,
  CASE WHEN p.missing = 'zero' AND seats.outside IS NULL THEN coalesce(a.score, 0) ELSE a.score END AS x
FROM aggregated AS a
JOIN tree AS c ON c.no = a.no
JOIN tree AS p ON p.no = c.parent
JOIN seats ON seats.seat = a.seat
JOIN weights AS w ON w.no = c.no AND w.period = seats.period
WHERE p.depth = {depth}
ORDER BY c.no, a.seat""",
    )


def aggregated(depth: int, kinds: Sequence[type[Aggregation]]) -> Statement:
    """Scores of the nodes at a depth; one branch a kind."""
    parts = []
    for kind in kinds:
        word = kind.kind.replace("-", "_")
        if kind.sql is None:
            parts.append("SELECT no, seat, score\nFROM aggregated_values")
            continue
        parts.append(
            f"""SELECT c.no, c.seat, finite_or_null({kind.sql}) AS score
FROM children AS c
JOIN aggregation_{word} AS a ON a.no = c.no
WHERE c.x IS NOT NULL AND c.w > 0
GROUP BY c.no, c.seat"""
        )
    union = "\nUNION ALL\n".join(dict.fromkeys(parts))
    return Statement(
        f"aggregated_{depth}",
        Text(zh=f"汇总第 {depth} 层节点。", en=f"Nodes at depth {depth}."),
        f"""INSERT INTO aggregated
WITH whole AS (
  SELECT no, seat, round(sum(share * coverage), 12) AS coverage, count(*) FILTER (WHERE gap AND w > 0) AS gaps,
    count(*) FILTER (WHERE x IS NOT NULL AND w > 0) AS present
  FROM children
  GROUP BY no, seat
), combined AS (
{_indent(union)}
), judged AS (
  SELECT whole.no, whole.seat, c.score, whole.coverage,
    CASE
      WHEN seats.outside IS NOT NULL THEN seats.outside
      WHEN t.min_coverage > 1 THEN 'not-at-level'
      WHEN whole.present = 0 THEN 'no-data'
      WHEN t.missing = 'fail' AND whole.gaps > 0 THEN 'child-missing'
      WHEN whole.coverage < t.min_coverage - 1e-9 THEN 'coverage'
      WHEN c.score IS NULL THEN 'not-defined'
    END AS reason
  FROM whole
  JOIN tree AS t ON t.no = whole.no
  JOIN seats ON seats.seat = whole.seat
  LEFT JOIN combined AS c ON c.no = whole.no AND c.seat = whole.seat
)
SELECT no, seat, CASE WHEN reason IS NULL THEN score END, coverage, reason
FROM judged
ORDER BY no, seat""",
    )


FACTORS_ROOT = Statement(
    "factors_0",
    Text(zh="对总分的贡献，自根节点向下。", en="Contributions to the root score, from the root down."),
    """CREATE OR REPLACE TABLE factors AS
SELECT a.no, a.seat, 1.0::DOUBLE AS factor
FROM aggregated AS a
JOIN tree AS t ON t.no = a.no
WHERE t.depth = 0 AND a.score IS NOT NULL
ORDER BY a.no, a.seat""",
)


def factors(depth: int) -> Statement:
    """What one point of an entry at a depth adds to the root score."""
    return Statement(
        f"factors_{depth}",
        Text(zh=f"第 {depth} 层每一分折合总分多少。", en=f"What a point at depth {depth} is worth at the root."),
        f"""INSERT INTO factors
WITH below AS (
  SELECT c.no, a.seat, p.no AS parent, p.additive, f.factor, a.score AS x, parent.score AS whole, w.weight AS w,
    sum(CASE WHEN (a.score IS NOT NULL OR p.missing = 'zero') THEN w.weight ELSE 0 END)
      OVER (PARTITION BY p.no, a.seat) AS total
  FROM tree AS c
  JOIN tree AS p ON p.no = c.parent
  JOIN factors AS f ON f.no = p.no
  JOIN aggregated AS a ON a.no = c.no AND a.seat = f.seat
  JOIN aggregated AS parent ON parent.no = p.no AND parent.seat = f.seat
  JOIN seats ON seats.seat = a.seat
  JOIN weights AS w ON w.no = c.no AND w.period = seats.period
  WHERE c.depth = {depth}
)
SELECT no, seat,
  CASE additive
    WHEN 'linear' THEN factor * w / nullif(total, 0)
    WHEN 'sum' THEN factor * w
    WHEN 'log' THEN CASE WHEN x > 0 AND whole > 0
      THEN factor * whole * (w / nullif(total, 0)) * ln(x) / (nullif(ln(whole), 0) * x) END
  END
FROM below
WHERE x IS NOT NULL
ORDER BY no, seat""",
    )


PLACED = Statement(
    "placed",
    Text(zh="名次：1 为最优，并列取较优名次。", en="Places: 1 is best, ties share the best place."),
    """CREATE OR REPLACE TABLE placed AS
SELECT a.no, a.seat, t.level, seats.region, seats.period, t.entry AS node, p.entry AS parent, t.depth,
  a.score, a.coverage, w.share AS weight, f.factor * a.score AS contribution, a.reason,
  CASE WHEN a.score IS NOT NULL THEN rank() OVER (
    PARTITION BY a.no, seats.period
    ORDER BY half_up(a.score, r.decimals) DESC NULLS LAST
  ) END AS rank
FROM aggregated AS a
JOIN tree AS t ON t.no = a.no
JOIN rankings AS r ON r.level = t.level
LEFT JOIN tree AS p ON p.no = t.parent
JOIN seats ON seats.seat = a.seat
JOIN weights AS w ON w.no = a.no AND w.period = seats.period
LEFT JOIN factors AS f ON f.no = a.no AND f.seat = a.seat
ORDER BY a.seat, a.no""",
)

SCORES = Statement(
    "scores",
    Text(zh="结果表：各节点与指标得分。", en="Result: scores of every node and indicator."),
    """CREATE OR REPLACE TABLE scores AS
SELECT region, period, node, parent, depth, score, CAST(rank AS BIGINT) AS rank, coverage, weight, contribution, reason
FROM placed
ORDER BY seat, no""",
)

INDICATORS = Statement(
    "indicators",
    Text(zh="结果表：各指标逐步取值。", en="Result: every indicator at each step."),
    """CREATE OR REPLACE TABLE indicators AS
SELECT n.region, n.period, n.indicator, n.raw, n.filled AS imputed, n.value AS treated, n.normalised,
  concat_ws(';',
    CASE WHEN n.raw IS NULL OR n.reason = 'no-service' THEN n.reason END,
    CASE WHEN n.imputed THEN 'imputed' END,
    nullif(n.note, ''),
    CASE WHEN n.value IS NOT NULL AND n.normalised IS NULL THEN 'not-scalable' END,
    CASE WHEN seats.broken THEN 'break' END
  ) AS flags,
  coalesce(o.source, p.source, '') AS source
FROM normalised AS n
JOIN seats ON seats.seat = n.seat
LEFT JOIN publishers AS p ON p.indicator = n.indicator
LEFT JOIN origins AS o ON o.indicator = n.indicator AND o.region = n.region AND o.period = n.period
ORDER BY n.seat, n.no""",
)


def ranking(tops: Sequence[str]) -> Statement:
    """The ranked table, the first-level nodes as columns."""
    columns = "".join(
        f",\n    max(score) FILTER (WHERE depth = 1 AND node = {literal(top)}) AS {name(top)}" for top in tops
    )
    listed = "".join(f", {name(top)}" for top in tops)
    return Statement(
        "ranking",
        Text(zh="结果表：排名。", en="Result: the ranking."),
        f"""CREATE OR REPLACE TABLE ranking AS
WITH seated AS (
  SELECT seat, level, region, period,
    max(score) FILTER (WHERE depth = 0) AS score,
    max(coverage) FILTER (WHERE depth = 0) AS coverage,
    max(rank) FILTER (WHERE depth = 0) AS rank,
    max(reason) FILTER (WHERE depth = 0) AS reason{columns}
  FROM placed
  GROUP BY seat, level, region, period
), moved AS (
  SELECT seated.*, periods.position,
    lag(rank) OVER (PARTITION BY seated.region, periods.calendar, seats.era ORDER BY periods.position)
      - rank AS rank_change
  FROM seated
  JOIN periods ON periods.period = seated.period
  JOIN seats ON seats.seat = seated.seat
)
SELECT CAST(m.rank AS BIGINT) AS rank, m.region, r.name_zh, r.name_en, m.period, m.score, m.coverage,
  CAST(m.rank_change AS BIGINT) AS rank_change{listed}, coalesce(m.reason, '') AS reason, m.level
FROM moved AS m
JOIN regions AS r ON r.region = m.region
ORDER BY m.position, m.level, m.rank NULLS LAST, m.region""",
    )


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
