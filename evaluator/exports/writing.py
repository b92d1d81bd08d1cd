"""Files appear whole or not at all: written beside, synced, then renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from indicators.faults import Fault, Faults, fault


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, the last one last.

    Raises:
        Faults: One for each file that cannot be written; those that could be are there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Faults([_refusal(folder, error)]) from None
    faults: list[Fault] = []
    written = []
    for name, content in files.items():
        try:
            write_file(folder / name, content)
            written.append(folder / name)
        except OSError as error:
            faults.append(_refusal(folder / name, error))
    if faults:
        raise Faults(faults)
    return written


def write_file(path: Path, content: bytes) -> None:
    """Write one file through a temporary one in the same folder. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _refusal(path: Path, error: OSError) -> Fault:
    reason = error.strerror or type(error).__name__
    return fault(
        f"无法写出（{reason}）",
        f"cannot be written ({reason})",
        todo_zh="请关闭占用它的程序（Excel、WPS），或换一个可写的目录",
        todo_en="close the program that holds it open (Excel, WPS), or choose a folder that can be written",
        file=str(path),
    )
