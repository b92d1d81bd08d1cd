"""Where evidence is found: by path, by the id of what is bundled, or in a store of submissions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evaluator.bundled import bundled_evidence, evidence_ids
from evaluator.evidence import Evidence, read_evidence
from evaluator.submissions import is_store
from indicators.faults import Faults, fault
from indicators.records import near
from indicators.text import Text


def place_of(source: str) -> Path | None:
    """The folder or workbook that a path or an id stands for, or None. A path goes before an id."""
    path = Path(source)
    return path if path.exists() else bundled_evidence(source)


def open_evidence(
    source: str | Path,
    memory_limit: str | None = None,
    cache: Path | None = None,
    progress: Callable[[float, Text], None] | None = None,
) -> Evidence:
    """Evidence by path or bundled id; a store gives its base with the current submissions laid over it.

    Args:
        source: The path or the id.
        memory_limit: What judging a large log may take, such as "2GB".
        cache: Folder in which the verdict on the rows of a large log is kept; None judges anew.
        progress: Told how much of the check of a large log is done (0 to 1).

    Raises:
        Faults: Nothing is there, or it cannot be read.
    """
    place = place_of(str(source))
    if place is None:
        todo_zh, todo_en = near(str(source), evidence_ids())
        raise Faults(
            [
                fault(
                    f"找不到证据“{source}”",
                    f"there is no evidence '{source}'",
                    todo_zh=f"请给出文件夹、工作簿或内置编号；{todo_zh}",
                    todo_en=f"give a folder, a workbook or a bundled id; {todo_en}",
                )
            ]
        )
    if is_store(place):
        from evaluator.submissions import stored_evidence

        return stored_evidence(place, None, memory_limit, cache, progress)
    return read_evidence(place, str(source), memory_limit, cache, progress)
