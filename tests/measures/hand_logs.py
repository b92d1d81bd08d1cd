"""Case logs by hand: durations, steps, overlap, waiting, union, shares, rates, money. 1 March 2023 is a Wednesday."""

from __future__ import annotations

from math import sqrt

from tests.measures.desk import Row
from tests.measures.hand import NO_ROW, Block, Worked, rows

Z = 1.959963984540054
FEW = "too-few-cases"
ONE_ROW: Row = {
    "kind": "duration",
    "process": "p",
    "start": {"step": "s", "stamp": "started"},
    "end": {"step": "s", "stamp": "finished"},
}
HALF = {"low": 15.003898915214947, "high": 84.99610108478505}  # Wilson for 2 of 4.

# 1: the Spring Festival is 21 to 27 January, Saturday the 28th is worked in exchange: 1 working day, 8.25 days, 198 h.
# 2: the 20th, 28th, 29th (both worked in exchange) and 30th: 4 working days, 11 days, 264 h.
# 3: 29 April to 3 May are off: 1 working day, 6 days, 144 h.
# 4: Saturday 6 May is worked in exchange, Sunday is not: 2 working days, 3.25 days, 78 h.
# 5 is open: outside the statistic. Promised: 1 by day is kept, 2 is a day late, 3 has no promise, 4 six hours late.
CLOCKS = Block(
    {
        "cases": rows(
            "cases",
            """
            case started           finished          due
            1    2023-01-20T09:00  2023-01-28T15:00  2023-01-28
            2    2023-01-19T10:00  2023-01-30T10:00  2023-01-29
            3    2023-04-28T08:00  2023-05-04T08:00  -
            4    2023-05-05T12:00  2023-05-08T18:00  2023-05-08T12:00
            5    2023-05-05T12:00  -                 2023-05-09
            """,
            process="p",
            step="s",
        )
    },
    [
        # 3.25, 6, 8.25, 11. Conover: places 2 ± 1.96 are the 1st and the 4th.
        Worked("median days", ONE_ROW, 7.125, 4, error=7.75 / 2 / Z, low=3.25, high=11.0),
        # Deviations from 7.125 are 3.875, 1.125, 1.125, 3.875; their squares sum to 32.5625.
        Worked("mean days", {**ONE_ROW, "statistic": "mean"}, 7.125, 4, error=sqrt(32.5625 / 3 / 4)),
        # Place 0.9 * 3 = 2.7: 8.25 + 0.7 * 2.75; the upper end of the interval is beyond the fourth case.
        Worked("p90 days", {**ONE_ROW, "statistic": "p90"}, 10.175, 4, error=None, low=8.25, high=None),
        Worked("within 8 days", {**ONE_ROW, "statistic": "within", "limit": 8.0}, 50.0, 4, error=25.0, **HALF),
        Worked("promised", {**ONE_ROW, "statistic": "promised"}, 100 / 3, 3, error=100 * sqrt(2 / 27)),
        # 1, 1, 2, 4.
        Worked("median working days", {**ONE_ROW, "clock": "working_days"}, 1.5, 4, low=1.0, high=4.0),
        # Deviations from 2: 1, 1, 0, 2.
        Worked("mean working days", {**ONE_ROW, "clock": "working_days", "statistic": "mean"}, 2.0, 4, error=sqrt(0.5)),
        Worked("p90 working days", {**ONE_ROW, "clock": "working_days", "statistic": "p90"}, 3.4, 4),
        Worked(
            "within 2 working days",
            {**ONE_ROW, "clock": "working_days", "statistic": "within", "limit": 2.0},
            75.0,
            4,
            error=100 * sqrt(0.75 * 0.25 / 4),
        ),
        # 78, 144, 198, 264.
        Worked("median hours", {**ONE_ROW, "clock": "hours"}, 171.0, 4),
        Worked("mean hours", {**ONE_ROW, "clock": "hours", "statistic": "mean"}, 171.0, 4),
        Worked("p90 hours", {**ONE_ROW, "clock": "hours", "statistic": "p90"}, 244.2, 4),
        Worked("within 144 hours", {**ONE_ROW, "clock": "hours", "statistic": "within", "limit": 144.0}, 50.0, 4),
        Worked("five are asked", {**ONE_ROW, "min_cases": 5}, 7.125, 4, reason=FEW),
    ],
)

