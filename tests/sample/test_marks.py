"""Made-up evidence says so in every file that a command writes and on every page, and real evidence never does."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from evaluator.app.pages import PAGES, export
from evaluator.cli import run
from evaluator.exports import download_bytes, outputs, tables_of
from evaluator.messages import MESSAGES
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from tests.app.desk import healthy, opened

MADE_UP = ["--standard", "dbe-draft", "--evidence", "prefecture"]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
REAL = ["--standard", "dbe-provinces", "--evidence", "china"]


def text_of(path: Path) -> str:
    """What a person, or a program, finds in a file."""
    data = path.read_bytes()
    if path.suffix == ".parquet":
        table = pq.read_table(io.BytesIO(data))
        return str(table.schema.metadata) + str(table.slice(0, 3).to_pylist())
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    if path.suffix == ".pdf":
        import pypdfium2

        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return data.decode("utf-8-sig")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Every file that commands write, of made-up and of real evidence."""
    found = {}
    for word, asked, region, span, goal in (
        ("made up", MADE_UP, "990001", ("2022-Q4", "2023-Q4"), "points 70"),
        ("real", REAL, "330000", ("2022", "2023"), "points 60"),
    ):
        folder = tmp_path_factory.mktemp(word.replace(" ", "-"))
        commands = [
            ["score", *asked, "--out", str(folder / "run"), "--format", "csv,xlsx,parquet,json,md,html"],
            ["growth", *asked, "--from", span[0], "--to", span[1], "--out", str(folder / "growth")],
            ["coherence", *asked, "--out", str(folder / "coherence")],
            ["bounds", *asked, "--out", str(folder / "bounds")],
            ["robustness", *asked, "--draws", "16", "--outputs", "intervals,effective,pairwise", "--out",
             str(folder / "robustness")],
            *(["report", *asked, "--region", region, "--out", str(folder / f"report.{form}")]
              for form in ("docx", "pdf", "html")),
            ["template", *asked, "--region", region, "--out", str(folder / "workbook.xlsx")],
            ["plan", *asked, "--region", region, "--goal", goal, "--out", str(folder / "plan.csv")],
        ]  # fmt: skip
        for command in commands:
            assert run([*command, "--lang", "zh"]) == 0, command
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != "standard.yaml"]
        found[word] = sorted(files)
    return found


def test_every_file_of_made_up_evidence_says_so(written: dict[str, list[Path]]) -> None:
    assert len(written["made up"]) >= 20
    silent = [path.name for path in written["made up"] if "虚构" not in text_of(path) and _has_rows(path)]
    assert silent == []


def test_no_file_of_real_evidence_says_so(written: dict[str, list[Path]]) -> None:
    assert [path.name for path in written["real"] if "虚构" in text_of(path) or "made_up" in text_of(path)] == []


def _has_rows(path: Path) -> bool:
    """A table without a row holds no figure that could be taken for a real one."""
    return path.suffix != ".csv" or len(path.read_text("utf-8").splitlines()) > 1


def test_every_download_says_so() -> None:
    from evaluator import evaluate

    made = evaluate(read_standard("dbe-draft"), open_evidence("prefecture"), period="2023-Q4")
    names = [f"{stem}.{form}" for stem in tables_of(made) for form in ("csv", "json", "parquet")]
    for name in [*names, "assessment.xlsx", "ranking.md", "ranking.html", "standard.yaml", "manifest.json"]:
        data = download_bytes(made, name, "zh")
        text = _unpacked(data, name) if name.endswith((".parquet", ".xlsx")) else data.decode("utf-8-sig")
        assert "虚构" in text, name
    assert all("虚构".encode() in outputs(made, ["csv"], "en")[f"{stem}.csv"] for stem in tables_of(made))


def _unpacked(data: bytes, name: str) -> str:
    if name.endswith(".parquet"):
        table = pq.read_table(io.BytesIO(data))
        return b"".join((table.schema.metadata or {}).values()).decode() + str(table.slice(0, 2).to_pylist())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(one).decode("utf-8", "ignore") for one in archive.namelist())


def test_pictures_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The foot beneath the title, which PNG and SVG share."""
    feet: list[str] = []
    monkeypatch.setattr(export, "ranking_png", lambda view, foot, note, drawn: feet.append(foot) or PIXEL)
    monkeypatch.setattr(export, "ranking_svg", lambda view, foot, note, drawn: feet.append(foot) or b"<svg/>")
    for words, said in ((MADE_UP, True), (REAL, False)):
        healthy(opened("export", tuple(words), lang="zh").button(key="make_picture").click().run())
        assert [("虚构" in foot) for foot in feet] == [said, said]
        feet.clear()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_page_says_so(page: str, lang: str) -> None:
    app = opened(page, tuple(MADE_UP), lang=lang, level="county")
    healthy(app)
    assert [one.value for one in app.warning].count(MESSAGES["made_up"].in_(lang)) == 1
