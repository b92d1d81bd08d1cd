"""Journeys in a real browser: open, move a weight, see a place change, take the table away."""

from __future__ import annotations

import openpyxl
import pytest

pytestmark = pytest.mark.filterwarnings("ignore")
HEAVY, LISTS = ("serious", "critical"), ("list", "listitem")


def opened(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", name="Ranking").or_(page.get_by_role("heading", name="排名")).first.wait_for()
    page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first.wait_for()
    box(page, 4).first.wait_for()
    page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached")


def box(page, number: int):
    return page.locator('.wb input[type="number"]').nth(number)


def test_move_a_weight_see_places_change_download_and_open_the_file(page, served, tmp_path):
    opened(page, f"{served}/?lang=en")
    assert page.get_by_text("Same places as under the standard's weights").is_visible()
    box(page, 4).fill("60")
    box(page, 4).press("Enter")
    page.get_by_text("regions changed places").first.wait_for()
    page.get_by_text("Sandbox: not published").first.wait_for()
    assert "w=0:" in page.url.replace("%3A", ":")
    page.get_by_role("link", name="Export").click()
    page.get_by_role("heading", name="Export").first.wait_for()
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert "sandbox" in path.name
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.freeze_panes and sheet.max_row > 31
    words = [str(cell.value) for row in book.worksheets[-1].iter_rows() for cell in row]
    assert any("not a published result" in word for word in words)
    assert any("dbe-provinces" in word for word in words)


def test_a_link_shows_the_same_table_in_another_window(page, served, browser):
    opened(page, f"{served}/?lang=en&w=0:600,100,100,100,100")
    assert box(page, 0).input_value() == "60.0"
    other = browser.new_context(locale="en-US").new_page()
    opened(other, page.url)
    assert [box(other, i).input_value() for i in range(5)] == [box(page, i).input_value() for i in range(5)]
    other.context.close()


def test_the_keyboard_alone_moves_a_weight_and_locks_hold(page, served):
    opened(page, f"{served}/?lang=en")
    page.locator(".wb button[aria-pressed]").nth(1).click()
    page.wait_for_timeout(800)
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    page.get_by_text("Sandbox: not published").first.wait_for()
    assert box(page, 1).input_value() == "25.0"
    assert float(box(page, 0).input_value()) > 25


def test_thirty_quick_key_presses_leave_the_page_whole(page, served):
    opened(page, f"{served}/?lang=en")
    slider = page.get_by_role("slider").first
    slider.focus()
    for i in range(30):
        slider.press("ArrowRight" if i % 3 else "ArrowLeft")
    page.get_by_text("Sandbox: not published").first.wait_for()
    page.wait_for_timeout(1500)
    total = sum(float(box(page, i).input_value()) for i in range(5))
    assert total == pytest.approx(100, abs=0.05)
    assert page.locator('[data-testid="stException"]').count() == 0


def test_a_chinese_browser_is_met_in_chinese_and_nothing_is_loaded_from_outside(browser, served):
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, served)
    assert page.get_by_role("heading", name="排名").is_visible()
    page.get_by_text("English").click()
    page.get_by_role("heading", name="Ranking").first.wait_for()
    outside = [url for url in asked if not url.startswith((served, "data:", "blob:", served.replace("http", "ws")))]
    assert not outside
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "ranking",
        "compare",
        "region",
        "indicators",
        "weights",
        "coherence",
        "robustness",
        "evidence",
        "next",
        "export",
    ],
)
def test_every_page_opens_from_its_address(page, served, path):
    page.goto(f"{served}/{path}?lang=en")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(1500)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator('[data-testid="stAlertContentError"]').count() == 0
    assert page.get_by_text("Page not found").count() == 0


def test_a_hostile_link_opens_no_dialog(page, served):
    page.goto(f"{served}/region?lang=en&code=<img src=x onerror=alert(1)>&period=<script>alert(2)</script>")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(1500)
    assert page.dialogs == []


def board(page, address: str) -> None:
    page.goto(f"{address}/weights?lang=en")
    page.locator(".wb li").first.wait_for()
    page.get_by_text("Confirmed", exact=True).first.wait_for()