# Ended in 2023: a (8 days), b (ends 2 days before it starts), c (4 days), d (lacks its start).
# Started in 2023: b, c and e (4 days).
ODD = Block(
    {
        "cases": rows(
            "cases",
            """
            case started     finished    mode outcome
            a    2022-12-28  2023-01-05  x    done
            b    2023-06-10  2023-06-08  x    done
            c    2023-06-01  2023-06-05  y    -
            d    -           2023-06-09  x    done
            e    2023-12-30  2024-01-03  x    done
            """,
            process="p",
            step="s",
        )
    },
    [
        Worked("by end", {**ONE_ROW, "min_coverage": 0.75}, 6.0, 2, 0.75),
        Worked("the log is incomplete", ONE_ROW, 6.0, 2, 0.75, reason="log-incomplete"),
        Worked("an end before the start is zero", {**ONE_ROW, "negative": "zero", "min_coverage": 0.0}, 4.0, 3, 0.75),
        Worked("by start", {**ONE_ROW, "period_by": "start"}, 4.0, 2),
        # c is left out by its mode; d still lacks its start: 1 of 3 rows.
        Worked("filter", {**ONE_ROW, "filter": "mode = 'x'", "min_coverage": 0.5}, 8.0, 1, 2 / 3),
        # The outcome of c is read as none.
        Worked("denominator", {**ONE_ROW, "denominator": "outcome = 'none'"}, 4.0, 1),
    ],
)

TWO: Row = {
    "process": "p",
    "start": {"step": "begin", "stamp": "started"},
    "end": {"step": "end", "stamp": "finished"},
}
FILL: Row = {"kind": "duration", **TWO, "filter": "outcome != 'withdrawn'"}

# Case 2 is withdrawn, which stands on its first row only.
FILLED = Block(
    {
        "cases": rows(
            "cases",
            """
            case step   started     finished    outcome    side
            1    begin  2023-03-01  2023-03-01  -          firm
            1    end    2023-03-03  2023-03-05  done       gov
            2    begin  2023-03-01  2023-03-01  withdrawn  firm
            2    end    2023-03-03  2023-03-21  -          gov
            """,
            process="p",
        )
    },
    [
        # Unfilled, the first row of case 2 does not pass: it lacks its start.
        Worked("row by row", {**FILL, "min_coverage": 0.5}, 4.0, 1, 0.5),
        Worked("filled", {**FILL, "fill": True}, 4.0, 1),
        Worked("steps filled", {**FILL, "kind": "steps", "fill": True}, 2.0, 1),
        # The steps of case 1 lie two days apart.
        Worked("overlap filled", {**FILL, "kind": "overlap", "fill": True}, 0.0, 1),
        # Covered are 3 to 5 March of the days 2 to 5: 1 of 4 is idle.
        Worked("waiting filled", {**FILL, "kind": "waiting", "fill": True}, 25.0, 1),
        Worked("union filled", {**FILL, "kind": "union", "fill": True, "clock": "calendar_days"}, 3.0, 1),
        Worked(
            "share filled",
            {"kind": "share", "process": "p", "fill": True, "numerator": "outcome = 'done'", "period_by": "finished"},
            50.0,
            4,
            error=25.0,
            **HALF,
        ),
    ],
)

