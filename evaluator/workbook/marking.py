"""The workbook back, with every doubtful cell coloured and commented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from evaluator.workbook.ods import is_ods
from evaluator.workbook.submission import Submission
from indicators.faults import Faults, fault
from indicators.text import Lang, clauses

SECONDS = 120


def form_of(path: Path | IO[bytes]) -> str:
    """`ods` or `xlsx`: how a workbook that was handed in is given back."""
    return "ods" if is_ods(path) else "xlsx"


def marked_bytes(path: Path, submission: Submission, lang: Lang, form: str = "") -> bytes:
    """The workbook with its cells marked; read and written in a process that is thrown away.

    Args:
        path: What was handed in.
        submission: As it was read.
        lang: Language of the comments.
        form: `xlsx` or `ods`; by default the form of what was handed in. ODS as XLSX loses its looks.

    Raises:
        Faults: It cannot be written back, or not in that form.
    """
    own = form_of(path)
    form = form or own
    if form not in ("xlsx", own):
        zh, en = f"不能写成“.{form}”", f"it cannot be written as '.{form}'"
        todo_zh, todo_en = f"请用 .{own}", f"write it as .{own}"
        raise Faults([fault(zh, en, todo_zh=todo_zh, todo_en=todo_en, file=submission.label)])
    marks: dict[str, dict[str, list[str]]] = {}
    for one in submission.findings:
        if one.fault.sheet:
            said = [one.fault.what.in_(lang), one.fault.remedy.in_(lang), one.reason]
            text = clauses((part for part in said if part), lang)
            cell = marks.setdefault(one.fault.sheet, {}).setdefault(one.fault.cell or "A2", [one.gravity, ""])
            cell[0] = min(cell[0], one.gravity, key=("fault", "warning", "note").index)
            cell[1] = f"{cell[1]}\n{text}".strip()
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))}
    words = [sys.executable, "-m", "evaluator.workbook.marker", str(path.resolve()), form]
    try:
        done = subprocess.run(
            words, input=json.dumps(marks).encode(), capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode or not done.stdout:
        zh, en = "无法写出标注后的工作簿", "the marked workbook cannot be written"
        raise Faults([fault(zh, en, file=submission.label)])
    return done.stdout