def test_a_drag_previews_at_once_and_is_confirmed_and_undone(page, served):
    board(page, served)
    first = page.locator(".wb ol").inner_text()
    handle = page.get_by_role("slider").first
    at = handle.bounding_box()
    y = at["y"] + at["height"] / 2
    page.mouse.move(at["x"] + 12 + 0.25 * (at["width"] - 24), y)
    page.mouse.down()
    page.mouse.move(at["x"] + 12 + 0.7 * (at["width"] - 24), y, steps=6)
    page.get_by_text("Preview", exact=True).first.wait_for()
    page.wait_for_timeout(100)
    preview = page.locator(".wb ol").inner_text()
    assert preview != first
    page.mouse.up()
    page.get_by_text("Confirmed", exact=True).first.wait_for()
    page.wait_for_function("() => location.search.includes('w=')")
    page.wait_for_timeout(500)
    assert page.locator(".wb ol").inner_text() == preview
    assert round(sum(float(box(page, i).input_value()) for i in range(5)), 6) == 100.0
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => !location.search.includes('w=')")
    page.wait_for_timeout(800)
    assert page.locator(".wb ol").inner_text() == first
    assert box(page, 0).input_value() == "25.0"


def test_home_and_end_reach_the_ends_and_the_board_speaks(page, served):
    board(page, served)
    handle = page.get_by_role("slider").first
    handle.focus()
    handle.press("Home")
    page.get_by_text("Confirmed", exact=True).first.wait_for()
    assert box(page, 0).input_value() == "0.0"
    page.wait_for_function("() => location.search.includes('w=')")
    page.wait_for_timeout(800)
    page.get_by_role("slider").first.press("End")
    page.locator(".wb [aria-live]").filter(has_text="First three:").first.wait_for(state="attached")
    page.wait_for_timeout(600)
    assert [box(page, i).input_value() for i in range(5)] == ["100.0", "0.0", "0.0", "0.0", "0.0"]


def test_the_board_has_no_serious_fault_of_accessibility(page, served):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="axe is not installed")
    board(page, served)
    found = axe.Axe().run(page)

    def ours(results):
        # Targets behind a shadow root are nested lists; the board is the only one of them on this page.
        nodes = ((one, node) for one in results for node in one["nodes"])
        return [(one["id"], one["impact"]) for one, node in nodes if isinstance(node["target"][0], list)]

    assert ours(found["passes"]), "the check did not reach the board"
    assert [one for one in ours(found["violations"]) if one[1] in ("serious", "critical")] == []


def serious(page) -> list[str]:
    """Serious findings of axe: rule and place; all rules, everywhere but the list of pages for two of them."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    places = [(one["id"], node["target"]) for one in found if one["impact"] in HEAVY for node in one["nodes"]]
    return [f"{rule}: {target}" for rule, target in places if not (rule in LISTS and in_navigation(page, target))]


def in_navigation(page, target: list) -> bool:
    """Whether a place is in the list of pages: Streamlit's own markup (a `div` between `ul` and `li`)."""
    nav = '[data-testid="stSidebarNav"]'
    return isinstance(target[0], str) and page.evaluate(
        "([at, nav]) => !!document.querySelector(at)?.closest(nav)", [target[0], nav]
    )