# A runs 10 days: 4 steps of 3 departments; x and y share the 5th; days 3 to 7 and 11 are covered.
# B runs 4 days: 2 steps share the 3rd; every day is covered. C runs 20 days: 3 steps, none shared; 6 to 8 and 21.
# Of the government: A 3 to 7 and 11 (6 days, 3 working), B 3 to 5 (3 and 1), C 6 to 8 and 21 (4 and 4).
# A keeps its promise, B is a day late, C has none.
STEPS = Block(
    {
        "cases": rows(
            "cases",
            """
            case step   started     finished    due         side  department
            A    begin  2023-03-01  2023-03-01  -           firm  d1
            A    x      2023-03-03  2023-03-05  -           gov   d2
            A    y      2023-03-05  2023-03-07  -           gov   d3
            A    end    2023-03-11  2023-03-11  2023-03-11  gov   d2
            B    begin  2023-03-01  2023-03-03  -           firm  d1
            B    end    2023-03-03  2023-03-05  2023-03-04  gov   d2
            C    begin  2023-03-01  2023-03-01  -           firm  d1
            C    x      2023-03-06  2023-03-08  -           gov   d2
            C    end    2023-03-21  2023-03-21  -           gov   d2
            """,
            process="p",
        )
    },
    [
        *(
            Worked(f"{kind} {statistic}", {"kind": kind, **TWO, **more, "statistic": statistic, **limit}, value, cases)
            # 4, 2, 3 steps; 50, 100, 0 % parallel; 40, 0, 80 % idle; 3, 1, 4 working days, 6, 3, 4 calendar days.
            for kind, more, median, mean, p90 in (
                ("steps", {}, 3.0, 3.0, 3.8),
                ("overlap", {}, 50.0, 50.0, 90.0),
                ("waiting", {}, 40.0, 40.0, 72.0),
                ("union", {"covering": "side = 'gov'"}, 3.0, 8 / 3, 3.8),
                ("union", {"covering": "side = 'gov'", "clock": "calendar_days"}, 4.0, 13 / 3, 5.6),
            )
            for statistic, limit, value, cases in (
                ("median", {}, median, 3),
                ("mean", {}, mean, 3),
                ("p90", {}, p90, 3),
                ("within", {"limit": median}, 200 / 3, 3),
                ("promised", {}, 50.0, 2),
            )
        ),
        *(
            Worked(f"{kind}, few", {"kind": kind, **TWO, "statistic": "median", "min_cases": 4}, value, 3, reason=FEW)
            # Of every side, working days: A 2, 3, 6 and 7 March, B 2 and 3, C 6 to 8 and 21.
            for kind, value in (("steps", 3.0), ("overlap", 50.0), ("waiting", 40.0), ("union", 3.0))
        ),
        # Deviations 1, 1, 0; 50, 50, 0; 40, 40, 0.
        Worked("steps, error", {"kind": "steps", **TWO, "statistic": "mean"}, 3.0, 3, error=sqrt(2 / 2 / 3)),
        Worked("overlap, error", {"kind": "overlap", **TWO}, 50.0, 3, error=sqrt(5000 / 2 / 3)),
        Worked("waiting, error", {"kind": "waiting", **TWO, "statistic": "mean"}, 40.0, 3, error=sqrt(3200 / 2 / 3)),
        # 3, 2, 2 departments; 2, 1, 2 rows of d2; 3, 1, 2 steps of the government.
        Worked("departments", {"kind": "steps", **TWO, "count": "department"}, 2.0, 3),
        Worked("rows", {"kind": "steps", **TWO, "count": "row", "counting": "department = 'd2'"}, 2.0, 3),
        Worked("steps by name", {"kind": "steps", **TWO, "count": "step", "counting": "side = 'gov'"}, 2.0, 3),
        # Of the government alone only x and y of A overlap: 2 of 3, 0 of 1, 0 of 2.
        Worked("overlap of some", {"kind": "overlap", **TWO, "covering": "side = 'gov'"}, 200 / 9, 3),
        # Without the government: 4 of 10 days, 1 of 4 (the 2nd), 16 of 20.
        Worked("waiting for some", {"kind": "waiting", **TWO, "covering": "side = 'gov'"}, 40.0, 3),
    ],
)

