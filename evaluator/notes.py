"""Notes that somebody signs, each in a folder named by the hash of its text: added, never changed, never deleted."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from evaluator.exports.writing import refusal, write_file
from indicators.faults import Fault, Faults, fault

NOTE = "note.json"
NAME = re.compile(r"[0-9a-f]{10}")
MOST_WORDS, MOST_WHO = 2000, 100


def signed(words: str, who: str) -> list[Fault]:
    """What is wrong with the reason and the name under a note."""
    faults = []
    if not words.strip() or len(words) > MOST_WORDS:
        faults.append(fault(f"请写明理由（不超过 {MOST_WORDS} 字）", f"say why (at most {MOST_WORDS} characters)"))
    if not who.strip() or len(who) > MOST_WHO:
        faults.append(fault(f"请写明姓名或单位（不超过 {MOST_WHO} 字）", f"say who (at most {MOST_WHO} characters)"))
    if any("\ud800" <= one <= "\udfff" for one in words + who):
        faults.append(fault("含有无法保存的字符", "there are characters that cannot be kept"))
    return faults


def now() -> str:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def text_of(said: Mapping[str, object]) -> bytes:
    """A note as it is kept."""
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def keep(folder: Path, said: Mapping[str, object]) -> str:
    """Keep a note.

    Returns:
        Its name, ten hexadecimal digits.

    Raises:
        Faults: The folder cannot be written.
    """
    content = text_of(said)
    name = hashlib.sha256(content).hexdigest()[:10]
    put(folder / name / NOTE, content)
    return name


def put(path: Path, content: bytes) -> None:
    """Write a file and the folder around it. Raises Faults."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
    except OSError as error:
        raise Faults([refusal(path, error)]) from None


def notes(folder: Path) -> list[Path]:
    """The files of all notes of a folder."""
    found = folder.glob(f"*/{NOTE}") if folder.is_dir() else ()
    return sorted(path for path in found if NAME.fullmatch(path.parent.name))


def read(path: Path) -> dict[str, object]:
    """A note as it was kept.

    Raises:
        OSError: It cannot be read.
        ValueError: It was changed or cut off.
    """
    content = path.read_bytes()
    said = json.loads(content)
    if hashlib.sha256(content).hexdigest()[:10] != path.parent.name or not isinstance(said, dict):
        raise ValueError
    return said
