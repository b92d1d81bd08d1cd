"""A folder in which results are kept under the digest of what they depend on."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

#: Environment variable that names the folder, or says `off`.
VARIABLE = "EVALUATOR_CACHE"
#: Entries beyond this many bytes are removed, those longest unused first.
LIMIT = 500_000_000
#: Ending of an entry; no other file of the folder is ever touched.
ENDING = ".kept"
DIGEST = hashlib.sha256().digest_size
Found = TypeVar("Found", bound=pa.Table | None)


def default_folder() -> Path | None:
    """Where results are kept unless the user says otherwise: the user's cache folder; None is nowhere."""
    said = os.environ.get(VARIABLE, "").strip()
    if said.lower() in ("off", "0", "no", "false"):
        return None
    if said:
        return Path(said)
    import platformdirs

    return Path(platformdirs.user_cache_dir("dbe-evaluator", appauthor=False)) / "measured"


def key_of(*words: object) -> str:
    """A key from words; each word counts with its length, so that no two lists of words share a text."""
    digest = hashlib.sha256()
    for word in words:
        text = str(word).encode()
        digest.update(f"{len(text)}:".encode() + text)
    return digest.hexdigest()


class Keeper:
    """Reads and writes entries: SHA-256 over key and body, then the body, one Parquet file.

    A folder that cannot be written keeps nothing; an entry that is not what was written is as good as none.

    Args:
        folder: Where entries lie; made when the first is written.
        limit: Most bytes of all entries together, checked by `trim`.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._wrote = False

    def path(self, key: str) -> Path:
        """Where the entry of a key lies."""
        return self.folder / f"{key}{ENDING}"

    def read(self, key: str) -> pa.Table | None:
        """The table kept under a key; None if there is none or it was damaged."""
        import pyarrow.parquet as pq

        path = self.path(key)
        try:
            whole = path.read_bytes()
        except OSError:
            return None
        said, body = whole[:DIGEST], whole[DIGEST:]
        if hashlib.sha256(key.encode() + body).digest() != said:
            return None
        try:
            with pq.ParquetFile(pa.BufferReader(body)) as file:
                return file.read()
        except pa.ArrowException:
            return None

    def write(self, key: str, table: pa.Table) -> None:
        """Keep a table: whole or not at all, whoever else writes at the same time."""
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        # Numbers seldom repeat: looking for those that do takes three times as long as writing them.
        texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
        pq.write_table(table, sink, use_dictionary=texts)
        body = sink.getvalue().to_pybytes()
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(suffix=f".part{ENDING}", dir=self.folder)
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(key.encode() + body).digest() + body)
            Path(name).replace(self.path(key))
            self._wrote = True
        except OSError:
            Path(name).unlink(missing_ok=True)

    def used(self, key: str) -> None:
        """Mark an entry as used now, so that it is among the last to be removed."""
        try:
            os.utime(self.path(key))
        except OSError:
            return

    def kept(self, key: str, look: Callable[[], Found]) -> pa.Table | Found:
        """The table kept under a key, else what `look` finds, which is kept; None if it finds nothing."""
        found = self.read(key)
        if found is not None:
            self.used(key)
            return found
        made = look()
        if made is not None:
            self.write(key, made)
        return made

    def trim(self) -> None:
        """Remove the entries longest unused until the rest fits; does nothing where nothing was written."""
        if not self._wrote:
            return
        found = []
        for path in self.folder.glob(f"*{ENDING}"):
            try:
                state = path.stat()
            except OSError:
                continue
            found.append((state.st_mtime_ns, path.name, state.st_size, path))
        whole = sum(size for _, _, size, _ in found)
        for _, _, size, path in sorted(found):
            if whole <= self.limit:
                return
            try:
                path.unlink()
            except OSError:
                continue
            whole -= size


@cache
def code_digest() -> str:
    """Digest of all that turns rows into values: our code, holidays, register of processes, versions of libraries."""
    from importlib import metadata

    import evaluator.engines
    import indicators

    digest = hashlib.sha256()
    ours = *((indicators, one) for one in ("*.py", "*.csv", "register.yaml")), (evaluator.engines, "*.py")
    for package, pattern in ours:
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob(pattern)):
            digest.update(f"{path.relative_to(folder).as_posix()} ".encode() + path.read_bytes())
    versions = [metadata.version(name) for name in ("duckdb", "ibis-framework", "sqlglot", "pyarrow")]
    return key_of(digest.hexdigest(), *versions, platform.machine())
