"""The day dial: the book as it could be known on a day, kept in the address from page to page."""

import json
import re

import audits
import pytest
import visits
from playwright.sync_api import expect

from qantar.page import days

pytestmark = pytest.mark.browser

SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 900})
DEAD, POSTED = "deaths-official-final", "deaths-telegram-withdrawn"
VEILED = "[...document.querySelectorAll('.q-later')].map(one => one.id)"


@pytest.fixture(params=["server", "folder"])
def base(request):
    """Address of the book without a closing slash: on a server, and as files."""
    return request.getfixturevalue("served") if request.param == "server" else request.getfixturevalue("book").as_uri()


def since(book, name: str) -> dict[str, str]:
    """Return the days from which the parts of a page could be said."""
    text = (book / "_records" / name).with_suffix(".js").read_text(encoding="utf-8")
    return json.loads(re.fullmatch(r"qantarRecords\((.*)\);\n", text, re.S)[1])["from"]


def set_by(page) -> None:
    """Wait until the page shows a day."""
    page.wait_for_selector("html[data-day]")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_a_reader_stands_on_a_day_in_the_whole_book(browser, book, base, size):
    with visits.open_page(browser, viewport=size) as (page, log):
        page.goto(f"{base}/book/counting.html")
        events = "window.heard = []; document.addEventListener('qantar:day', event => heard.push(event.detail.day))"
        page.evaluate(events)
        page.locator(".q-dial").press("Enter")
        page.wait_for_selector(".q-days:popover-open")
        assert page.locator(".q-days input:checked").get_attribute("aria-label") == "Now"
        assert page.locator(".q-month input").count() == 31
        page.locator(".q-month input[value='2022-01-09']").focus()
        page.keyboard.press("ArrowRight")
        set_by(page)
        assert page.url.endswith("/book/counting.html?day=2022-01-10")
        assert page.evaluate("window.heard") == ["2022-01-10"]
        parts = since(book, "book/counting.html")
        later = {node for node, day in parts.items() if day > "2022-01-10"}
        assert set(page.evaluate(VEILED)) == later and len(later) > 20
        assert f"{len(later)} of {len(parts)} dated statements" in page.locator(".q-day").inner_text()
        page.keyboard.press("Escape")
        assert page.locator(".q-dial").evaluate("one => one === document.activeElement")
        word, told = page.locator(f"#at-{DEAD}"), page.locator(f"#at-{POSTED}")
        assert word.inner_text() == "not yet said"
        told.scroll_into_view_if_needed()
        expect(told).to_have_text("164", use_inner_text=True)  # a phone lays out what comes near
        # One gesture looks, and the record says that it looks ahead.
        word.press("Enter")
        page.wait_for_selector(".q-card:popover-open")
        assert (
            "Not yet said on 10 January 2022. It could be known from 16 August 2022."
            in page.locator(".q-card").inner_text()
        )
        page.keyboard.press("Escape")
        assert word.inner_text() == "238"
        # The choice goes along.
        page.locator(".prev-next-area a.right-next").click()
        page.wait_for_url("**/book/elites.html?day=2022-01-10")
        set_by(page)
        assert len(page.evaluate(VEILED)) > 20
        page.go_back()
        set_by(page)
        page.reload()
        set_by(page)
        assert page.locator(".q-dial-day").inner_text() == "10 January 2022"
        page.locator(".q-day button").click()
        assert page.evaluate(VEILED) == [] and page.url.endswith("/book/counting.html")
        assert page.locator(".q-dial-day").inner_text() == "Now" and word.inner_text() == "238"
        assert (log.elsewhere, log.complaints) == ([], [])


def test_a_later_day_can_be_chosen_and_shows_what_was_said_by_then(browser, served):
    with visits.open_page(browser) as (page, _):
        page.goto(f"{served}/book/counting.html")
        page.locator(".q-dial").click()
        page.locator(".q-days select").select_option("2022-08-16")
        set_by(page)
        assert page.locator(f"#at-{DEAD}").inner_text() == "238"
        before = max(day for day in days.changes() if day < "2022-08-16")
        page.locator(".q-days select").select_option(before)
        page.wait_for_url(f"**?day={before}")
        assert page.locator(f"#at-{DEAD}").inner_text() == "not yet said"


@pytest.mark.parametrize("ledger", ["facts", "claims", "timeline", "sources"])
def test_rows_of_the_ledgers_are_marked_and_one_gesture_shows_them(browser, book, served, ledger):
    with visits.open_page(browser) as (page, _):
        page.goto(f"{served}/book/reference/{ledger}.html?day=2022-01-10")
        set_by(page)
        later = {node for node, day in since(book, f"book/reference/{ledger}.html").items() if day > "2022-01-10"}
        assert set(page.evaluate(VEILED)) == later and len(later) > 30
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        row = page.locator(f"[id='{sorted(later)[0]}']")
        assert "Not yet said on 10 January 2022. Look" in row.inner_text()
        hidden = row.evaluate("row => row.textContent.length - row.innerText.length")
        row.locator(".q-look").press("Enter")
        assert hidden > row.evaluate("row => row.textContent.length - row.innerText.length")
        assert not row.locator(".q-look").is_visible()


def test_a_verdict_beside_its_claim_is_veiled_until_its_evidence_is_there(browser, book, served):
    with visits.open_page(browser) as (page, _):
        page.goto(f"{served}/book/hindsight.html?day=2022-01-10")
        set_by(page)
        cells = [node for node in since(book, "book/hindsight.html") if node.startswith("verdict-")]
        assert len(cells) > 5
        assert {page.locator(f"#{node}").inner_text() for node in cells[:5]} == {
            "Not yet said on 10 January 2022. Look"
        }


@pytest.mark.parametrize("day", ["yesterday", "2022-13-40", "2021-12-31", "<img src=x onerror=alert(1)>", ""])
def test_a_day_that_does_not_exist_opens_now_and_says_so_once(browser, served, day):
    with visits.open_page(browser) as (page, log):
        page.goto(f"{served}/book/counting.html?day={day}")
        page.get_by_role("status").get_by_text("names a day that the dial does not have").wait_for()
        assert page.url.endswith("/book/counting.html") and page.evaluate(VEILED) == []
        assert page.locator(".q-say").count() == 1 and page.locator("img[src=x]").count() == 0
        assert log.complaints == []


def test_without_scripts_the_book_is_as_known_now(browser, served):
    with visits.open_page(browser, java_script_enabled=False) as (page, _):
        page.goto(f"{served}/book/counting.html?day=2022-01-10")
        assert not page.locator(".q-dial").is_visible() and page.locator(f"#at-{DEAD}").inner_text() == "238"


@pytest.mark.parametrize(("scheme", "size"), [("light", SIZES[1]), ("dark", SIZES[0])])
def test_a_veiled_page_and_the_dial_are_for_everyone(browser, served, scheme, size):
    with visits.open_page(browser, color_scheme=scheme, viewport=size, reduced_motion="reduce") as (page, _):
        for name in ("counting", "reference/claims"):
            page.goto(f"{served}/book/{name}.html?day=2022-01-10")
            set_by(page)
            visits.see_every_block(page)
            page.locator(".q-dial").click()
            page.wait_for_selector(".q-days:popover-open")
            assert audits.faults(page) == [], name
