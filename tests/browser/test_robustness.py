"""Journeys through the Robustness page: bounds of a region, swap and lift; limits, experts, drivers, leaving out."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.filterwarnings("ignore")


def opened(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", name="Robustness").first.wait_for()
    page.get_by_text("Intervals", exact=True).first.wait_for()


def part(page, name: str, heading: str) -> None:
    """Go to a part of the page; the choice is pressed again if a rerun swallowed it."""
    title = page.get_by_role("heading", name=heading).first
    for _ in range(3):
        page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).first.click()
        try:
            title.wait_for(timeout=15_000)
            return
        except Exception:
            continue
    title.wait_for()


def whole(page) -> None:
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlertContentError").count() == 0


def test_bounds_of_a_region_the_weights_that_reach_them_what_swaps_and_what_lifts(page, served):
    opened(page, f"{served}/robustness?lang=en&code=130000")
    part(page, "One region", "The places of one region")
    page.get_by_text(re.compile(r"best place \d+, worst place \d+")).first.wait_for()
    page.get_by_text("Which weights swap these two").first.wait_for()
    page.get_by_text(re.compile(r"Least change in all: [\d.]+ ?%")).first.wait_for()
    page.get_by_text(re.compile(r"scored again: place \d+")).first.wait_for()
    place = page.get_by_label("Place wanted").first
    place.fill("12")
    place.press("Enter")
    page.get_by_text("scored again: place 12").first.wait_for()
    whole(page)


def test_limits_and_experts_change_what_is_drawn_and_what_drives_places(page, served):
    opened(page, f"{served}/robustness?lang=en")
    page.get_by_text("Limits of weights, experts' weights").first.click()
    floor = page.get_by_label("Digital industry: at least %").first
    floor.fill("30")
    floor.press("Tab")
    page.get_by_role("button", name="Apply these limits").first.click()
    page.get_by_text("drawn evenly from all that the limits admit").first.wait_for()
    page.wait_for_url(re.compile("limits="))
    page.get_by_role("button", name="Drop the limits").first.click()
    page.get_by_text("vary at random within").first.wait_for()
    opened(page, f"{served}/robustness?lang=en")
    page.get_by_text("Limits of weights, experts' weights").first.click()
    page.get_by_label("Digital industry: at least %").first.wait_for()
    table = b"run,weight.network,weight.support\nLi,9,1\nWang,1,9\n"
    page.locator('input[type="file"]').last.set_input_files(
        {"name": "experts.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.get_by_text("from one expert's weights").first.wait_for()
    part(page, "What drives places", "Which choice moves the places")
    page.get_by_role("heading", name="Weight and influence").first.wait_for()
    part(page, "Leave out", "Does the order of the others change without a region?")
    whole(page)
