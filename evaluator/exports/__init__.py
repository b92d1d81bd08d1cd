"""What a run writes: tables, workbook, pages, manifest; and the same as bytes for a download."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.exports.manifest import manifest, manifest_bytes
from evaluator.exports.pages import ranking_html, ranking_markdown
from evaluator.exports.tables import csv_bytes, json_bytes, parquet_bytes
from evaluator.exports.workbook import workbook_bytes
from evaluator.exports.writing import write_files
from evaluator.exports.yamls import write_yaml
from indicators.faults import Fault
from indicators.text import Lang

FORMATS = ("csv", "xlsx", "parquet", "json", "md", "html")
_TABLES: dict[str, Callable[[pa.Table], bytes]] = {"csv": csv_bytes, "parquet": parquet_bytes, "json": json_bytes}

__all__ = ["FORMATS", "csv_bytes", "outputs", "ranking_html", "ranking_markdown", "workbook_bytes", "write_run"]


def outputs(assessment: Assessment, formats: Sequence[str], lang: Lang) -> dict[str, bytes]:
    """The files of a run in the formats asked for, by name, the manifest not among them."""
    files: dict[str, bytes] = {}
    tables = {
        "ranking": assessment.ranking(lang),
        "scores": assessment.scores(),
        "indicators": assessment.indicators(),
    }
    for form in formats:
        if form in _TABLES:
            files.update({f"{name}.{form}": _TABLES[form](table) for name, table in tables.items()})
    if "xlsx" in formats:
        files["assessment.xlsx"] = workbook_bytes(assessment, lang)
    if "md" in formats:
        files["ranking.md"] = ranking_markdown(assessment, lang)
    if "html" in formats:
        files["ranking.html"] = ranking_html(assessment, lang)
    files["standard.yaml"] = write_yaml(assessment.standard.plain()).encode()
    if assessment.evidence.refusals:
        files["refusals.csv"] = csv_bytes(refusals(assessment.evidence.refusals, lang))
    return files


def write_run(
    assessment: Assessment,
    out: Path,
    formats: Sequence[str] = ("csv",),
    lang: Lang | None = None,
    evidence: str = "",
) -> list[Path]:
    """Write a run's files, the manifest last.

    Args:
        assessment: What was scored.
        out: Folder; may exist.
        formats: Of `FORMATS`.
        lang: Language of names; by default the assessment's.
        evidence: How the evidence was named, for the manifest.

    Raises:
        Faults: A file that cannot be written.
    """
    chosen = lang or assessment.lang
    files = outputs(assessment, formats, chosen)
    said = manifest(assessment, files, formats, chosen, evidence)
    return write_files(out, {**files, "manifest.json": manifest_bytes(said)})


def refusals(faults: Sequence[Fault], lang: Lang) -> pa.Table:
    """Refused rows as a table: file, sheet, row, column, reason, remedy."""
    return pa.table(
        {
            "file": pa.array([one.file for one in faults], pa.string()),
            "sheet": pa.array([one.sheet for one in faults], pa.string()),
            "row": pa.array([one.line for one in faults], pa.int64()),
            "column": pa.array([one.column for one in faults], pa.string()),
            "reason": pa.array([one.what.in_(lang) for one in faults], pa.string()),
            "remedy": pa.array([one.remedy.in_(lang) for one in faults], pa.string()),
        }
    )
