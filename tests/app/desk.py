"""A page opened without a browser, on any evidence, and the charts that it draws."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
from streamlit.testing.v1 import AppTest

STANDARD = """id: tiny
version: "1"
status: draft
name: {zh: 小标准, en: Tiny}
levels: [city]
tree:
  - id: a
    name: {zh: 甲, en: A}
    children: [{indicator: x}, {indicator: y}]
  - id: b
    name: {zh: 乙, en: B}
    children: [{indicator: z}]
indicators:
  - {id: x, name: {zh: 一, en: One}, direction: higher, measure: {kind: statistic, formula: x}}
  - {id: y, name: {zh: 二, en: Two}, direction: lower, measure: {kind: statistic, formula: y}}
  - {id: z, name: {zh: 三, en: Three}, direction: higher, measure: {kind: statistic, formula: z}}
"""


def opened(page: str = "ranking", words: tuple[str, ...] = (), **query: str) -> AppTest:
    """A page with the words behind its script and the words of its link."""
    script = f"import sys\nfrom evaluator.app.main import main\nsys.argv = ['app', *{words!r}]\nmain({page!r})"
    app = AppTest.from_string(script, default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def healthy(app: AppTest) -> None:
    """No exception and no error on the page."""
    assert not app.exception, [one.value for one in app.exception]
    assert not app.error, [one.value for one in app.error]


def charts(app: AppTest) -> Iterator[dict[str, object]]:
    """Every chart of a page, with its data inside."""
    for one in app.get("vega_lite_chart"):
        spec = json.loads(one.proto.spec)
        if one.proto.data.data:
            rows = pa.ipc.open_stream(one.proto.data.data).read_all().to_pylist()
            spec = {"data": {"values": rows}, **spec}
        yield spec


def written(
    folder, rows: list[tuple[str, str]], value=lambda i, series: str(i * 7 % 13 + len(series))
) -> tuple[str, ...]:
    """The tiny standard and evidence for regions (code, name); what to put behind the script."""
    evidence = folder / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    (folder / "standard.yaml").write_text(STANDARD, encoding="utf-8")

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    regions = ["region,name_zh,name_en,level", *(f"{code},{cell(name)},{cell(name)},city" for code, name in rows)]
    (evidence / "regions.csv").write_text("\n".join(regions) + "\n", encoding="utf-8")
    figures = ["region,period,series,value"]
    for period in ("2022", "2023"):
        figures += [f"{code},{period},{s},{value(i, s)}" for i, (code, _) in enumerate(rows) for s in ("x", "y", "z")]
    (evidence / "statistics.csv").write_text("\n".join(figures) + "\n", encoding="utf-8")
    return "--standard", str(folder / "standard.yaml"), "--evidence", str(evidence)
