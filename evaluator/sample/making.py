"""Write the made-up prefecture into a folder: the evidence of a run, table by table, the case log in parts."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from evaluator.sample import figures, logs, projects
from evaluator.sample.logs import MARK
from evaluator.sample.places import CITY, CITY_NAME, QUARTERS, County, counties
from indicators.catalogue import Entry, measure_of, read_catalogue
from indicators.faults import Faults, fault
from indicators.measures.checklist import Checklist

Progress = Callable[[int, int], None]
#: The city is only the counties' parent: it has no evidence of its own and no level that a standard ranks.
PARENT = "outside"
#: Cases in memory at a time, and rows in one Parquet file.
BATCH = 250_000
PART = 10_000_000


def make_sample(regions: int, seed: int, scale: float, out: Path, progress: Progress | None = None) -> list[Path]:
    """Write made-up evidence of every kind over eight quarters.

    Every name, every file and every row says that it is made up. The first county comes to issue title deeds on the
    day of handover (15 days before), the second cuts its project timetable from 271 to 232 days, in the third
    satisfaction saturates near 99 %.

    Args:
        regions: Number of counties, 1 to 3,000.
        seed: The same seed gives the same bytes; the first counties do not depend on how many there are.
        scale: Size of the case logs: 1 is about 3,000 rows a county and quarter; 12 counties at 350 give 100 million.
        out: Folder of the evidence; made if needed. Files of an earlier sample are replaced.
        progress: Called with the number of counties and quarters done, and how many there are.

    Returns:
        The files written.

    Raises:
        Faults: A number out of range, or a folder that holds other evidence.
    """
    _check(regions, seed, scale, out)
    out.mkdir(parents=True, exist_ok=True)
    # Written beside first: an interruption or a full disk leaves what was there.
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=out) as beside:
        written = _written(Path(beside), regions, seed, scale, progress)
        for old in [*out.glob("*.csv"), *out.glob("*.parquet")]:
            old.unlink()
        return [path.replace(out / path.name) for path in written]


def _written(out: Path, regions: int, seed: int, scale: float, progress: Progress | None) -> list[Path]:
    """Write every table into an empty folder, the small ones first."""
    places = counties(regions, seed)
    written = [_regions(out, places), _series(out)]
    spots = [(county, quarter) for county in places for quarter in range(len(QUARTERS))]
    checklists = _checklists()
    figured = (row for spot in spots for row in figures.statistics(*spot, seed))
    written.append(_write(out / "statistics.csv", ("region", "period", "series", "value", "source"), figured))
    problems = [row for spot in spots for row in (*figures.ledger(*spot, seed), *figures.reviews(*spot, seed))]
    written.append(_pack(out / "ledger.parquet", _LEDGER, problems))
    asked = [row for spot in spots for row in figures.answers(*spot, seed, checklists)]
    written.append(_pack(out / "answers.parquet", _ANSWERS, asked))
    written.append(_responses(out, spots, seed))
    return written + _cases(out, spots, seed, scale, progress)


_LEDGER = ("region", "item", "kind", "opened", "due", "closed", "confirmed", "reopened", "department", "made_up")
_DAYS = ("opened", "due", "closed", "confirmed", "reopened")
_ANSWERS = ("region", "period", "indicator", "item", "answer", "respondent", "proof", "made_up")


def _check(regions: int, seed: int, scale: float, out: Path) -> None:
    faults = []
    if not 1 <= regions <= 3000:
        faults.append(fault("县区数须为 1 至 3000", "the number of regions must be 1 to 3000"))
    if seed < 0:
        faults.append(fault("种子须不小于 0", "the seed must not be below 0"))
    if not 0 < scale <= 10_000:
        faults.append(fault("scale 须大于 0、不超过 10000", "scale must be above 0 and at most 10000"))
    if out.is_dir() and _foreign(out):
        faults.append(
            fault(
                "文件夹中已有其他数据",
                "the folder holds other data",
                todo_zh="请另选一个空文件夹",
                todo_en="choose an empty one",
                file=out.name,
            )
        )
    if faults:
        raise Faults(faults)


def _foreign(out: Path) -> bool:
    """Whether a folder holds anything but an earlier sample."""
    files = [path for path in out.iterdir() if path.suffix in (".csv", ".parquet", ".xlsx")]
    regions = out / "regions.csv"
    made_up = regions.is_file() and MARK in regions.read_text("utf-8", errors="replace")
    return bool(files) and not made_up


def _checklists() -> list[tuple[Entry, Checklist]]:
    """The checklists that the library asks counties."""
    found = []
    for _, entry in sorted(read_catalogue().entries.items()):
        measure = measure_of(entry.indicator)
        if isinstance(measure, Checklist) and "county" in entry.indicator.levels:
            found.append((entry, measure))
    return found


def _regions(out: Path, places: Sequence[County]) -> Path:
    columns = ("region", "name_zh", "name_en", "level", "parent", "population", "made_up")
    rows: list[dict[str, object]] = [
        {"region": CITY, "name_zh": CITY_NAME[0], "name_en": CITY_NAME[1], "level": PARENT, "made_up": MARK}
    ]
    for county in places:
        rows.append(
            {
                "region": county.code,
                "name_zh": county.zh,
                "name_en": county.en,
                "level": "county",
                "parent": CITY,
                "population": county.population,
                "made_up": MARK,
            }
        )
    return _write(out / "regions.csv", columns, rows)


def _series(out: Path) -> Path:
    rows: list[dict[str, object]] = [
        {"series": name, "name_zh": zh, "name_en": en, "unit_zh": unit_zh, "unit_en": unit_en, "publisher": MARK}
        for name, (zh, en, unit_zh, unit_en) in figures.SERIES.items()
    ]
    return _write(out / "series.csv", tuple(rows[0]), rows)


def _write(path: Path, columns: Sequence[str], rows: Iterable[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _pack(path: Path, columns: Sequence[str], rows: Sequence[dict[str, object]]) -> Path:
    """Rows as Parquet, marked in its metadata too; days stay days."""
    kinds = {name: pa.date32() if name in _DAYS else pa.string() for name in columns}
    arrays = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()}
    table = pa.table(arrays).replace_schema_metadata({"made_up": MARK})
    pq.write_table(table, path, compression="zstd", compression_level=9)
    return path


def _responses(out: Path, spots: Sequence[tuple[County, int]], seed: int) -> Path:
    path = out / "responses.parquet"
    schema = pa.schema([(name, pa.string()) for name in figures.RESPONSES], metadata={"made_up": MARK})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for county, quarter in spots:
            writer.write_table(pa.table(figures.responses(county, quarter, seed), schema=schema))
    return path


def _cases(
    out: Path, spots: Sequence[tuple[County, int]], seed: int, scale: float, progress: Progress | None
) -> list[Path]:
    """The case log in files of at most about ten million rows, each written in batches."""
    written: list[Path] = []
    writer: pq.ParquetWriter | None = None
    rows = 0
    for number, (county, quarter) in enumerate(spots):
        if progress:
            progress(number, len(spots))
        for table in _tables(county, quarter, seed, scale):
            if writer is None or rows >= PART:
                if writer is not None:
                    writer.close()
                written.append(out / f"cases-{len(written) + 1:04d}.parquet")
                writer, rows = pq.ParquetWriter(written[-1], logs.CASES, compression="zstd"), 0
            writer.write_table(table)
            rows += table.num_rows
    if writer is not None:
        writer.close()
    return written


def _tables(county: County, quarter: int, seed: int, scale: float) -> Iterator[pa.Table]:
    """All cases of a county in a quarter, small tables put together."""
    gathered: list[pa.Table] = []
    held = 0
    for source in (
        logs.batches(county, quarter, seed, scale, BATCH),
        projects.project_rows(county, quarter, seed, scale),
        projects.parcel_rows(county, quarter, seed, scale),
    ):
        for table in source:
            gathered.append(table)
            held += table.num_rows
            if held >= BATCH:
                yield pa.concat_tables(gathered).combine_chunks()
                gathered, held = [], 0
    if gathered:
        yield pa.concat_tables(gathered).combine_chunks()
