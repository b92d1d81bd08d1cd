"""Folders of versions that never change: placed whole, numbered in order of arrival, withdrawn by a note beside."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evaluator.exports.writing import refusal, write_file
from indicators.faults import Faults, fault

RECORD, WITHDRAWN = "record.json", "withdrawn.json"
NAME = re.compile(r"(\d{4})-[0-9a-f]{12}")


def moment() -> str:
    """Now, in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def records(folder: Path) -> list[Path]:
    """The record of every version below a folder, by region, period, standard and number."""
    found = folder.glob(f"*/*/*/*/{RECORD}") if folder.is_dir() else ()
    return sorted(path for path in found if NAME.fullmatch(path.parent.name))


def written(record: Mapping[str, object]) -> bytes:
    """A record as it is kept."""
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True).encode()


def unchanged(path: Path, digest: str, zh: str, en: str, name: str) -> bytes:
    """A kept file; raises Faults in the words given if it is gone or not what was written."""
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise Faults([fault(zh, en, todo_zh="请从备份恢复", todo_en="restore it from a copy", file=name)])
    return content


def placed(home: Path, files: Mapping[str, bytes], mark: str) -> Path:
    """Write into a folder beside, then rename it to the next free number; two who store at once get two numbers."""
    beside = Path(tempfile.mkdtemp(dir=home, prefix=".writing-"))
    try:
        for name, content in files.items():
            with (beside / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        beside.chmod(0o755)
        while True:
            taken = [int(found[1]) for one in home.iterdir() if (found := NAME.fullmatch(one.name))]
            number = max(taken, default=0) + 1
            claim = home / f".number-{number:04d}"
            try:
                claim.open("x").close()
            except FileExistsError:
                if claim.exists() and not any(one.name.startswith(f"{number:04d}-") for one in home.iterdir()):
                    claim.unlink(missing_ok=True)  # left behind by a process that was cut off
                continue
            target = home / f"{number:04d}-{mark}"
            beside.rename(target)
            claim.unlink(missing_ok=True)
            return target
    finally:
        if beside.exists():
            with contextlib.suppress(OSError):
                shutil.rmtree(beside)


def withdraw(folder: Path, reason: str, who: str) -> None:
    """Say that a version no longer stands; it stays where it is. Raises Faults."""
    said = json.dumps({"when": moment(), "who": who, "reason": reason}, ensure_ascii=False, indent=1).encode()
    try:
        write_file(folder / WITHDRAWN, said)
    except OSError as error:
        raise Faults([refusal(folder, error)]) from None


def withdrawn(folder: Path) -> str:
    """When and why a version was withdrawn; empty if it stands."""
    said = folder / WITHDRAWN
    found = json.loads(said.read_text("utf-8")) if said.is_file() else None
    return f"{found['when']} {found['reason']}".strip() if found else ""


def safe(name: str) -> str:
    """A folder's name from a code that anybody may have written."""
    if re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z_-]{0,40}", name) and not re.fullmatch(
        r"(?i)con|prn|aux|nul|(com|lpt)\d", name
    ):
        return name
    return "x" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:20]
