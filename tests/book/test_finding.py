"""Found at once: the search finds records, reference pages are short and can be filtered, tables can be taken along."""

import io
import json
import re
import zipfile

import audits
import pandas as pd
import pytest
import visits

from qantar.data import describe, load, tables
from qantar.data.records import records
from qantar.facts import facts
from qantar.facts.lookup import LEDGERS
from qantar.page import facets, found
from qantar.reference import linked
from qantar.sphinxext.records import package

SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 900})
SHOWN = """ids => ids.filter(id => document.getElementById(id).offsetParent !== null).length"""
TALLEST = 30_000


@pytest.fixture(params=["server", "folder"])
def base(request):
    """Address of the book without a closing slash: on a server, and as files."""
    return request.getfixturevalue("served") if request.param == "server" else request.getfixturevalue("book").as_uri()


# What is found and by what is filtered


def test_every_record_can_be_found_and_no_two_entries_are_one():
    entries = list(found.entries())
    places = {(one.page, one.record_id) for one in entries}
    for ledger, kind in LEDGERS.items():
        assert {(ledger, name) for name in records(ledger, kind)} <= places
    assert {("people", one) for one in records("people")} <= places
    assert len(entries) - len(places) == sum(one.kind != "person" for one in records("names").values()) - 1


@pytest.mark.parametrize(
    ("date", "period"),
    [("2021-12", "before"), ("2022-01-05", "january"), ("2022", "january"), ("2022-02", "2022"), ("2026-01", "2025")],
)
def test_a_date_lies_in_one_part_of_time(date, period):
    assert facets.period(date) == (period,)
    assert facets.period("") == ()


@pytest.mark.parametrize("page", facets.FACETS)
def test_each_answer_of_a_filter_has_words_and_a_record(page):
    made = facets.filters(page)
    assert len(made["records"]) > 20
    for number, facet in enumerate(made["facets"]):
        given = {value for answers in made["records"].values() for value in answers[number]}
        assert given == {key for key, _ in facet["words"]} and len(given) > 1, facet["name"]
        assert not [words for _, words in facet["words"] if "_" in words]


def test_a_person_is_found_by_the_whole_name_or_a_surname_that_nobody_shares():
    assert facets.people("Karim Masimov was detained,", "and Osipov.") == ["karim-masimov", "marat-osipov"]
    assert facets.people("Nazarbayev, Masimov and Osipova") == []


# The search of the built book


def search(page, base: str, words: str) -> list[str]:
    """Search for words and return the addresses of the records that are found, relative to the book."""
    page.goto(f"{base}/search.html")
    page.locator("#search-input, input[name=q]").locator("visible=true").first.fill(words)
    page.keyboard.press("Enter")
    page.wait_for_selector(".q-found")
    links = page.locator(".q-found li > a").evaluate_all("all => all.map(one => one.href)")
    return [link.removeprefix(f"{base}/book/") for link in links]


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_a_number_is_found_in_any_writing_and_the_search_lands_there(browser, base, size):
    with visits.open_page(browser, viewport=size) as (page, log):
        assert search(page, base, "238")[0] == "reference/facts.html#deaths-official-final"
        wanted = {f"reference/facts.html#{one.fact_id}" for one in facts() if one.value == "2030"}
        for writing in ("2,030", "2030", "2 030", "2\u202f030"):
            assert wanted and wanted <= set(search(page, base, writing)), writing
        page.locator(".q-found summary").first.click()
        page.locator(".q-found details a").first.click()
        page.wait_for_url("**#at-*")
        assert page.locator(":target").evaluate("one => one.getBoundingClientRect().top < innerHeight")
        assert (log.elsewhere, log.complaints) == ([], [])


@pytest.mark.browser
def test_dates_people_and_places_are_found_in_every_writing(browser, served):
    with visits.open_page(browser) as (page, _):
        events = records("timeline", LEDGERS["timeline"]).values()
        on_the_day = f"reference/timeline.html#{next(one.event_id for one in events if one.date == '2022-01-05')}"
        for writing in ("5 January 2022", "2022-01-05", "5.1.2022", "January 5, 2022"):
            assert on_the_day in more(page, search(page, served, writing)), writing
        for writing in ("Масимов", "Мәсімов", "masimov", "Massimov"):
            assert "reference/people.html#karim-masimov" in search(page, served, writing), writing
        for writing in ("Жаңаөзен", "Жанаозен", "Zhanaozen"):
            assert "reference/glossary.html#names-of-places" in more(page, search(page, served, writing)), writing
        assert "counting.html#official-toll" in more(page, search(page, served, "official toll"))


def more(page, first: list[str]) -> list[str]:
    """Return all that was found, those behind the button too."""
    if page.locator(".q-found > button").count():
        page.locator(".q-found > button").click()
    every = addresses(page)
    assert every[: len(first)] == first
    return every


def addresses(page) -> list[str]:
    """Return the addresses of the records that are shown, relative to the book."""
    links = page.locator(".q-found li > a").evaluate_all("all => all.map(one => one.href)")
    return [link.partition("/book/")[2] for link in links]


