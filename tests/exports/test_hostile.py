"""Names that are attacks: no formula, no markup and no link comes alive in any file."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import openpyxl
import pytest
from markdown_it import MarkdownIt

from evaluator import Assessment
from evaluator.exports import csv_bytes, outputs
from evaluator.exports.cells import harmless
from tests.exports.worlds import ATTACKS, LONG, hostile

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")
LIVE = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d")
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
PAGE = TABLE | {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "caption", "i", "dl", "dt", "dd"}


class Elements(HTMLParser):
    """Gathers the elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {key for key, _ in attrs}


@pytest.fixture(scope="module")
def made() -> Assessment:
    return hostile()


def test_no_formula_in_the_workbook(made: Assessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(outputs(made, ["xlsx"], "zh")["assessment.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    names = {cell.value for cell in book["排名"]["C"]}
    assert {ATTACKS[1], ATTACKS[4], LONG} <= names


def test_no_formula_in_a_csv(made: Assessment) -> None:
    for name, data in outputs(made, ["csv"], "zh").items():
        if not name.endswith(".csv"):
            continue
        for row in csv.reader(io.StringIO(data.decode(), newline="")):
            assert not [cell for cell in row if cell.startswith(LIVE) and not _is_number(cell)]
    ranking = csv_bytes(made.ranking("zh")).decode()
    assert LONG in ranking and '"\'=1+cmd"' in ranking


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", ["=1", "+a", "-a", "@a", "\ta", "\ra", "\0a", "\uff1d1", "-1+1", "- ", "+", "-\u0661"])
def test_formula_text_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-1.5", "+3", "-1e-5", "-.5", "12%", "-12%", "北京", "a=b", "", "'=1", "—"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_the_page_holds_no_live_markup(made: Assessment) -> None:
    page = outputs(made, ["html"], "zh")["ranking.html"].decode()
    elements = Elements()
    elements.feed(page)
    assert elements.names <= PAGE
    assert elements.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class", "style", "colspan"}
    assert "http://" not in page.replace("http://example.org", "")


def test_the_markdown_holds_no_live_markup(made: Assessment) -> None:
    text = outputs(made, ["md"], "zh")["ranking.md"].decode()
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    elements = Elements()
    elements.feed(page)
    assert elements.names <= TABLE | {"h1", "h2", "p", "strong", "ul", "li"}
    assert page.count("<tr>") == 1 + len(ATTACKS)
    assert LONG in page and "alert(1)" in page
