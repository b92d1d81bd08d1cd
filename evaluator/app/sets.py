"""Sets of weights too long for a link, kept on the server under eight characters of their hash."""

from __future__ import annotations

import hashlib
import os
import re
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MOST_SETS, MOST_BYTES, TRIES = 5000, 20_000, 8
NAME = re.compile("[0-9a-f]{8}", re.ASCII)


@dataclass(frozen=True)
class Sets:
    """Texts by the hash of their content; at most 5000, the oldest leave first.

    Attributes:
        folder: Where they outlive the server; None, or a folder that cannot be written to, keeps them in memory only.
    """

    folder: Path | None = None
    held: OrderedDict[str, str] = field(default_factory=OrderedDict, repr=False)

    def keep(self, text: str) -> str:
        """Keep a text.

        Returns:
            Its name, eight hexadecimal digits.
        """
        for salt in range(TRIES):
            name = hashlib.sha256(f"{salt or ''}{text}".encode()).hexdigest()[:8]
            known = self.find(name)
            if known is None:
                self._write(name, text)
            if known in (None, text):
                break
        return name

    def find(self, name: str) -> str | None:
        """The text of a name; None if nothing, or nothing whole, is kept under it."""
        if not NAME.fullmatch(name):
            return None
        if name in self.held:
            return self.held[name]
        if self.folder is None:
            return None
        with suppress(OSError, UnicodeDecodeError):
            path = self.folder / f"{name}.txt"
            text = path.read_text(encoding="ascii") if path.stat().st_size <= MOST_BYTES else ""
            # A file that somebody changed no longer bears its name.
            if name in (hashlib.sha256(f"{salt or ''}{text}".encode()).hexdigest()[:8] for salt in range(TRIES)):
                self._hold(name, text)
                return text
        return None

    def _hold(self, name: str, text: str) -> None:
        self.held[name] = text
        while len(self.held) > MOST_SETS:
            self.held.popitem(last=False)

    def _write(self, name: str, text: str) -> None:
        self._hold(name, text)
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            kept = sorted(self.folder.glob("*.txt"), key=lambda path: path.stat().st_mtime)
            for old in kept[: max(0, len(kept) - MOST_SETS + 1)]:
                old.unlink(missing_ok=True)
            part = self.folder / f"{name}.{os.getpid()}.part"
            part.write_text(text, encoding="ascii")
            part.replace(self.folder / f"{name}.txt")
