"""Sets of weights that somebody gave a name, kept in the user's own folder and listed beside the published one."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MOST_NAMED, LONGEST, MOST_BYTES = 40, 40, 1_000_000


@dataclass(frozen=True)
class NamedSets:
    """Names and weights, by standard: weights as the text of a link.

    Attributes:
        path: A file of JSON; one that is not there, or no longer whole, holds no sets.
    """

    path: Path

    def of(self, standard: str) -> dict[str, str]:
        """The sets of one standard, by name, in the order in which they were kept."""
        own = self._all().get(standard)
        found = own.items() if isinstance(own, dict) else ()
        return {name: text for name, text in found if isinstance(text, str)}

    def keep(self, standard: str, name: str, text: str) -> None:
        """Keep a set; one of the same name is replaced, the oldest leaves when there are too many. Raises OSError."""
        known, name = self.of(standard), " ".join(name.split())[:LONGEST]
        known.pop(name, None)
        known[name] = text
        self._write(standard, dict(list(known.items())[-MOST_NAMED:]))

    def drop(self, standard: str, name: str) -> None:
        """Forget a set. Raises OSError."""
        self._write(standard, {one: text for one, text in self.of(standard).items() if one != name})

    def _all(self) -> dict[str, object]:
        with suppress(OSError, ValueError, RecursionError):
            if self.path.stat().st_size <= MOST_BYTES:
                found = json.loads(self.path.read_text(encoding="utf-8"))
                return found if isinstance(found, dict) else {}
        return {}

    def _write(self, standard: str, sets: dict[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        part.write_text(json.dumps({**self._all(), standard: sets}, ensure_ascii=False), encoding="utf-8")
        part.replace(self.path)
