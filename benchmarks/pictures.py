"""Make pictures of every page of the app: both languages, wide and on a phone, light and dark.

Run: python benchmarks/pictures.py [DIR] [--shown] (needs Chromium and Playwright). All of them go to DIR, by default
build/pictures, to be looked at; the few that the documents show go to docs/pictures, in 256
colours (with --shown, no others are made).
"""

from __future__ import annotations

import io
import sys
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from app import serve

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))

from evaluator.app.pages import PAGES  # noqa: E402 - the path stands before it
from tests.browser.conftest import FLAGS, chromium  # noqa: E402 - the path stands before it

PORT = 8677
WIDE, PHONE = (1366, 768), (390, 844)
#: Links that show more than a page's first look.
LINKS = {"compare": "&regions=330000,320000,440000", "region": "&code=330000", "weights": "&find=330000"}
#: Page, language, size, colours.
SHOWN = {
    (page, lang, WIDE, "light")
    for page in ("ranking", "weights", "compare", "region", "robustness")
    for lang in ("zh", "en")
}
SHOWN |= {("indicators", "zh", WIDE, "light"), ("export", "zh", WIDE, "light")}
SHOWN |= {("ranking", "zh", WIDE, "dark"), ("ranking", "zh", PHONE, "light"), ("weights", "zh", PHONE, "light")}


def taken(browser: Browser, page: str, lang: str, size: tuple[int, int], theme: str) -> bytes:
    """One page as it stands once nothing moves, as far down as the window is tall."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    window = context.new_page()
    window.set_default_timeout(90_000)
    window.goto(f"http://127.0.0.1:{PORT}/{page}?lang={lang}{LINKS.get(page, '')}")
    window.locator("h1").first.wait_for()
    window.wait_for_timeout(2500)
    window.locator('[data-testid="stStatusWidget"]').wait_for(state="detached")
    window.set_viewport_size({"width": width, "height": 1200 if width > 400 else 1600})
    window.wait_for_timeout(1500)
    picture = window.screenshot()
    context.close()
    return picture


def main() -> None:
    """Every page, every way to look at it."""
    words = [word for word in sys.argv[1:] if word != "--shown"]
    out = Path(words[0]) if words else ROOT / "build" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    server = serve(ROOT / "app.py", PORT)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            pages = [page.name for page in PAGES]
            for page, lang, size, theme in product(pages, ("zh", "en"), (WIDE, PHONE), ("light", "dark")):
                if "--shown" in sys.argv and (page, lang, size, theme) not in SHOWN:
                    continue
                mark = ("-dark" if theme == "dark" else "") + ("-phone" if size == PHONE else "")
                name = f"{page}-{lang}{mark}.png"
                picture = taken(browser, page, lang, size, theme)
                (out / name).write_bytes(picture)
                if (page, lang, size, theme) in SHOWN:
                    flat = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
                    flat.save(ROOT / "docs" / "pictures" / name, optimize=True)
            browser.close()
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
