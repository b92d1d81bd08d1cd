"""Submissions laid over evidence: what a region handed in takes the place of what was known of the same key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.evidence import Evidence, EvidenceFile
from evaluator.evidence.logs import MEMORY, Said
from evaluator.evidence.logs import laid_over as log_laid_over
from evaluator.submissions.store import Store
from evaluator.workbook.submission import Submission
from indicators.faults import Faults, fault

#: What a row replaces: figures and answers one by one, logs by whole cases.
KEYS = {
    "statistics": ("region", "period", "series"),
    "answers": ("region", "period", "indicator", "item"),
    "cases": ("region", "process", "case"),
    "responses": ("region", "period", "survey", "respondent", "subject", "question"),
    "ledger": ("region", "kind", "item"),
}


def laid_over(
    base: Evidence, tables: Mapping[str, pa.Table], files: Sequence[EvidenceFile] = (), memory: str | None = None
) -> Evidence:
    """Evidence with rows of the same key replaced, and the rest added; a large log is searched within a memory."""
    merged = dict(base.tables)
    logs = dict(base.logs)
    for name, table in tables.items():
        if name in logs:
            logs[name] = log_laid_over(name, logs[name], table, KEYS[name], memory or MEMORY)
            continue
        known = merged.get(name)
        merged[name] = table if known is None else _joined(known, table, KEYS[name])
    return replace(base, tables=merged, logs=logs, files=(*base.files, *files))


def submitted_evidence(base: Evidence, submission: Submission) -> Evidence:
    """What the evidence would be with a submission that is not stored."""
    files = [
        EvidenceFile(submission.label, submission.sha256, "", name, table.num_rows, table.num_rows, 0)
        for name, table in submission.tables.items()
    ]
    return laid_over(base, submission.tables, files)


def stored_evidence(
    folder: Path,
    base: Evidence | None = None,
    memory_limit: str | None = None,
    cache: Path | None = None,
    progress: Said | None = None,
) -> Evidence:
    """The base of a store, with the current version of every submission laid over it.

    Args:
        folder: The store.
        base: Its base, where it was read already.
        memory_limit, cache, progress: As in `read_evidence`, for a base with a large log.

    Raises:
        Faults: The base cannot be found, or a stored file was changed.
    """
    from evaluator.bundled import bundled_evidence
    from evaluator.evidence import read_evidence

    store = Store(folder)
    if base is None:
        named = store.base
        path = Path(named) if Path(named).is_absolute() or not (folder / named).exists() else folder / named
        found = bundled_evidence(named) or (path if named and path.exists() else None)
        if found is None:
            zh, en = f"找不到入库时所用的证据“{named}”", f"the evidence '{named}' of this store is not there"
            todo = "请在 submissions.json 中改正 base", "mend 'base' in submissions.json"
            raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=str(folder))])
        base = read_evidence(found, named, memory_limit, cache, progress)
    evidence = base
    for version in store.current():
        tables = version.tables()
        files = [
            EvidenceFile(f"{version.name}/{name}", version.digests[name], "", name, one.num_rows, one.num_rows, 0)
            for name, one in tables.items()
        ]
        evidence = laid_over(evidence, tables, files, memory_limit)
    return evidence


def _joined(known: pa.Table, more: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    """Rows of `known` whose key does not stand in `more`, then `more`."""
    there = _key(more, keys)
    regions = pc.unique(more["region"]).to_pylist()
    # Only rows of the same regions can have the same key; the rest of a large log is not touched.
    own = pc.is_in(known["region"], value_set=pa.array(regions, pa.string()))
    mine, others = known.filter(own), known.filter(pc.invert(own))
    kept = mine.filter(pc.invert(pc.is_in(_key(mine, keys), value_set=there)))
    parts = [others, kept, _like(more, known.schema)]
    return pa.concat_tables(parts, promote_options="permissive")


def _key(table: pa.Table, keys: tuple[str, ...]) -> pa.Array:
    columns = [pc.fill_null(table[name].cast(pa.string()), "") for name in keys]
    made = pc.binary_join_element_wise(*columns, "\x1f")
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


def _like(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Columns cast to the types that the known table has, so that stamps of other precision fit."""
    for i, column in enumerate(table.schema):
        if column.name in schema.names and schema.field(column.name).type != column.type:
            table = table.set_column(
                i, column.name, table[column.name].cast(schema.field(column.name).type, safe=False)
            )
    return table
