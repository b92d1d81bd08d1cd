"""Made-up results that the tests of exports write: an ordinary one, and one whose every name is an attack."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from evaluator import Assessment, Evidence, Standard, evaluate
from evaluator.evidence import read_evidence
from evaluator.scenario import NO_CHANGE, Scenario

LONG = "长" * 150 + "x" * 150
ATTACKS = (
    '<img src=x onerror="alert(1)">',
    '=HYPERLINK("http://example.org","x")',
    "+1+1|cmd",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\uff1d1+1",
    "![p](http://example.org/x.png) [l](javascript:alert(1))",
    "`$x$` | _u_ **b** # <script>alert(1)</script>",
    'a,b\n"c"\r\nd',
    LONG,
)
REGIONS = """\
region,name_zh,name_en
010000,甲省,Alpha
020000,乙省,Beta
030000,丙省,Gamma
"""
STATISTICS = """\
region,period,series,value
010000,2022,a,1
020000,2022,a,2
030000,2022,a,4
010000,2022,b,10
020000,2022,b,30
030000,2022,b,20
010000,2023,a,0.1
020000,2023,a,0.7
030000,2023,a,0.3
010000,2023,b,10
020000,2023,b,
030000,2023,b,25
"""


def standard(**changes: object) -> Standard:
    """A small standard of two pillars."""
    plain: dict[str, object] = {
        "id": "small",
        "version": "1.0",
        "name": {"zh": "小标准", "en": "Small standard"},
        "tree": [
            {"id": "first", "name": {"zh": "第一", "en": "First"}, "weight": 2, "children": [{"indicator": "one"}]},
            {"id": "second", "name": {"zh": "第二", "en": "Second"}, "children": [{"indicator": "two"}]},
        ],
        "indicators": [_indicator("one", "a", "一", "One"), _indicator("two", "b", "二", "Two")],
    }
    return Standard.model_validate({**plain, **changes})


def evidence_folder(folder: Path, more: str = "") -> Path:
    """A folder of evidence; `more` is added to the statistics."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "regions.csv").write_text(REGIONS, encoding="utf-8")
    (folder / "statistics.csv").write_text(STATISTICS + more, encoding="utf-8")
    return folder


def small(folder: Path, scenario: Scenario = NO_CHANGE, more: str = "", period: str | None = None) -> Assessment:
    """An ordinary result, its evidence in a folder."""
    found = read_evidence(evidence_folder(folder, more), folder.name)
    return evaluate(standard(), found, scenario=scenario, period=period)


def hostile() -> Assessment:
    """A result in which every name of a region, a node and an indicator is an attack."""
    codes = [f"r{i}" for i, _ in enumerate(ATTACKS)]
    first, second = _text(ATTACKS[1]), _text(ATTACKS[0])
    made = standard(
        name=_text(ATTACKS[8]),
        tree=[
            {"id": "=1+cmd", "name": first, "children": [{"indicator": "one"}]},
            {"id": "<b>", "name": second, "children": [{"indicator": "two"}]},
        ],
        indicators=[_indicator("one", "a", *ATTACKS[1:3]), _indicator("two", "b", *ATTACKS[7:9])],
    )
    tables = {
        "regions": pa.table({"region": codes, "name_zh": list(ATTACKS), "name_en": list(ATTACKS)}),
        "statistics": pa.table(
            {
                "region": codes * 2,
                "period": ["2023"] * (2 * len(codes)),
                "series": ["a"] * len(codes) + ["b"] * len(codes),
                "value": [float(i) for i, _ in enumerate(codes)] * 2,
            }
        ),
    }
    return evaluate(made, Evidence.from_tables(tables))


def _indicator(name: str, series: str, zh: str, en: str) -> dict[str, object]:
    measure = {"kind": "statistic", "formula": series}
    return {"id": name, "name": {"zh": zh, "en": en}, "direction": "higher", "measure": measure}


def _text(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}
