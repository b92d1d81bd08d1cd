"""Given draws instead of random ones: each row of a table is one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

import numpy as np
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.evidence.csvs import csv_rows
from evaluator.evidence.grid import Cell, word
from evaluator.methods import STEPS
from evaluator.methods.registry import parameters
from evaluator.scoring.kernel import Kernel, rank
from evaluator.scoring.plan import make_plan, unfit
from evaluator.standard import Standard
from indicators.faults import Fault, Faults, fault
from indicators.records import near
from indicators.yamls import Plain, parse_yaml

Experts = tuple[tuple[str, dict[str, float]], ...]
"""Name and weights by node of each expert."""


@dataclass(frozen=True)
class Draw:
    """One given run."""

    name: str
    line: int
    weights: dict[str, float]
    settings: dict[str, Plain]


def read_draws(path: Path, standard: Standard) -> list[Draw]:
    """Read a table of draws.

    Columns: `run` (optional), `weight.NODE`, and method settings under the keys of `--set`; an empty cell leaves the
    standard's own.

    Raises:
        Faults: Unknown or repeated columns or nodes, weights that are no numbers, rows of another width, no rows.
    """
    if not path.is_file():
        raise Faults([fault("找不到文件", "there is no such file", file=str(path))])
    # A row of empty cells is a run of the standard's own, but nothing stands before the heading.
    rows = list(dropwhile(lambda row: not any(map(word, row[1])), csv_rows(path, path.name, blank=True)[0]))
    if not rows:
        raise Faults([fault("表是空的", "the table is empty", file=path.name)])
    head = [word(cell) for cell in rows[0][1]]
    faults = _heading_faults(head, {*standard.nodes, *standard.by_id}, path.name)
    if len(rows) == 1:
        faults.append(fault("表中没有任何一次运行", "the table holds no run", file=path.name))
    draws = []
    for number, (line, cells) in enumerate(rows[1:], start=1):
        if len(cells) != len(head):
            zh, en = f"应有 {len(head)} 列，实有 {len(cells)} 列", f"{len(cells)} columns instead of {len(head)}"
            faults.append(fault(zh, en, file=path.name, line=line))
            continue
        draws.append(_draw(head, cells, number, line, path.name, faults))
    if faults:
        raise Faults(faults)
    return draws


def read_experts(path: Path, standard: Standard) -> Experts:
    """Read experts' weights: a table of draws with weights only, one row an expert. Raises Faults."""
    draws = read_draws(path, standard)
    faults = [
        fault(f"专家权重表只能有权重列，不能有“{key}”", f"experts give weights only, not '{key}'", file=path.name)
        for key in dict.fromkeys(key for draw in draws for key in draw.settings)
    ]
    if faults:
        raise Faults(faults)
    return tuple((draw.name, draw.weights) for draw in draws)


def replay(assessment: Assessment, draws: list[Draw], file: str) -> tuple[pa.Table, list[Fault]]:
    """Score every draw.

    Returns:
        run, region, period, score, rank for every draw that can be scored; a fault for each that cannot.

    Raises:
        Faults: Not one draw can be scored.
    """
    columns: dict[str, list[object]] = {name: [] for name in ("run", "region", "period", "score", "rank")}
    failures: list[Fault] = []
    kernels: dict[str, list[Kernel]] = {}
    for draw in draws:
        try:
            own = _kernels(assessment, draw, kernels)
            for kernel in own:
                _score(assessment, kernel, draw, columns)
        except Faults as error:
            reason = error.faults[0]
            failures.append(
                fault(
                    f"第 {draw.name} 次运行失败：{reason.sentence('zh')}",
                    f"run {draw.name} failed: {reason.sentence('en')}",
                    file=file,
                    line=draw.line,
                )
            )
    if failures and len(failures) == len(draws):
        raise Faults(failures)
    kinds = {"score": pa.float64(), "rank": pa.int64()}
    return pa.table(
        {name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()}
    ), failures


