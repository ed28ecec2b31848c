"""Chapters and book on paper: read back from the PDF, and looked at as print media."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pages
import print_book
import pytest
from pypdf import PdfReader

from qantar.data import load

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "counting"
BEFORE_A_BREAK = 25
"""Letters of a text that are looked for: the end of a long one may stand on the next page, after the footer."""


@pytest.fixture(scope="module")
def paper(book, tmp_path_factory) -> PdfReader:
    """One chapter, printed by the command."""
    target = tmp_path_factory.mktemp("paper")
    done = run(book, target, CHAPTER)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in target.iterdir()] == [f"{CHAPTER}.pdf"]
    return PdfReader(target / f"{CHAPTER}.pdf")


@pytest.fixture(scope="module")
def texts(paper) -> list[str]:
    """The text of each sheet; pypdf takes seconds for it."""
    return [page.extract_text() for page in paper.pages]


def run(*words: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "tools/print_book.py", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def words_of(text: str) -> str:
    """Return letters and digits only; on paper some pairs of letters are one sign."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text))


def test_every_section_figure_and_fold_of_a_chapter_is_on_paper(book, browser, texts):
    printed = words_of("".join(texts))
    page = browser.new_page()
    page.goto((book / "book" / f"{CHAPTER}.html").as_uri())
    headings = page.locator("article :is(h2, h3)").evaluate_all("all => all.map(one => one.firstChild.textContent)")
    captions = page.locator("figcaption > p").all_text_contents()
    # Paper has no use for buttons, nor for the link to download a table.
    page.locator("article details button").evaluate_all("all => all.forEach(one => one.remove())")
    folded = page.locator("article details :is(p:not(:has(> a[download])), td):not(summary *)").all_text_contents()
    page.close()
    assert len(headings) > 5 and len(captions) > 3 and len(folded) > 50
    for text in (*headings, *captions, *folded):
        assert words_of(text)[:BEFORE_A_BREAK] in printed, text


def test_what_a_chapter_links_to_stands_in_notes_and_no_link_leads_to_a_file(book, paper, texts):
    annotations = [one.get_object() for page in paper.pages for one in page.get("/Annots", [])]
    addresses = [str(one["/A"]["/URI"]) for one in annotations if "/URI" in one.get("/A", {})]
    assert len(addresses) > 100 and all(address.startswith("http") for address in addresses)
    printed = words_of("".join(texts))
    notes = printed[printed.rindex("Notes1") :]
    links = pages.read(book, f"book/{CHAPTER}.html").links
    records = {link.rsplit("#", 1)[1] for link in links if "reference/facts.html#" in link}
    titles = load("facts").set_index("fact_id")["title"]
    for record in records:
        assert words_of(titles[record])[:BEFORE_A_BREAK] in notes, record
    assert len(records) > 30 and notes.count("Statedby") >= len(records)


def test_pages_are_numbered_and_addresses_of_sources_are_printed(texts):
    assert len(texts) > 10
    for number, text in enumerate(texts, start=1):
        assert re.search(rf"(^|\D){number}\s*$", text.strip()) or re.search(rf"\n{number}\n", f"\n{text}\n"), number
    assert "https://" in "".join(texts)


def test_a_chapter_has_its_title_once_in_the_look_of_the_page(book, browser):
    page = browser.new_page()
    page.goto((book / "book" / f"{CHAPTER}.html").as_uri())
    title = page.locator("h1:visible").all_text_contents()
    page.emulate_media(media="print")
    assert len(title) == 1 and page.locator("h1:visible").all_text_contents() == title
    assert page.locator("h1:visible").evaluate("one => getComputedStyle(one).textAlign") == "start"
    page.close()


def test_nothing_is_cut_on_paper(book, browser):
    page = browser.new_page(viewport={"width": 673, "height": 900})  # A4 less its margins
    page.emulate_media(media="print")
    cut = {}
    for name in pages.published(book):
        page.goto(f"{book.as_uri()}/{name}")
        page.evaluate(print_book.PREPARE)
        wide = page.evaluate(
            """() => [...document.querySelectorAll("article :is(table, pre, figure, img, svg)")]
              .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .map(one => one.outerHTML.slice(0, 80))"""
        )
        cut |= {name: wide} if wide else {}
    page.close()
    assert cut == {}


def test_the_whole_book_is_one_document_with_links_that_stay_inside(book, browser):
    page = browser.new_page()
    names = ["book/index", "book/reference/essays", "book/reference/data"]
    print_book.collect(page, book, names)
    page.emulate_media(media="print")
    headings = page.locator("h1:visible").all_text_contents()
    assert [words_of(one) for one in headings[1:]] == ["Readingacrisisinrealtime", "Dataessays", "Data"]
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(set(ids)) == len(ids)
    inside = page.locator("article a[href^='#']").evaluate_all(
        "all => all.map(one => one.getAttribute('href').slice(1))"
    )
    assert "book-reference-data--table-tolls" in inside and set(inside) <= set(ids)
    titles = page.locator(".q-title li").all_text_contents()
    assert [words_of(title) for title in titles] == [
        words_of(page.locator(".q-part h1").nth(place).evaluate("one => one.firstChild.textContent"))
        for place in range(3)
    ]
    page.close()


def test_a_page_that_is_not_there_is_refused_in_one_sentence(book, tmp_path):
    done = run(book, tmp_path / "pdf", "cuases")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and "no page cuases" in done.stderr
    assert not (tmp_path / "pdf").exists()
