"""The built book in a browser with the network cut: nothing from elsewhere, live charts, keyboard, light and dark."""

import zipfile
from contextlib import ExitStack
from dataclasses import dataclass

import explorers
import pages
import pytest
import visits
import vl_convert
import zip_book

from qantar.figures.theme import FONT
from qantar.sphinxext.drawing.chart import VEGA_LITE, size

pytestmark = pytest.mark.browser

CHAPTER, REFERENCE, SEARCH, EVERYTHING = 90_000, 120_000, 140_000, 420_000
"""Bytes of a page, compressed: a chapter, another page and the search with its index as they open, and any page with
all of its charts live."""
REQUESTS = 15
MOST_STEPS = 100
"""No control of an explorer has more."""
EXPLORERS = explorers.all_of_them()
IN_THE_BUNDLE = pytest.mark.parametrize("base", ["bundle"], indirect=True)
ON_THE_SERVER = pytest.mark.parametrize("base", ["server"], indirect=True)
"""For what no address can change: the bundle has the same bytes, and its own visits show that they load and live."""
NAMED = [font for font in FONT.split(",") if "system-ui" not in font and "sans-serif" not in font]


@dataclass
class Stop:
    """A page that stays open, its charts live, and what its first visit found."""

    page: object
    first: set[str]
    files: set[str]
    elsewhere: list[str]
    complaints: list[str]
    live: int


@pytest.fixture(scope="module")
def bundle(book, tmp_path_factory):
    """The folder of the bundle, packed and unpacked."""
    folder = tmp_path_factory.mktemp("stick")
    packed = folder / "qantar-book.zip"
    assert zip_book.main(book, packed) == 0
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    return folder / "qantar-book"


@pytest.fixture(scope="module", params=["server", "bundle"])
def base(request):
    """Address of the book without a closing slash: on a server, and as the bundle, opened as files."""
    if request.param == "server":
        return request.getfixturevalue("served")
    return request.getfixturevalue("bundle").as_uri()


@pytest.fixture(scope="module")
def tour(browser, book, base):
    """Visit every page, bring its charts to life, leave it open, and return page → `Stop`."""
    with ExitStack() as stack:
        yield {name: stop_at(stack, browser, base, name) for name in pages.names(book)}


def stop_at(stack, browser, base, name) -> Stop:
    page, log = stack.enter_context(visits.open_page(browser))
    page.goto(f"{base}/{name}")
    first = log.files(base)
    live = visits.enliven(page)
    return Stop(page, first, log.files(base), list(log.elsewhere), list(log.complaints), live)


@pytest.fixture(scope="module")
def chart_pages(book):
    """Pages that have figures."""
    return [name for name, count in pages.published(book).items() if count]


def test_the_bundle_holds_the_book_byte_for_byte(book, bundle):
    names = [path.relative_to(book) for path in book.rglob("*") if path.is_file() and path.name != ".buildinfo"]
    assert len(names) > 100
    assert [name for name in names if (bundle / name).read_bytes() != (book / name).read_bytes()] == []


def test_no_page_asks_for_anything_from_elsewhere(tour):
    assert {name: stop.elsewhere for name, stop in tour.items() if stop.elsewhere} == {}
    assert all(len(stop.files) > 5 for stop in tour.values())


def test_no_page_complains_to_the_console(tour):
    assert {name: stop.complaints for name, stop in tour.items() if stop.complaints} == {}


def test_every_published_figure_comes_to_life(book, tour):
    published = pages.published(book)
    assert sum(published.values()) > 0
    for name, stop in tour.items():
        assert stop.live == published.get(name, 0), name


def test_every_page_keeps_to_its_weight(book, tour):
    library = f"_static/{visits.LIBRARY}"
    for name, stop in tour.items():
        limit = SEARCH if name == "search.html" else REFERENCE if stop.live == 0 else CHAPTER
        assert visits.compressed(book, stop.first - {library}) <= limit and len(stop.first) <= REQUESTS, name
        assert visits.compressed(book, stop.files) <= EVERYTHING, name
        assert (library in stop.files) == (stop.live > 0), name


@ON_THE_SERVER
def test_no_page_scrolls_sideways_on_a_phone(tour):
    wide = {}
    for name, stop in tour.items():
        stop.page.emulate_media(reduced_motion="reduce")  # else a sidebar may still be on its way out
        stop.page.set_viewport_size({"width": 360, "height": 780})
        content, window = stop.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        wide |= {name: content} if content > window else {}
        stop.page.set_viewport_size(visits.DESKTOP)
    assert wide == {}


