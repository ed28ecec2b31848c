"""From a number to its record and back to the very word: by pointer, touch and keyboard, and without scripts."""

import datetime as dt
import json
import re

import pages
import pytest
import visits
from axe_playwright_python.sync_playwright import Axe

from qantar.chapters import CHAPTERS
from qantar.claims import claims
from qantar.data.dates import label
from qantar.facts import fact, facts
from qantar.facts.lookup import record
from qantar.page import cards, days, strip
from qantar.reference.markdown import value

SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 900})
DEAD, RIVAL = "deaths-official-final", "deaths-telegram-withdrawn"


@pytest.fixture(params=["server", "folder"])
def base(request):
    """Address of the book without a closing slash: on a server, and as files."""
    return request.getfixturevalue("served") if request.param == "server" else request.getfixturevalue("book").as_uri()


# What a card says


def test_a_card_says_all_that_its_record_says():
    one, shown = fact(DEAD), cards.card("facts", DEAD)
    said = dict(shown.lines)
    assert (shown.title, shown.lead, shown.since) == (one.title, value(one), "2022-08-16")
    assert said["Said by"] == f"{one.speaker}." and said["Said on"] == "16 August 2022."
    assert said["What was counted"] == one.counted and said["Note"] == one.note
    assert [link.record_id for link in shown.rivals] == list(one.rivals)
    assert [link.record_id for link in shown.sources] == list(one.source_ids)


@pytest.mark.parametrize("ledger", cards.KINDS)
def test_every_record_has_a_card(ledger):
    from qantar.data.records import records
    from qantar.facts.lookup import LEDGERS

    for name in records(ledger, LEDGERS[ledger]):
        shown = cards.card(ledger, name)
        assert shown.title and shown.lead and all(text.strip(".") for _, text in shown.lines), name


def test_nothing_of_a_record_is_html_on_its_card():
    shown = cards.Card(
        "facts", "x", "<b>", "<i>&", [("Note", "<script>1</script>")], rivals=[cards.Link("a", "b", "<u>")]
    )
    text = cards.card_html(shown, 'x"><s>', [cards.Use("<a>", "<h1>", "<em>")], {("a", "b"): "<q>"})
    assert not re.findall(r"<(?:b|i|script|u|s|em|h1|q)>", text)
    assert "&lt;script&gt;1&lt;/script&gt;" in text and 'href="x&#34;&gt;&lt;s&gt;"' in text


def test_a_strip_puts_each_value_where_it_belongs_and_starts_at_zero():
    one, rival = fact(DEAD), fact(RIVAL)
    assert strip.among_values(one, [rival]) == strip.Strip(100.0, (68.9,), "0", "238 people")
    assert strip.among_values(rival, [one]).own == 68.9
    assert strip.among_values(one, []) is None
    assert strip.among_values(one, [fact("csto-troops-official")]) is None


def test_the_strip_of_a_claim_stands_at_its_verdict():
    one = next(claim for claim in claims() if claim.verdict == "did_not_hold")
    assert strip.among_verdicts(one).own == 50 and len(strip.among_verdicts(one).others) == 4


@pytest.mark.parametrize(
    ("ledger", "name", "day"),
    [("facts", DEAD, (2022, 8, 16)), ("claims", "c07", (2022, 1, 10)), ("timeline", "t003", (2016, 5, 31))],
)
def test_a_record_is_known_from_the_last_day_that_its_date_can_mean(ledger, name, day):
    assert days.known(record(ledger, name)) == dt.date(*day)


def test_a_verdict_is_later_than_its_claim():
    one = record("claims", "c07")
    assert days.said(one, "C07") < days.said(one, "held up") == days.judged(one)


def test_days_are_all_of_january_then_those_on_which_the_record_changed():
    found = list(days.changes())
    assert found[:31] == [f"2022-01-{day:02}" for day in range(1, 32)] and found == sorted(found)
    later = {days.known(one).isoformat() for one in facts()} - set(found[:31])
    assert {day for day in later if day > "2022"} <= set(found[31:]) and all(days.changes()[day] for day in found[31:])


# The built book


def records_of(book, name: str) -> dict:
    """Return the data of a page's records."""
    text = (book / "_records" / name).with_suffix(".js").read_text(encoding="utf-8")
    return json.loads(re.fullmatch(r"qantarRecords\((.*)\);\n", text, re.S)[1])


@pytest.mark.browser
def test_every_link_to_a_record_has_an_address_and_a_card(book):
    for name in CHAPTERS:
        text = (book / "book" / f"{name}.html").read_text(encoding="utf-8")
        links = re.findall(
            r'<a class="reference internal" href="reference/(\w+)\.html#([^"]+)"(?: id="([^"]+)")?>', text
        )
        # A source that is called as its publisher has an address that docutils made.
        links = [link for link in links if link[0] in cards.KINDS and not re.fullmatch(r"id\d", link[1])]
        data = records_of(book, f"book/{name}.html")
        assert len(links) > 100 and all(f"{ledger}#{record_id}" in data["cards"] for ledger, record_id, _ in links)
        assert all(re.fullmatch(rf"at-{re.escape(record_id)}(-\d+)?", node) for _, record_id, node in links)
        ids = pages.read(book, f"book/{name}.html").ids
        assert set(data["from"]) <= ids and len(data["from"]) > 80, name


