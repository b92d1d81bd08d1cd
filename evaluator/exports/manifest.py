"""The manifest: what went into a run and what came out, with digests; no time of day, no absolute path."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path, PureWindowsPath
from typing import Annotated

from pydantic import ConfigDict, Field

from evaluator.assessment import MADE_UP, Assessment
from evaluator.evidence import EvidenceFile
from evaluator.exports.origin import weights_changed, weights_digest
from evaluator.methods import STEPS
from evaluator.methods import method as resolved_method
from evaluator.scenario import Scenario
from indicators.faults import Fault, Faults, because, fault
from indicators.records import Record, Setting, Whole, read_record
from indicators.text import Lang, Text
from indicators.yamls import Document, Plain

NAME = "manifest.json"
PACKAGES = ("duckdb", "pyarrow", "numpy", "pydantic", "xlsxwriter")


class _Open(Record):
    """A record of a manifest; what a later version adds is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class StandardSaid(_Open):
    """The standard of a run."""

    id: str
    version: str
    digest: str
    status: str | None = None


class FileSaid(_Open):
    """A file of evidence."""

    file: str
    table: str
    sha256: str
    rows: dict[str, int] | None = None


class EvidenceSaid(_Open):
    """The evidence of a run."""

    source: str = ""
    digest: str
    files: tuple[FileSaid, ...] = ()


class IntervalsSaid(_Open):
    """How the intervals of places in the ranking were drawn, the seed aside."""

    draws: Annotated[Whole, Field(ge=1)]
    weights: Annotated[float, Field(ge=0, le=1)]


class Manifest(_Open):
    """A manifest as read back."""

    standard: StandardSaid
    evidence: EvidenceSaid
    method: dict[str, Setting]
    weights: dict[str, str] = Field(default_factory=dict)
    scenario: Scenario = Scenario()
    period: str | None = None
    language: Lang = "zh"
    formats: tuple[str, ...] = ("csv",)
    seed: Whole | None = None
    robustness: dict[str, Plain] | None = None
    intervals: IntervalsSaid | None = None
    software: dict[str, str] = Field(default_factory=dict)
    outputs: dict[str, str]
    notes: tuple[str, ...] | None = None
    breaks: tuple[dict[str, Plain], ...] = ()


def manifest(
    assessment: Assessment,
    outputs: Mapping[str, bytes],
    formats: Sequence[str],
    lang: Lang,
    evidence: str,
    note: Text | None = None,
) -> dict[str, object]:
    """Everything that is needed to verify a run.

    Args:
        assessment: What was scored.
        outputs: File name → content.
        formats: Formats that were asked for.
        lang: Language of names.
        evidence: How the evidence was named: a bundled id or a path.
        note: A mark, such as that weights were changed for a trial.
    """
    standard = assessment.standard
    found = breaks(assessment)
    drawn = assessment.intervals
    return {
        "standard": {
            "id": standard.id,
            "version": standard.version,
            "status": standard.status,
            "digest": standard.digest,
        },
        "evidence": _evidence(assessment, evidence),
        "method": method(assessment),
        "weights": weights(assessment, note),
        "scenario": assessment.scenario.model_dump(mode="json", exclude_defaults=True),
        "period": assessment.period,
        "language": lang,
        "formats": list(dict.fromkeys(formats)),
        "seed": None if drawn is None else drawn.seed,
        "software": software(),
        "outputs": {name: digest(content) for name, content in sorted(outputs.items())},
        **({"breaks": found} if found else {}),
        **({"intervals": drawn.said} if drawn else {}),
        "notes": noted(assessment, lang, note),
    }


def weights(assessment: Assessment, note: Text | None = None) -> dict[str, str]:
    """How the weights were set, and eight characters that stand for them."""
    changed = "trial" if note else "changed" if weights_changed(assessment) else "given"
    return {"set": changed, "digest": weights_digest(assessment)}


def breaks(assessment: Assessment) -> list[dict[str, Plain]]:
    """Where series break because codes of regions were changed."""
    return [
        {"region": one.region, "predecessors": list(one.predecessors), "since": str(one.since), "kind": one.kind}
        for one in assessment.run.validity.breaks
    ]


def noted(assessment: Assessment, lang: Lang, note: Text | None = None) -> list[str]:
    """What the reader of a run must be told, as sentences: that it is made up, a mark, warnings."""
    return [
        *([MADE_UP.in_(lang)] if assessment.made_up else []),
        *([note.in_(lang)] if note else []),
        *(one.sentence(lang) for one in (*assessment.evidence.notes, *assessment.warnings)),
    ]


def counted(file: EvidenceFile) -> dict[str, int]:
    """Rows of a file of evidence: read = taken + refused."""
    return {"read": file.read, "taken": file.taken, "refused": file.refused}


def method(assessment: Assessment) -> dict[str, Setting]:
    """The default method as resolved, by step, with the parameters that nobody wrote."""
    found: dict[str, Setting] = {}
    for step in STEPS:
        setting: Setting = getattr(assessment.standard.method, step)
        known = resolved_method(step, setting).model_dump(mode="json", exclude_none=True)
        found[step] = {"kind": setting["kind"], **known} if "kind" in setting else known
    return found


def software() -> dict[str, str]:
    """Versions of what the figures depend on."""
    return {
        "evaluator": _version("dbe-evaluator"),
        "python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }


def manifest_bytes(content: Mapping[str, object]) -> bytes:
    """A manifest as JSON."""
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a run's folder.

    Raises:
        Faults: There is none, or it is not what a run writes.
    """
    path = folder / NAME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Faults([_no_run(folder, "没有 manifest.json", "there is no manifest.json")]) from None
    except OSError as error:
        zh, en = because(error)
        raise Faults([_no_run(path, f"无法读取（{zh}）", f"cannot be read ({en})")]) from None
    except (ValueError, RecursionError):
        raise Faults([_no_run(path, "不是 JSON，已被改动", "is not JSON: it was changed")]) from None
    faults: list[Fault] = []
    read = read_record(Manifest, found, Document(found, str(path), {}), (), faults)
    if read is None:
        raise Faults(faults)
    return read


def unknown_keys(folder: Path) -> list[str]:
    """What stands in a manifest and no run of this version writes."""
    return sorted({*json.loads((folder / NAME).read_text(encoding="utf-8"))} - {*Manifest.model_fields})


def digest(content: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(content).hexdigest()


def _evidence(assessment: Assessment, source: str) -> dict[str, object]:
    files = [
        {
            "file": file.label,
            "table": file.table,
            "sha256": file.sha256,
            "rows": counted(file),
        }
        for file in assessment.evidence.files
    ]
    return {"source": _portable(source), "digest": assessment.evidence.digest, "files": files}


def _portable(source: str) -> str:
    """A path as given if it is relative; of an absolute one only the name."""
    if not source:
        return ""
    if PureWindowsPath(source).drive:
        return PureWindowsPath(source).name
    path = Path(source)
    return path.name if path.is_absolute() else path.as_posix()


def _no_run(path: Path, zh: str, en: str) -> Fault:
    return fault(
        zh,
        en,
        todo_zh="请给出 evaluator score --out 写出的目录",
        todo_en="give a folder that evaluator score --out has written",
        file=str(path),
    )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "source"