@pytest.mark.parametrize(
    "path",
    ["", "compare", "region", "indicators", "weights", "coherence", "robustness", "evidence", "self", "next", "export"],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_serious_finding_of_accessibility(page, served, path, lang):
    pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    page.goto(f"{served}/{path}?lang={lang}")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(2500)
    page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached")
    page.wait_for_timeout(1000)
    assert serious(page) == []


WIDER = """() => [document.scrollingElement, ...document.querySelectorAll('[data-testid="stMain"]')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).length"""


@pytest.mark.parametrize("path", ["", "compare", "region", "indicators", "evidence"])
def test_a_page_on_a_phone_is_not_wider_than_the_phone(browser, served, path):
    page = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US").new_page()
    page.goto(f"{served}/{path}?lang=en&code=330000")
    page.locator("h1").first.wait_for()
    page.locator('.stApp[data-test-script-state="notRunning"]').first.wait_for()
    page.wait_for_timeout(1500)
    assert page.evaluate(WIDER) == 0
    page.context.close()


def test_no_chinese_character_is_drawn_as_a_box(page, served):
    page.goto(f"{served}/?lang=zh")
    page.locator("h1").first.wait_for()
    drawn = page.evaluate(
        """() => {
          const font = getComputedStyle(document.querySelector('h1')).fontFamily;
          const ink = (word) => {
            const canvas = Object.assign(document.createElement('canvas'), {width: 40, height: 40});
            const pen = canvas.getContext('2d');
            pen.font = '30px ' + font; pen.fillText(word, 2, 32);
            return canvas.toDataURL();
          };
          const box = ink('\\u{10FFFD}');
          return [...'亳濮漯衢儋北京上海浙江新疆'].filter((word) => ink(word) === box);
        }"""
    )
    assert drawn == []


def test_a_region_is_found_by_its_pinyin(page, served):
    opened(page, f"{served}/?lang=zh")
    search = page.get_by_role("combobox", name="查找地区")
    search.fill("zhejiang")
    page.get_by_role("option").first.click()
    page.get_by_text("浙江省 第3名").first.wait_for()
    assert "find=330000" in page.url


def test_two_windows_do_not_disturb_each_other(page, served, browser):
    opened(page, f"{served}/?lang=en")
    other = browser.new_context(locale="en-US").new_page()
    opened(other, f"{served}/?lang=en&w=0:600,100,100,100,100")
    other.get_by_text("Sandbox: not published").first.wait_for()
    assert page.get_by_text("Same places as under the standard's weights").is_visible()
    assert "w=" not in page.url
    other.context.close()


def test_a_double_click_moves_swing_weighting_one_step(page, served):
    board(page, served)
    page.get_by_role("button", name="Swing weighting").click()
    page.get_by_role("dialog").get_by_text("Which would you lift first?").first.wait_for()
    page.get_by_role("button", name="Next").first.dblclick(delay=60)
    page.get_by_role("dialog").get_by_text("counts 100").first.wait_for()
    page.wait_for_timeout(1500)
    assert page.get_by_role("dialog").get_by_text("2/3").first.is_visible()


def test_swing_weighting_leads_to_weights_in_three_steps(page, served):
    board(page, served)
    page.get_by_role("button", name="Swing weighting").click()
    page.get_by_role("dialog").get_by_text("Which would you lift first?").wait_for()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("dialog").get_by_text("counts 100").first.wait_for()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Next").click()
    page.get_by_text("3/3").first.wait_for()
    page.wait_for_timeout(1500)  # a click at once would be the second of a double click
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    page.wait_for_function("() => location.search.includes('w=')")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_timeout(800)
    assert [box(page, i).input_value() for i in range(5)] == ["33.3", "16.7", "16.7", "16.7", "16.6"]


def test_a_lock_by_mouse_holds_while_another_moves_and_undo_brings_all_back(page, served):
    board(page, served)
    page.locator(".wb button[aria-pressed]").nth(1).click()
    page.locator('.wb button[aria-pressed="true"]').first.wait_for()
    page.wait_for_timeout(800)
    box(page, 0).fill("60")
    box(page, 0).press("Enter")
    page.wait_for_function("() => location.search.includes('w=')")
    page.wait_for_timeout(500)
    moved = [box(page, i).input_value() for i in range(5)]
    assert moved == ["60.0", "25.0", "6.0", "6.0", "3.0"]
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => !location.search.includes('w=')")
    page.wait_for_timeout(800)
    assert [box(page, i).input_value() for i in range(5)] == ["25.0", "25.0", "20.0", "20.0", "10.0"]
    assert page.locator('.wb button[aria-pressed="true"]').count() == 1


def test_a_click_in_the_dot_plot_looks_into_a_dimension_and_back(page, served):
    page.goto(f"{served}/compare?lang=en&regions=330000,320000")
    chart = page.locator(".stVegaLiteChart").first
    row = chart.get_by_text("Digital infrastructure").first
    row.wait_for()
    page.locator('.stApp[data-test-script-state="notRunning"]').first.wait_for()
    row.click(force=True)
    page.wait_for_url("**node=network**")
    chart.get_by_text("Mobile phone subscribers").first.wait_for()
    chart.get_by_text("Digital infrastructure").first.click(force=True)
    page.wait_for_function("() => !location.search.includes('node=')")
    chart.get_by_text("Digital industry").first.wait_for()


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_change_of_place_leads_to_the_lines_of_places(page, served, way):
    found = "" if way == "mouse" else "&find=350000"
    page.goto(f"{served}/ranking?lang=en&w=0:350,150,200,200,100{found}")
    moved = page.locator(".stVegaLiteChart svg text", has_text="▲2").first
    moved.wait_for()
    if way == "mouse":
        at = moved.bounding_box()
        page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    else:
        button = page.get_by_role("button", name="How Fujian changed places")
        button.focus()
        page.keyboard.press("Enter")
    page.wait_for_url("**/compare**")
    page.get_by_role("heading", name="Published places").first.wait_for()
    heads = page.get_by_role("heading", level=3).all_inner_texts()
    assert heads[0].startswith("Published places"), heads
