"""Speed of the app in a real browser: a weight changes, and the ranking on screen changes.

Run: python benchmarks/app.py [--repeat 60] [--regions 31 337 2850] [--parts change slow paint]. It starts the app
itself; it needs Chromium and Playwright. The floor is the rerun of an empty page in the same run. 31 are the bundled
provinces; other numbers are made up from their figures.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from machine import machine
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PARTS = ("change", "slow", "paint")
sys.path.insert(0, str(ROOT))

from evaluator.bundled import DEFAULT_EVIDENCE, DEFAULT_STANDARD, bundled_evidence  # noqa: E402 - the path stands before
from evaluator.commands.app import SAFE  # noqa: E402 - the path stands before it
from tests.browser.conftest import FLAGS, chromium  # noqa: E402 - the path stands before it

EMPTY = """import streamlit as st
n = st.number_input("n", 0.0, 100.0, 25.0)
st.vega_lite_chart({"n": [n]}, {"mark": "text", "encoding": {"text": {"field": "n"}}})
"""
# Told when what is drawn inside a chart last changed: text on its canvas, or nodes of its picture.
WATCH = """() => {
  window.__painted = 0;
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...a) {
    if (this.canvas.closest && this.canvas.closest('.stVegaLiteChart')) window.__painted = performance.now();
    return draw.apply(this, a);
  };
  const seen = new MutationObserver(() => { window.__painted = performance.now(); });
  for (const chart of document.querySelectorAll('.stVegaLiteChart'))
    seen.observe(chart, {subtree: true, childList: true, characterData: true, attributes: true});
}"""
# Waits by the clock: asking at every frame would make the browser paint frames that nobody needs.
SETTLED = """(from) => new Promise((done) => {
  const look = () => window.__painted > from && performance.now() - window.__painted > 150
    ? done(window.__painted - from) : setTimeout(look, 25);
  look();
})"""
DRAWN = ".stVegaLiteChart svg .mark-rect path, .stVegaLiteChart svg .mark-text text, .stVegaLiteChart canvas"
#: A new window starts pages of Chromium's own behind its address bar, which take as long as the app on two cores.
OWN_PAGES = ("--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",)
BOXES = '.wb input[type="number"], [data-testid="stNumberInput"] input'


def made_up(folder: Path, regions: int) -> Path:
    """Evidence of so many regions, drawn from the bundled figures of two periods."""
    source = bundled_evidence(DEFAULT_EVIDENCE)
    assert source is not None
    known: dict[tuple[str, str], list[str]] = {}
    with (source / "statistics.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["period"] in ("2022", "2023") and row["value"]:
                known.setdefault((row["period"], row["series"]), []).append(row["value"])
    luck = random.Random(1)
    out = folder / str(regions)
    out.mkdir()
    codes = [f"{100000 + i}" for i in range(regions)]
    with (out / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["region", "name_zh", "name_en", "level"])
        writer.writerows([code, f"样本{i}", f"Sample {i}", "province"] for i, code in enumerate(codes))
    with (out / "statistics.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["region", "period", "series", "value"])
        for (period, series), values in known.items():
            for code in codes:
                value = float(luck.choice(values)) * luck.uniform(0.8, 1.25)
                writer.writerow([code, period, series, f"{value:.6g}"])
    return out


def serve(script: Path, port: int, *words: str) -> subprocess.Popen[bytes]:
    """Start Streamlit and wait until it answers."""
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--{name}={value}" for name, value in SAFE.items()]
    command += [f"--server.port={port}", "--server.fileWatcherType=none", "--", *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return process
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the app does not answer")


def changes(page: Page, repeat: int) -> list[float]:
    """Milliseconds from Enter in the first number box until the chart has changed and rests."""
    box = page.locator(BOXES).first
    box.wait_for(timeout=120_000)
    page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first.wait_for(timeout=120_000)
    page.wait_for_timeout(3000)
    page.evaluate(WATCH)
    times = []
    for i in range(repeat):
        box.fill(str(20 + (i * 7) % 50))
        before = page.evaluate("performance.now()")
        box.press("Enter")
        times.append(page.evaluate(SETTLED, before))
        page.wait_for_timeout(60)
    return times


def first_paint(browser: Browser, address: str, repeat: int = 20) -> list[float]:
    """Milliseconds from opening the address in a new window until the chart is drawn; the server is warm."""
    times = []
    for _ in range(repeat):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        start = time.perf_counter()
        page.goto(address)
        page.locator(DRAWN).first.wait_for(timeout=60_000)
        times.append(1000 * (time.perf_counter() - start))
        context.close()
    return times


def row(name: str, times: list[float]) -> str:
    """p50 and p95 of a path."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"{name:<52} p50 {statistics.median(times):6.0f} ms   p95 {p95:6.0f} ms   n {len(times)}"


def measured(browser: Browser, address: str, repeat: int, slower: float = 1) -> list[float]:
    """Weight changes in a window, the processor slowed if asked for."""
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="en-US")
    if slower > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address)
    times = changes(page, repeat)
    page.close()
    return times


def main() -> None:
    """Print every path."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=60)
    parser.add_argument("--regions", type=int, nargs="*", default=[31, 337, 2850])
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium is installed")
    print(machine())
    servers: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *OWN_PAGES])
        try:
            servers.append(serve(empty, 8611))
            print(row("empty page, rerun (floor)", measured(browser, "http://127.0.0.1:8611", asked.repeat)))
            if "paint" in asked.parts:
                print(
                    row("empty page with a chart, first paint (floor)", first_paint(browser, "http://127.0.0.1:8611"))
                )
            for k, regions in enumerate(asked.regions):
                evidence = DEFAULT_EVIDENCE if regions == 31 else str(made_up(Path(folder), regions))
                words = ("--standard", DEFAULT_STANDARD, "--evidence", evidence)
                servers.append(serve(ROOT / "app.py", 8612 + k, *words))
                address = f"http://127.0.0.1:{8612 + k}/?lang=en"
                if "change" in asked.parts:
                    times = measured(browser, address, asked.repeat)
                    print(row(f"weight change to ranking, {regions} regions", times))
                if "slow" in asked.parts and regions == 337:
                    times = measured(browser, address, asked.repeat, slower=4)
                    print(row(f"the same, browser slowed 4 times, {regions} regions", times))
                if "paint" in asked.parts:
                    print(row(f"first paint, warm server, {regions} regions", first_paint(browser, address)))
        finally:
            browser.close()
            for server in servers:
                server.terminate()


if __name__ == "__main__":
    main()
