"""A plain folder of versions that never change: tables, the workbook, and who handed in what, when and why."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from evaluator.exports.writing import refusal, write_file
from evaluator.submissions.folders import RECORD, moment, placed, records, safe, unchanged, withdraw, withdrawn, written
from evaluator.submissions.mark import MARKER
from evaluator.workbook.marking import form_of
from evaluator.workbook.submission import Submission
from indicators.faults import Faults


@dataclass(frozen=True)
class Version:
    """One version of a submission.

    Attributes:
        number: From 1, in order of arrival, for one region, period and standard.
        received: Moment of storing, in UTC.
        withdrawn: Why and when it was withdrawn; empty if it stands.
    """

    folder: Path
    region: str
    period: str
    standard: str
    number: int
    received: str
    who: str
    label: str
    rows: int
    digests: dict[str, str]
    reasons: dict[str, str]
    withdrawn: str = ""

    @property
    def name(self) -> str:
        """A name for people and commands: `330000/2023/1`."""
        return f"{self.region}/{self.period}/{self.number}"

    def tables(self) -> dict[str, pa.Table]:
        """The tables, checked against their digests; raises Faults if a file was changed."""
        found = {}
        for table, digest in self.digests.items():
            zh, en = "已入库的文件被改动或丢失", "a stored file was changed or is gone"
            content = unchanged(self.folder / f"{table}.parquet", digest, zh, en, f"{self.name}/{table}")
            found[table] = pq.read_table(io.BytesIO(content))
        return found


class Store:
    """A folder of submissions; versions are added and never changed or deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def base(self) -> str:
        """The evidence over which the submissions are laid, as it was named."""
        marker = self.folder / MARKER
        if not marker.is_file():
            return ""
        found = json.loads(marker.read_text("utf-8"))
        return str(found.get("base", ""))

    def versions(self, region: str | None = None) -> list[Version]:
        """Every version, of one region or of all, by region, period, standard and number."""
        found = [_version(path) for path in records(self.folder)]
        return [one for one in found if region is None or one.region == region]

    def current(self) -> list[Version]:
        """The last version that stands, for each region, period and standard."""
        last = {(one.region, one.period, one.standard): one for one in self.versions() if not one.withdrawn}
        return list(last.values())

    def add(self, submission: Submission, base: str, who: str = "", workbook: bytes | None = None) -> Version:
        """Store a submission; it appears whole or not at all.

        Raises:
            Faults: The folder cannot be written.
        """
        place, standard = submission.place, submission.standard
        home = self.folder / safe(place.region) / safe(place.period) / safe(standard[0])
        files = {f"{name}.parquet": _parquet(table) for name, table in sorted(submission.tables.items())}
        digests = {name.removesuffix(".parquet"): hashlib.sha256(one).hexdigest() for name, one in files.items()}
        record = {
            "region": place.region,
            "period": place.period,
            "standard": dict(zip(("id", "version", "digest"), standard, strict=True)),
            "received": moment(),
            "who": who,
            "label": submission.label,
            "workbook": submission.sha256,
            "rows": submission.rows,
            "digests": digests,
            "reasons": {one.cell: one.reason for one in submission.findings if one.reason},
        }
        files[RECORD] = written(record)
        if workbook is not None:
            files[f"workbook.{form_of(io.BytesIO(workbook))}"] = workbook
        whole = hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()
        try:
            home.mkdir(parents=True, exist_ok=True)
            if not (self.folder / MARKER).exists():
                write_file(self.folder / MARKER, json.dumps({"format": 1, "base": base}, ensure_ascii=False).encode())
            return _version(placed(home, files, whole[:12]) / RECORD)
        except OSError as error:
            raise Faults([refusal(home, error)]) from None

    def withdraw(self, version: Version, reason: str, who: str = "") -> None:
        """Say that a version no longer stands; it stays where it is."""
        withdraw(version.folder, reason, who)


def _version(path: Path) -> Version:
    found = json.loads(path.read_text("utf-8"))
    return Version(
        path.parent,
        str(found["region"]),
        str(found["period"]),
        str(found["standard"]["id"]),
        int(path.parent.name[:4]),
        str(found["received"]),
        str(found["who"]),
        str(found["label"]),
        int(found["rows"]),
        dict(found["digests"]),
        dict(found["reasons"]),
        withdrawn(path.parent),
    )


def _parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()