@pytest.mark.browser
def test_what_was_searched_for_is_text_and_nothing_else(browser, served):
    with visits.open_page(browser) as (page, log):
        page.goto(f"{served}/search.html?q=238%20<img%20src=x%20onerror=alert(1)>")
        page.wait_for_load_state("networkidle")
        assert page.locator("img[src=x]").count() == 0 and log.complaints == []


# Reference pages


@pytest.mark.browser
@pytest.mark.parametrize("page_name", [*facets.FACETS, "bibliography"])
def test_a_reference_page_is_short_at_first_sight(browser, served, page_name):
    with visits.open_page(browser) as (page, _):
        page.goto(f"{served}/book/reference/{page_name}.html")
        assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST


@pytest.mark.browser
def test_a_fold_opens_for_an_address_in_it_and_nothing_is_lost_without_scripts(browser, base):
    for scripts in (True, False):
        with visits.open_page(browser, java_script_enabled=scripts) as (page, _):
            page.goto(f"{base}/book/reference/facts.html#deaths-official-final")
            assert page.locator("#deaths-official-final h3").is_visible()
            assert page.locator(".q-fold").count() > 4
            assert page.locator(".q-filter").is_visible() == scripts
            page.locator(".q-fold > summary").last.click()
            assert page.locator("h3:visible").count() > 30


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_facts_are_filtered_by_keyboard_and_the_choice_stands_in_the_address(browser, base, size):
    wanted = [one for one in facts("counting") if one.confidence == "disputed"]
    every = json.dumps([one.fact_id for one in facts()])
    with visits.open_page(browser, viewport=size) as (page, log):
        page.goto(f"{base}/book/reference/facts.html")
        page.locator(".q-filter > summary").press("Enter")
        page.locator(".q-filter select[name=chapter]").focus()
        page.locator(".q-filter select[name=chapter]").select_option("counting")
        page.locator(".q-filter select[name=confidence]").select_option("disputed")
        said = page.locator(".q-filter output")
        assert said.inner_text() == f"{len(wanted)} of {len(facts())} shown." and wanted
        assert page.evaluate(f"({SHOWN})({every})") == len(wanted)
        assert page.url.endswith("facts.html?chapter=counting&confidence=disputed")
        page.reload()
        said.wait_for()
        assert page.evaluate(f"({SHOWN})({every})") == len(wanted)
        page.get_by_label("Words").fill("no such record")
        assert "None shown" in said.inner_text() and page.locator("h3:visible").count() == 0
        page.get_by_role("button", name="Show all").press("Enter")
        page.wait_for_url("**/facts.html")
        assert said.inner_text() == f"{len(facts())} of {len(facts())} shown."
        page.get_by_label("Words").fill("no such record")
        page.evaluate("location.hash = '#deaths-official-final'")
        page.wait_for_function("document.querySelector('.q-filter input[type=search]').value === ''")
        assert page.locator("#deaths-official-final h3").is_visible()
        assert (log.elsewhere, log.complaints) == ([], [])


@pytest.mark.browser
def test_every_word_must_be_there_and_marks_on_letters_do_not_count(browser, served):
    with visits.open_page(browser) as (page, _):
        page.goto(f"{served}/book/reference/timeline.html?words=ROAD%20Zhana%C3%B6zen")
        page.locator(".q-filter output").wait_for()
        ids = list(records("timeline", LEDGERS["timeline"]))
        shown = page.evaluate(SHOWN, ids)
        assert 0 < shown < len(ids)
        assert page.locator(".q-filter output").inner_text() == f"{shown} of {len(ids)} shown."


@pytest.mark.browser
def test_a_choice_that_a_page_does_not_have_is_said_once_and_left_out(browser, served):
    with visits.open_page(browser) as (page, log):
        page.goto(f"{served}/book/reference/claims.html?verdict=<b>maybe&kind=forecast")
        page.get_by_role("status").get_by_text("asks for a verdict that this page does not have").wait_for()
        assert page.url.endswith("claims.html?kind=forecast") and page.locator(".q-filter b").count() == 0
        assert audits.faults(page) == [] and log.complaints == []


# Tables to take along


@pytest.mark.browser
def test_each_table_of_the_book_is_a_file_and_all_are_one_data_package(book):
    page = (book / "book" / "reference" / "data.html").read_text(encoding="utf-8")
    archive = zipfile.ZipFile(book / package.PACKAGE)
    described = json.loads(archive.read("datapackage.json"))["resources"]
    assert {one["path"] for one in described} <= set(archive.namelist())
    for name in tables():
        path = describe(name)["path"]
        assert f'href="../../{linked.TABLES}/{path}" download' in page
        text = (book / linked.TABLES / path).read_bytes()
        assert text == archive.read(path) and len(pd.read_csv(io.BytesIO(text))) == len(load(name))
    assert f'href="../../{package.PACKAGE}" download' in page and (book / package.PACKAGE).stat().st_size < 500_000
    assert {one.date_time for one in archive.infolist()} == {package.WHEN}
    assert re.search(r"hash", json.dumps(described))
