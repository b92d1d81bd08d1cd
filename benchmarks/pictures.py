"""Make the pictures of the app that the documents show (needs Chromium and Playwright)."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from app import serve

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))

from tests.browser.conftest import FLAGS, chromium  # noqa: E402 - the path stands before it

PAGES = ("", "compare", "region", "robustness")


def main() -> None:
    """Every page in both languages; the ranking also in the dark and on a phone."""
    server = serve(ROOT / "app.py", 8677)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            wanted = [(page, lang, "light", 1366) for page in PAGES for lang in ("zh", "en")]
            wanted += [("", "zh", "dark", 1366), ("", "zh", "light", 390)]
            for page, lang, theme, width in wanted:
                tall = 768 if width > 400 else 844
                context = browser.new_context(viewport={"width": width, "height": tall}, color_scheme=theme)
                window = context.new_page()
                window.set_default_timeout(90_000)
                window.goto(f"http://127.0.0.1:8677/{page}?lang={lang}")
                window.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first.wait_for()
                window.wait_for_timeout(4000)
                window.set_viewport_size({"width": width, "height": 1200 if width > 400 else 844})
                window.wait_for_timeout(1500)
                mark = ("-dark" if theme == "dark" else "") + ("-phone" if width < 400 else "")
                window.screenshot(path=ROOT / "docs" / "pictures" / f"{page or 'ranking'}-{lang}{mark}.png")
                context.close()
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
