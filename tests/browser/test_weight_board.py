"""The weight board in a real browser: it stays where it is, keeps the focus, speaks, and draws while it is dragged."""

from __future__ import annotations

import pytest

from evaluator.proposals import Proposals
from tests.browser.conftest import serving

pytestmark = pytest.mark.filterwarnings("ignore")
# Playwright reaches through the board's shadow root; the page's own script has to look for it.
ROOT = "[...document.querySelectorAll('*')].map((one) => one.shadowRoot).find((root) => root?.querySelector('.wb'))"


BARS = "(nodes) => nodes.map((one) => one.style.background)"


def settled(page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}?lang=en")
    page.locator('.wb input[type="number"]').nth(4).wait_for()
    page.locator(".wb .state:not(.wait)").first.wait_for()
    page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached")


@pytest.mark.parametrize(("path", "listed"), [("ranking", 10), ("weights", 30)])
def test_places_and_stacked_contributions_follow_the_handle_before_it_is_let_go(page, served, path, listed):
    settled(page, served, path)
    items = page.locator(".wb li:visible")
    assert items.count() == listed
    before, bars = items.all_inner_texts(), page.locator(".wb li i").evaluate_all(BARS)
    assert all(one.count("px") >= 10 for one in bars[:listed]), "a bar is not stacked of five items"
    handle = page.get_by_role("slider").first
    handle.scroll_into_view_if_needed()
    at = handle.bounding_box()
    y = at["y"] + at["height"] / 2
    page.mouse.move(at["x"] + 12 + 0.25 * (at["width"] - 24), y)
    page.mouse.down()
    page.mouse.move(at["x"] + 12 + 0.8 * (at["width"] - 24), y, steps=6)
    page.get_by_text("Preview", exact=True).first.wait_for()
    page.wait_for_timeout(150)
    assert "w=" not in page.url, "nothing is decided while the handle is held"
    assert items.all_inner_texts() != before
    assert page.locator(".wb li i").evaluate_all(BARS) != bars
    page.mouse.up()
    page.get_by_text("Sandbox: not published").first.wait_for()


@pytest.mark.parametrize("path", ["ranking", "weights"])
def test_the_first_change_of_a_visit_leaves_the_board_its_focus_and_its_sentence(page, served, path):
    settled(page, served, path)
    page.evaluate(f"() => {{ window.first = {ROOT}.querySelector('.wb') }}")
    handle = page.get_by_role("slider").first
    handle.focus()
    handle.press("ArrowRight")
    page.get_by_text("Sandbox: not published").first.wait_for()
    page.locator(".wb .state:not(.wait)").first.wait_for()
    page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached")
    assert page.evaluate("() => window.first.isConnected"), "the board was built anew"
    assert page.evaluate(f"() => {ROOT}.activeElement?.type") == "range"
    assert "25.1%. First three:" in page.locator(".wb [aria-live]").first.inner_text()
    handle.press("ArrowLeft")
    page.get_by_text("Published", exact=True).first.wait_for()
    assert page.evaluate("() => window.first.isConnected"), "the way back built the board anew"
    assert "25.0%. First three:" in page.locator(".wb [aria-live]").first.inner_text()


MARKS = ".mark-rect path, .mark-rule line, .mark-text text"
SAID = "['aria-label', 'd', 'transform', 'x2', 'y2', 'font-weight'].map((name) => one.getAttribute(name))"
DRAWN = f"""() => [...document.querySelectorAll('.stVegaLiteChart svg :is({MARKS})')]
  .map((one) => [...{SAID}, one.textContent].join()).sort()"""


def test_marks_of_the_ranking_move_and_end_where_a_page_opened_afresh_has_them(page, browser, served):
    settled(page, served, "ranking")
    before = page.evaluate(DRAWN)
    page.evaluate("() => { window.bars = [...document.querySelectorAll('.stVegaLiteChart .mark-rect path')] }")
    box = page.locator('.wb input[type="number"]').first
    box.fill("60")
    box.press("Enter")
    page.get_by_text("Sandbox: not published").first.wait_for()
    page.locator(".wb .state:not(.wait)").first.wait_for()
    page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached")
    page.wait_for_timeout(500)
    assert len(page.evaluate("() => window.bars.filter((one) => one.isConnected)")) >= 31 * 5
    other = browser.new_context(viewport=page.viewport_size, locale="en-US").new_page()
    other.goto(page.url)
    other.locator(".wb .state:not(.wait)").first.wait_for()
    other.locator('[data-testid="stStatusWidget"]').wait_for(state="detached")
    other.wait_for_timeout(500)
    assert page.evaluate(DRAWN) == other.evaluate(DRAWN) != before
    other.context.close()


def test_weights_are_submitted_and_another_window_opens_them_as_a_sandbox(browser, page, tmp_path):
    with serving(tmp_path) as address:
        page.goto(f"{address}/weights?lang=en&w=0:350,150,200,200,100")
        page.locator(".wb .state:not(.wait)").first.wait_for()
        page.get_by_role("button", name="Submit for deliberation").first.click()
        body = page.get_by_test_id("stPopoverBody")
        body.get_by_label("Name of this set of weights").fill("Group A")
        body.get_by_label("Reason").fill("networks come first")
        body.get_by_label("Submitted by").fill("A. Li")
        body.get_by_role("button", name="Submit for deliberation").click()
        page.get_by_text("Proposals: 1").first.wait_for()
        (kept,) = Proposals(tmp_path / "proposals").all()
        assert (kept.name, kept.who) == ("Group A", "A. Li") and kept.weights["total"]["network"] == 35.0
        other = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US").new_page()
        other.goto(f"{address}/weights?lang=en")
        other.get_by_text("Published", exact=True).first.wait_for()
        other.get_by_text("Proposals: 1").first.click()
        other.get_by_role("button", name="Open as a sandbox").click()
        other.get_by_text("Sandbox: not published").first.wait_for()
        other.wait_for_function("() => location.search.includes('350')")
        other.context.close()
