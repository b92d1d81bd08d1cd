"""The parts of a report that go down to the evidence: figures, rows of logs, and the slowest tenth."""

from __future__ import annotations

from evaluator.advice.case import Case
from evaluator.advice.grounds import Ground, grounds, telling
from evaluator.advice.slowest import CLOCKS, slowest_tenth
from evaluator.beside import measure_own
from evaluator.explanation import explain, figures_beside
from evaluator.reports.document import Block, Grid, Paragraph
from evaluator.reports.figures import amount, signed
from evaluator.reports.words import REPORT
from evaluator.tracing import Tracer
from indicators.measures.statistic import Statistic
from indicators.text import Lang

Row = dict[str, object]
#: Findings of each kind whose rows are listed, rows of each, indicators of the trial.
FINDINGS, MOST, TRIED = 5, 3, 12


def evidence_blocks(case: Case, tracer: Tracer, strengths: list[Row], lang: Lang) -> list[Block]:
    """The figures that strengths and weaknesses rest on, then the rows of logs, checklists and surveys."""
    by_figures = {slot.indicator.id for slot in case.plan.slots if isinstance(slot.measure, Statistic)}
    figures = [str(row["node"]) for row in strengths if row["node"] in by_figures]
    chosen: list[Row] = []
    for kind in ("strength", "weakness"):
        chosen += [row for row in strengths if row["kind"] == kind and row["node"] not in by_figures][:FINDINGS]
    return [*_figures(case, figures, lang), *_rows(case, tracer, chosen, lang)]


def _figures(case: Case, names: list[str], lang: Lang) -> list[Block]:
    series = _series(case, lang)
    rows = [
        (_label(case, name, lang), series.get(one.series, one.series), one.period, amount(one.value),
         one.unit.in_(lang))
        for name in names
        for one in explain(case.assessment, case.code, name, case.period).lines[0].rows
    ]  # fmt: skip
    if not rows:
        return []
    head = tuple(REPORT[key].in_(lang) for key in ("item", "figure", "period", "value", "unit"))
    right = (False, False, False, True, False)
    return [Grid(REPORT["t_figures"].in_(lang), head, tuple(rows), right, (2.3, 2.7, 1.2, 1.1, 1.2))]


def _rows(case: Case, tracer: Tracer, chosen: list[Row], lang: Lang) -> list[Block]:
    rows: list[tuple[str, ...]] = []
    for finding in chosen:
        name = str(finding["node"])
        found = telling(grounds(tracer, case, name, lang), str(finding["kind"]), MOST)
        label = _label(case, name, lang)
        for ground in found:
            for row in ground.rows:
                rows.append((label, ground.title, _line(ground, row, lang)))
                label = ""
    if not rows:
        return []
    head = tuple(REPORT[key].in_(lang) for key in ("item", "ground", "content"))
    grid = Grid(REPORT["t_rows"].in_(lang), head, tuple(rows), (False, False, False), (2.2, 1.5, 4.2))
    rule = REPORT["rows_rule"].with_values(n=FINDINGS, most=MOST).in_(lang)
    return [grid, Paragraph(rule, small=True)]


def _line(ground: Ground, row: tuple[object, ...], lang: Lang) -> str:
    """One row in a line: its columns by name, empty ones left out."""
    gap, stop = (" ", "；") if lang == "zh" else (" ", "; ")
    cells = [(head, f"{cell:.4g}" if isinstance(cell, float) else str(cell)) for head, cell in
             zip(ground.head, row, strict=True) if cell is not None and cell != ""]  # fmt: skip
    return stop.join(f"{head}{gap}{cell}" for head, cell in cells)


def slowest_blocks(case: Case, tracer: Tracer, lang: Lang) -> list[Block]:
    """What if the slowest tenth of cases were faster; nothing where there are no cases."""
    table = slowest_tenth(case, tracer.get()).to_pylist()[:TRIED]
    if not table:
        return []
    rows = []
    for row in table:
        unit = case.assessment.standard.by_id[row["node"]].unit
        clock = CLOCKS[row["clock"]].in_(lang)
        rows.append(
            (
                _label(case, row["node"], lang),
                f"{row['cases']} ({row['slow']})" if lang == "en" else f"{row['cases']}（{row['slow']}）",
                f"{amount(row['mean'])} → {amount(row['mean_after'])} {clock}",
                f"{amount(row['raw'])} → {amount(row['to'])}" + (f" {unit.in_(lang)}" if unit else ""),
                signed(row["points"], case.assessment.decimals),
            )
        )
    head = tuple(REPORT[key].in_(lang) for key in ("item", "cases", "mean_time", "raw", "points"))
    right = (False, True, True, True, True)
    grid = Grid(REPORT["t_slow"].in_(lang), head, tuple(rows), right, (2.1, 1.35, 2.5, 2.3, 1.1))
    return [grid, Paragraph(REPORT["slow_rule"].in_(lang), small=True)]


def beside_blocks(case: Case, tracer: Tracer, lang: Lang) -> list[Block]:
    """Figures that the standard asks for beside its indicators, which are no part of any score."""
    names = [slot.indicator.id for slot in case.plan.slots if slot.indicator.beside]
    if not names:
        return []
    table = measure_own(case.assessment, tracer.get(), case.code, case.period)
    found = figures_beside(case.assessment, names, case.code, case.period, table)
    rows = []
    for name in names:
        label = _label(case, name, lang)
        for one in found.get(name, ()):
            if one.value is not None:
                cases = "—" if one.cases is None else str(one.cases)
                few = REPORT["scarce"].in_(lang) if one.note else ""
                rows.append((label, one.name.in_(lang), amount(one.value), one.unit.in_(lang), cases, few))
                label = ""
    if not rows:
        return []
    head = tuple(REPORT[key].in_(lang) for key in ("item", "figure", "value", "unit", "records", "remark"))
    right = (False, False, True, False, True, False)
    grid = Grid(REPORT["t_beside"].in_(lang), head, tuple(rows), right, (2.3, 2.3, 1.0, 1.3, 0.9, 1.1))
    return [grid, Paragraph(REPORT["beside_rule"].in_(lang), small=True)]


def _label(case: Case, name: str, lang: Lang) -> str:
    return case.assessment.standard.name_of(name).in_(lang)


def _series(case: Case, lang: Lang) -> dict[str, str]:
    """Names of series in the report's language, where the evidence gives them."""
    table = case.assessment.evidence.tables.get("series")
    column = f"name_{lang}"
    if table is None or column not in table.column_names:
        return {}
    return {row["series"]: row[column] for row in table.select(["series", column]).to_pylist() if row[column]}
