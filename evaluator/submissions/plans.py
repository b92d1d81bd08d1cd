"""Plans of regions, kept version by version beside the submissions: saved, opened again, withdrawn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from evaluator.exports.writing import refusal
from evaluator.submissions.folders import RECORD, moment, placed, records, safe, unchanged, withdraw, withdrawn, written
from indicators.faults import Faults, fault

HOME, FILE = "plans", "plan.csv"


@dataclass(frozen=True)
class Plan:
    """One version of a plan.

    Attributes:
        number: From 1, in order of arrival, for one region, period and standard.
        saved: Moment of saving, in UTC.
        withdrawn: When and why it was withdrawn; empty if it stands.
    """

    folder: Path
    region: str
    period: str
    standard: str
    number: int
    saved: str
    who: str
    goal: str
    lines: int
    digest: str
    withdrawn: str = ""

    @property
    def name(self) -> str:
        """A name for people and commands: `330000/2023/1`."""
        return f"{self.region}/{self.period}/{self.number}"

    def content(self) -> bytes:
        """The file as it was saved; raises Faults if it was changed since."""
        zh, en = "已保存的计划被改动或丢失", "a saved plan was changed or is gone"
        return unchanged(self.folder / FILE, self.digest, zh, en, self.name)

    def rows(self) -> list[dict[str, str]]:
        """Its lines, as text."""
        from evaluator.advice.plans import parse_plan  # scores and solvers are not needed to open evidence

        return parse_plan(self.content(), self.name)


class Plans:
    """The plans in a folder of submissions; versions are added and never changed or deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / HOME

    def versions(self, region: str | None = None) -> list[Plan]:
        """Every version, of one region or of all, by region, period, standard and number."""
        found = [_plan(path) for path in records(self.folder)]
        return [one for one in found if region is None or one.region == region]

    def named(self, name: str) -> Plan:
        """A version by its name; raises Faults with the names that there are."""
        known = {one.name: one for one in self.versions()}
        if name not in known:
            shown = "、".join(known) or "—", ", ".join(known) or "—"
            zh, en = f"没有已保存的计划“{name}”", f"there is no saved plan '{name}'"
            raise Faults([fault(zh, en, todo_zh=f"可用：{shown[0]}", todo_en=f"known: {shown[1]}")])
        return known[name]

    def add(self, content: bytes, who: str = "", label: str = "plan.csv") -> Plan:
        """Save a plan as it was written; it appears whole or not at all, and two at once get two numbers.

        Raises:
            Faults: What is wrong with the plan; the folder cannot be written.
        """
        from evaluator.advice.plans import parse_plan

        rows = parse_plan(content, label)
        first = rows[0]
        digest = hashlib.sha256(content).hexdigest()
        standard = (first.get("standard") or "").split(" ")[0]
        record: dict[str, object] = {"region": first["region"], "period": first["period"], "standard": standard}
        record |= {"saved": moment(), "who": who, "goal": first.get("goal") or "", "lines": len(rows), "digest": digest}
        home = self.folder / safe(first["region"]) / safe(first["period"]) / safe(standard)
        files = {FILE: content, RECORD: written(record)}
        try:
            home.mkdir(parents=True, exist_ok=True)
            return _plan(placed(home, files, digest[:12]) / RECORD)
        except OSError as error:
            raise Faults([refusal(home, error)]) from None

    def withdraw(self, plan: Plan, reason: str, who: str = "") -> None:
        """Say that a version no longer stands; it stays where it is."""
        withdraw(plan.folder, reason, who)


def _plan(path: Path) -> Plan:
    found = json.loads(path.read_text("utf-8"))
    region, period, standard, saved, who, goal, digest = (
        str(found[key]) for key in ("region", "period", "standard", "saved", "who", "goal", "digest")
    )
    number, lines, stands = int(path.parent.name[:4]), int(found["lines"]), withdrawn(path.parent)
    return Plan(path.parent, region, period, standard, number, saved, who, goal, lines, digest, stands)
