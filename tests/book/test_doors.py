"""The book's outer doors: its root, addresses that lead nowhere, previews, sitemap, languages of words."""

import re
import struct
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import audits
import pages
import pytest
import zip_book
from docutils import nodes

from qantar.chapters import CHAPTERS
from qantar.sphinxext.page import doors, languages

ROOT = Path(__file__).resolve().parents[2]
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "root"), [("/book/no/such/page.html", ""), ("/nowhere.html", ""), ("/deep/book/x.html", "/deep")]
)
def test_a_lost_address_leads_back_from_any_depth(book, browser, address, root):
    page = browser.new_page()
    text = (book / "404.html").read_text(encoding="utf-8")
    page.route("**/*", lambda route: route.fulfill(status=404, body=text, content_type="text/html"))
    page.goto(f"http://127.0.0.1:9{address}")
    assert page.get_by_role("link", name="First page").evaluate("link => link.pathname") == f"{root}/book/index.html"
    assert page.get_by_role("link", name="Search").evaluate("link => link.pathname") == f"{root}/search.html"
    page.close()


@pytest.mark.browser
def test_the_first_page_offers_every_chapter_on_a_card_that_is_one_large_link(book, browser):
    page = browser.new_page()
    for number, name in enumerate(CHAPTERS):
        page.goto(f"{book.as_uri()}/book/index.html")
        cards = page.locator(".q-cards > li")
        assert cards.count() == len(CHAPTERS)
        card = cards.nth(number)
        assert card.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
        # All signs are one picture, of which each card shows its part.
        place = card.locator("img").evaluate("image => parseFloat(getComputedStyle(image).objectPosition)")
        assert place == 100 * number / (len(CHAPTERS) - 1)
        assert card.locator("img").get_attribute("alt") == ""  # the sign says nothing that the words do not
        title = card.get_by_role("link").inner_text()
        card.click(position={"x": 5, "y": 5})
        assert page.url.endswith(f"/book/{name}.html")
        assert page.locator("h1:visible").evaluate("one => one.firstChild.textContent") == title
    page.close()


@pytest.mark.browser
def test_without_an_address_no_page_claims_one(book):
    assert not (book / "sitemap.xml").exists()
    for name in pages.names(book):
        metas = pages.read(book, name).metas
        assert not {"og:url", "og:image"} & set(metas), name
        assert metas["og:title"] and metas["og:description"], name


@pytest.mark.browser
def test_the_preview_has_the_size_that_hosts_ask_for(book):
    head = (book / doors.PREVIEW).read_bytes()[:24]
    assert head.startswith(b"\x89PNG") and struct.unpack(">II", head[16:]) == (1200, 630)


def test_the_sitemap_names_every_document_below_the_address():
    app = SimpleNamespace(
        config=SimpleNamespace(html_baseurl="https://example.org/qantar"),
        env=SimpleNamespace(found_docs={"book/index", "book/causes"}),
        builder=SimpleNamespace(get_target_uri=lambda name: f"{name}.html"),
    )
    base = doors.address(app)
    root = ElementTree.fromstring(doors.sitemap(app, base).encode())
    assert [place.text for place in root.iter(f"{NAMESPACE}loc")] == [
        "https://example.org/qantar/book/causes.html",
        "https://example.org/qantar/book/index.html",
    ]


def test_braces_of_scripts_survive_filling():
    assert doors.filled("{title} { margin: 0 } ${home}", title="T", root="r") == "T { margin: 0 } ${home}"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_install_page_of_the_bundle_is_for_everyone_and_its_links_arrive(book, browser, scheme, tmp_path):
    page = browser.new_page(color_scheme=scheme)
    install = tmp_path / "INSTALL.html"
    install.write_text(zip_book.install_page(), "utf-8")
    page.goto(install.as_uri())
    assert audits.faults(page) == []
    links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links and all((book / link).is_file() for link in links)
    page.close()


# Words in other languages


@pytest.mark.parametrize(
    ("words", "said", "wanted"),
    [
        ("КНБ", "(Kazakh ", "kk"),
        ("Қауіпсіздік", "(Russian ", "ru"),
        ("теңге", "", "kk"),
        ("Самрук-Қазына", "Samruk-Kazyna («Самұрық-Қазына»; «", "ru"),
        ("Елбасы", "Elbasy (", "kk"),
        ("калибровка", "Calibration (", "ru"),
    ],
)
def test_words_are_told_apart(words, said, wanted):
    assert languages.language(words, said) == wanted


def test_the_text_around_marked_words_is_kept():
    parts = languages.marked("The tenge (теңге; тенге): money", "")
    assert "".join(part.astext() for part in parts) == "The tenge (теңге; тенге): money"
    marks = {part.astext(): part["classes"] for part in parts if isinstance(part, nodes.inline)}
    assert marks == {"теңге": ["language-kk"], "тенге": ["language-ru"]}


@pytest.mark.browser
def test_every_cyrillic_word_of_the_built_book_has_its_language(book):
    marked = 0
    for name in pages.names(book):
        text = (book / name).read_text(encoding="utf-8").split("<body", 1)[1]
        text = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", text, flags=re.S)
        text, count = re.subn(r'<(\w+)[^>]*\blang="(?:kk|ru)[^>]*>.*?</\1>', "", text, flags=re.S)
        marked += count
        bare = re.sub(r"<[^>]*>", " ", text)
        assert not re.search(languages.LETTER, bare), (name, re.findall(rf".{{20}}{languages.LETTER}+", bare)[:3])
    assert marked > 100
