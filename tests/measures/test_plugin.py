"""A kind of measure from a package of somebody else: one class, typed parameters, one ibis expression, nothing more."""

from __future__ import annotations

import importlib

import pyarrow as pa
import pytest

from evaluator import Evidence, evaluate
from evaluator.cli import run
from evaluator.engines import EngineChoice
from evaluator.reading import read_standard, try_standard
from evaluator.tracing import explain_rows, refused_rows
from indicators.measures import measure_kind, measure_kinds
from tests.measures.desk import table

MODULE = '''
"""Regulars: firms that come back within the period."""
from typing import ClassVar

from indicators.indicator import Indicator
from indicators.measures import Measure
from indicators.text import Text


class Regulars(Measure):
    """Share of departments with at least `least` cases, in percent."""

    kind: ClassVar[str] = "regulars"
    title: ClassVar[Text] = Text(zh="经常办件的部门", en="Regular departments")
    about: ClassVar[Text] = Text(zh="办件不少于若干件的部门占比。", en="Departments with at least so many cases.")
    tables: ClassVar[tuple[str, ...]] = ("cases",)

    process: str
    least: int = 2

    def faults(self):
        return [("least", Text(zh="least 应不小于 1", en="least must be at least 1"))] if self.least < 1 else []

    def expression(self, tables, periods):
        import ibis

        rows = tables["cases"]
        rows = rows.filter((rows.process == self.process) & rows.finished.notnull())
        rows = rows.mutate(month=rows.finished.year().cast("int64") * 12 + rows.finished.month().cast("int64") - 1)
        spans = periods.select("period", period_month=periods.month)
        rows = rows.inner_join(spans, rows.month == spans.period_month)
        each = rows.group_by("region", "period", "department").agg(n=rows.count())
        found = each.group_by("region", "period").agg(
            cases=each.count(), regular=(each.n >= self.least).cast("int64").sum()
        )
        return found.select(
            "region", "period", "cases",
            value=found.regular.cast("float64") * 100.0 / found.cases.cast("float64"),
            coverage=ibis.literal(1.0), standard_error=ibis.null("float64"),
            low=ibis.null("float64"), high=ibis.null("float64"), reason=ibis.literal(""),
        )


def indicators():
    return [Indicator.model_validate({
        "id": "theirs", "name": {"zh": "他们的指标", "en": "Theirs"}, "direction": "higher",
        "measure": {"kind": "regulars", "process": "p"},
        "examples": [{"given": {"cases": [
            {"department": "a", "finished": "2023-03-01"}, {"department": "a", "finished": "2023-03-02"},
            {"department": "b", "finished": "2023-03-02"}]}, "value": 50.0}],
    })]
'''
STANDARD = """
id: x
version: "1"
name: {zh: 例, en: X}
levels: [county]
method: {normalisation: {kind: goalposts, worst: 0, best: 100}}
tree: [{indicator: theirs}, {indicator: mine}]
indicators:
  - {id: mine, name: {zh: 我的, en: Mine}, direction: higher, measure: {kind: regulars, process: p, least: 3}}
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package as pip would have installed it."""
    site = tmp_path / "site"
    info = site / "third_party-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "third_party.py").write_text(MODULE, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 1.0\n", "utf-8")
    lines = "[indicators.measures]\nregulars = third_party:Regulars\n\n[indicators]\ntheirs = third_party:indicators\n"
    (info / "entry_points.txt").write_text(lines, "utf-8")
    monkeypatch.syspath_prepend(str(site))
    importlib.invalidate_caches()
    measure_kind.cache_clear()
    yield tmp_path
    measure_kind.cache_clear()


def cases(region: str, *departments: str) -> list[dict[str, object]]:
    return [
        {"region": region, "process": "p", "case": f"{n}", "step": "s", "department": one, "finished": "2023-03-05"}
        for n, one in enumerate(departments)
    ]


def test_it_measures_scores_checks_and_explains_like_an_own_one(package, capsys):
    path = package / "x.yaml"
    path.write_text(STANDARD, "utf-8")
    assert "regulars" in measure_kinds()
    assert run(["check", "--standard", str(path), "--lang", "zh"]) == 0
    capsys.readouterr()
    assert run(["indicators", "theirs", "--standard", str(path), "--lang", "en"]) == 0
    assert "third-party" in capsys.readouterr().out
    regions = pa.table({"region": ["r", "q"], "name_zh": ["甲", "乙"], "level": ["county"] * 2})
    rows = cases("r", "a", "a", "a", "b", "b", "c") + cases("q", "a", "b")
    evidence = Evidence.from_tables({"regions": regions, "cases": table("cases", rows)})
    choice = EngineChoice(cache=package / "kept")
    for _ in range(2):  # Nothing is known of what a plug-in reads: it is measured anew each time.
        made = evaluate(read_standard(str(path)), evidence, engine=choice)
        raw = {(row["region"], row["indicator"]): row["raw"] for row in made.indicators().to_pylist()}
        # Of A's departments a, b, c two have two cases and one has three; of B's none has.
        assert raw["r", "theirs"] == pytest.approx(200 / 3)
        assert raw["r", "mine"] == pytest.approx(100 / 3)
        assert (raw["q", "theirs"], raw["q", "mine"]) == (0.0, 0.0)
    assert explain_rows(made, "r", "theirs") == {}
    assert refused_rows(made, "r", "theirs") == ([], [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("least: 3", "least: 0"),
        ("least: 3", "leest: 3"),
        ("least: 3", "least: many"),
        ("process: p, least: 3", "least: 3"),
    ],
)
def test_its_parameters_are_checked_with_their_line(package, change, said):
    path = package / "x.yaml"
    path.write_text(STANDARD.replace(change, said), "utf-8")
    (one,) = try_standard(str(path)).faults
    assert one.line == len(STANDARD.splitlines())
