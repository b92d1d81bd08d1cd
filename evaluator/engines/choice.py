"""Which engine measures, how much memory and how many threads it may take, and where results are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from indicators.faults import Faults, fault

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT])(i?)B", re.IGNORECASE)
#: Most bytes of a memory limit that are set aside for the program itself.
SET_ASIDE = 300_000_000


def bytes_of(size: str) -> int:
    """Bytes of a size.

    >>> bytes_of("2GB"), bytes_of("1.5 MiB")
    (2000000000, 1572864)

    Raises:
        ValueError: It is no size.
    """
    match = _SIZE.fullmatch(size.strip())
    if match is None:
        raise ValueError(size)
    return int(float(match[1]) * (1024 if match[3] else 1000) ** ("KMGT".index(match[2].upper()) + 1))


def engine_bytes(size: str) -> int:
    """What of a memory limit the engine may take, so that the whole process stays within it."""
    whole = bytes_of(size)
    return whole - min(SET_ASIDE, whole // 5)


@dataclass(frozen=True)
class EngineChoice:
    """How measures run.

    Attributes:
        engine: `duckdb` or `spark`.
        url: Where Spark is: `local[2]`, `sc://host:port`; empty is a local session.
        memory_limit: Such as "2GB", for the whole process; what does not fit goes to a temporary folder.
        threads: Threads of DuckDB; results do not depend on it.
        cache: Folder in which measured values are kept; None keeps none.

    Raises:
        Faults: A size that cannot be read, or a number of threads below one.
    """

    engine: str = "duckdb"
    url: str = ""
    memory_limit: str | None = None
    threads: int | None = None
    cache: Path | None = None

    def __post_init__(self) -> None:
        if self.memory_limit is not None and not _SIZE.fullmatch(self.memory_limit.strip()):
            raise Faults(
                [
                    fault(
                        f"“{self.memory_limit}”不是内存大小",
                        f"'{self.memory_limit}' is not an amount of memory",
                        todo_zh="请写成 2GB 或 500MB",
                        todo_en="write 2GB or 500MB",
                    )
                ]
            )
        if self.threads is not None and self.threads < 1:
            raise Faults([fault("线程数须不小于 1", "the number of threads must be at least 1")])
