"""Make pictures of every page of the app: both languages, wide and on a phone, light and dark.

Run: python benchmarks/pictures.py [DIR] [--only WORD] (needs Chromium and Playwright). They go to DIR, by default
docs/pictures, in 256 colours without loss, as `<page>-<lang>-<wide|phone>-<light|dark>.webp`; with --only, those alone
whose names hold the word. The pages for one region are shown a second time on the made-up prefecture (`sample-…`).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from app import serve

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))

from evaluator.app.pages import PAGES  # noqa: E402 - the path stands before it
from tests.browser.conftest import FLAGS, chromium  # noqa: E402 - the path stands before it

PORT = 8677
#: Width and height of the window, and how far down a picture goes at most.
SIZES = {"wide": (1366, 768, 1500), "phone": (390, 844, 2400)}
#: As what the browser of a phone makes itself known.
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
THEMES = ("light", "dark")
#: Links that show more than a page's first look.
OWN = "&code=330000"
LINKS = {"compare": "&regions=330000,320000,440000", "weights": "&find=330000"}
LINKS |= {"region": OWN, "self": OWN, "next": OWN, "evidence": OWN}
#: What is served, before whose pictures stands which word, and which pages are shown.
WORLDS = {
    "": ((), [page.name for page in PAGES]),
    "sample-": (("--standard", "dbe-draft", "--evidence", "prefecture"), ["evidence", "self", "next"]),
}
TALL = (
    """() => Math.ceil(document.querySelector('[data-testid="stMainBlockContainer"]').getBoundingClientRect().height)"""
)


def taken(context: BrowserContext, address: str, size: str) -> bytes:
    """One page as it stands once nothing moves, as far down as it goes or a picture may."""
    width, height, most = SIZES[size]
    window = context.new_page()
    window.set_default_timeout(90_000)
    window.goto(address)
    window.locator("h1").first.wait_for()
    window.wait_for_timeout(800)
    window.locator('.stApp[data-test-script-state="notRunning"]').first.wait_for()
    # Parts of the page are fetched when they are first needed; grey bars stand for them meanwhile.
    window.locator('[data-testid="stSkeleton"]').first.wait_for(state="detached")
    for _ in range(3):
        # Charts settle only once they are in sight; what they add makes the page taller.
        tall = int(window.evaluate(TALL))
        window.set_viewport_size({"width": width, "height": max(height, min(most, tall))})
        window.wait_for_timeout(500)
    picture = window.screenshot()
    window.close()
    return picture


def saved(picture: bytes, path: Path) -> None:
    """In 256 colours, without loss."""
    flat = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    flat.convert("RGB").save(path, "WEBP", lossless=True, quality=100, method=6)


def shown(browser: Browser, port: int, before: str, pages: list[str], out: Path, only: str) -> None:
    """Every page of one world, every way to look at it."""
    for size, theme in product(SIZES, THEMES):
        width, height, _ = SIZES[size]
        phone = {"user_agent": PHONE} if size == "phone" else {}
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, **phone)
        for page, lang in product(pages, ("zh", "en")):
            name = f"{before}{page}-{lang}-{size}-{theme}.webp"
            if only in name:
                link = "" if before else LINKS.get(page, "")
                saved(taken(context, f"http://127.0.0.1:{port}/{page}?lang={lang}{link}", size), out / name)
                print(name, flush=True)
        context.close()


def main() -> None:
    """Every world in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        os.environ["EVALUATOR_HOME"] = home
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for k, (before, (words, pages)) in enumerate(WORLDS.items()):
            server = serve(ROOT / "app.py", PORT + k, *words)
            try:
                shown(browser, PORT + k, before, pages, asked.out, asked.only)
            finally:
                server.terminate()
        browser.close()


if __name__ == "__main__":
    main()