@ON_THE_SERVER
def test_chart_text_follows_the_page_and_stands_out_in_light_and_dark(tour, chart_pages):
    for name in chart_pages:
        page, colours = tour[name].page, []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
            text = page.locator(".q-drawing svg text").first.evaluate("text => getComputedStyle(text).fill")
            paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert contrast(text, paper) >= 4.5, (name, scheme)
            colours.append((text, paper))
        assert not set(colours[0]) & set(colours[1]), name


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [float(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@ON_THE_SERVER
def test_every_control_has_a_name_and_says_its_value_with_the_unit(tour):
    spoken = 0
    for stop in tour.values():
        for control in stop.page.locator(".q-controls").locator("input, select").all():
            name = control.evaluate("control => control.labels[0].querySelector('.q-named').textContent")
            assert name and control.get_attribute("aria-label") == name
        for slider in stop.page.locator(".q-controls input[type=range]").all():
            said = slider.get_attribute("aria-valuetext") or slider.input_value()
            seen = slider.evaluate("slider => slider.labels[0].innerText").split("\n", 1)[1].split()
            assert said.split() == seen and seen[0] == slider.input_value()
            spoken += len(seen) > 1
    assert spoken


@ON_THE_SERVER
def test_every_question_and_table_opens_by_keyboard(tour, chart_pages):
    opened = 0
    for name in chart_pages:
        page = tour[name].page
        closed = page.evaluate("() => (window.all = [...document.querySelectorAll('article details')]).length")
        for place in range(closed):
            page.evaluate("place => all[place].querySelector('summary').focus()", place)
            page.keyboard.press("Enter")
        shown = page.evaluate("all.map(one => one.open && one.querySelector('summary ~ *').checkVisibility())")
        assert len(shown) == closed and all(shown), name
        opened += closed
    assert opened >= 5


@ON_THE_SERVER
def test_every_icon_is_drawn(tour):
    for name, stop in tour.items():
        masks = stop.page.locator(".fa-solid, .fas").evaluate_all(
            "icons => icons.map(icon => getComputedStyle(icon, '::before').maskImage)"
        )
        assert masks and all(mask.startswith("url(") for mask in masks), name
        assert not [file for file in stop.files if "font" in file.lower()], name


@ON_THE_SERVER
def test_every_control_changes_its_chart(tour, chart_pages):
    tried, dead = 0, []
    for name in chart_pages:
        for chart in tour[name].page.locator(visits.CHARTS).all():
            for control in chart.locator(".q-controls").locator("input, select").all():
                tried += 1
                dead += [] if moves(chart, control) else [(name, control.get_attribute("name"))]
    assert dead == []
    assert tried >= 5


def moves(chart, control) -> bool:
    """Say whether some key pressed on the control changes the marks of the chart; put the control back."""
    before, opening = visits.picture(chart), control.input_value()
    changed = False
    for key in keys_of(control):
        control.press(key)
        changed = changed or visits.picture(chart) != before
        if changed:
            break
    put_back(control, opening)
    return changed


def put_back(control, opening: str) -> None:
    """Every control is tried from the opening settings: what another one shows may leave it nothing to move."""
    first, *steps = keys_of(control)
    control.press(first)
    for _ in range(MOST_STEPS):
        if control.input_value() == opening:
            return
        control.press(steps[0])
    pytest.fail(f"{control.get_attribute('name')} does not come back to {opening}.")


def keys_of(control) -> list[str]:
    if control.get_attribute("type") in ("checkbox", "radio"):
        return ["Space"]
    is_choice = control.evaluate("control => control.tagName === 'SELECT'")
    return ["Home", *["ArrowDown" if is_choice else "ArrowRight"] * 8]


@ON_THE_SERVER
@pytest.mark.parametrize("explorer", EXPLORERS.values(), ids=lambda explorer: explorer.id)
def test_an_explorer_shows_the_numbers_of_its_model(tour, book, chart_pages, explorer):
    [name] = [name for name in chart_pages if f'data-figure="{explorer.id}"' in (book / name).read_text("utf-8")]
    compare(tour[name].page, explorer)


@IN_THE_BUNDLE
def test_an_explorer_of_the_bundle_shows_the_numbers_of_its_model(tour):
    compare(tour["book/causes.html"].page, EXPLORERS["cascade"])


def compare(page, explorer) -> None:
    """Compare what a live explorer draws from with its model: as it opens, and in some other states."""
    chart = page.locator(f"[data-figure={explorer.id}]")
    assert explorers.shown_rows(chart, explorer) == explorers.model_rows(explorer, explorer.defaults())
    for state in explorers.other_states(explorer):
        explorers.set_state(chart, explorer, state)
        assert explorers.shown_rows(chart, explorer) == explorers.model_rows(explorer, state), state


@ON_THE_SERVER
def test_without_javascript_the_text_and_every_chart_are_there(browser, book, base, chart_pages):
    for name in chart_pages:
        with visits.open_page(browser, java_script_enabled=False) as (page, log):
            page.goto(f"{base}/{name}")
            boxes = [drawing.bounding_box() for drawing in page.locator(visits.DRAWINGS).all()]
            assert len(boxes) == pages.published(book)[name]
            images = page.locator(".q-drawing img:visible")
            assert all(images.evaluate_all("images => images.map(image => image.complete && image.naturalWidth > 200)"))
            assert all(box and box["width"] > 200 and box["height"] > 80 for box in boxes), name
            text = page.locator("article").locator("h1, h2, h3, p:not(details p), li:not(details li)")
            shown = text.evaluate_all(
                "parts => parts.filter(p => p.textContent.trim()).map(p => p.checkVisibility() && p.offsetHeight > 0)"
            )
            assert len(shown) > 20 and all(shown), name
            assert log.complaints == []


WIDTHS = """([sample, fonts]) => {
  const context = new OffscreenCanvas(9, 9).getContext("2d");
  return fonts.map(font => { context.font = `12px ${font}`; return context.measureText(sample).width; });
}"""
CUT = """() => {
  const {width, height} = document.documentElement.getBoundingClientRect();
  return [...document.querySelectorAll("text")].map(text => {
    const box = text.getBoundingClientRect();
    return [Math.max(-box.left, box.right - width, -box.top, box.bottom - height), text.textContent];
  });
}"""


def test_no_label_of_a_drawing_is_cut_off(browser, book):
    sample = "Almaty: square declared cleared, 238 people"
    laid_out = drawn_width(sample)
    with visits.open_page(browser) as (page, _):
        *named, mono = page.evaluate(WIDTHS, [sample, [f"{one.strip()}, monospace" for one in NAMED] + ["monospace"]])
        (here,) = page.evaluate(WIDTHS, [sample, [FONT]])
        # Where a machine has one of the fonts, the labels are as wide as they were laid out.
        assert here < laid_out * 1.05 or set(named) == {mono}
        # On any other they may be wider by as much as its own font is.
        spare = 1 + 300 * max(0, here / laid_out - 1.05)
        for drawing in sorted((book / "_charts").glob("*-light.svg")):
            page.goto(drawing.as_uri())
            cut, label = max(page.evaluate(CUT))
            assert cut < spare, (drawing.name, label)


def drawn_width(words: str) -> float:
    """Return the width in pixels that a drawing leaves for words of the usual size."""
    mark = {"type": "text", "font": FONT, "fontSize": 12}
    spec = {"data": {"values": [{}]}, "mark": mark, "encoding": {"text": {"value": words}}, "width": 1, "padding": 0}
    return size(vl_convert.vegalite_to_svg({**spec, "config": {"view": {"stroke": None}}}, vl_version=VEGA_LITE))[0]


def test_a_chart_whose_library_is_missing_stays_a_picture_and_says_so(browser, served, chart_pages):
    with visits.open_page(browser) as (page, log):
        page.route(f"**/{visits.LIBRARY}*", lambda route: route.abort())
        page.goto(f"{served}/{chart_pages[0]}")
        chart = page.locator(visits.CHARTS).first
        chart.scroll_into_view_if_needed()
        chart.dispatch_event("pointerenter")
        chart.locator(".q-note").wait_for()
        assert "stays a still picture" in chart.locator(".q-note").inner_text()
        assert chart.locator(".q-drawing img:visible").count() == 1
        assert any("qantar-vega.js could not be loaded" in complaint for complaint in log.complaints)


@ON_THE_SERVER
def test_the_colour_switch_reaches_the_charts(browser, base, chart_pages):
    with visits.open_page(browser) as (page, _):
        page.goto(f"{base}/{chart_pages[0]}")
        images = {}
        for _ in ("auto", "light", "dark"):
            mode = page.evaluate("document.documentElement.dataset.mode")
            shown = page.locator(".q-drawing img:visible").evaluate_all("images => images.map(image => image.src)")
            images[mode] = {address.rsplit("-", 1)[1] for address in shown}
            page.locator(".theme-switch-button").press("Enter")
        assert images == {"auto": {"light.svg"}, "light": {"light.svg"}, "dark": {"dark.svg"}}


def test_search_is_reached_by_keyboard_and_finds_a_chapter(browser, base):
    with visits.open_page(browser) as (page, log):
        page.goto(f"{base}/book/reference/facts.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("threshold")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?*")
        page.locator("#search-results li a[href*='causes.html']").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert (log.elsewhere, log.complaints) == ([], [])


@ON_THE_SERVER
def test_the_sidebar_opens_and_closes_on_a_phone(browser, base):
    with visits.open_page(browser, viewport={"width": 360, "height": 780}) as (page, log):
        page.goto(f"{base}/book/index.html")
        entry = page.locator("nav[aria-label=Main] a[href='causes.html']")
        assert not entry.is_visible()
        page.locator(".bd-header-article .primary-toggle").press("Enter")
        entry.wait_for()
        page.keyboard.press("Escape")
        entry.wait_for(state="hidden")
        assert log.complaints == []
