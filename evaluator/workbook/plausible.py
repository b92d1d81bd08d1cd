"""Whether a figure is likely, against the region's own last period and against its peers.

Rule: the logarithm of this period over the last is compared with the median of the same change among the other
regions; more than five robust standard deviations (1.4826 × median absolute deviation), and at least a factor of
1.5, is unlikely. With fewer than eight other regions, more than double or less than half is. A figure without an own
last one is compared with the others' figures of the same level in the same way: the median of their logarithms, five
robust standard deviations, at least a factor of two, and at least eight of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median

from evaluator.evidence import Evidence
from evaluator.tables import among, only
from evaluator.workbook.known import Place
from indicators.text import Text

PEERS, DEVIATIONS, LEAST, DOUBLE = 8, 5.0, 1.5, 2.0


def unlikely(evidence: Evidence, place: Place, values: Mapping[str, float]) -> dict[str, Text]:
    """Series → why its figure should be looked at again.

    Args:
        evidence: What is known of this region and of the others.
        place: The region and its periods.
        values: Series → figure that was handed in.
    """
    table = evidence.statistics.filter(among(evidence.statistics, "series", values))
    table = table.filter(among(table, "period", [place.before, place.period]))
    columns = (table[name].to_pylist() for name in ("region", "period", "series", "value"))
    known = {(region, period, series): value for region, period, series, value in zip(*columns, strict=True)}
    alike = set(only(evidence.regions, "level", place.level)["region"].to_pylist()) if place.level else None
    regions = sorted({one for one, _, _ in known if one != place.region})
    peers = [one for one in regions if alike is None or one in alike]
    found = {}
    for series, value in values.items():
        last = known.get((place.region, place.before, series))
        if not last or last <= 0 or value <= 0:
            if last and last > 0 >= value:
                found[series] = _said(value, last, "")
            elif not last:
                now = [known.get((one, place.period, series)) for one in peers]
                then = [known.get((one, place.before, series)) for one in peers]
                _level(found, series, value, now if any(now) else then)
            continue
        pairs = ((known.get((r, place.before, series)), known.get((r, place.period, series))) for r in regions)
        changes = [math.log(now / then) for then, now in pairs if then and now and then > 0 and now > 0]
        middle, reach = 0.0, math.log(DOUBLE)
        if len(changes) >= PEERS:
            middle = median(changes)
            reach = max(math.log(LEAST), DEVIATIONS * 1.4826 * median(abs(one - middle) for one in changes))
        if abs(math.log(value / last) - middle) > reach:
            found[series] = _said(value, last, f"{math.exp(middle):.2f}" if len(changes) >= PEERS else "")
    return found


def _level(found: dict[str, Text], series: str, value: float, others: list[float | None]) -> None:
    """Add a figure that is far from those of its peers."""
    logs = [math.log(one) for one in others if one and one > 0]
    if len(logs) < PEERS or value <= 0:
        return
    middle = median(logs)
    reach = max(math.log(DOUBLE), DEVIATIONS * 1.4826 * median(abs(one - middle) for one in logs))
    if abs(math.log(value) - middle) > reach:
        mid = _shown(math.exp(middle))
        zh = f"本期 {_shown(value)}，与同级地区相差悬殊（中位数 {mid}）"
        found[series] = Text(zh=zh, en=f"{_shown(value)} now, far from regions of this level (median {mid})")


def _shown(value: float) -> str:
    """A figure without an exponent."""
    return f"{value:,.4f}".rstrip("0").rstrip(".") if abs(value) >= 0.001 else f"{value:g}"


def _said(value: float, last: float, peers: str) -> Text:
    now, then = _shown(value), _shown(last)
    zh, en = f"本期 {now}，上期 {then}", f"{now} now, {then} in the last period"
    if last:
        times = f"{value / last:.2f}" if abs(value / last) >= 0.1 else f"{value / last:.2g}"
        zh, en = f"{zh}，为上期的 {times} 倍", f"{en}: {times} times as much"
    if peers:
        zh, en = f"{zh}（其他地区中位 {peers} 倍）", f"{en} (median of the others: {peers} times)"
    return Text(zh=zh, en=en)