@pytest.mark.browser
def test_records_lead_back_to_every_word_that_uses_them(book):
    links = re.compile(r'<a [^>]*href="(?:\.\./)?reference/(\w+)\.html#[^"]+" id="(at-[^"]+)"')
    uses, back = set(), set()
    for name in pages.names(book):
        text = (book / name).read_text(encoding="utf-8")
        uses |= {f"{name}#{node}" for ledger, node in links.findall(text) if ledger != "sources"}
        if "/reference/" in name:
            back |= {link.replace("../", "book/") for link in pages.read(book, name).links if "#at-" in link}
    assert back == uses and len(back) > 700


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_a_number_opens_its_record_in_place_and_leads_to_its_rival_and_to_every_use(browser, base, size):
    with visits.open_page(browser, viewport=size) as (page, log):
        page.goto(f"{base}/book/counting.html")
        word, card = page.locator(f"#at-{DEAD}"), page.locator(".q-card")
        word.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".q-card:popover-open")
        assert page.url.endswith("/book/counting.html")
        one = fact(DEAD)
        for said in (value(one), one.speaker, label(one.stated), one.counted, value(fact(RIVAL))):
            assert said in card.inner_text()
        assert card.locator("circle").count() == 2
        box, at = card.bounding_box(), word.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"]
        assert size["width"] < 700 or abs(box["y"] - at["y"] - at["height"]) < 20
        card.locator("a[data-card]").press("Enter")
        assert card.locator("h2").inner_text() == fact(RIVAL).title
        page.keyboard.press("Escape")
        assert not card.is_visible() and word.evaluate("word => word === document.activeElement")
        word.click()
        card.locator("summary").click()
        use = card.locator("details a:not([href^='#'])").last
        address = use.evaluate("link => link.href")
        use.click()
        page.wait_for_url(address)
        marked = page.locator(":target")
        assert marked.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
        page.wait_for_function("one => one.getBoundingClientRect().top < innerHeight", arg=marked.element_handle())
        assert marked.get_attribute("href").endswith(f"facts.html#{DEAD}")
        assert (log.elsewhere, log.complaints) == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_card_is_for_everyone(browser, served, scheme):
    with visits.open_page(browser, color_scheme=scheme) as (page, _):
        page.goto(f"{served}/book/counting.html")
        for name in (DEAD, "c07"):
            page.locator(f"#at-{name}").click()
            page.wait_for_selector(".q-card:popover-open")
            assert Axe().run(page, ".q-card").response["violations"] == []
            page.keyboard.press("Escape")


@pytest.mark.browser
def test_a_link_to_a_record_still_leads_there(browser, book, base):
    with visits.open_page(browser, java_script_enabled=False) as (page, _):
        page.goto(f"{base}/book/counting.html")
        page.locator(f"#at-{DEAD}").click()
        page.wait_for_url(f"**/book/reference/facts.html#{DEAD}")
    with visits.open_page(browser) as (page, _):
        page.goto(f"{base}/book/counting.html")
        with page.context.expect_page() as other:
            page.locator(f"#at-{DEAD}").click(modifiers=["ControlOrMeta"])
        assert other.value.url.endswith(f"facts.html#{DEAD}") and page.locator(".q-card").count() == 0
    with visits.open_page(browser) as (page, _):
        page.route("**/_records/**", lambda route: route.abort())
        page.goto(f"{base}/book/counting.html")
        page.locator(f"#at-{DEAD}").click()
        page.wait_for_url(f"**/book/reference/facts.html#{DEAD}")


@pytest.mark.browser
def test_a_tap_opens_the_card_on_a_phone(browser, served):
    with visits.open_page(browser, viewport=SIZES[0], has_touch=True, is_mobile=True) as (page, _):
        page.goto(f"{served}/book/counting.html")
        page.locator(f"#at-{DEAD}").tap()
        page.wait_for_selector(".q-card:popover-open")
        page.locator(".q-card-full a").tap()
        page.wait_for_url(f"**/book/reference/facts.html#{DEAD}")


@pytest.mark.browser
def test_a_record_is_marked_on_arrival(browser, served):
    with visits.open_page(browser) as (page, _):
        page.goto(f"{served}/book/reference/facts.html#{DEAD}")
        title = page.locator(f"section#{DEAD} > h3")
        assert title.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"


@pytest.mark.browser
@pytest.mark.parametrize("page_name", ["counting", "hindsight"])
def test_back_keeps_the_place_on_a_phone(browser, base, page_name):
    with visits.open_page(browser, viewport=SIZES[0], has_touch=True, is_mobile=True) as (page, _):
        page.goto(f"{base}/book/{page_name}.html")
        word = page.locator("article section section a[id^=at-]").nth(60)
        word.evaluate(visits.SCROLL)
        before = word.bounding_box()["y"]
        word.evaluate("word => location.assign(word.href)")
        page.wait_for_url("**/reference/**")
        page.go_back()
        page.wait_for_timeout(700)
        assert abs(word.bounding_box()["y"] - before) < 40
