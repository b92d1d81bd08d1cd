"""Evidence from a folder or a workbook: every table found, read, checked, counted."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from evaluator.engines.keeping import Keeper
from evaluator.engines.portions import file_digest, state_of
from evaluator.evidence.csvs import read_csv
from evaluator.evidence.evidence import Evidence, EvidenceFile
from evaluator.evidence.grid import Grid
from evaluator.evidence.logs import LARGE, LogFile, Said, log_file
from evaluator.evidence.parquets import read_parquet
from evaluator.evidence.tables import TABLES, Tables
from evaluator.evidence.workbooks import grid_of, read_workbook
from indicators.faults import Fault, Faults, because, fault

SHEETS = {
    "地区": "regions",
    "序列": "series",
    "指标序列": "series",
    "统计": "statistics",
    "统计数据": "statistics",
    "数据": "statistics",
    "清单": "answers",
    "核查清单": "answers",
    "办件": "cases",
    "案件": "cases",
    "问卷": "responses",
    "答卷": "responses",
    "台账": "ledger",
}
WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
ENDINGS = (".csv", ".tsv", ".txt", ".parquet", *WORKBOOKS)


@dataclass
class _Found:
    """A table in a file, as cells or (Parquet) as it is."""

    table: str
    label: str
    sha256: str
    content: Grid | pa.Table | LogFile
    notes: list[Fault]


def read_evidence(
    path: Path | str,
    label: str | None = None,
    memory_limit: str | None = None,
    cache: Path | None = None,
    progress: Said | None = None,
) -> Evidence:
    """Read a folder of tables, a workbook or a single table.

    Args:
        path: Where it lies.
        label: What to call it in messages.
        memory_limit: What judging a large log may take, such as "2GB".
        cache: Folder in which the verdict on the rows of logs and answers is kept; None judges anew.
        progress: Told how much of the check of a large log is done (0 to 1).

    Raises:
        Faults: Nothing can be read, or a table lacks a column that it must have.
    """
    path = Path(path)
    name = label or str(path)
    if not path.exists():
        raise Faults(
            [
                fault(
                    "找不到证据",
                    "there is no such evidence",
                    todo_zh="请给出文件夹或工作簿",
                    todo_en="give a folder or a workbook",
                    file=name,
                )
            ]
        )
    faults: list[Fault] = []
    notes: list[Fault] = []
    found: list[_Found] = []
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
    except OSError as error:
        zh, en = because(error)
        raise Faults([fault(f"无法打开（{zh}）", f"cannot be opened ({en})", file=name)]) from None
    keeper = Keeper(cache) if cache else None
    large = _large(files)
    for file in files:
        if file.suffix.lower() not in ENDINGS or file.name.startswith((".", "~$")):
            notes += _unread(file)
        elif not file.is_file():
            faults.append(
                fault("不是文件", "is no file", todo_zh="请换成文件", todo_en="put a file there", file=label_of(file))
            )
        else:
            try:
                found += _tables_in(file, alone=not path.is_dir(), notes=notes, large=large, keeper=keeper)
            except Faults as error:
                faults.extend(error.faults)
    if not found and not faults:
        faults.append(
            fault(
                "没有可读的表",
                "holds no readable table",
                todo_zh=f"请放入 {', '.join(TABLES)} 等表（csv、parquet、xlsx）",
                todo_en=f"put tables such as {', '.join(TABLES)} there (csv, parquet, xlsx)",
                file=name,
            )
        )
    if faults:
        raise Faults(faults)
    return _gather(found, notes, Tables(memory_limit, keeper, progress))


def label_of(file: Path) -> str:
    """The name of a file for messages and manifests; bytes that are no text are written as \\xff."""
    return os.fsencode(file.name).decode("utf-8", "backslashreplace")


def _unread(file: Path) -> list[Fault]:
    """A note on a folder below the evidence in which tables lie."""
    if not file.is_dir() or not any(one.suffix.lower() in ENDINGS and _table_of(one.stem) for one in file.glob("*")):
        return []
    zh, en = "子文件夹中的表未读取", "tables in a folder below are not read"
    todo_zh, todo_en = "请移到证据文件夹中", "move them into the folder of the evidence"
    return [fault(zh, en, todo_zh=todo_zh, todo_en=todo_en, file=label_of(file))]


def _gather(found: list[_Found], notes: list[Fault], tables: Tables) -> Evidence:
    """Regions first, then series, then the tables that refer to them."""
    order = list(TABLES)
    found.sort(key=lambda one: (order.index(one.table), one.label))
    files: list[EvidenceFile] = []
    faults: list[Fault] = []
    tables.prepare([one.content for one in found if one.table == "regions"])
    for one in found:
        notes.extend(one.notes)
        try:
            read, refused = tables.add(one.table, one.content, one.label)
        except Faults as error:
            faults.extend(error.faults)
            continue
        files.append(EvidenceFile(one.label, one.sha256, _encoding(one), one.table, read, read - refused, refused))
    if faults:
        raise Faults(faults)
    return tables.evidence(tuple(files), notes)


def _large(files: list[Path]) -> dict[Path, LogFile]:
    """Files of the case log that are too large for memory together; one that cannot be opened says so later."""
    found: dict[Path, LogFile] = {}
    for file in files:
        if file.suffix.lower() == ".parquet" and _table_of(file.stem) == "cases" and file.is_file():
            try:
                one = log_file(file, label_of(file), "cases")
            except (Faults, OSError):
                continue
            if one is not None:
                found[file] = one
    return found if sum(one.num_rows for one in found.values()) > LARGE else {}


def _with_digest(file: LogFile, keeper: Keeper | None) -> LogFile:
    """The file with its SHA-256; where results are kept, that of a file that has not changed is remembered."""
    state = state_of(file.path)
    found = file_digest(file.path, state, keeper) if keeper and state else None
    return replace(file, sha256=found or _digest(file.path), state=state)


def _tables_in(
    file: Path, alone: bool, notes: list[Fault], large: Mapping[Path, LogFile], keeper: Keeper | None
) -> list[_Found]:
    label, ending = label_of(file), file.suffix.lower()
    table = _table_of(file.stem)
    try:
        if table is None and not alone and ending not in WORKBOOKS:
            notes.append(
                fault(
                    "文件名不是证据表，未读取",
                    "is not named after a table of evidence and is not read",
                    todo_zh=f"请以表名开头，如 {', '.join(TABLES)}",
                    todo_en=f"begin its name with a table: {', '.join(TABLES)}",
                    file=label,
                )
            )
            return []
        if file in large:
            one = _with_digest(large[file], keeper)
            return [_Found("cases", label, one.sha256, one, [])]
        digest = _digest(file)
        if ending in WORKBOOKS:
            return _workbook(file, label, table, digest, notes)
        if ending == ".parquet":
            return [_Found(table or "statistics", label, digest, read_parquet(file, label), [])]
        grid, said = read_csv(file, label)
        return [_Found(table or _guess(grid), label, digest, grid, said)]
    except OSError as error:
        zh, en = because(error)
        todo = "请关闭正在使用它的程序（Excel、WPS）", "close the program that holds it open (Excel, WPS)"
        raise Faults(
            [fault(f"无法读取（{zh}）", f"cannot be read ({en})", todo_zh=todo[0], todo_en=todo[1], file=label)]
        ) from None


def _workbook(file: Path, label: str, table: str | None, digest: str, notes: list[Fault]) -> list[_Found]:
    sheets = [sheet for sheet in read_workbook(file, label) if sheet.rows]
    named = [(sheet, _table_of(sheet.name)) for sheet in sheets]
    if table is not None and not any(found for _, found in named):
        named = [(sheets[0], table)] if sheets else []
    found = []
    for sheet, name in named:
        if name is not None:
            found.append(_Found(name, label, digest, grid_of(sheet, label), []))
        else:
            notes.append(
                fault(
                    "工作表名不是证据表，未读取",
                    "the sheet is not named after a table of evidence and is not read",
                    file=label,
                    sheet=sheet.name,
                )
            )
    return found


def _table_of(stem: str) -> str | None:
    """`statistics`, `statistics-2023`, `统计`: the table a file or sheet is named after."""
    word = stem.strip().lower()
    for name in TABLES:
        if re.fullmatch(rf"{name}([-_ .（(0-9].*)?", word):
            return name
    for name, table in SHEETS.items():
        if re.fullmatch(rf"{name}([-_ .（(0-9].*)?", word):
            return table
    return None


def _guess(grid: Grid) -> str:
    """The table of a file that stands alone under another name, by its columns."""
    names = set(grid.headings)
    for table, mark in (("cases", "step"), ("responses", "question"), ("answers", "item"), ("ledger", "opened")):
        if mark in names and "series" not in names:
            return table
    return "statistics"


def _encoding(found: _Found) -> str:
    return "" if isinstance(found.content, pa.Table | LogFile) else found.content.encoding


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
