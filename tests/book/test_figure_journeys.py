"""The figures of the built book as a reader meets them: on a phone, on a wall, with their state in the address."""

import json
from contextlib import contextmanager

import pages
import pytest
import visits
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE, DESKTOP, WALL = ({"width": width, "height": 800} for width in (360, 1280, 1920))
SMALLEST = 11
TEXTS = """() => [...document.querySelectorAll(".q-drawing svg")].map(svg => {
  const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
  const sizes = [...svg.querySelectorAll("text")].map(one => parseFloat(getComputedStyle(one).fontSize) * scale);
  return [svg.closest(".q-chart").dataset.figure, Math.min(...sizes), box.left, box.right];
})"""
"""Script: figure, size of its smallest letters on the screen, and where its drawing begins and ends."""


@contextmanager
def opened(browser, address, size, **settings):
    """Give a page at `address` in a window of this size, and its log."""
    with visits.open_page(browser, viewport=size, **settings) as (page, log):
        page.goto(address)
        yield page, log


@pytest.fixture(scope="module", params=["server", "folder"])
def base(request, book):
    """Address of the book, on a server and as a folder."""
    return request.getfixturevalue("served") if request.param == "server" else book.as_uri()


def test_on_a_phone_nothing_of_a_chart_is_hidden_and_every_letter_can_be_read(browser, book, served):
    seen, faults = 0, []
    for name in [name for name, count in pages.published(book).items() if count]:
        with opened(browser, f"{served}/{name}", PHONE) as (page, _):
            visits.enliven(page)
            for figure, letters, left, right in page.evaluate(TEXTS):
                seen += 1
                faults += [(figure, letters, left, right)] if letters < SMALLEST or left < 0 or right > 360 else []
    assert faults == []
    assert seen == sum(pages.published(book).values())


def test_on_a_wall_a_drawing_grows(browser, served):
    with opened(browser, f"{served}/book/intervention.html", WALL) as (page, _):
        image = page.locator("#airlift img:visible")
        assert image.evaluate("one => one.clientWidth") > 1.3 * int(image.get_attribute("width"))


def test_the_first_page_loads_no_chart_library_before_it_is_touched(browser, base):
    for size in (PHONE, DESKTOP):
        with opened(browser, f"{base}/book/index.html", size) as (page, log):
            page.locator("#timeline").scroll_into_view_if_needed()
            page.locator("#timeline img:visible").wait_for()
            page.wait_for_load_state("networkidle")
            assert not [address for address in log.requests if visits.LIBRARY in address]
            page.locator("#timeline select").focus()
            page.locator("#timeline [data-live=true]").wait_for()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_state_survives_back_and_reload_and_is_followed_by_words_table_and_paper(browser, base, size):
    with opened(browser, f"{base}/book/causes.html", size) as (page, log):
        chart, figure = page.locator("[data-figure=cascade]"), page.locator("figure#cascade")
        opening = figure.locator("td").all_text_contents()
        mean = chart.locator("[name=mean]")
        mean.press("End")
        chart.locator("[name=cut]").select_option("3")
        expect(chart.locator(".q-said")).to_contain_text("Average threshold: 35 %; Internet cut: from day 3.")
        assert page.evaluate("location.hash") == "#cascade?mean=35&cut=3"
        expect(figure.locator(".q-description")).to_contain_text("Average threshold: 35 %")
        changed = figure.locator("td").all_text_contents()
        assert len(changed) == len(opening) and changed != opening
        page.goto(f"{base}/book/index.html")
        page.go_back()
        expect(mean).to_have_value("35")
        page.reload()
        expect(chart.locator(".q-said")).to_contain_text("Internet cut: from day 3")
        page.locator("figure#cascade [data-live=true]").wait_for()
        expect(figure.locator("td").nth(8)).to_have_text(changed[8])
        page.emulate_media(media="print")
        assert chart.locator(".q-said").is_visible() and not chart.locator(".q-controls").is_visible()
        page.emulate_media(media="screen")
        chart.get_by_role("button", name="Reset").click()
        expect(mean).to_have_value("25")
        expect(chart.locator(".q-said")).to_be_empty()
        assert figure.locator("td").all_text_contents() == opening
        assert page.evaluate("location.hash") == "#cascade"
        assert (log.elsewhere, log.complaints) == ([], [])


