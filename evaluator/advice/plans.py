"""A plan as a table that is saved, and checked against the fact of the next period."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pydantic import Field

from evaluator.advice.case import Case, case_of
from evaluator.advice.goals import Effort, Way
from evaluator.advice.whatif import Outcome, Trial
from evaluator.assessment import Assessment
from evaluator.evidence import period_ordinal
from evaluator.evidence.decode import decode
from indicators.faults import Fault, Faults, because, fault
from indicators.records import Real, Record, near, read_record
from indicators.text import Lang, Text
from indicators.yamls import read_yaml

TEXTS = ("region", "period", "standard", "goal", "indicator", "name", "unit")
NUMBERS = ("from", "to", "steps", "effort", "points")
COLUMNS = (*TEXTS, "from", "to", "steps", "effort", "points", "owner", "date")
VERDICTS = {
    "reached": Text(zh="达到", en="reached"),
    "on-the-way": Text(zh="在途", en="on the way"),
    "no-progress": Text(zh="没有进展", en="no progress"),
    "no-value": Text(zh="没有数据", en="no value"),
}
NEEDED = ("region", "period", "indicator", "from", "to")


class _Stated(Record):
    effort: Real | None = Field(default=1.0, ge=0)
    step: Real | None = Field(default=None, gt=0)
    most: Real | None = None


class _Efforts(Record):
    efforts: dict[str, _Stated]


def read_efforts(path: Path, case: Case) -> dict[str, Effort]:
    """Efforts from YAML (`efforts: {indicator: {effort, step, most}}`); an empty effort means it cannot be changed.

    Raises:
        Faults: Every fault of the file, indicators that do not exist included.
    """
    document = read_yaml(path)
    faults: list[Fault] = []
    found = read_record(_Efforts, document.value, document, (), faults)
    known = [slot.indicator.id for slot in case.plan.slots]
    for name in found.efforts if found else ():
        if name not in known:
            todo = near(name, known)
            file, line = document.place(("efforts", name))
            zh, en = f"没有指标“{name}”", f"there is no indicator '{name}'"
            faults.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=file, line=line))
    if faults or found is None:
        raise Faults(faults)
    return {name: Effort(one.effort, one.step, one.most) for name, one in found.efforts.items()}


def plan_table(case: Case, way: Way, goal: str, lang: Lang | None = None) -> pa.Table:
    """A plan: one row a move, with the points it adds on its own; owner and date are for people to fill in."""
    trial = Trial(case)
    standard = case.assessment.standard
    lang = lang or case.assessment.lang
    rows: list[dict[str, object]] = []
    for move in way.moves:
        indicator = case.plan.slots[move.road.slot].indicator
        alone = trial.outcome({move.road.slot: move.to}).score - trial.present.score
        rows.append(
            {
                "region": case.code,
                "period": case.period,
                "standard": f"{standard.id} {standard.version}",
                "goal": goal,
                "indicator": indicator.id,
                "name": indicator.name.in_(lang),
                "unit": indicator.unit.in_(lang) if indicator.unit else "",
                "from": move.road.start,
                "to": move.to,
                "steps": move.steps,
                "effort": move.effort,
                "points": alone,
                "owner": "",
                "date": "",
            }
        )
    return _as_plan(rows)


def revised(case: Case, rows: Sequence[Mapping[str, object]]) -> tuple[pa.Table, Outcome]:
    """A plan whose rows a person has changed or taken away: points anew, and what the whole comes to.

    A row that aims at another value than its steps led to has no number of steps.
    """
    trial = Trial(case)
    slots = {slot.indicator.id: i for i, slot in enumerate(case.plan.slots)}
    kept: list[dict[str, object]] = []
    changes: dict[int, float] = {}
    for row in rows:
        slot, to = slots[str(row["indicator"])], float(str(row["to"]))
        alone = trial.outcome({slot: to}).score - trial.present.score
        same = row["points"] is not None and abs(alone - float(str(row["points"]))) < 1e-9
        counted = row["steps"] if same else None
        texts = {name: str(row.get(name) or "").strip() for name in ("owner", "date")}
        kept.append({**row, "to": to, "steps": counted, "points": alone, **texts})
        changes[slot] = to
    return _as_plan(kept), trial.outcome(changes)


def opened_plan(case: Case, rows: Sequence[Mapping[str, str]], lang: Lang) -> pa.Table:
    """A saved plan as a table again, to be changed; the case is of the plan's own region and period.

    Raises:
        Faults: Every indicator that the standard no longer has.
    """
    _check_indicators(case, rows)
    named = {slot.indicator.id: slot.indicator.name.in_(lang) for slot in case.plan.slots}
    made: list[dict[str, object]] = []
    for row in rows:
        numbers = {name: float(row[name]) if _numeric(row.get(name) or "") else None for name in NUMBERS}
        texts = {name: row.get(name) or "" for name in (*TEXTS, "owner", "date")}
        made.append({**texts, **numbers, "name": named[row["indicator"]], "effort": numbers["effort"] or 0.0})
        made[-1]["steps"] = None if numbers["steps"] is None else int(numbers["steps"])
    return revised(case, made)[0]


def _check_indicators(case: Case, rows: Sequence[Mapping[str, str]]) -> None:
    known = {slot.indicator.id for slot in case.plan.slots}
    zh, en = "没有指标“{}”", "there is no indicator '{}'"
    faults = [fault(zh.format(row["indicator"]), en.format(row["indicator"])) for row in rows
              if row["indicator"] not in known]  # fmt: skip
    if faults:
        raise Faults(faults)


def _as_plan(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    kinds = {name: pa.float64() for name in ("from", "to", "effort", "points")} | {"steps": pa.int64()}
    return pa.Table.from_pylist(
        list(rows), schema=pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    )


def plan_bytes(path: Path) -> bytes:
    """A file of a plan as it was written; raises Faults if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        zh, en = because(error)
        raise Faults([fault(f"无法读取（{zh}）", f"cannot be read ({en})", file=str(path))]) from None


