"""Intervals of places beside the ranking: in every format, the same as those of a robustness run, and verified."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from evaluator import Assessment
from evaluator.cli import run
from evaluator.exports import FORMATS, download_bytes, outputs, write_run
from evaluator.exports.headings import heading
from evaluator.exports.verification import verify_run
from evaluator.robustness import RobustnessSettings, analyse
from evaluator.robustness.placing import ENDS, outwards
from indicators.faults import Faults
from tests.exports.worlds import REGIONS, small

CLOSE = "".join(f"0{code}0000,2023,{series},{value}\n" for code, series, value in [(4, "a", 0.31), (4, "b", 24)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """A result in which two regions change places when weights do."""
    folder = tmp_path_factory.mktemp("intervals") / "evidence"
    small(folder, more=CLOSE)
    (folder / "regions.csv").write_text(REGIONS + "040000,丁省,Delta\n", encoding="utf-8")
    from evaluator import Evidence, evaluate
    from tests.exports.worlds import standard

    return evaluate(standard(), Evidence.read(folder)).with_intervals(400, 3, 0.9)


def test_the_other_columns_stay_as_they_were(made: Assessment) -> None:
    from dataclasses import replace

    plain, drawn = replace(made, intervals=None).ranking("en"), made.ranking("en")
    assert drawn.column_names == [*plain.column_names, *ENDS]
    assert drawn.select(plain.column_names).equals(plain)


def test_they_are_those_of_a_robustness_run(made: Assessment) -> None:
    table = analyse(made, RobustnessSettings(400, 3, 0.9)).intervals().to_pylist()
    wanted = {row["region"]: outwards(row["p5"], row["p95"]) for row in table if row["p5"] is not None}
    rows = [row for row in made.ranking("en").to_pylist() if row["period"] == made.latest]
    assert {row["region"]: (row["rank_p5"], row["rank_p95"]) for row in rows if row["rank_p5"]} == wanted
    assert any(low < high for low, high in wanted.values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_carries_them_and_says_how_they_were_drawn(made: Assessment, lang: str) -> None:
    files = outputs(made, FORMATS, lang)
    first = made.ranking(lang).to_pylist()[0]
    assert json.loads(files["ranking.json"])[0]["rank_p95"] == first["rank_p95"]
    parquet = pyarrow.parquet.read_table(io.BytesIO(files["ranking.parquet"]))
    assert parquet["rank_p5"][0].as_py() == first["rank_p5"]
    assert parquet.schema.metadata[b"intervals"] == b"90%, weights \xc2\xb190%, 400 draws, seed 3"
    assert next(csv.DictReader(io.StringIO(files["ranking.csv"].decode())))["rank_p5"] == str(first["rank_p5"])
    book = openpyxl.load_workbook(io.BytesIO(files["assessment.xlsx"]))
    head = [cell.value for cell in book.worksheets[0][1]]
    at = head.index(heading("name", made.standard, lang))
    assert head[at + 1 : at + 3] == [heading(name, made.standard, lang) for name in ENDS]
    foot = "\n".join(str(row[1]) for row in book.worksheets[-1].iter_rows(values_only=True))
    said = made.intervals.text.in_(lang)
    for text in (foot, files["ranking.html"].decode(), files["ranking.md"].decode().replace("\\", "")):
        assert said in text and "400" in said and "±90%" in said and "3" in said
    assert heading("rank_interval", made.standard, lang) in files["ranking.html"].decode()
    assert "intervals" not in pyarrow.parquet.read_table(io.BytesIO(files["scores.parquet"])).schema.metadata


def test_a_single_table_says_it_in_its_origin(made: Assessment) -> None:
    rows = list(
        csv.DictReader(io.StringIO(download_bytes(made, "ranking.csv", "zh", headings="zh").decode("utf-8-sig")))
    )
    assert "seed 3" in rows[0]["出处"] and rows[0]["名次区间（90%）起"]
    assert "seed 3" not in download_bytes(made, "scores.csv", "zh").decode("utf-8-sig")


def finished(folder: Path) -> Path:
    made = small(folder / "evidence").with_intervals(200, 7, 0.5)
    write_run(made, folder / "out", FORMATS, "en", "evidence")
    return folder / "out"


def changed(folder: Path, **said: object) -> list[str]:
    path = folder / "manifest.json"
    found = json.loads(path.read_text(encoding="utf-8")) | said
    path.write_text(json.dumps({key: value for key, value in found.items() if value != "gone"}), encoding="utf-8")
    return [one.sentence("en") for one in verify_run(folder, folder.parent / "evidence")]


def test_a_run_with_intervals_is_verified(tmp_path: Path) -> None:
    out = finished(tmp_path)
    said = json.loads((out / "manifest.json").read_text("utf-8"))
    assert said["seed"] == 7 and said["intervals"] == {"draws": 200, "weights": 0.5}
    assert verify_run(out, tmp_path / "evidence") == []


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"intervals": "gone", "seed": None}, "ranking"),
        ({"intervals": {"draws": 200, "weights": 0}}, "ranking"),
        ({"seed": None}, "seed"),
        ({"intervals": {"draws": 0, "weights": 0.5}}, "draws"),
        ({"intervals": {"draws": 200, "weights": 7}}, "weights"),
    ],
)
def test_a_manifest_that_says_otherwise_is_found(said: dict[str, object], word: str, tmp_path: Path) -> None:
    small(tmp_path / "evidence", more="030000,2021,a,5\n030000,2021,b,1\n010000,2021,a,6\n010000,2021,b,0.8\n")
    out = finished(tmp_path)
    try:
        found = changed(out, **said)
    except Faults as error:
        found = [one.sentence("en") for one in error.faults]
    assert found and any(word in one for one in found)


def test_the_command_prints_and_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["score", "--lang", "en", "--intervals", "--draws", "50", "--out", str(tmp_path)]
    assert run(words) == 0
    assert "90 %" in capsys.readouterr().out
    assert "rank_p95" in (tmp_path / "ranking.csv").read_text("utf-8").partition("\n")[0]


def test_settings_of_intervals_that_nobody_asked_for_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--lang", "en", "--seed", "2"]) == 2
    assert "--intervals" in capsys.readouterr().err


def test_none_can_be_drawn_without_draws(made: Assessment) -> None:
    with pytest.raises(Faults):
        made.with_intervals(0)
