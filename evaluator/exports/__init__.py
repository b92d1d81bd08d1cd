"""What a run writes: tables, workbook, pages, manifest; and the same as bytes for a download."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.beside import has_beside
from evaluator.exports.headings import Headings, for_reading, in_words
from evaluator.exports.manifest import manifest, manifest_bytes
from evaluator.exports.origin import origin, with_mark, with_origin
from evaluator.exports.pages import ranking_html, ranking_markdown
from evaluator.exports.tables import csv_bytes, json_bytes, parquet_bytes
from evaluator.exports.workbook import workbook_bytes
from evaluator.exports.writing import write_files
from evaluator.exports.yamls import write_yaml
from indicators.faults import Fault
from indicators.text import Lang, Text

FORMATS = ("csv", "xlsx", "parquet", "json", "md", "html")
TABLES = ("ranking", "scores", "indicators")
#: Figures shown beside indicators without a score, where the standard has any.
BESIDE = "beside"
REFUSALS = "refusals.csv"

__all__ = [
    "FORMATS",
    "csv_bytes",
    "download_bytes",
    "outputs",
    "ranking_html",
    "ranking_markdown",
    "workbook_bytes",
    "write_run",
]


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
        evidence: How the evidence was named (a path or a bundled id), for the manifest.

    Returns:
        The files, in the order in which they were written.

    Raises:
        Faults: One for each file that cannot be written; the manifest is there only if all others are.
    """
    chosen = lang or assessment.lang
    files = outputs(assessment, formats, chosen)
    said = manifest(assessment, files, formats, chosen, evidence)
    written = write_files(out, {**files, "manifest.json": manifest_bytes(said)})
    # A list of an earlier run in this folder would say that rows of this one were refused, or measured.
    for name in {REFUSALS, *(f"{BESIDE}.{form}" for form in FORMATS)} - {*files}:
        with contextlib.suppress(OSError):
            (out / name).unlink()
    return written


def outputs(assessment: Assessment, formats: Sequence[str], lang: Lang) -> dict[str, bytes]:
    """The files of a run in the formats asked for, by name, the manifest not among them."""
    files: dict[str, bytes] = {}
    for form in dict.fromkeys(formats):
        if form == "xlsx":
            files["assessment.xlsx"] = workbook_bytes(assessment, lang)
        elif form == "md":
            files["ranking.md"] = ranking_markdown(assessment, lang)
        elif form == "html":
            files["ranking.html"] = ranking_html(assessment, lang)
        elif form in FORMATS:
            files.update(
                {f"{name}.{form}": _table_bytes(assessment, name, form, lang) for name in tables_of(assessment)}
            )
    files["standard.yaml"] = write_yaml(assessment.standard.plain()).encode()
    if assessment.evidence.refusals:
        files[REFUSALS] = csv_bytes(refusals(assessment.evidence.refusals, lang))
    return files


def tables_of(assessment: Assessment) -> tuple[str, ...]:
    """The tables of a run, by name."""
    return (*TABLES, BESIDE) if has_beside(assessment.standard) else TABLES


def download_bytes(
    assessment: Assessment,
    name: str,
    lang: Lang,
    note: Text | None = None,
    evidence: str = "",
    headings: Headings | None = None,
) -> bytes:
    """One file of a run for somebody who takes only that one: it says itself where it comes from.

    Args:
        assessment: What was scored.
        name: As in a run's folder: `ranking.csv`, `scores.parquet`, `assessment.xlsx`, `standard.yaml`, ….
        lang: Language of names.
        note: A mark that every format shows, such as that weights were changed for a trial.
        evidence: How the evidence was named, for `manifest.json`.
        headings: Language of the headings of tables that people read, CSV among them; None: `lang`, and in CSV the ids.

    Returns:
        As in a run, but CSV begins with a byte order mark, for Excel, and tables have a last column `origin`.

    Raises:
        ValueError: A name that no run writes.
    """
    stem, _, form = name.partition(".")
    if stem in (*TABLES, BESIDE) and form in ("csv", "parquet", "json"):
        return _table_bytes(assessment, stem, form, lang, note, alone=True, headings=headings)
    if name == "assessment.xlsx":
        return workbook_bytes(assessment, lang, note, headings)
    if name == "ranking.md":
        return ranking_markdown(assessment, lang, note, headings)
    if name == "ranking.html":
        return ranking_html(assessment, lang, note, headings)
    if name == "standard.yaml":
        assessment = replace(assessment, intervals=None)
        lines = [f"# {key}: {' '.join(value.split())}\n" for key, value in origin(assessment, note).items()]
        return ("".join(lines) + write_yaml(assessment.standard.plain())).encode()
    if name == "manifest.json":
        return manifest_bytes(manifest(assessment, {}, [], lang, evidence, note))
    raise ValueError(name)


def refusals(faults: Sequence[Fault], lang: Lang) -> pa.Table:
    """Refused rows as a table: file, row, column, sheet, reason, remedy."""
    return pa.table(
        {
            "file": pa.array([one.file for one in faults], pa.string()),
            "row": pa.array([one.line for one in faults], pa.int64()),
            "column": pa.array([one.column for one in faults], pa.string()),
            "sheet": pa.array([one.sheet for one in faults], pa.string()),
            "reason": pa.array([one.what.in_(lang) for one in faults], pa.string()),
            "remedy": pa.array([one.remedy.in_(lang) for one in faults], pa.string()),
        }
    )


def _table_bytes(
    assessment: Assessment,
    name: str,
    form: str,
    lang: Lang,
    note: Text | None = None,
    alone: bool = False,
    headings: Headings | None = None,
) -> bytes:
    if name != "ranking":
        assessment = replace(assessment, intervals=None)
    makers = {"ranking": lambda: assessment.ranking(lang), "scores": assessment.scores, BESIDE: assessment.beside}
    table = makers.get(name, assessment.indicators)()
    table = with_origin(table, assessment, note) if alone else with_mark(table, assessment)
    if form == "csv":
        named = in_words(for_reading(table), assessment.standard, headings) if headings else table
        return csv_bytes(named, bom=alone)
    return parquet_bytes(table, origin(assessment, note)) if form == "parquet" else json_bytes(table)
