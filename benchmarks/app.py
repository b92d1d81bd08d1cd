"""Speed of the app in a real browser: a weight changes, and the ranking on screen changes.

Run: python benchmarks/app.py [--repeat 60]. It starts the app itself; it needs Chromium and Playwright. The floor is
the rerun of an empty page in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from machine import machine
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import FLAGS, chromium  # noqa: E402 - the path stands before it

EMPTY = """import streamlit as st
n = st.number_input("n", 0.0, 100.0, 25.0)
st.caption(f"moved {n}")
"""
# Told when the text that is drawn on the board's canvas, or in the caption, first differs.
WATCH = """() => {
  window.__painted = 0;
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...a) {
    window.__painted = performance.now(); return draw.apply(this, a);
  };
  new MutationObserver(() => { window.__painted = performance.now(); })
    .observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def serve(script: Path, port: int) -> subprocess.Popen[bytes]:
    """Start Streamlit and wait until it answers."""
    words = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    words += [f"--server.port={port}", "--server.fileWatcherType=none"]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return process
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the app does not answer")


def changes(page: Page, words: str, repeat: int) -> list[float]:
    """Milliseconds from Enter in a number box until the page says the new state and has stopped painting."""
    box = page.locator('[data-testid="stNumberInput"] input, .wb input[type="number"]').first
    box.wait_for()
    page.wait_for_timeout(2500)
    page.evaluate(WATCH)
    times = []
    for i in range(repeat):
        value = 20 + (i * 7) % 50
        box.fill(str(value))
        before = page.evaluate("performance.now()")
        box.press("Enter")
        page.wait_for_function(
            "([words, t]) => document.body.innerText.includes(words) && window.__painted > t"
            " && performance.now() - window.__painted > 120",
            arg=[words.format(value=float(value)), before],
        )
        times.append(page.evaluate("window.__painted") - before)
        page.wait_for_timeout(60)
    return times


def row(name: str, times: list[float]) -> str:
    """p50 and p95 of a path."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"{name:<52} p50 {statistics.median(times):6.0f} ms   p95 {p95:6.0f} ms   n {len(times)}"


def main() -> None:
    """Print both paths."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=60)
    repeat = parser.parse_args().repeat
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium is installed")
    print(machine())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        servers = [serve(empty, 8611), serve(ROOT / "app.py", 8612)]
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 900})
            page.goto("http://127.0.0.1:8611")
            print(row("empty page, rerun (floor)", changes(page, "moved {value}", repeat)))
            page = browser.new_page(viewport={"width": 1366, "height": 900}, locale="en-US")
            page.goto("http://127.0.0.1:8612/?lang=en")
            print(row("weight change to ranking on screen, 31 provinces", changes(page, "Sandbox", repeat)))
        finally:
            browser.close()
            for server in servers:
                server.terminate()


if __name__ == "__main__":
    main()
