"""CSV files: decoded first, split by the standard library, never sniffed for types."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from evaluator.evidence.decode import decode
from evaluator.evidence.grid import MAX_COLUMNS, Cell, Grid, empty_grid, fill
from indicators.faults import Fault, Faults, fault
from indicators.text import Text

MAX_FIELD = 1_000_000
MAX_BYTES = 2_000_000_000
_DAMAGED = Text(zh="含有空字节（NUL），文件可能已损坏", en="holds a zero byte (NUL): the file may be damaged")
_ANEW = Text(zh="请重新导出该文件", en="export the file again")


def read_csv(path: Path, label: str) -> tuple[Grid, list[Fault]]:
    """Read a CSV file.

    Returns:
        Its cells as text, and what is to be said of its encoding.

    Raises:
        Faults: It cannot be decoded, has no heading, or is no table.
    """
    rows, encoding, notes = csv_rows(path, label)
    first = next(rows, None)
    if first is None:
        raise Faults([fault("文件是空的", "the file is empty", file=label)])
    line, cells = first
    if len(cells) > MAX_COLUMNS:
        raise Faults([fault(f"列数过多（{len(cells)}）", f"too many columns ({len(cells)})", file=label, line=line)])
    grid = empty_grid(label, "", cells, encoding)
    return fill(grid, _sound(rows, grid)), notes


def csv_rows(
    path: Path, label: str, *, blank: bool = False
) -> tuple[Iterator[tuple[int, list[Cell]]], str, list[Fault]]:
    """The rows of a CSV file with their first line, heading included; blank ones are left out.

    Args:
        path: The file.
        label: Its name in faults.
        blank: Keep rows of several empty cells, where they say something.
    """
    if path.stat().st_size > MAX_BYTES:
        todo = "请改用 Parquet", "use Parquet"
        raise Faults([fault("文件过大", "the file is too large", todo_zh=todo[0], todo_en=todo[1], file=label)])
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise Faults(
            [
                fault(
                    "无法识别文件编码",
                    "the encoding cannot be recognised",
                    todo_zh="请另存为 UTF-8",
                    todo_en="save it as UTF-8",
                    file=label,
                )
            ]
        )
    notes = []
    if decoded.encoding in ("GB18030", "UTF-16", "UTF-32"):
        said = decoded.encoding
        notes.append(
            fault(
                f"按 {said} 编码读取，请核对汉字是否正确",
                f"read as {said}; check that the characters are right",
                file=label,
            )
        )
    return _rows(decoded.text, label, blank), decoded.encoding, notes


def _rows(text: str, label: str, blank: bool) -> Iterator[tuple[int, list[Cell]]]:
    csv.field_size_limit(MAX_FIELD)
    delimiter = _delimiter(text)
    taken: list[str] = []
    reader = csv.reader(_kept(io.StringIO(text, newline=""), taken), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if len(taken) > 1 or taken[0][-1:] not in ("\n", "\r"):
                _closed(taken, delimiter, label, line)
            taken.clear()
            if any(cell.strip() for cell in cells) or (blank and len(cells) > 1):
                yield line, list(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        if len(taken) > 1:
            raise Faults([_open_quote(label, line, line + len(taken) - 1)]) from None
        zh = en = str(error)
        if "field larger" in zh:
            zh, en = f"有一格超过 {MAX_FIELD:,} 个字符", f"a cell has more than {MAX_FIELD:,} characters"
        raise Faults(
            [
                fault(
                    f"无法拆分（{zh}）",
                    f"the line cannot be split ({en})",
                    todo_zh="请检查引号和换行",
                    todo_en="check quotes and line breaks",
                    file=label,
                    line=line,
                )
            ]
        ) from None


def _kept(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """Lines as they come, each added to `taken`."""
    for line in lines:
        taken.append(line)
        yield line


def _closed(taken: list[str], delimiter: str, label: str, line: int) -> None:
    """Raise Faults if the quote that holds several lines together, or the last line, was never meant to.

    A quote that is not closed takes all that follows into one cell, up to the next quote or the end of the file.
    """
    try:
        list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if len(taken) > 1 or "end of data" in str(error):
            raise Faults([_open_quote(label, line, line + len(taken) - 1)]) from None


def _open_quote(label: str, line: int, last: int) -> Fault:
    zh, en = "引号没有闭合", "a quote is not closed"
    if last > line:
        zh, en = f"{zh}，直到第 {last} 行都并入了一格", f"{en}: everything up to line {last} falls into one cell"
    return fault(
        zh,
        en,
        todo_zh="请在本行补上或删去引号",
        todo_en="close or remove the quote in this line",
        file=label,
        line=line,
    )


def _delimiter(text: str) -> str:
    """The mark that splits the first line with any mark in it: comma, tab, semicolon or full-width comma."""
    for line in text.splitlines()[:20]:
        counts = {mark: line.count(mark) for mark in (",", "\t", ";", "，")}
        best = max(counts, key=lambda mark: counts[mark])
        if counts[best]:
            return best
    return ","


def _sound(rows: Iterator[tuple[int, list[Cell]]], grid: Grid) -> Iterator[tuple[int, list[Cell]]]:
    """Rows without empty cells at their end; one with a zero byte is what a damaged file leaves, and is refused."""
    width = len(grid.headings)
    for line, cells in rows:
        while len(cells) > width and not str(cells[-1]).strip():
            cells.pop()
        if "\x00" in "".join(map(str, cells)):
            grid.refuse(line, _DAMAGED, _ANEW)
            continue
        yield line, cells
