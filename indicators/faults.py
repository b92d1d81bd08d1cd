"""What is wrong with an input: faults are data, gathered first and shown together.

Exceptions of the product:

    Faults             the input has faults; carries all of them
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.text import Lang, Text

NOTHING = Text(zh="", en="")

#: Why the system cannot read or write a file.
_WHY = {
    errno.EACCES: ("没有权限，或文件被占用", "no permission, or the file is in use"),
    errno.EPERM: ("没有权限", "no permission"),
    errno.ENOENT: ("文件或所在目录不存在", "there is no such file, or no such folder"),
    errno.EROFS: ("磁盘只读", "the disk is read-only"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EDQUOT: ("超出磁盘配额", "the disk quota is used up"),
    errno.EEXIST: ("此处已有同名文件，不是目录", "a file of this name stands here, not a folder"),
    errno.ENOTDIR: ("路径中有一段是文件，不是目录", "a part of the path is a file, not a folder"),
    errno.EISDIR: ("这是目录，不是文件", "it is a folder, not a file"),
    errno.ENAMETOOLONG: ("名称过长", "the name is too long"),
}


@dataclass(frozen=True, slots=True)
class About:
    """What a row of evidence is about: its table, the code of its region, its topic (`indicators.tables.TOPICS`)."""

    table: str
    region: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it stands and what to do about it.

    Attributes:
        what: What is wrong.
        remedy: What the author of the file should do; may be empty.
        file: Path or label of the file as the user named it; empty if there is none.
        line: Line (text files) or row (tables) counted from 1, the header row included.
        column: Name of the column, for tables.
        sheet: Name of the sheet, for workbooks.
        cell: Cell of the sheet, such as `D17`, where it is one cell.
        about: For a refused row of evidence, what it would have been about, each part as far as it can be read.
    """

    what: Text
    remedy: Text = NOTHING
    file: str = ""
    line: int | None = None
    column: str = ""
    sheet: str = ""
    cell: str = ""
    about: About | None = field(default=None, compare=False)

    @property
    def place(self) -> str:
        """`file[sheet]:line [column]` or `file sheet!cell`, as far as each part is known."""
        if self.cell:
            return f"{self.file} {self.sheet}!{self.cell}".strip()
        sheet = f"[{self.sheet}]" if self.sheet else ""
        line = f":{self.line}" if self.line is not None else ""
        column = f" [{self.column}]" if self.column else ""
        return f"{self.file}{sheet}{line}{column}"

    def sentence(self, lang: Lang) -> str:
        """One line: `file:line: what is wrong; what to do`."""
        parts = [part for part in (self.what.in_(lang), self.remedy.in_(lang)) if part]
        joined = ("；" if lang == "zh" else "; ").join(parts)
        place = self.place
        one_line = " ".join(joined.split("\n"))
        return f"{place}: {one_line}" if place else one_line


class Faults(Exception):  # noqa: N818 - the word of the field; its items are faults
    """The input has faults. Carries every one that was found.

    >>> error = Faults([fault("错", "wrong")])
    >>> len(error.faults)
    1
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(one.sentence("en") for one in self.faults))


def fault(
    zh: str,
    en: str,
    *,
    todo_zh: str = "",
    todo_en: str = "",
    file: str = "",
    line: int | None = None,
    column: str = "",
    sheet: str = "",
    about: About | None = None,
) -> Fault:
    """Write one fault with both languages side by side."""
    return Fault(
        what=Text(zh=zh, en=en),
        remedy=Text(zh=todo_zh, en=todo_en),
        file=file,
        line=line,
        column=column,
        sheet=sheet,
        about=about,
    )


def because(error: OSError) -> tuple[str, str]:
    """Why the system cannot read or write a file, in both languages."""
    reason = error.strerror or type(error).__name__
    return _WHY.get(error.errno or 0, (reason, reason))