def _kernels(assessment: Assessment, draw: Draw, known: dict[str, list[Kernel]]) -> list[Kernel]:
    """The kernel of each level for the settings of a draw; the same settings are worked out once."""
    if not draw.settings:
        return list(assessment.kernels)
    key = repr(sorted(draw.settings.items()))
    if key not in known:
        standard = assessment.standard.with_method(draw.settings)
        known[key] = [_fitting(standard, base) for base in assessment.kernels]
    return known[key]


def _fitting(standard: Standard, base: Kernel) -> Kernel:
    plan = make_plan(standard, base.plan.level)
    faults = unfit(plan.slots, base.cells.regions)
    if faults:
        raise Faults(dict.fromkeys(faults))
    return Kernel(plan, base.cells)


def _score(assessment: Assessment, kernel: Kernel, draw: Draw, columns: dict[str, list[object]]) -> None:
    weights = None
    if draw.weights:
        weights = kernel.scored().weights.copy()
        for name, weight in draw.weights.items():
            if name in kernel.plan.position:
                weights[:, kernel.plan.position[name]] = weight
    score = kernel.scored(weights).score[:, 0]
    places = rank(score, kernel.plan.ranking)
    for t, period in enumerate(kernel.cells.periods):
        if period not in assessment.periods:
            continue
        for i, region in enumerate(kernel.cells.regions):
            value = score[t, i]
            columns["run"].append(draw.name)
            columns["region"].append(region)
            columns["period"].append(period)
            columns["score"].append(None if np.isnan(value) else float(value))
            columns["rank"].append(int(places[t, i]) or None)


def _draw(head: list[str], cells: Sequence[Cell], number: int, line: int, file: str, faults: list[Fault]) -> Draw:
    """One row; what is wrong with it is added to the faults."""
    weights: dict[str, float] = {}
    settings: dict[str, Plain] = {}
    name = str(number)
    for column, cell in zip(head, cells, strict=True):
        text = word(cell)
        if column == "run":
            name = text or name
        elif not text:
            continue
        elif not column:
            faults.append(
                fault(f"“{text}”所在的列没有列名", f"'{text}' stands in a column without a name", file=file, line=line)
            )
        elif column.startswith("weight."):
            try:
                weights[column.removeprefix("weight.")] = _weight(text)
            except ValueError:
                zh, en = f"“{text}”不是不小于 0 的数", f"'{text}' is no number of 0 or more"
                faults.append(fault(zh, en, file=file, line=line, column=column))
        else:
            try:
                settings[column] = _setting(text)
            except Faults:
                zh, en = f"“{text}”无法读作 YAML", f"'{text}' cannot be read as YAML"
                faults.append(fault(zh, en, file=file, line=line, column=column))
    return Draw(name, line, weights, settings)


def _heading_faults(head: list[str], known: set[str], file: str) -> list[Fault]:
    faults = []
    for column in dict.fromkeys(head):
        if column and head.count(column) > 1:
            faults.append(fault("列重复", "the column is repeated", file=file, line=1, column=column))
        if column == "run" or not column:
            continue
        node = column.removeprefix("weight.")
        if column.startswith("weight.") and node not in known:
            todo = near(node, sorted(known))
            zh, en = f"没有节点“{node}”", f"there is no node '{node}'"
            faults.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=file, line=1, column=column))
        elif not column.startswith("weight.") and column.split(".")[0] not in STEPS:
            todo = near(column.split(".")[0], [*STEPS, "run", "weight"])
            zh, en = f"不认识列“{column}”", f"the column '{column}' is not known"
            faults.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=file, line=1, column=column))
        elif "." in column and not column.startswith("weight."):
            step, name = column.split(".")[:2]
            if name not in parameters(step):
                todo = near(name, parameters(step))
                zh, en = f"{step}：没有参数“{name}”", f"{step}: there is no parameter '{name}'"
                faults.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=file, line=1, column=column))
    return faults


def _weight(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise ValueError(text)
    return value


def _setting(text: str) -> Plain:
    value = parse_yaml(text).value
    return "none" if value is None else value
