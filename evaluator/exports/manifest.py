"""The manifest: what went into a run and what came out, with digests; no time of day, no absolute path."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from evaluator.assessment import Assessment
from evaluator.methods import STEPS
from indicators.records import Setting
from indicators.text import Lang

PACKAGES = ("duckdb", "pyarrow", "numpy", "pydantic")


def manifest(
    assessment: Assessment, outputs: Mapping[str, bytes], formats: Sequence[str], lang: Lang, evidence: str
) -> dict[str, object]:
    """Everything that is needed to verify a run.

    Args:
        assessment: What was scored.
        outputs: File name → content.
        formats: Formats that were asked for.
        lang: Language of names.
        evidence: How the evidence was named: a bundled id or a path.
    """
    standard = assessment.standard
    method: dict[str, Setting] = {
        step: setting for step in STEPS if (setting := getattr(standard.method, step)) or step in ("missing",)
    }
    return {
        "standard": {"id": standard.id, "version": standard.version, "digest": standard.digest},
        "evidence": {
            "source": _portable(evidence),
            "digest": assessment.evidence.digest,
            "files": [
                {
                    "file": file.label,
                    "table": file.table,
                    "sha256": file.sha256,
                    "rows": {"read": file.read, "taken": file.taken, "refused": file.refused},
                }
                for file in assessment.evidence.files
            ],
        },
        "method": method,
        "scenario": assessment.scenario.model_dump(mode="json", exclude_defaults=True),
        "period": assessment.period,
        "language": lang,
        "formats": list(formats),
        "seed": None,
        "software": {
            "evaluator": _version("dbe-evaluator"),
            "python": platform.python_version(),
            **{name: _version(name) for name in PACKAGES},
        },
        "outputs": {name: digest(content) for name, content in sorted(outputs.items())},
        "notes": [one.sentence("en") for one in assessment.warnings],
    }


def manifest_bytes(content: Mapping[str, object]) -> bytes:
    """A manifest as JSON."""
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def digest(content: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(content).hexdigest()


def _portable(source: str) -> str:
    """A path as given if it is relative; of an absolute one only the name."""
    path = Path(source)
    return path.name if path.is_absolute() else path.as_posix()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "source"
