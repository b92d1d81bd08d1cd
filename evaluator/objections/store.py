"""A plain folder of objections: a note that never changes, and one file for each reply to it."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

from evaluator.notes import keep, notes, now, put, read, signed, text_of
from indicators.faults import Fault, Faults, fault
from indicators.records import near
from indicators.text import Text

REPLY = re.compile(r"reply-[0-9a-f]{12}\.json")
KINDS = {
    "answered": Text(zh="答复", en="answered"),
    "corrected": Text(zh="更正", en="corrected"),
    "withdrawn": Text(zh="撤回", en="withdrawn"),
}
STATES = {
    "open": Text(zh="待处理", en="open"),
    **{kind: Text(zh=f"已{text.zh}", en=text.en) for kind, text in KINDS.items()},
}


@dataclass(frozen=True)
class Reply:
    """What came of an objection.

    Attributes:
        kind: A key of `KINDS`.
        value: The correct figure, for corrections.
    """

    kind: str
    when: str
    who: str
    words: str
    value: float | None = None


@dataclass(frozen=True)
class Objection:
    """A note on one figure: region × indicator × period.

    Attributes:
        id: Ten hexadecimal digits, the hash of the note.
        value: The raw value objected to, None where it was missing.
        place: The region's place at that time, 0 for none.
        should: What it should be in the objector's view.
        standard, evidence: What the figure was seen under.
        when: Moment of the note, in UTC.
    """

    id: str
    region: str
    indicator: str
    period: str
    value: float | None
    place: int
    should: float | None
    standard: str
    evidence: str
    when: str
    who: str
    words: str
    replies: tuple[Reply, ...] = ()

    @property
    def state(self) -> str:
        """A key of `STATES`: open, or what was said last."""
        return self.replies[-1].kind if self.replies else "open"

    @property
    def corrected(self) -> float | None:
        """The figure of the last correction."""
        return next((one.value for one in reversed(self.replies) if one.kind == "corrected"), None)


class Objections:
    """A folder of objections; notes and replies are added and never changed or deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self, region: str | None = None, indicator: str | None = None) -> list[Objection]:
        """Every objection that can be read, the oldest first, of one region or indicator or of all."""
        found = [one for one in map(_read, notes(self.folder)) if isinstance(one, Objection)]
        kept = [one for one in found if region in (None, one.region) and indicator in (None, one.indicator)]
        return sorted(kept, key=lambda one: (one.when, one.id))

    def faults(self) -> list[Fault]:
        """Files that were changed or cut off and cannot be read."""
        return [one for one in map(_read, notes(self.folder)) if isinstance(one, Fault)]

    def find(self, name: str) -> Objection:
        """One objection by its id, or the beginning of it; raises Faults."""
        known = self.all()
        fit = [one for one in known if name and one.id.startswith(name)]
        if len(fit) == 1:
            return fit[0]
        todo = near(name, [one.id for one in known]) if known else ("尚无任何异议", "there is none yet")
        raise Faults([fault(f"没有异议“{name}”", f"there is no objection '{name}'", todo_zh=todo[0], todo_en=todo[1])])

    def add(
        self,
        figure: tuple[str, str, str],
        seen: tuple[float | None, int],
        under: tuple[str, str],
        words: str,
        who: str,
        should: float | None = None,
    ) -> Objection:
        """Keep an objection.

        Args:
            figure: Region, indicator, period.
            seen: The raw value and the region's place as they stand.
            under: Ids of standard and evidence.
            words: Why.
            who: Who objects.
            should: What the figure should be.

        Raises:
            Faults: Words or name are missing, or the folder cannot be written.
        """
        _check(words, who, should)
        note = {
            **dict(zip(("region", "indicator", "period"), figure, strict=True)),
            "value": None if seen[0] is None or math.isnan(seen[0]) else seen[0],
            "place": seen[1],
            "should": should,
            **dict(zip(("standard", "evidence"), under, strict=True)),
            "when": now(),
            "who": who.strip(),
            "words": words.strip(),
        }
        return self.find(keep(self.folder, note))

    def reply(self, name: str, kind: str, words: str, who: str, value: float | None = None) -> Objection:
        """Answer, correct or withdraw. Raises Faults, also for an objection that was withdrawn."""
        objection = self.find(name)
        _check(words, who, value)
        if objection.state == "withdrawn":
            raise Faults([fault(f"异议“{name}”已经撤回", f"the objection '{name}' was withdrawn")])
        if kind == "corrected" and value is None:
            raise Faults([fault("更正须给出正确的数值", "a correction needs the correct figure")])
        content = text_of({"kind": kind, "when": now(), "who": who.strip(), "words": words.strip(), "value": value})
        mark = hashlib.sha256(content).hexdigest()[:12]
        put(self.folder / objection.id / f"reply-{mark}.json", content)
        return self.find(objection.id)


def _check(words: str, who: str, value: float | None) -> None:
    faults = signed(words, who)
    if value is not None and not math.isfinite(value):
        faults.append(fault("数值须为有限的数", "the figure must be a finite number"))
    if faults:
        raise Faults(faults)


def _read(path: Path) -> Objection | Fault:
    """An objection with its replies in order of time; a fault if a file is not what was written."""
    try:
        note = read(path)
        replies = [_reply(one) for one in path.parent.iterdir() if REPLY.fullmatch(one.name)]
        replies.sort(key=lambda one: one.when)
        return Objection(path.parent.name, **note, replies=tuple(replies))  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError):
        zh, en = "异议记录被改动或不完整", "an objection was changed or is not whole"
        return fault(zh, en, todo_zh="请从备份恢复", todo_en="restore it from a copy", file=path.parent.name)


def _reply(path: Path) -> Reply:
    content = path.read_bytes()
    if not path.name.startswith(f"reply-{hashlib.sha256(content).hexdigest()[:12]}"):
        raise ValueError
    return Reply(**json.loads(content))
