"""The SQL of a run, second half: from values on one scale to nodes, places and the result tables.

What varies between runs are rows in tables, not the text. Keys: a `seat` is one region in one period; `no` numbers an
entry of the tree (a node or an indicator).
"""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.methods import Aggregation
from evaluator.quoting import literal, name
from evaluator.scoring.statement import Statement, indent
from indicators.text import Text

LEAVES = Statement(
    "leaves",
    Text(zh="指标得分与覆盖度（实测为 1）。", en="Scores and coverage of indicators (measured counts 1)."),
    """CREATE OR REPLACE TABLE aggregated AS
SELECT no, seat, normalised AS score,
  CASE WHEN raw IS NOT NULL AND normalised IS NOT NULL THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END AS coverage,
  CASE
    WHEN normalised IS NOT NULL THEN NULL
    WHEN filled IS NULL THEN reason
    WHEN value IS NULL THEN 'no-logarithm'
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
SELECT p.no, a.seat, w.weight AS w, w.share, a.coverage, a.score IS NULL AS gap, a.reason,
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
            parts.append(f"SELECT no, seat, score\nFROM aggregated_values_{depth}")
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
    count(*) FILTER (WHERE x IS NOT NULL AND w > 0) AS present,
    count(DISTINCT reason) FILTER (WHERE w > 0) AS reasons, min(reason) FILTER (WHERE w > 0) AS common
  FROM children
  GROUP BY no, seat
), combined AS (
{indent(union)}
), judged AS (
  SELECT whole.no, whole.seat, c.score, whole.coverage,
    CASE
      WHEN seats.outside IS NOT NULL THEN seats.outside
      WHEN t.min_coverage > 1 THEN 'not-at-level'
      WHEN whole.present = 0 THEN CASE WHEN whole.reasons = 1 THEN whole.common ELSE 'child-missing' END
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
    CASE WHEN n.filled IS NOT NULL AND n.value IS NULL THEN 'no-logarithm' END,
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


#: Columns of the interval of places, where a ranking has one.
ENDS = ("rank_p5", "rank_p95")
#: Columns that the ranking has of its own, in the table or on the way to it.
_OWN = (
    *("rank", "region", "name", "name_zh", "name_en", "period", "score", "coverage", "rank_change", "reason", "level"),
    *("made_up", *ENDS, "seat", "position", "calendar", "era"),
)


def top_columns(tops: Sequence[str]) -> dict[str, str]:
    """First-level node → its column in the ranking: its id, as `node.ID` where that is taken.

    The ranking's own columns go first, and the database does not tell upper from lower case.
    """
    taken, found = set(_OWN), dict[str, str]()
    for top in tops:
        column = top
        while column.lower() in taken:
            column = f"node.{column}"
        taken.add(column.lower())
        found[top] = column
    return found


def ranking(tops: Sequence[str]) -> Statement:
    """The ranked table, the first-level nodes as columns."""
    named = top_columns(tops)
    columns = "".join(
        f",\n    max(score) FILTER (WHERE depth = 1 AND node = {literal(top)}) AS {name(column)}"
        for top, column in named.items()
    )
    listed = "".join(f", {name(column)}" for column in named.values())
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
