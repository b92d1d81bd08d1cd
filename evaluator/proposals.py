"""Weights put forward for deliberation: who, when and why, beside what they were changed from. They publish nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from evaluator.notes import keep, notes, now, read, signed
from indicators.faults import Fault, Faults, fault

MOST_NAME = 40
Weights = Mapping[str, Mapping[str, float]]
"""Percentages by node, then by child; nodes that are not named keep the standard's."""


@dataclass(frozen=True)
class Base:
    """What weights were changed from.

    Attributes:
        standard, version, digest: Of the standard; the digest is SHA-256.
        evidence: Digest of the evidence on which the effect was seen.
        level, period: What was looked at.
        method: Parts of the method that were tried at the same time, as in `--set`.
    """

    standard: str
    version: str
    digest: str
    evidence: str = ""
    level: str = ""
    period: str = ""
    method: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A set of weights that somebody put forward.

    Attributes:
        id: Ten hexadecimal digits, the hash of the note.
        name: What the set is called.
        weights: In percent of siblings, by node and child.
        hash: Eight hexadecimal digits, the hash of the weights alone: the same weights, the same hash.
        base: What they were changed from.
        when: Moment, in UTC.
    """

    id: str
    name: str
    weights: Weights
    hash: str
    base: Base
    when: str
    who: str
    words: str

    @property
    def title(self) -> str:
        """Its name and the beginning of its id: names may be given twice."""
        return f"{self.name} ({self.id[:6]})"


class Proposals:
    """A folder of proposals; they are added and never changed or deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self, standard: str | None = None) -> list[Proposal]:
        """Every proposal that can be read, the oldest first, of one standard or of all."""
        found = [one for one in self._read() if isinstance(one, Proposal)]
        return [one for one in found if standard in (None, one.base.standard)]

    def faults(self) -> list[Fault]:
        """Files that were changed or cut off and cannot be read."""
        return [one for one in self._read() if isinstance(one, Fault)]

    def add(self, name: str, weights: Weights, base: Base, words: str, who: str) -> Proposal:
        """Keep a proposal.

        Raises:
            Faults: No name, reason or signature; no weights; the folder cannot be written.
        """
        title = " ".join(name.split())
        faults = [*signed(words, who), *_unnamed(title)]
        if not weights or any(not 0 <= one <= 100 for group in weights.values() for one in group.values()):
            faults.append(fault("没有改动任何权重", "no weight was changed"))
        if faults:
            raise Faults(faults)
        plain = {node: dict(group) for node, group in weights.items()}
        said = {"name": title, "weights": plain, "base": {**vars(base), "method": dict(base.method)}}
        name_kept = keep(self.folder, {**said, "when": now(), "who": who.strip(), "words": words.strip()})
        _kept.cache_clear()  # where a folder's time is coarse, two notes may leave it the same
        return next(one for one in self.all() if one.id == name_kept)

    def _read(self) -> tuple[Proposal | Fault, ...]:
        # A note never changes once it is there; a new one changes the folder.
        moment = self.folder.stat().st_mtime_ns if self.folder.is_dir() else 0
        return _kept(self.folder, moment)


def hash_of(weights: Weights) -> str:
    """Eight hexadecimal digits of the weights alone."""
    return hashlib.sha256(json.dumps(weights, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:8]


def _unnamed(title: str) -> list[Fault]:
    good = title and len(title) <= MOST_NAME and not any("\ud800" <= one <= "\udfff" for one in title)
    zh, en = f"请给方案起一个名称（不超过 {MOST_NAME} 字）", f"give the set a name (at most {MOST_NAME} characters)"
    return [] if good else [fault(zh, en)]


@lru_cache(maxsize=8)
def _kept(folder: Path, moment: int) -> tuple[Proposal | Fault, ...]:
    del moment
    found = [_read(path) for path in notes(folder)]
    good = sorted((one for one in found if isinstance(one, Proposal)), key=lambda one: (one.when, one.id))
    return (*good, *(one for one in found if isinstance(one, Fault)))


def _read(path: Path) -> Proposal | Fault:
    try:
        said = read(path)
        base, weights = said["base"], said["weights"]
        if not isinstance(base, dict) or not isinstance(weights, dict):
            raise ValueError
        own = {node: {child: float(one) for child, one in group.items()} for node, group in weights.items()}
        texts = {key: str(said[key]) for key in ("name", "when", "who", "words")}
        return Proposal(id=path.parent.name, weights=own, hash=hash_of(own), base=Base(**base), **texts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        zh, en = "送审方案被改动或不完整", "a proposal was changed or is not whole"
        return fault(zh, en, todo_zh="请从备份恢复", todo_en="restore it from a copy", file=path.parent.name)
