"""Reports read back: their numbers are those of the tables, nothing is ranked unasked, and bytes do not change."""

from __future__ import annotations

import io
import os
import re
import sys
from html import unescape
from pathlib import Path

import pytest

from evaluator.advice.case import case_of
from evaluator.advice.gaps import gaps
from evaluator.advice.peers import peers
from evaluator.advice.steps import steps
from evaluator.advice.strengths import strengths
from evaluator.cli import run
from evaluator.commands import report
from evaluator.reports import fonts
from evaluator.reports.document import Document, Grid
from evaluator.reports.figures import amount, points, signed, time
from evaluator.reports.making import report_bytes
from evaluator.reports.word import BODY, HEAD, LATIN, word_bytes
from evaluator.reports.words import REPORT
from indicators.faults import Faults
from indicators.text import Lang
from tests.advice.worlds import ROWS, assessment, standard

docx = pytest.importorskip("docx")
try:
    fonts.font(fonts.SANS)
except Faults:
    pytest.skip("no Chinese font on this machine", allow_module_level=True)


def _cells(content: bytes) -> list[list[str]]:
    tables = docx.Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def _html_rows(content: bytes) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", content.decode(), re.S)
    return [[unescape(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)] for row in rows]


def test_word_and_html_hold_the_numbers_of_the_tables() -> None:
    whole = assessment(ROWS, standard("goalposts"), periods=2)
    case = case_of(whole, "r1")
    word = _cells(report_bytes(whole, "r1", "docx", "en"))
    assert word == _html_rows(report_bytes(whole, "r1", "html", "en"))
    table = {row["node"]: row for row in gaps(case, peers(case)).to_pylist()}
    n = table["n"]
    assert ["N", "66.7%", points(n["score"]), "100%", points(n["to_bound"])] in word
    assert ["N", points(n["earlier"]), points(n["score"]), signed(n["change"])] in word
    assert ["N", points(n["score"]), points(n["peer_median"]), signed(n["to_peers"])] in word
    first = steps(case).to_pylist()[0]
    assert any(row[0] == first["node"] and row[-1] == signed(first["points"]) for row in word if len(row) == 5)


def test_every_cell_of_a_table_in_word_is_written_in_its_font_and_stands_in_its_place() -> None:
    """Shapes are made once and copied; a copy must not carry over what belongs to another cell."""
    grid = Grid("T", ("甲", "b"), (("x", "1"), ("y", "2")), (False, True), (2.0, 1.0))
    made = docx.Document(io.BytesIO(word_bytes(Document("t", "s", "", "zh", (grid, grid)))))
    for table in made.tables:
        for i, row in enumerate(table.rows):
            for right, cell in enumerate(row.cells):
                (paragraph,) = cell.paragraphs
                (part,) = paragraph.runs
                family = part._element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia"))
                assert (family, part.font.name, part.font.size.pt) == (BODY if i else HEAD, LATIN, 10.5)
                shape = paragraph.paragraph_format
                assert (shape.line_spacing, shape.space_before.pt, shape.space_after.pt) == (1.0, 1.0, 1.0)
                assert (paragraph.alignment is not None) == bool(right)
                assert [child.tag.rpartition("}")[2] for child in paragraph._p] == ["pPr", "r"]
                assert [child.tag.rpartition("}")[2] for child in part._element] == ["rPr", "t"]


def test_places_are_told_only_when_asked_for() -> None:
    whole = assessment(ROWS, standard("goalposts"))
    plain = report_bytes(whole, "r1", "html", "zh").decode()
    asked = report_bytes(whole, "r1", "html", "zh", ranks=True).decode()
    assert not re.search(r"第 ?\d+ ?名|名次变动", plain)
    assert "列第5名" in asked


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_bytes_and_no_box(form: str, lang: str) -> None:
    whole = assessment(ROWS, standard("goalposts"), periods=2)
    first = report_bytes(whole, "r1", form, lang)
    assert first == report_bytes(whole, "r1", form, lang)
    if form == "pdf":
        pdfium = pytest.importorskip("pypdfium2")
        pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(first)]
        text = "".join(pages)
        assert ("数字营商环境评价报告" if lang == "zh" else "Digital business environment") in text
        assert "— 1 —" in pages[0]
        assert not re.search("[\ufffd\u25a1]", text)


def test_a_region_alone_without_values_or_without_a_last_period() -> None:
    missing = assessment({**ROWS, "none": [None, None, None, None]}, standard("goalposts"))
    text = report_bytes(missing, "none", "html", "zh").decode()
    assert "没有总分，原因是" in text and "没有可比的上期得分" in text and "缺失指标 4 个" in text
    alone = assessment({"only": [10, 20, 30, 40]}, standard("goalposts"))
    assert "only county" in report_bytes(alone, "only", "html", "en").decode()


