"""Every format, read back by another library, holds what the tables hold."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from evaluator import Assessment, Evidence, evaluate
from evaluator.commands.score import ranked_table
from evaluator.exports import FORMATS, csv_bytes, download_bytes, outputs, write_run
from evaluator.scenario import Scenario
from indicators.text import Text
from tests.exports.worlds import small, standard

TRIAL = Text(zh="试算，不是发布结果", en="A trial, not a published result")
DOWNLOADS = (
    "ranking.csv",
    "scores.json",
    "indicators.parquet",
    "assessment.xlsx",
    "ranking.md",
    "ranking.html",
    "standard.yaml",
    "manifest.json",
)
CONTRACT = {
    "ranking": ["rank", "region", "name", "period", "score", "coverage", "rank_change", "first", "second"],
    "scores": ["region", "period", "node", "parent", "depth", "score", "rank", "coverage", "weight", "contribution"],
    "indicators": ["region", "period", "indicator", "raw", "imputed", "treated", "normalised", "flags", "source"],
}

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return small(tmp_path_factory.mktemp("small") / "evidence")


@pytest.fixture(scope="module")
def tables(made: Assessment) -> dict[str, pa.Table]:
    return {"ranking": made.ranking("en"), "scores": made.scores(), "indicators": made.indicators()}


@pytest.fixture(scope="module")
def files(made: Assessment) -> dict[str, bytes]:
    return outputs(made, FORMATS, "en")


@pytest.mark.parametrize("name", CONTRACT)
def test_the_columns_of_the_contract_come_first(name: str, tables: dict[str, pa.Table]) -> None:
    assert tables[name].column_names[: len(CONTRACT[name])] == CONTRACT[name]


@pytest.mark.parametrize("name", CONTRACT)
def test_csv_reads_back_the_same(name: str, files: dict[str, bytes], tables: dict[str, pa.Table]) -> None:
    data, table = files[f"{name}.csv"], tables[name]
    assert not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data
    read = pyarrow.csv.ConvertOptions(
        column_types=table.schema, strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    assert pyarrow.csv.read_csv(io.BytesIO(data), convert_options=read).to_pylist() == table.to_pylist()


@pytest.mark.parametrize("name", CONTRACT)
def test_parquet_and_json_read_back_the_same(name: str, files: dict[str, bytes], tables: dict[str, pa.Table]) -> None:
    rows = tables[name].to_pylist()
    read = pyarrow.parquet.read_table(io.BytesIO(files[f"{name}.parquet"]))
    assert read.to_pylist() == rows
    assert read.schema.metadata[b"status"] == b"draft"
    assert json.loads(files[f"{name}.json"]) == rows


def test_the_workbook_holds_every_figure_exactly(files: dict[str, bytes], tables: dict[str, pa.Table]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["assessment.xlsx"]))
    assert book.sheetnames == ["Ranking", "Scores", "Indicators", "Weights", "Method and sources"]
    for sheet, name in zip(book.sheetnames, ("ranking", "scores", "indicators"), strict=False):
        head, *rows = book[sheet].iter_rows(values_only=True)
        table = tables[name]
        floats = [i for i, field in enumerate(table.schema) if pa.types.is_floating(field.type)]
        period = table.column_names.index("period")
        wanted = sorted(table.to_pylist(), key=lambda row: row["period"], reverse=True)
        assert len(head) == table.num_columns and [row[period] for row in rows] == [row["period"] for row in wanted]
        found = [[row[i] for i in floats] for row in rows]
        assert found == [[list(row.values())[i] for i in floats] for row in wanted]


def test_the_workbook_is_made_for_reading(files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["assessment.xlsx"]))
    sheet = book["Ranking"]
    assert sheet.freeze_panes == "D2" and sheet.auto_filter.ref == "A1:J7"
    score = sheet["E2"]
    assert score.number_format == "0.00" and sheet["B2"].data_type == "s"
    assert [rule.type for rules in sheet.conditional_formatting for rule in rules.rules] == ["dataBar"]
    facts = {row[0]: row[1] for row in book["Method and sources"].iter_rows(values_only=True)}
    assert "small 1.0" in facts["Standard"] and "draft" in facts["Status"]
    weights = list(book["Weights"].iter_rows(values_only=True))
    assert [row[3:] for row in weights[2:]] == [(2, 2 / 3), (1, 1), (1, 1 / 3), (1, 1)]


def test_the_workbook_goes_on_on_a_second_sheet(made: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluator.exports.workbook.MAX_ROWS", 4)
    book = openpyxl.load_workbook(io.BytesIO(outputs(made, ["xlsx"], "zh")["assessment.xlsx"]))
    assert book["排名"].max_row == 5 and book["排名 2"].max_row == 3


def test_pages_show_every_region_of_every_period(files: dict[str, bytes]) -> None:
    for name in ("ranking.md", "ranking.html"):
        text = files[name].decode()
        assert all(text.count(region) == 2 for region in ("Alpha", "Beta", "Gamma"))
        assert text.index("2023") < text.index("2022") and "Working draft" in text
        assert "Digest of the standard" in text


def test_pages_speak_both_languages(made: Assessment) -> None:
    page = outputs(made, ["html"], "zh")["ranking.html"].decode()
    assert '<html lang="zh-Hans">' in page and "名次" in page and "甲省" in page and "工作草案" in page


def test_the_same_result_gives_the_same_bytes(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert outputs(small(tmp_path / "evidence"), FORMATS, "en") == files


def test_a_csv_for_excel_begins_with_a_mark(tables: dict[str, pa.Table]) -> None:
    assert csv_bytes(tables["ranking"], bom=True) == b"\xef\xbb\xbf" + csv_bytes(tables["ranking"])


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_says_where_it_comes_from(name: str, made: Assessment) -> None:
    data = download_bytes(made, name, "en", TRIAL, "china")
    if name == "assessment.xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert all(sheet.endswith(" (trial)") for sheet in book.sheetnames)
        text = "\n".join(str(cell) for row in book[book.sheetnames[-1]].iter_rows(values_only=True) for cell in row)
    elif name.endswith(".parquet"):
        read = pyarrow.parquet.read_table(io.BytesIO(data))
        text = read["origin"][0].as_py()
        assert TRIAL.en in read.schema.metadata[b"note"].decode()
    else:
        text = data.decode()
    for word in (TRIAL.en, "small", "draft", made.standard.digest, "minmax", made.evidence.files[0].sha256):
        assert word in text, word


def test_a_downloaded_table_has_the_origin_as_its_last_column(made: Assessment) -> None:
    rows = list(csv.reader(io.StringIO(download_bytes(made, "ranking.csv", "zh").decode("utf-8-sig"))))
    assert rows[0][-1] == "origin" and all("weights: given" in row[-1] for row in rows[1:])
    with pytest.raises(ValueError, match=r"ranking\.exe"):
        download_bytes(made, "ranking.exe", "zh")


@pytest.mark.parametrize("name", ["ranking.csv", "assessment.xlsx", "ranking.html", "ranking.md"])
def test_headings_stand_in_the_language_asked_for_and_the_figures_stay(name: str, made: Assessment) -> None:
    read = {lang: first_table(name, download_bytes(made, name, "zh", headings=lang)) for lang in ("zh", "en", "both")}
    assert {"名次", "代码", "地区", "得分", "覆盖度"} <= set(read["zh"][0])
    assert {"Rank", "Code", "Region", "Score", "Coverage"} <= set(read["en"][0])
    assert {"名次 Rank", "代码 Code", "地区 Region", "得分 Score", "覆盖度 Coverage"} <= set(read["both"][0])
    assert read["zh"][1:] == read["en"][1:] == read["both"][1:] and len(read["zh"]) > 2


def first_table(name: str, data: bytes) -> list[tuple[str, ...]]:
    """Headings and rows of the first table of a file."""
    if name.endswith(".csv"):
        assert data.startswith(b"\xef\xbb\xbf")
        return [tuple(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        return [tuple(str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]
    text = data.decode()
    if name.endswith(".html"):
        found = re.findall(r"<tr>(.*?)</tr>", text.partition("</table>")[0])
        return [tuple(re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)) for row in found]
    lines = [line for line in text.split("\n## ")[1].splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_manifest_says_what_went_in(tmp_path: Path) -> None:
    scenario = Scenario.model_validate(
        {
            "set": {"aggregation.kind": "geometric", "normalisation.range": [1, 100]},
            "weights": {"second": 5},
            "values": [{"region": "010000", "period": "2023", "series": "a", "value": 9.5}],
        }
    )
    made = small(tmp_path / "evidence", scenario, period="2023")
    write_run(made, tmp_path / "out", ["csv", "html"], "en", str(tmp_path / "evidence"))
    text = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    said = json.loads(text)
    assert str(tmp_path) not in text and said["evidence"]["source"] == "evidence"
    assert said["scenario"] == scenario.model_dump(mode="json", exclude_defaults=True)
    assert said["method"]["aggregation"] == {"kind": "geometric"} and said["period"] == "2023"
    assert said["weights"]["set"] == "changed" and said["standard"]["digest"] == made.standard.digest
    rows = {one["file"]: one["rows"] for one in said["evidence"]["files"]}
    assert rows["statistics.csv"] == {"read": 12, "taken": 12, "refused": 0}
    assert set(said["outputs"]) == {path.name for path in (tmp_path / "out").iterdir()} - {"manifest.json"}
    assert {"evaluator", "python", "duckdb", "pyarrow", "numpy"} <= set(said["software"]) and said["seed"] is None
    assert text == json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@pytest.mark.parametrize(
    ("source", "portable"),
    [("china", "china"), ("../data", "../data"), ("/a/b/data", "data"), ("C:\\a\\data", "data"), ("", "")],
)
def test_no_absolute_path_in_the_manifest(source: str, portable: str, made: Assessment, tmp_path: Path) -> None:
    write_run(made, tmp_path, (), evidence=source)
    said = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert said["evidence"]["source"] == portable


def test_refused_rows_are_listed_and_a_list_of_an_earlier_run_goes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_run(small(tmp_path / "bad", more="010000,2023,c,many\n"), out, lang="en")
    rows = list(csv.DictReader(io.StringIO((out / "refusals.csv").read_text(encoding="utf-8"))))
    assert [(row["file"], row["row"], row["column"]) for row in rows] == [("statistics.csv", "14", "value")]
    assert list(rows[0]) == ["file", "row", "column", "sheet", "reason", "remedy"] and rows[0]["reason"]
    write_run(small(tmp_path / "good"), out, lang="en")
    assert not (out / "refusals.csv").exists()


def test_a_printed_score_has_the_decimals_and_the_rounding_of_its_place() -> None:
    scores = {"010000": 0.5, "020000": 0.8125, "030000": 0.75}  # 0.8125 is exactly half way: 0.813, not 0.812
    rows = [(region, series, value) for region, value in scores.items() for series in ("a", "b")]
    regions, series, values = zip(*rows, strict=True)
    found = pa.table({"region": regions, "period": ["2023"] * 6, "series": series, "value": values})
    made = evaluate(
        standard(method={"normalisation": {"kind": "none"}, "ranking": {"basis": "printed", "decimals": 3}}),
        Evidence.from_tables({"statistics": found}),
    )
    files = outputs(made, FORMATS, "en")
    assert [row[3] for row in first_table("ranking.md", files["ranking.md"])[2:]] == ["0.813", "0.750", "0.500"]
    assert b"<td class=n>0.813</td>" in files["ranking.html"] and "0.813" in ranked_table(made, "en")
    sheet = openpyxl.load_workbook(io.BytesIO(files["assessment.xlsx"])).worksheets[0]
    assert "0.000" in {cell.number_format for row in sheet.iter_rows() for cell in row}