# Ended in 2023: A (backward), B. Started in 2023: A, B and C.
TURNED = Block(
    {
        "cases": rows(
            "cases",
            """
            case step   started     finished    outcome
            A    begin  2023-03-10  2023-03-10  done
            A    end    2023-03-02  2023-03-06  done
            B    begin  2023-03-01  2023-03-03  done
            B    end    2023-03-03  2023-03-05  done
            C    begin  2023-12-29  2023-12-29  odd
            C    end    2024-01-02  2024-01-05  odd
            D    begin  2023-12-29  2023-12-29  odd
            """,
            process="p",
        )
    },
    [
        Worked("steps", {"kind": "steps", **TWO, "statistic": "mean"}, 2.0, 1),
        # The number of steps of a case that turns back is still its number of steps.
        Worked("steps, zero", {"kind": "steps", **TWO, "statistic": "mean", "negative": "zero"}, 2.0, 2),
        Worked("overlap", {"kind": "overlap", **TWO}, 100.0, 1),
        Worked("overlap, zero", {"kind": "overlap", **TWO, "negative": "zero"}, 50.0, 2),
        Worked("waiting", {"kind": "waiting", **TWO, "statistic": "mean"}, 0.0, 1),
        Worked("waiting, zero", {"kind": "waiting", **TWO, "statistic": "mean", "negative": "zero"}, 0.0, 2),
        # B is covered from the 2nd to the 5th: 2 working days (Thursday, Friday).
        Worked("union", {"kind": "union", **TWO, "statistic": "mean"}, 2.0, 1),
        Worked("union, zero", {"kind": "union", **TWO, "statistic": "mean", "negative": "zero"}, 1.0, 2),
        # C: 2 steps, none shared; its end covers 2 to 5 January, so that 3 of 7 days are idle. D has not ended.
        Worked("steps by start", {"kind": "steps", **TWO, "period_by": "start", "min_coverage": 0.5}, 2.0, 2, 0.75),
        Worked(
            "overlap by start", {"kind": "overlap", **TWO, "period_by": "start", "min_coverage": 0.5}, 50.0, 2, 0.75
        ),
        Worked(
            "waiting by start",
            {"kind": "waiting", **TWO, "period_by": "start", "min_coverage": 0.5, "statistic": "mean"},
            150 / 7,
            2,
            0.75,
        ),
        Worked(
            "union by start",
            {"kind": "union", **TWO, "period_by": "start", "min_coverage": 0.5, "clock": "calendar_days"},
            4.0,
            2,
            0.75,
        ),
        *(
            Worked(
                f"{kind}, rule on the end",
                {"kind": kind, **TWO, "denominator": "outcome = 'odd'"},
                None,
                0,
                reason=NO_ROW,
            )
            for kind in ("steps", "overlap", "waiting", "union")
        ),
    ],
)

PAID: Row = {
    "process": "p",
    "denominator": "mode in ('auto', 'applied')",
    "numerator": "mode = 'auto'",
    "period_by": "finished",
    "min_coverage": 0.5,
}
PER_FIRM: Row = {"kind": "rate", "process": "p", "numerator": "mode = 'auto'", "period_by": "finished"}

