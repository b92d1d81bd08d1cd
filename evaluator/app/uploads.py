"""What was uploaded, for the readers of the command line, which take files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def as_file(content: bytes, name: str) -> Iterator[Path]:
    """The content as a file of that name, as long as it is read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path
