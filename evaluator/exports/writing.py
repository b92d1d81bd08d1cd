"""Files appear whole or not at all: written beside, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from indicators.faults import Fault, Faults, because, fault

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: Names that Windows keeps for devices, whatever ending they have.
_DEVICES = frozenset(["", "CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))])
_FULL = ("请腾出空间，或换一个目录", "free some space, or choose another folder")
_CLOSE = (
    "请关闭占用它的程序（Excel、WPS），或换一个可写的目录",
    "close the program that holds it open (Excel, WPS), or choose a folder that can be written",
)
_ELSEWHERE = ("请换一个目录", "choose another folder")


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, in order; the last one, which vouches for the others, only if all of them are there.

    Every file is first written whole beside its place, so that a full disk changes nothing.

    Args:
        folder: May exist.
        files: File name → content.

    Raises:
        Faults: One for each file that cannot be written.
    """
    make_folder(folder)
    beside: dict[str, Path] = {}
    try:
        _prepare(folder, files, beside)
        with _alone(folder):
            return _place(folder, beside)
    finally:
        for temporary in beside.values():
            with contextlib.suppress(OSError):
                temporary.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder with all above it, if it is not there. Raises Faults."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Faults([refusal(folder, error)]) from None


def save(path: Path, content: bytes) -> None:
    """Write the one file that the user named. Raises Faults."""
    try:
        write_file(path, content)
    except OSError as error:
        raise Faults([refusal(path, error)]) from None


def write_file(path: Path, content: bytes) -> None:
    """Write one file through a temporary one in the same folder. Raises OSError."""
    temporary = _write_beside(path.parent, content)
    try:
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def file_name(text: str) -> str:
    """A name of a file for any text on any system; texts that need to be changed get a mark that keeps them apart.

    >>> file_name("330000"), file_name("../x"), file_name("CON")
    ('330000', '___x-d6b96a97', 'CON-a3dbc4b6')
    """
    safe = "".join(one if one.isalnum() or one in "-_" else "_" for one in text)[:80]
    if safe == text and safe.split("-")[0].upper() not in _DEVICES:
        return safe
    return f"{safe}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def refusal(path: Path, error: OSError) -> Fault:
    """Why a file cannot be written, and what to do."""
    zh, en = because(error)
    todo = _ELSEWHERE
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        todo = _FULL
    elif isinstance(error, PermissionError):
        todo = _CLOSE
    return fault(f"无法写出（{zh}）", f"cannot be written ({en})", todo_zh=todo[0], todo_en=todo[1], file=str(path))


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep another run from giving its files their names in this folder meanwhile, where the system can."""
    if fcntl is None:
        yield
        return
    handle = -1
    with contextlib.suppress(OSError):  # some network disks know no locks
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def _prepare(folder: Path, files: Mapping[str, bytes], beside: dict[str, Path]) -> None:
    """Write every file under a temporary name; `beside` grows by them."""
    faults = []
    for name, content in files.items():
        try:
            beside[name] = _write_beside(folder, content)
        except OSError as error:
            faults.append(refusal(folder / name, error))
    if faults:
        raise Faults(faults)


def _place(folder: Path, beside: dict[str, Path]) -> list[Path]:
    """Give the files their names; what was given one leaves `beside`."""
    faults: list[Fault] = []
    written: list[Path] = []
    last = next(reversed(beside), "")
    for name in list(beside):
        if name == last and faults:
            break
        try:
            beside[name].replace(folder / name)
            del beside[name]
            written.append(folder / name)
        except OSError as error:
            faults.append(refusal(folder / name, error))
    if faults:
        raise Faults(faults)
    return written


def _write_beside(folder: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".writing-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
