"""Speed of the weight board in a real browser: a frame of the drag's preview, and a weight confirmed by the engine.

Run: python benchmarks/board.py [--repeat 60] [--regions 31 337 2850]. It starts the app itself; it needs Chromium and
Playwright. A frame is the handle's event until the list of thirty stands. 31 are the bundled provinces; other numbers
of regions are made up from their figures, and the engine scores them like any others.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from machine import machine
from playwright.sync_api import Browser, Page, sync_playwright

from app import ROOT, made_up, row, serve
from evaluator.bundled import DEFAULT_EVIDENCE, DEFAULT_STANDARD
from tests.browser.conftest import FLAGS, chromium

FRAME = """async (i) => {
  const roots = [...document.querySelectorAll('*')].map(e => e.shadowRoot);
  const root = roots.find(r => r?.querySelector('.wb'));
  const slider = root.querySelector('input[type=range]'); const from = performance.now();
  slider.value = 100 + (i * 37) % 700; slider.dispatchEvent(new Event('input'));
  await new Promise(r => requestAnimationFrame(() => r())); root.querySelector('ol').getBoundingClientRect();
  return performance.now() - from; }"""
CHANGE = """async (i) => {
  const roots = [...document.querySelectorAll('*')].map(e => e.shadowRoot);
  const root = roots.find(r => r?.querySelector('.wb'));
  const slider = root.querySelector('input[type=range]'); const from = performance.now();
  slider.value = 100 + (i * 37) % 700; slider.dispatchEvent(new Event('input'));
  slider.dispatchEvent(new Event('change'));
  while (root.querySelector('.state').classList.contains('wait'))
    await new Promise(r => requestAnimationFrame(() => r()));
  return performance.now() - from; }"""


def ready(page: Page) -> None:
    """Wait until the board has its scores and nothing is under way."""
    page.locator(".wb li").first.wait_for()
    page.wait_for_timeout(2500)


def measured(browser: Browser, port: int, regions: int, repeat: int) -> None:
    """Print both paths for an app that is served."""
    page = browser.new_page(viewport={"width": 1366, "height": 900}, locale="en-US")
    page.goto(f"http://127.0.0.1:{port}/weights?lang=en")
    ready(page)
    times = []
    for i in range(repeat):
        times.append(page.evaluate(CHANGE, i))
        page.wait_for_timeout(60)
    print(row(f"weight change confirmed in the list, {regions} regions", times))
    print(row(f"drag preview, a frame, {regions} regions", [page.evaluate(FRAME, i) for i in range(repeat)]))
    page.close()


def main() -> None:
    """Print every path."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=60)
    parser.add_argument("--regions", type=int, nargs="*", default=[31, 337, 2850])
    asked = parser.parse_args()
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium is installed")
    print(machine())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for k, regions in enumerate(asked.regions):
            evidence = DEFAULT_EVIDENCE if regions == 31 else str(made_up(Path(folder), regions))
            server = serve(ROOT / "app.py", 8621 + k, "--standard", DEFAULT_STANDARD, "--evidence", evidence)
            try:
                measured(browser, 8621 + k, regions, asked.repeat)
            finally:
                server.terminate()
        browser.close()


if __name__ == "__main__":
    main()
