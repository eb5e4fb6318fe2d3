"""The pages of a finished study in a real browser: they fit, land, answer and harm no reader.

Not found by a bare pytest, because it needs a browser and tools of its own: make pages.
"""

import re
import shutil
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

SITE = Path("results/site").resolve()
CHROMIUM = shutil.which("chromium")
PAGES = sorted(path.name for path in SITE.glob("*.html"))
FIRST = {"en": "index.html", "ru": "index.ru.html"}
LIBRARY = "charts.js"
MOST_BYTES, MOST_TOGETHER = 1_500_000, 5_000_000
# Pixels between the top of the window and a heading that was landed on.
NEAR = 120

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture
def opened(browser):
    """Opens a page of the site from the folder; what went wrong in it, and what it asked for, are told at the end."""
    faults, contexts = [], []

    def page(name, width=1440, theme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        contexts.append(context)
        shown = context.new_page()
        shown.on("pageerror", lambda error: faults.append(str(error)))
        shown.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        shown.on("request", lambda one: None if one.url.startswith(("file:", "data:")) else faults.append(one.url))
        shown.goto((SITE / name).as_uri() if "?" not in name and "#" not in name else f"{SITE.as_uri()}/{name}")
        return shown

    yield page
    for context in contexts:
        context.close()
    assert faults == []


def drawn(page):
    """The page once every chart that it holds is drawn."""
    for chart in page.query_selector_all(".chart[data-chart]"):
        chart.scroll_into_view_if_needed()
        chart.wait_for_selector(".canvas .marks")
    page.evaluate("scrollTo(0, 0)")
    return page


def test_there_is_a_finished_study():
    assert len(PAGES) >= 18, "say make study first"


def test_every_page_is_light_and_all_together_too():
    sizes = {path.name: path.stat().st_size for path in SITE.iterdir()}
    assert {name: size for name, size in sizes.items() if name.endswith(".html") and size > MOST_BYTES} == {}
    assert sum(size for name, size in sizes.items() if name != LIBRARY) < MOST_TOGETHER


@pytest.mark.parametrize(("file", "width", "theme"), product(PAGES, (390, 1440), ("light", "dark")))
def test_a_page_fits_the_screen_and_draws_without_an_error(opened, file, width, theme):
    page = drawn(opened(file, width, theme))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    hidden = "all => all.map(one => one.scrollWidth - one.clientWidth)"
    assert page.eval_on_selector_all(".map-scroll", hidden) in ([], [0]), "the map is whole on a phone"
    assert page.query_selector("[data-failed]") is None


@pytest.mark.parametrize(("file", "theme"), product(PAGES, ("light", "dark")))
def test_axe_finds_nothing_serious(opened, file, theme):
    found = Axe().run(drawn(opened(file, theme=theme))).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in serious] == []


@pytest.mark.parametrize("file", ["codes.html", "codes.ru.html"])
def test_a_slider_moves_the_codes_and_the_button_brings_the_studys_back(opened, file):
    page = opened(file)
    before = page.inner_text("#tool-trial .trial-results")
    shown = "document.querySelector('#tool-trial .trial-results').innerText"
    slider = page.locator("#tool-trial input[type=range]").first
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_function(f"before => {shown} !== before", arg=before)
    page.locator("#tool-trial button").first.click()
    page.wait_for_function(f"before => {shown} === before", arg=before)


def top_of(page, anchor):
    return page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor)


@pytest.mark.parametrize("language", FIRST)
def test_every_link_of_the_first_page_lands_on_its_heading_at_once(opened, language):
    first = opened(FIRST[language])
    links = first.eval_on_selector_all("main a[href], nav a[href]", "all => all.map(one => one.getAttribute('href'))")
    pages = [link for link in links if ".html" in link]
    assert len(pages) >= 8
    for link in pages:
        first.goto((SITE / FIRST[language]).as_uri())
        first.click(f'a[href="{link}"] >> nth=0')
        first.wait_for_load_state("load")
        assert first.url.endswith(link)
        if "#" in link:
            anchor = link.partition("#")[2]
            assert -1 <= top_of(first, anchor) <= NEAR, link
            first.wait_for_timeout(1500)
            assert -1 <= top_of(first, anchor) <= NEAR, f"{link}: it moved away afterwards"


