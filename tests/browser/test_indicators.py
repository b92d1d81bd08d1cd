"""A journey: choose an indicator in the tree, object to a figure, correct it, see who moves."""

from __future__ import annotations

import pytest

from evaluator.objections import Objections
from tests.browser.conftest import serving

pytestmark = pytest.mark.filterwarnings("ignore")


def settled(page) -> None:
    page.locator('.stApp[data-test-script-state="notRunning"]').first.wait_for()


def test_a_row_of_the_tree_shows_its_indicator(page, served):
    page.goto(f"{served}/indicators?lang=en")
    page.get_by_role("heading", name="Fixed broadband subscribers per 100 residents").first.wait_for()
    settled(page)
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    # Row 3 (headings, a node, two indicators): the second indicator of the first node.
    table.click(position={"x": 18, "y": 36 + 35 * 2 + 17})
    page.get_by_role("heading", name="Broadband access ports per 100 residents").first.wait_for()
    page.wait_for_function("() => location.search.includes('indicator=network.broadband_ports')")


def test_a_node_is_chosen_in_the_tree_and_stands_in_the_link(page, served):
    page.goto(f"{served}/indicators?lang=en")
    page.get_by_role("heading", name="Fixed broadband subscribers per 100 residents").first.wait_for()
    settled(page)
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 18, "y": 36 + 17})
    page.get_by_role("heading", name="Digital infrastructure").first.wait_for()
    page.wait_for_function("() => location.search.includes('node=network')")
    page.reload()
    page.get_by_role("heading", name="Digital infrastructure").first.wait_for()


def test_object_to_a_figure_and_see_who_moves_after_the_correction(page, tmp_path):
    with serving(tmp_path) as address:
        page.goto(f"{address}/indicators?lang=en&indicator=adoption.websites&code=330000")
        page.get_by_role("heading", name="Websites per 100 enterprises").first.wait_for()
        settled(page)
        page.get_by_text("Objections", exact=True).first.click()
        page.get_by_label("Why", exact=True).first.fill("counts large firms only")
        page.get_by_label("Who objects").first.fill("Zhejiang")
        page.get_by_role("button", name="Object", exact=True).first.click()
        page.get_by_text("Objections: 1, 1 open").first.wait_for()
        (kept,) = Objections(tmp_path / "objections").all()
        assert (kept.region, kept.indicator, kept.who) == ("330000", "adoption.websites", "Zhejiang")
        page.get_by_test_id("stButtonGroup").get_by_text("corrected", exact=True).first.click()
        page.get_by_role("spinbutton", name="The correct figure").first.fill("90")
        page.get_by_role("textbox", name="Explanation").first.fill("checked")
        page.get_by_role("textbox", name="Who does it").first.fill("Office")
        page.get_by_role("button", name="Keep", exact=True).first.click()
        page.get_by_text("Objections: 1, 0 open").first.wait_for()
        page.get_by_text("regions change places").first.wait_for()
