"""The last step of every measure: one row a region and period, with the reason why it is not scored, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.reasons import LOG_INCOMPLETE, LOW_RESPONSE, NO_CASES, NO_DENOMINATOR, TOO_FEW_CASES, TOO_FEW_SUBJECTS

if TYPE_CHECKING:
    from ibis.expr.types import NumericValue, Table, Value

#: Width of a 95 % interval in standard errors.
Z = 1.959963984540054
COLUMNS = ("region", "period", "value", "cases", "coverage", "standard_error", "low", "high", "reason")


def gated(
    table: Table,
    *,
    min_cases: int = 0,
    min_coverage: float = 0.0,
    min_response: float = 0.0,
    min_subjects: int = 0,
    denominated: bool = False,
    counted: NumericValue | None = None,
) -> Table:
    """Keep the columns of the result and say why a value is not scored; the first reason that holds is given.

    Args:
        table: Columns of the result except `reason`; with `subjects` if there is a gate on them.
        min_cases: Fewest cases that are scored.
        min_coverage: Least share of what the log should hold, 0 to 1.
        min_response: Least response rate, 0 to 1, against `coverage`.
        min_subjects: Fewest subjects with enough answers.
        denominated: A missing value lacks its denominator rather than its cases.
        counted: What there must be at all; by default the cases. None of a hundred is a value, none of none is not.
    """
    import ibis

    held = [
        ((table.cases if counted is None else counted) <= 0, NO_CASES),
        (table.cases < min_cases, TOO_FEW_CASES),
        (table.coverage < min_coverage, LOG_INCOMPLETE),
        (table.coverage < min_response, LOW_RESPONSE),
    ]
    if min_subjects:
        held.append((table.subjects < min_subjects, TOO_FEW_SUBJECTS))
    if denominated:
        held.insert(0, (table.value.isnull(), NO_DENOMINATOR))
    else:
        held.append((table.value.isnull(), NO_CASES))
    reason = ibis.cases(*[(test, ibis.literal(word)) for test, word in held], else_="")
    typed = {
        "value": table.value.cast("float64"),
        "cases": table.cases.cast("int64"),
        "coverage": table.coverage.cast("float64"),
        "standard_error": table.standard_error.cast("float64"),
        "low": table.low.cast("float64"),
        "high": table.high.cast("float64"),
        "reason": reason,
    }
    return table.select("region", "period", **typed)


def share_columns(passed: Value, counted: Value) -> dict[str, NumericValue]:
    """A share in percent with its standard error and its Wilson interval.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).

    Args:
        passed: Number (or weight) that passes.
        counted: Effective number counted; 0 gives missing.
    """
    number = counted.cast("float64").nullif(0.0)
    share = passed.cast("float64") / number
    spread = share * (1.0 - share) / number
    middle = (share + Z * Z / 2.0 / number) / (1.0 + Z * Z / number)
    half = (spread + Z * Z / 4.0 / (number * number)).sqrt() * Z / (1.0 + Z * Z / number)
    return {
        "value": share * 100.0,
        "standard_error": spread.sqrt() * 100.0,
        "low": clipped(middle - half) * 100.0,
        "high": clipped(middle + half) * 100.0,
    }


def clipped(share: NumericValue) -> NumericValue:
    """A share kept between 0 and 1."""
    import ibis

    return ibis.cases((share < 0.0, 0.0), (share > 1.0, 1.0), else_=share)
