"""A finished run recomputed from its manifest, and every difference named."""

from __future__ import annotations

import json
from pathlib import Path

from evaluator.assessment import evaluate
from evaluator.evidence import Evidence
from evaluator.exports import outputs
from evaluator.exports.manifest import digest
from evaluator.reading import read_standard
from evaluator.scenario import Scenario
from indicators.faults import Fault, Faults, fault


def read_manifest(folder: Path) -> dict[str, object]:
    """The manifest of a run; raises Faults if there is none."""
    path = folder / "manifest.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict) and {"standard", "evidence", "outputs"} <= set(found):
            return found
        reason = "keys"
    except (OSError, ValueError) as error:
        reason = type(error).__name__
    raise Faults(
        [
            fault(
                f"没有可用的 manifest.json（{reason}）",
                f"there is no usable manifest.json ({reason})",
                todo_zh="请给出 evaluator score --out 写出的目录",
                todo_en="give a folder that evaluator score --out has written",
                file=str(folder),
            )
        ]
    )


def verify_run(folder: Path, said: dict[str, object], evidence: Evidence) -> list[Fault]:
    """Recompute a run and compare it with its manifest and with the files in its folder.

    Args:
        folder: The run's folder.
        said: Its manifest.
        evidence: The evidence it was made from.

    Returns:
        One fault a difference; none if the run is what it says.
    """
    faults = _evidence(said, evidence) + _files(folder, said)
    standard = read_standard(folder / "standard.yaml")
    scenario = Scenario.model_validate(said.get("scenario") or {})
    # The standard in the folder is resolved: method and weights of the scenario are in it already.
    values = Scenario(values=scenario.values)
    period = said.get("period")
    lang = "zh" if said.get("language") == "zh" else "en"
    made = evaluate(
        standard, evidence, period=str(period) if period else None, scenario=values, lang="zh" if lang == "zh" else "en"
    )
    formats = said.get("formats")
    again = outputs(made, [str(one) for one in formats] if isinstance(formats, list) else ["csv"], made.lang)
    for name, content in again.items():
        if _said_outputs(said).get(name) != digest(content) and name not in (
            "assessment.xlsx",
            "ranking.md",
            "ranking.html",
        ):
            faults.append(_difference(folder, name, content))
    return faults


def _said_outputs(said: dict[str, object]) -> dict[str, str]:
    found = said["outputs"]
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _evidence(said: dict[str, object], evidence: Evidence) -> list[Fault]:
    record = said["evidence"]
    files = record.get("files", []) if isinstance(record, dict) else []
    then = {(str(one["table"]), str(one["file"])): str(one["sha256"]) for one in files}
    now = {(one.table, one.label): one.sha256 for one in evidence.files}
    faults = []
    for key in sorted({*then, *now}):
        if then.get(key) != now.get(key):
            state = (
                ("已改动", "has changed")
                if key in then and key in now
                else ("不见了", "is gone")
                if key in then
                else ("是新增的", "is new")
            )
            faults.append(fault(f"证据文件{state[0]}", f"this file of evidence {state[1]}", file=key[1]))
    return faults


def _files(folder: Path, said: dict[str, object]) -> list[Fault]:
    faults = []
    for name, wanted in _said_outputs(said).items():
        path = folder / name
        if not path.is_file():
            faults.append(fault("结果文件不见了", "this file of the run is gone", file=str(path)))
        elif digest(path.read_bytes()) != wanted:
            faults.append(
                fault("与清单中的摘要不符，已被改动", "is not what the manifest says: it was changed", file=str(path))
            )
    return faults


def _difference(folder: Path, name: str, content: bytes) -> Fault:
    """Where a recomputed file first differs from the one in the folder."""
    path = folder / name
    line = None
    if path.is_file() and path.suffix in (".csv", ".json", ".yaml"):
        old, new = path.read_bytes().split(b"\n"), content.split(b"\n")
        line = next((i for i, (a, b) in enumerate(zip(old, new, strict=False), start=1) if a != b), None)
    return fault(
        "重新计算的结果不同",
        "comes out differently when recomputed",
        todo_zh="请核对标准、证据与软件版本",
        todo_en="compare standard, evidence and software versions",
        file=str(path),
        line=line,
    )