@pytest.mark.parametrize("file", PAGES)
def test_every_exhibit_and_claim_lands_at_its_own_address(opened, file):
    page = opened(file)
    anchors = page.eval_on_selector_all("article[id], section[id], .chart[id]", "all => all.map(one => one.id)")
    claims = page.eval_on_selector_all("tr[id]", "all => all.map(one => one.id)")
    last = page.evaluate("document.documentElement.scrollHeight") - 900
    for anchor in [*anchors, *claims[:: max(1, len(claims) // 5)]]:
        page.goto(f"{SITE.as_uri()}/{file}#{anchor}")
        page.reload()
        at_the_end = page.evaluate("scrollY") >= last - NEAR
        assert -1 <= top_of(page, anchor) <= (900 if at_the_end else NEAR), anchor


@pytest.mark.parametrize("language", FIRST)
def test_the_first_page_prints_on_two_sheets(opened, language, tmp_path):
    page = opened(FIRST[language])
    page.pdf(path=tmp_path / "first.pdf", format="A4")
    assert len(PdfReader(tmp_path / "first.pdf").pages) <= 2


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("ru", "безработица", "Уровень безработицы"),
        ("ru", "челябинская", "Челябинская область"),
        ("en", "unemployed", "Unemployment rate"),
    ],
)
def test_search_finds_inflected_words_and_a_hit_leads_to_its_place(opened, language, typed, expected):
    page = opened(FIRST[language])
    page.fill("#search", typed)
    page.wait_for_selector("#found a")
    titles = page.eval_on_selector_all("#found a", "all => all.map(one => one.textContent)")
    assert expected in titles
    page.click(f'#found a:text-is("{expected}")')
    page.wait_for_selector("#chart-series[data-drawn]")
    chosen = page.eval_on_selector_all(
        "#chart-series select", "all => all.map(one => one.selectedOptions[0].textContent)"
    )
    assert any(expected in one for one in chosen)


@pytest.mark.parametrize(("language", "width"), product(FIRST, (390, 1440)))
def test_a_number_says_its_cell_and_shows_the_sheet_around_it(opened, language, width):
    page = opened("figure_2.html" if language == "en" else "figure_2.ru.html", width)
    number = page.query_selector('[data-chain^="figure_2.grp_per_capita.2"]')
    shown = number.inner_text()
    number.click()
    page.wait_for_selector("dialog[open] .sheet .marked[aria-current]")
    sentence = page.inner_text("#chain-content .finding >> nth=0")
    digits = re.sub(r"\D", "", shown)
    assert digits in re.sub(r"\D", "", sentence)
    marked = page.query_selector("dialog .marked[aria-current]")
    assert digits in re.sub(r"\D", "", marked.inner_text())
    box = marked.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert sentence in page.input_value("dialog .reference input")
    if language == "ru":
        headings = page.eval_on_selector_all("#chain-content thead th", "all => all.map(one => one.textContent)")
        assert not [one for one in headings if "_" in one]


def test_claims_are_picked_by_verdict_and_an_address_brings_one_back(opened):
    page = opened("claims.html")
    rows = page.locator("tr[data-kind]")
    kinds = page.eval_on_selector_all("[data-filter]", "all => all.map(one => one.dataset.filter)")
    for kind in kinds[1:]:
        page.click(f'[data-filter="{kind}"]')
    visible = [row for row in rows.all() if row.is_visible()]
    assert {row.get_attribute("data-kind") for row in visible} == {kinds[0]}
    hidden = next(row.get_attribute("id") for row in rows.all() if not row.is_visible())
    page.evaluate("id => { location.hash = id; }", hidden)
    page.wait_for_selector(f"#{hidden}", state="visible")


def test_the_other_language_opens_at_the_same_place(opened):
    page = opened("codes.html#figure_s1_codes")
    page.click("a.language")
    page.wait_for_load_state("load")
    assert page.url.endswith("codes.ru.html#figure_s1_codes")
    assert -1 <= top_of(page, "figure_s1_codes") <= NEAR
