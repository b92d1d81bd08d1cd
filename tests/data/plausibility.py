"""The rule that marks figures of `data/china` which a reader should not take on trust, and the tables about them.

`python tests/data/plausibility.py` writes `data/china/flags.csv` anew and prints the tables of the two READMEs.
No figure is changed by it.
"""

from __future__ import annotations

import csv
import itertools
import math
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHINA = Path(__file__).resolve().parents[2] / "data" / "china"
JUMP = 3.0
APART = 2.0
NATIONAL = 1.35
LEVEL = 2.5
ROBUST = 4.0
#: Series that are shares or averages already; every other one is divided by the population before levels are compared.
RELATIVE = {
    "websites_per_100_enterprises",
    "enterprises_with_ecommerce",
    "computers_per_100_employees",
    "rd_intensity",
}
COLUMNS = ("region", "period", "series", "kind", "note_zh", "note_en")

#: Known changes of definition or origin; period is the first one on the new footing. They cannot be recomputed.
BREAKS = (
    (
        "population",
        "2020",
        "2020 年为第七次人口普查推算数，2021 年起为抽样调查推算数；2015—2019 年已是普查后修订数，与当年初次公布数不同",
        (
            "2020 is the census figure, 2021 onwards come from the annual sample survey; 2015-2019 are already "
            "the figures revised after the census and differ from those first published"
        ),
    ),
    (
        "hightech_industry_revenue",
        "2018",
        "2016 年及以前为主营业务收入，2018 年起为营业收入并取整；2017 年无数据",
        "up to 2016 revenue of the main business, from 2018 operating revenue in whole figures; nothing for 2017",
    ),
    (
        "software_revenue",
        "2018",
        "2018 年前后，规模较小的省份多有陡升陡降，疑与统计范围调整有关（未核实），跨年比较须谨慎",
        (
            "around 2018 several small provinces rise or fall steeply, presumably because the scope of the statistics "
            "changed (not verified); years compare with care"
        ),
    ),
    (
        "rd_intensity",
        "2018",
        "分母为各年公报所用的地区生产总值；2018 年地区生产总值经第四次全国经济普查修订，各年版本不一",
        (
            "the denominator is regional GDP as used in each year's bulletin; GDP of 2018 was revised after the fourth "
            "national economic census, so vintages differ"
        ),
    ),
)


@dataclass(frozen=True, order=True)
class Flag:
    """One remark; an empty region stands for all provinces together."""

    series: str
    period: str
    region: str
    kind: str
    note_zh: str
    note_en: str


Figures = dict[str, dict[tuple[str, str], float]]