# Of six rows 1 to 4 count (2 of 4 automatic; 300 of 1,000 yuan), 5 is of another mode, 6 cannot be told.
# Row 7 is of another step, row 8 of another year unless 30 days are waited.
ROWS = Block(
    {
        "cases": rows(
            "cases",
            """
            case step     finished    mode     amount  side
            1    payment  2023-03-01  auto     100.10  a
            2    payment  2023-03-02  auto     199.90  a
            3    payment  2023-03-03  applied  650.00  a
            4    payment  2023-03-04  applied  50.00   b
            5    payment  2023-03-05  waived   70.00   b
            6    payment  2023-03-06  -        5.00    a
            7    filing   2023-12-29  auto     -       a
            8    payment  2022-12-08  auto     1000    a
            """,
            process="p",
        ),
        "statistics": rows(
            "statistics",
            """
            period   series       value
            2023     firms        40
            2022     firms        4000
            2023     residents    1.5
            """,
        ),
    },
    [
        Worked("share", {"kind": "share", **PAID, "step": "payment"}, 50.0, 4, 5 / 6, error=25.0, **HALF),
        # Row 7 passes as well: 3 of 5.
        Worked("share of every step", {"kind": "share", **PAID}, 60.0, 5, 6 / 7, error=100 * sqrt(0.24 / 5)),
        # Side a: 1, 2, 3; 6 cannot be told.
        Worked("share, filter", {"kind": "share", **PAID, "step": "payment", "filter": "side = 'a'"}, 200 / 3, 3, 0.75),
        # Row 8 comes in, row 7 goes on to 2024.
        Worked("share, days", {"kind": "share", **PAID, "lag": {"days": 30}}, 60.0, 5, 6 / 7),
        # After 8 December 2022 the 15th working day is the 29th: still 2022. After 29 December 2023: 2024.
        Worked("share, working days", {"kind": "share", **PAID, "lag": {"workdays": 15}}, 50.0, 4, 5 / 6),
        Worked("money", {"kind": "amount-share", **PAID, "step": "payment"}, 30.0, 4, 5 / 6, error=None, low=None),
        # Row 7 counts and has no amount.
        Worked("money of every step", {"kind": "amount-share", **PAID}, 30.0, 4, 5 / 7),
        Worked("money, filter", {"kind": "amount-share", **PAID, "filter": "side = 'b'"}, 0.0, 1),
        Worked("money, days", {"kind": "amount-share", **PAID, "lag": {"days": 30}}, 65.0, 5, 6 / 7),
        # 3 automatic rows per 40 firms; the error of a count is its root.
        Worked(
            "per firm",
            {**PER_FIRM, "per": {"series": "firms"}},
            0.075,
            3,
            6 / 7,
            error=sqrt(3) / 40,
            low=0.0,
            high=(3 + Z * sqrt(3)) / 40,
        ),
        # Residents in units of 10,000, per 1,000 residents: 3 / (1.5 * 10).
        Worked("per 1,000 residents", {**PER_FIRM, "per": {"series": "residents", "scale": 10.0}}, 0.2, 3, 6 / 7),
        Worked("rate of one step", {**PER_FIRM, "per": {"series": "firms"}, "step": "payment"}, 0.05, 2, 5 / 6),
        Worked("rate of every row", {**PER_FIRM, "per": {"series": "firms"}, "numerator": ""}, 0.175, 7),
        # Rows are steps of their own case: only their own outcome could fill them.
        Worked(
            "rate, filled",
            {**PER_FIRM, "per": {"series": "firms"}, "fill": True, "min_coverage": 0.9},
            0.075,
            3,
            6 / 7,
            reason="log-incomplete",
        ),
        Worked("money, filled", {"kind": "amount-share", **PAID, "fill": True}, 30.0, 4, 5 / 7),
        Worked("rate, filter", {**PER_FIRM, "per": {"series": "firms"}, "filter": "side = 'a'"}, 0.075, 3, 0.8),
        Worked("rate, rule", {**PER_FIRM, "per": {"series": "firms"}, "denominator": "side = 'b'"}, 0.0, 0),
        Worked("rate, days", {**PER_FIRM, "per": {"series": "firms"}, "lag": {"days": 30}}, 0.075, 3, 6 / 7),
        Worked(
            "no figure", {**PER_FIRM, "per": {"series": "cars"}}, None, 3, 6 / 7, error=None, reason="no-denominator"
        ),
        Worked("few", {"kind": "share", **PAID, "min_cases": 6}, 60.0, 5, 6 / 7, reason=FEW),
        Worked("few paid", {"kind": "amount-share", **PAID, "min_cases": 5}, 30.0, 4, 5 / 7, reason=FEW),
        Worked(
            "few per firm",
            {**PER_FIRM, "per": {"series": "firms"}, "min_cases": 4},
            0.075,
            3,
            6 / 7,
            reason=FEW,
        ),
    ],
)

BLOCKS = {"clocks": CLOCKS, "odd": ODD, "filled": FILLED, "steps": STEPS, "turned": TURNED, "rows": ROWS}
