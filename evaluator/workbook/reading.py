"""A workbook that was handed in: whose it is, what changed since it was made, every fault of every sheet at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from evaluator.evidence import Evidence
from evaluator.standard import Standard
from evaluator.workbook import layout
from evaluator.workbook.asked import Asked, asked_of
from evaluator.workbook.cells import Sheet, read_cells
from evaluator.workbook.entries import Entries, read_entries
from evaluator.workbook.known import Place, place_of
from evaluator.workbook.plausible import unlikely
from evaluator.workbook.submission import Finding, Submission, with_reasons
from evaluator.workbook.template import check_level
from indicators.faults import Fault, Faults, fault
from indicators.tables import TABLES
from indicators.text import Lang, Text

SCHEMAS = {
    table: pa.schema(
        [
            (name, {"text": pa.string(), "stamp": pa.timestamp("us"), "number": pa.float64()}[kind])
            for name, kind in columns.items()
        ]
    )
    for table, columns in TABLES.items()
}
SCHEMAS["statistics"] = SCHEMAS["statistics"].append(pa.field("source", pa.string()))
RESPONDENT = "self-assessment"


def read_submission(
    path: Path,
    standard: Standard,
    evidence: Evidence,
    label: str | None = None,
    region: str | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Submission:
    """Read and check a workbook; nothing is stored.

    Args:
        path: XLSX or ODS.
        standard: What it is checked against; may be newer than the workbook.
        evidence: What is known, to find what is unlikely.
        label: What to call the file in messages.
        region: The region that it should be of, if that is known.
        reasons: Cell → why an unlikely figure is right.

    Raises:
        Faults: The file as a whole cannot be taken: another kind of file, another standard, another region.
    """
    label = label or path.name
    sheets = read_cells(path, label)
    facts = _facts(sheets, label)
    place, lang = _whose(facts, standard, evidence, region, label)
    asked = asked_of(standard, place.level, evidence)
    findings = _changes(facts, standard, asked, label)
    tables, filled, late = _tables(sheets, facts, place, asked, evidence, label)
    return Submission(
        place,
        lang,
        label,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        (standard.id, standard.version, standard.digest),
        tables,
        with_reasons([*findings, *late], reasons or {}),
        filled,
    )


def _facts(sheets: list[Sheet], label: str) -> dict[str, object]:
    machine = next((one for one in sheets if one.name == layout.MACHINE), None)
    try:
        found = json.loads("".join(str(row[0] or "") for row in machine.rows)) if machine else None
    except ValueError:
        found = None
    if not isinstance(found, dict) or not {"standard", "region", "period", "digest"} <= set(found):
        zh, en = (
            "这不是自评工作簿，或其中的版本信息已被删除",
            "this is no self-assessment workbook, or its versions were removed",
        )
        todo = "请重新下载工作簿，把数据粘贴进去", "download the workbook again and paste the data into it"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label)])
    if found.get("format") != layout.FORMAT:
        zh, en = (
            f"工作簿格式为第 {found.get('format')} 版，无法读取",
            f"the workbook's format {found.get('format')} cannot be read",
        )
        raise Faults([fault(zh, en, todo_zh="请重新下载工作簿", todo_en="download the workbook again", file=label)])
    return found


def _whose(
    facts: Mapping[str, object], standard: Standard, evidence: Evidence, region: str | None, label: str
) -> tuple[Place, Lang]:
    if facts["standard"] != standard.id:
        zh = f"工作簿是为标准 {facts['standard']} 生成的，当前标准为 {standard.id}"
        en = f"the workbook was made for the standard {facts['standard']}, not for {standard.id}"
        todo = (
            f"请用 --standard {facts['standard']}，或重新下载",
            f"use --standard {facts['standard']}, or download it again",
        )
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label)])
    place = place_of(evidence, str(facts["region"]), str(facts["period"]))
    check_level(standard, place)
    if region is not None and place_of(evidence, region, str(facts["period"])).region != place.region:
        zh = f"这是{place.name.zh}（{place.region}）的工作簿，不是所选地区的"
        en = f"this is the workbook of {place.name.en} ({place.region}), not of the chosen region"
        raise Faults([fault(zh, en, todo_zh="请核对地区", todo_en="check the region", file=label)])
    return place, "en" if facts.get("lang") == "en" else "zh"


def _changes(facts: Mapping[str, object], standard: Standard, asked: Asked, label: str) -> list[Finding]:
    """What changed in the standard since the workbook was made."""
    if facts["digest"] == standard.digest:
        return []
    said = [
        Text(
            zh=f"工作簿按 {facts.get('version')} 版生成，现按 {standard.version} 版读取",
            en=f"the workbook was made for version {facts.get('version')} and is read as version {standard.version}",
        )
    ]
    series, items = facts.get("series"), facts.get("items")
    old_series = series if isinstance(series, dict) else {}
    old_items = items if isinstance(items, dict) else {}
    new_series = {one.id: one.unit.zh for one in asked.series}
    new_items = {f"{one.id}/{item.id}": item.question.zh for one, item in asked.items}
    for old, new in ((old_series, new_series), (old_items, new_items)):
        gone, more = sorted(set(old) - set(new)), sorted(set(new) - set(old))
        if gone:
            said.append(Text(zh=f"不再填报：{'、'.join(gone)}", en=f"no longer asked: {', '.join(gone)}"))
        if more:
            said.append(Text(zh=f"新增：{'、'.join(more)}", en=f"asked in addition: {', '.join(more)}"))
        said += [
            Text(zh=f"{key} 由“{old[key]}”改为“{new[key]}”", en=f"{key} changed from '{old[key]}' to '{new[key]}'")
            for key in sorted(set(old) & set(new))
            if old[key] != new[key]
        ]
    return [Finding("note", Fault(text, file=label)) for text in said]


def _tables(
    sheets: list[Sheet], facts: Mapping[str, object], place: Place, asked: Asked, evidence: Evidence, label: str
) -> tuple[dict[str, pa.Table], dict[str, tuple[int, int | None]], list[Finding]]:
    names = facts.get("sheets")
    tables: dict[str, pa.Table] = {}
    filled: dict[str, tuple[int, int | None]] = {}
    findings: list[Finding] = []
    asked_number = {"statistics": len(asked.series), "answers": len(asked.items)}
    for table in asked.tables:
        named = {str(names.get(table))} if isinstance(names, dict) else set()
        named |= {layout.SHEETS[table].zh, layout.SHEETS[table].en}
        sheet = next((one for one in sheets if one.name in named or _stamp(one)[0] == table), None)
        if sheet is None:
            text = Text(
                zh=f"没有工作表“{layout.SHEETS[table].zh}”，按未填处理",
                en=f"there is no sheet '{layout.SHEETS[table].en}'",
            )
            findings.append(Finding("note", Fault(text, file=label)))
            filled[table] = 0, asked_number.get(table)
            continue
        strange = _strange(sheet, place, label)
        if strange is not None:
            findings.append(strange)
            continue
        found = read_entries(sheet, table, asked, label)
        findings += found.findings
        if table == "statistics":
            findings += _other_units(found, facts, asked)
            findings += doubts(found, place, evidence)
        tables[table] = table_of(table, found.rows, place)
        filled[table] = len(found.rows), asked_number.get(table)
    return {name: one for name, one in tables.items() if one.num_rows}, filled, findings


def _stamp(sheet: Sheet) -> list[str]:
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] and sheet.first == 1 and sheet.left == 0 else None
    return str(first or "").split("|")


def _strange(sheet: Sheet, place: Place, label: str) -> Finding | None:
    """A sheet that was copied from the workbook of another region or period."""
    stamp = _stamp(sheet)
    if len(stamp) < 3 or (stamp[1], stamp[2]) == (place.region, place.period):
        return None
    zh = f"这张表属于地区 {stamp[1]}、时期 {stamp[2]}，未读取"
    en = f"this sheet is of region {stamp[1]} and period {stamp[2]} and was not read"
    what, todo = Text(zh=zh, en=en), Text(zh="请用本地区的表", en="use the sheet of this region")
    return Finding("fault", Fault(what, todo, label, sheet=sheet.name, cell="A1"))


def _other_units(found: Entries, facts: Mapping[str, object], asked: Asked) -> list[Finding]:
    """Take out figures whose unit is another one since the workbook was made; each is a fault."""
    series = facts.get("series")
    old = series if isinstance(series, dict) else {}
    units = {one.id: one.unit for one in asked.series}
    made = []
    for row in list(found.rows):
        name = str(row["series"])
        if name in old and old[name] != units[name].zh:
            found.rows.remove(row)
            what = Text(
                zh=f"计量单位已由“{old[name]}”改为“{units[name].zh}”，原数不予采用",
                en=f"the unit was {old[name]} and is now {units[name].en}; the figure is not taken",
            )
            todo = Text(zh="请重新下载工作簿，按新单位填写", en="download the workbook again and use the new unit")
            place = Fault(what, todo, found.label, sheet=found.sheet.name, cell=found.cells[name][0])
            made.append(Finding("fault", place))
    return made


def doubts(found: Entries, place: Place, evidence: Evidence) -> list[Finding]:
    """Warnings for figures that are unlikely, confirmed where the note says why."""
    values = {str(row["series"]): row["value"] for row in found.rows}
    said = unlikely(evidence, place, {name: value for name, value in values.items() if isinstance(value, float)})
    todo = Text(zh="请核对；无误请在备注中说明原因", en="check it; if it is right, say why in the note")
    return [
        Finding(
            "warning",
            Fault(what, todo, found.label, sheet=found.sheet.name, cell=found.cells[name][0]),
            found.cells[name][1],
        )
        for name, what in said.items()
    ]


def table_of(table: str, rows: list[dict[str, object]], place: Place) -> pa.Table:
    """Rows of one region and period as a table of evidence."""
    schema = SCHEMAS[table]
    fixed: dict[str, object] = {"region": place.region}
    if "period" in schema.names:
        fixed["period"] = place.period
    if table == "answers":
        fixed["respondent"] = RESPONDENT
    return pa.Table.from_pylist([{**row, **fixed} for row in rows], schema=schema)
