"""Speed of the weight board in a real browser: a frame of the drag's preview, and a weight confirmed by the engine.

Run: python benchmarks/board.py [--repeat 60]. It starts the app itself; it needs Chromium and Playwright. A frame is
the handle's event until the list of thirty stands; 337 and 2,850 regions are the 31 provinces repeated with noise.
"""

from __future__ import annotations

import argparse

from machine import machine
from playwright.sync_api import Page, sync_playwright

from app import ROOT, row, serve
from tests.browser.conftest import FLAGS, chromium

# Blows every set of scores that the browser holds up to n regions.
GROW = """(n) => { for (const s of globalThis.__weightBoard.scores.values()) { const m = s.n; const at = (i) => i % m;
  const grow = (v, k) => { const out = new Float64Array(n * k); for (let c = 0; c < k; c++) for (let i = 0; i < n; i++)
    out[c * n + i] = v[c * m + at(i)] * (i < m ? 1 : 0.5 + ((i * 7919) % 997) / 1994); return out; };
  if (n > m) { s.x = grow(s.x, s.k); s.a = grow(s.a, 1); s.b = new Float64Array(n).fill(1); s.c = grow(s.c, 1);
    s.coverage = null; s.n = n; } }
  for (const v of globalThis.__weightBoard.names.values()) for (let i = v.names.length; i < n; i++) {
    v.names.push('R' + i); v.before.push(i + 1); } }"""
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


def main() -> None:
    """Print every path."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=60)
    repeat = parser.parse_args().repeat
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium is installed")
    print(machine())
    with sync_playwright() as playwright:
        server = serve(ROOT / "app.py", 8613)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 900}, locale="en-US")
            page.goto("http://127.0.0.1:8613/weights?lang=en")
            ready(page)
            times = []
            for i in range(repeat):
                times.append(page.evaluate(CHANGE, i))
                page.wait_for_timeout(60)
            print(row("weight change to ranking confirmed, 31 provinces", times))
            for n in (31, 337, 2850):
                page.evaluate(GROW, n)
                print(row(f"drag preview, a frame, {n} regions", [page.evaluate(FRAME, i) for i in range(repeat)]))
        finally:
            browser.close()
            server.terminate()


if __name__ == "__main__":
    main()