def read_plan(path: Path) -> list[dict[str, str]]:
    """A plan from CSV; raises Faults: no file, columns missing, numbers that are none, several regions."""
    return parse_plan(plan_bytes(path), str(path))


def parse_plan(content: bytes, label: str) -> list[dict[str, str]]:
    """The rows of a plan, in UTF-8 or as Excel and WPS save CSV in Chinese (GB 18030); raises Faults as `read_plan`."""
    read = decode(content)
    if read is None:
        zh, en = "不是文本文件，或编码无法识别", "is no text, or of an encoding that is not known"
        todo = "请另存为 CSV（UTF-8）", "save it as CSV in UTF-8"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label)])
    reader = csv.DictReader(io.StringIO(read.text))
    faults = [
        fault(f"缺少列 {name}", f"the column {name} is missing", file=label, line=1)
        for name in NEEDED
        if name not in (reader.fieldnames or [])
    ]
    if faults:
        raise Faults(faults)
    rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
    for number, row in enumerate(rows, 2):
        for name in ("from", "to"):
            if not _numeric(row[name]):
                zh, en = f"“{row[name]}”不是数", f"'{row[name]}' is not a number"
                faults.append(fault(zh, en, file=label, line=number, column=name))
        if (row["region"], row["period"]) != (rows[0]["region"], rows[0]["period"]):
            zh, en = "一份计划只能有一个地区和时期", "a plan is of one region and one period"
            faults.append(fault(zh, en, file=label, line=number))
    if not rows:
        faults.append(fault("计划没有任何行", "the plan has no row", file=label))
    if faults:
        raise Faults(faults)
    return rows


def check_plan(assessment: Assessment, rows: list[dict[str, str]], period: str | None = None) -> tuple[Case, pa.Table]:
    """A plan against the fact of the next period (or of the one named).

    Returns:
        The case of that period, and indicator, from, to, fact, share (of the way, 1 is all), verdict (`reached`,
        `on-the-way`, `no-progress`, `no-value`).

    Raises:
        Faults: No later period, an indicator or a region that is not there.
    """
    first = case_of(assessment, rows[0]["region"], rows[0]["period"])
    case = case_of(assessment, first.code, period or _next(assessment, first.period))
    slots = {slot.indicator.id: i for i, slot in enumerate(case.plan.slots)}
    _check_indicators(case, rows)
    found = []
    for row in rows:
        start, to = float(row["from"]), float(row["to"])
        fact = float(case.kernel.cells.values[case.at, slots[row["indicator"]], case.region])
        part = (fact - start) / (to - start) if to != start else np.nan
        verdict = "no-value" if np.isnan(fact) else "reached" if part >= 1 - 1e-9 else "on-the-way"
        if verdict == "on-the-way" and not part > 0:
            verdict = "no-progress"
        fact_ = None if np.isnan(fact) else fact
        share = None if np.isnan(part) else float(part)
        found.append({"indicator": row["indicator"], "from": start, "to": to, "fact": fact_, "share": share})
        found[-1]["verdict"] = verdict
    schema = pa.schema(
        [("indicator", pa.string()), *((name, pa.float64()) for name in ("from", "to", "fact", "share"))]
    )
    return case, pa.Table.from_pylist(found, schema=schema.append(pa.field("verdict", pa.string())))


def _next(assessment: Assessment, period: str) -> str:
    calendar, ordinal = period_ordinal(period)
    for one in assessment.run.periods:
        if period_ordinal(one)[0] == calendar and period_ordinal(one)[1] > ordinal:
            return one
    zh, en = f"证据中没有 {period} 之后的时期", f"the evidence has no period after {period}"
    raise Faults([fault(zh, en, todo_zh="待下期数据齐备后再核对", todo_en="check again when the next period is in")])


def _numeric(word: str) -> bool:
    try:
        return bool(np.isfinite(float(word)))
    except ValueError:
        return False