@pytest.mark.parametrize(
    "nonsense",
    [
        "#cascade?mean=36",
        "#cascade?mean=35&mean=30",
        "#cascade?mean=1e1",
        "#cascade?cut=<img src=x onerror=alert(1)>",
        "#cascade?nobody=1",
        "#nowhere?mean=35",
        "#cascade?mean=35&nowhere.x=1",
    ],
)
def test_an_address_with_nonsense_opens_the_usual_settings_and_says_so_once(browser, book, nonsense):
    with opened(browser, f"{book.as_uri()}/book/causes.html{nonsense}", DESKTOP) as (page, log):
        expect(page.locator(".q-say")).to_have_count(1)
        if "mean=35&nowhere" not in nonsense:
            assert page.locator("[data-figure=cascade] [name=mean]").input_value() == "25"
        assert "onerror" not in page.content().replace(nonsense, "")
        assert log.complaints == []


def test_two_charts_of_a_page_keep_their_states_in_one_address(browser, served):
    address = f"{served}/book/causes.html#cascade?mean=30&spread-map.day=5"
    with opened(browser, address, DESKTOP) as (page, _):
        expect(page.locator("[data-figure=spread-map] [name=day]")).to_have_value("5")
        page.locator("[data-figure=spread-map] [name=day]").press("ArrowLeft")
        expect(page.locator("[data-figure=cascade] [name=mean]")).to_have_value("30")
        assert page.evaluate("location.hash") == "#spread-map?cascade.mean=30"


def test_a_tap_on_a_mark_says_what_it_stands_for(browser, served):
    with opened(browser, f"{served}/book/index.html", PHONE, has_touch=True) as (page, _):
        visits.wait_for_life(page.locator("[data-figure=timeline]"))
        page.locator("#timeline .mark-symbol path").first.tap()
        expect(page.locator(".q-tip")).to_contain_text("When")
        page.locator(".q-tip a").tap()
        page.wait_for_url("**/reference/timeline.html#t*")


def test_marks_are_reached_by_keys_and_said(browser, served):
    with opened(browser, f"{served}/book/hindsight.html", DESKTOP) as (page, _):
        drawing = page.locator("#why-in-part .q-drawing")
        drawing.focus()
        page.locator("#why-in-part [data-live=true]").wait_for()
        drawing.press("ArrowRight")
        first = page.locator(".q-tip").inner_text()
        drawing.press("ArrowRight")
        assert page.locator(".q-tip").inner_text() != first and "C" in first
        expect(page.locator("p.q-hidden[role=status]")).to_contain_text("claim C")
        drawing.press("Enter")
        assert page.locator(".q-tip a").get_attribute("href").split("claims.html")[1][:2] == "#c"


def test_a_figure_can_be_taken_away_with_its_source_and_licence(browser, book, base):
    with opened(browser, f"{base}/book/causes.html#cascade?mean=35", DESKTOP) as (page, _):
        page.locator("figure#cascade .q-download summary").click()
        with page.expect_download() as taken:
            page.locator("figure#cascade").get_by_role("button", name="PNG").click()
        assert taken.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    for drawing in (book / "_charts").glob("*-light.svg"):
        if not drawing.name.endswith("-narrow-light.svg"):
            name = drawing.name.removesuffix("-light.svg")
            whole = (book / "_charts" / f"{name}.svg").read_text(encoding="utf-8")
            words = (book / "_data" / f"{name}.txt").read_text(encoding="utf-8")
            assert "Source: " in whole and "CC" in whole and "var(" not in whole, name
            assert "Sources:" in words and "Cite as:" in words and "Licence: CC BY 4.0" in words, name


def test_every_figure_says_its_finding_and_what_is_shown(book):
    shown = 0
    for path in sorted((book.parent / "executed" / "book").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                meta = output.get("data", {}).get(pages.FIGURE_MIME, {}).get("usermeta", {}).get("qantar")
                if meta:
                    assert meta["shown"] and len(meta["shown"]) < 130 and len(meta["title"]) < 95, meta["id"]
                    shown += 1
    assert shown == sum(pages.published(book).values())