@cache
def figures() -> Figures:
    """Every figure by series, then by region and period."""
    found: Figures = {}
    for row in rows("statistics"):
        found.setdefault(row["series"], {})[row["region"], row["period"]] = float(row["value"])
    return found


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of `data/china`."""
    with (CHINA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def provinces() -> tuple[str, ...]:
    """Codes of the 31 provinces."""
    return tuple(row["region"] for row in rows("regions") if row["level"] == "province")


@cache
def years() -> tuple[str, ...]:
    """Every period that occurs."""
    return tuple(sorted({period for series in figures().values() for _, period in series}))


def flags() -> list[Flag]:
    """Every remark, in the order of the file."""
    found = [Flag(series, period, "", "break", zh, en) for series, period, zh, en in BREAKS]
    for series, values in figures().items():
        found += [*gaps(series, values), *moves(series, values), *levels(series, values), *outliers(series, values)]
    return sorted(found)


def gaps(series: str, values: dict[tuple[str, str], float]) -> Iterator[Flag]:
    """Periods without any figure (`absent`) and provinces without one that others have (`missing`)."""
    for period in years():
        lacking = [region for region in provinces() if (region, period) not in values]
        if len(lacking) == len(provinces()):
            yield Flag(series, period, "", "absent", "该年各省均无数据", "no province has a figure for this year")
        else:
            for region in lacking:
                yield Flag(
                    series, period, region, "missing", "该省该年无数据", "this province has no figure for the year"
                )


def moves(series: str, values: dict[tuple[str, str], float]) -> Iterator[Flag]:
    """Changes from the last period with figures: of all provinces (`national`) or of one alone (`jump`)."""
    present = sorted({period for _, period in values})
    for before, now in itertools.pairwise(present):
        ratios = {
            region: values[region, now] / values[region, before]
            for region in provinces()
            if (region, now) in values and values.get((region, before), 0) > 0
        }
        middle = statistics.median(ratios.values())
        if _apart(middle, NATIONAL):
            yield Flag(
                series,
                now,
                "",
                "national",
                f"各省与 {before} 年之比的中位数为 {_figure(middle)}",
                f"the median of the provinces' ratios to {before} is {_figure(middle)}",
            )
        for region, ratio in ratios.items():
            if _apart(ratio, JUMP) and _apart(ratio / middle, APART):
                yield Flag(
                    series,
                    now,
                    region,
                    "jump",
                    f"由 {before} 年的 {values[region, before]:g} 变为 {values[region, now]:g}，"
                    f"为其 {_figure(ratio)} 倍；各省中位数为 {_figure(middle)} 倍",
                    f"from {values[region, before]:g} in {before} to {values[region, now]:g}, {_figure(ratio)} times; "
                    f"the provinces' median is {_figure(middle)} times",
                )


def levels(series: str, values: dict[tuple[str, str], float]) -> Iterator[Flag]:
    """A province far from the place, relative to the median province, that it holds in most years."""
    place: dict[tuple[str, str], float] = {}
    for period in {period for _, period in values}:
        middle = statistics.median(values[key] for key in values if key[1] == period)
        place |= {key: value / middle for key, value in values.items() if key[1] == period}
    for region in provinces():
        usual = statistics.median(value for key, value in place.items() if key[0] == region)
        for key in sorted(key for key in place if key[0] == region):
            if _apart(place[key] / usual, LEVEL):
                yield Flag(
                    series,
                    key[1],
                    region,
                    "level",
                    f"相当于当年各省中位数的 {_figure(place[key])} 倍，而该省各年通常为 {_figure(usual)} 倍",
                    f"{_figure(place[key])} times the median province of the year; in most years this province stands "
                    f"at {_figure(usual)} times",
                )


def outliers(series: str, values: dict[tuple[str, str], float]) -> Iterator[Flag]:
    """A province far from all others in a few years only; one that is so in most years is simply ahead or behind."""
    if series == "population":
        return
    found: list[tuple[str, str, float]] = []
    for period in sorted({period for _, period in values}):
        logs = {
            region: math.log(values[region, period] / _base(series, region, period))
            for region in provinces()
            if values.get((region, period), 0) > 0
        }
        middle = statistics.median(logs.values())
        spread = 1.4826 * statistics.median(abs(value - middle) for value in logs.values())
        found += [
            (region, period, math.exp(value - middle))
            for region, value in logs.items()
            if abs(value - middle) > ROBUST * spread and _apart(math.exp(value - middle), LEVEL)
        ]
    times = Counter(region for region, _, _ in found)
    for region, period, ratio in found:
        if 3 * times[region] <= len(years()):
            share_zh, share_en = ("", "") if series in RELATIVE else ("按人口平均", "per resident ")
            yield Flag(
                series,
                period,
                region,
                "outlier",
                f"{share_zh}为当年各省中位数的 {_figure(ratio)} 倍，明显偏离其他省份",
                f"{share_en}{_figure(ratio)} times the median province of the year, far from all others",
            )


def _apart(ratio: float, factor: float) -> bool:
    return ratio >= factor or ratio <= 1 / factor


def _figure(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def _base(series: str, region: str, period: str) -> float:
    return 1.0 if series in RELATIVE else figures()["population"][region, period]


def coverage_rows() -> list[str]:
    """The table of coverage of the READMEs: series, unit, periods, provinces a period, figures, gaps."""
    found = []
    for row in rows("series"):
        values = figures()[row["series"]]
        present = sorted({period for _, period in values})
        each = Counter(period for _, period in values)
        counts = sorted(set(each.values()))
        provinces_each = str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"
        absent = ", ".join(period for period in years() if period not in each) or "—"
        found.append(
            f"| `{row['series']}` | {row['unit_zh']} · {row['unit_en']} | {present[0]}–{present[-1]} | {absent} | "
            f"{provinces_each} | {len(values)} |"
        )
    return found


def flag_rows(lang: str) -> list[str]:
    """The jumps and gaps of single provinces, as rows of a table in one language."""
    names = {row["region"]: row[f"name_{lang}"] for row in rows("regions")}
    titles = {row["series"]: row[f"name_{lang}"] for row in rows("series")}
    return [
        f"| {titles[one.series]} | {one.period} | {names[one.region]} | {getattr(one, f'note_{lang}')} |"
        for one in flags()
        if one.kind in ("jump", "missing")
    ]


def count_rows() -> list[str]:
    """How many remarks of each kind a series has."""
    kinds = ("jump", "level", "outlier", "national", "missing", "absent", "break")
    counts = Counter((one.series, one.kind) for one in flags())
    flagged = [row["series"] for row in rows("series") if any(counts[row["series"], kind] for kind in kinds)]
    return [
        f"| `{series}` | " + " | ".join(str(counts[series, kind] or "—") for kind in kinds) + " |" for series in flagged
    ]


def main() -> None:
    """Write the flags and print the tables."""
    with (CHINA / "flags.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([getattr(one, column) for column in COLUMNS] for one in flags())
    for table in (coverage_rows(), count_rows(), flag_rows("zh"), flag_rows("en")):
        print("\n".join(table), end="\n\n")


if __name__ == "__main__":
    main()