def test_markup_in_names_is_text() -> None:
    whole = assessment({**ROWS, '<b>&"#[$x$]\\': [1, 2, 3, 4]}, standard("goalposts"))
    assert "<b>&" not in report_bytes(whole, '<b>&"#[$x$]\\', "html", "en").decode()
    assert report_bytes(whole, '<b>&"#[$x$]\\', "pdf", "en").startswith(b"%PDF")


def test_bad_wishes_are_clear(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for words, said in (
        (["--region", "浙江", "--out", str(tmp_path / "r.odt")], ".docx, .pdf or .html"),
        (["--region", "Nowhere", "--out", str(tmp_path / "r.html")], "no region 'Nowhere'"),
        (["--region", "浙江", "--period", "1999", "--out", str(tmp_path / "r.html")], "no period '1999'"),
        (["--region", "浙江", "--out", str(blocked / "r.html")], "cannot be written"),
        (["--group", "Moon", "--out", str(tmp_path / "d")], "no group 'Moon'"),
    ):
        assert run(["report", "--lang", "en", *words]) == 1, words
        assert said in capsys.readouterr().err
    assert run(["report", "--out", str(tmp_path / "r.html")]) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes can be forked")
@pytest.mark.parametrize("drawn", [False, True])
def test_a_process_that_has_drawn_before_is_not_forked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: bool
) -> None:
    forked: list[str] = []

    class Pool:
        def __init__(self, *told: object, **more: object) -> None: ...
        def __enter__(self) -> Pool:
            return self

        def __exit__(self, *error: object) -> None: ...
        def map(self, work: object, codes: list[str]) -> list[str]:
            forked.extend(codes)
            return codes

    monkeypatch.setattr(report, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    for name in report.THREADED:
        monkeypatch.delitem(sys.modules, name, raising=False)
    if drawn:
        # As it stands after one report: the next ones waited for ever in processes forked from here.
        monkeypatch.setitem(sys.modules, "vl_convert", sys)
        monkeypatch.setattr(report, "report_bytes", lambda *told, **more: b"report")
    told = ["--group", "Northeast", "--form", "html", "--out", str(tmp_path / "d")]
    assert run(["report", *told]) == 0
    assert (len(forked), len(list((tmp_path / "d").glob("*.html")))) == ((0, 3) if drawn else (3, 0))


def test_a_missing_font_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"dejavu sans"}))
    with pytest.raises(Faults):
        fonts.font(fonts.SANS)


def test_periods_in_words() -> None:
    assert [time(p, "zh") for p in ("2023", "2023-Q4", "2023-H1", "2023-05")] == [
        "2023年",
        "2023年第4季度",
        "2023年上半年",
        "2023年5月",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_weights_of_a_trial_are_said(lang: Lang) -> None:
    whole = assessment(ROWS, standard("goalposts"))
    own = case_of(whole, "r1").used.copy()
    plain = report_bytes(whole, "r1", "html", lang).decode()
    tried = report_bytes(whole, "r1", "html", lang, weights=own).decode()
    given, trial = {
        "zh": ("按标准给定", "试算所用（见“注意”）"),
        "en": ("as the standard gives them", "as tried (see the note)"),
    }[lang]
    changed = REPORT["changed"].in_(lang)
    assert given in unescape(plain) and changed not in unescape(plain)
    assert trial in unescape(tried) and given not in unescape(tried)
    assert unescape(tried).count(changed) == 2  # on the first page and in the method


def test_publishers_are_named_in_the_language_of_the_report() -> None:
    series = [{"series": f"s_{n}", "publisher": f"Office {n}", "publisher_zh": f"某局{n}"} for n in "abcd"]
    whole = assessment(ROWS, standard("goalposts"), series=series)
    zh, en = (unescape(report_bytes(whole, "r1", "html", lang).decode()) for lang in ("zh", "en"))
    assert "某局a；某局b" in zh and "Office" not in zh
    assert "Office a; Office b" in en and "某局" not in en


def test_figures_stand_under_strengths_and_weaknesses() -> None:
    whole = assessment(ROWS, standard("goalposts"))
    case = case_of(whole, "r3")
    found = strengths(case, peers(case)).to_pylist()
    assert found
    rows = _cells(report_bytes(whole, "r3", "docx", "en"))
    for row in found:
        slot = case.kernel.cells.indicators.index(row["node"])
        value = float(case.kernel.cells.values[case.at, slot, case.region])
        assert [row["node"], f"s_{row['node']}", case.period, amount(value), ""] in rows
