"""What the book does otherwise than the theme, Sphinx and pandas do by themselves, looked for on the built pages.

Each mend is made before a page is written, by a template, a transform or an option: the faults that it mends would
come back without a word when the names that it hangs on change.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pages
import pytest

EMPTY = {"meta", "link", "input", "img", "br", "hr", "path", "area", "source", "col", "wbr"}
SEARCH = ["searchtools.js", "language_data.js", "searchindex.js", "qantar-find.js"]


@dataclass(repr=False, eq=False)
class Element:
    """An element of a page, with its attributes, what stands around it and the words in it."""

    tag: str
    attributes: dict[str, str]
    around: list["Element"]
    words: str = ""
    inner: list["Element"] = field(default_factory=list)

    def __repr__(self):
        return f"<{self.tag} {self.attributes}>"

    @property
    def classes(self):
        return self.attributes.get("class", "").split()

    def get(self, name):
        return self.attributes.get(name)


class Reader(HTMLParser):
    """Lists the elements of a page in their order."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, list(self.open))
        self.found.append(element)
        for one in self.open:
            one.inner.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while any(one.tag == tag for one in self.open) and self.open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for one in self.open:
            one.words += data


@pytest.fixture(scope="module")
def book_pages(book):
    """Return the elements of each page by its address."""
    return {name: Reader((book / name).read_text(encoding="utf-8")).found for name in pages.names(book)}


@pytest.fixture(params=["book/causes.html", "book/reference/facts.html", "book/teaching/handouts.html", "search.html"])
def page(request, book_pages):
    """Return the elements of a chapter, a reference page, a page deep down and the search page."""
    return book_pages[request.param]


def of(elements, tag, word=None):
    """Return the elements with a tag and, where `word` is given, with this class."""
    return [one for one in elements if one.tag == tag and (word is None or word in one.classes)]


def scripts(elements):
    """Return name → script of those that are files, in their order."""
    files = [one for one in of(elements, "script") if one.get("src")]
    return {re.sub(r"\?.*", "", one.get("src").rpartition("/")[2]): one for one in files}


# Access


def test_the_sidebars_first_block_is_named_navigation(page):
    (block,) = of(page, "div", "sidebar-primary-items__start")
    assert (block.get("role"), block.get("aria-label")) == ("navigation", "Book")
    assert of(block.inner, "a", "logo") and of(block.inner, "button", "search-button-field")
    assert of(block.inner, "nav", "bd-links")


def test_the_search_fields_button_is_called_by_its_own_words(page):
    (button,) = of(page, "button", "search-button-field")
    assert button.get("aria-label") is None
    assert button.words.split() == ["Search", "Ctrl+K"]


def test_each_arrow_that_unfolds_a_part_is_named_after_it(page):
    parts = [one for one in of(page, "summary") if of(one.inner, "span", "toctree-toggle")]
    assert [one.get("aria-label") for one in parts] == ["Pages under For teachers", "Pages under Question sheets"]
    for one in parts:
        assert of(one.around[-2].inner, "a")[0].words == one.get("aria-label").removeprefix("Pages under ")


def test_no_table_has_an_empty_header_cell(book_pages):
    cells = {name: of(elements, "th") for name, elements in book_pages.items()}
    assert [name for name, found in cells.items() if not all(cell.words.strip() for cell in found)] == []
    corners = Counter()
    for name, elements in book_pages.items():
        heads = [one for one in of(elements, "td") if any(outer.tag == "thead" for outer in one.around)]
        corners.update({name: len(heads)} if all(not one.words.strip() for one in heads) else {"": 1})
    # Both kinds: tables that a notebook prints and a table of the text.
    assert corners["book/hindsight.html"] >= 5 and corners["book/causes.html"] >= 5 and not corners[""]


def test_the_bibliography_is_a_list_and_not_a_heap_of_notes(book_pages):
    elements = book_pages["book/reference/bibliography.html"]
    entries = [one for one in of(elements, "li") if one.get("id") and one.around[-1].tag == "ol"]
    assert len(entries) > 5 and not [one for one in elements if one.get("role") in ("list", "doc-biblioentry")]


# Weight, and a page that is drawn at once


def test_the_viewport_is_set_once(book_pages):
    for name, elements in book_pages.items():
        assert len([one for one in of(elements, "meta") if one.get("name") == "viewport"]) == 1, name


def test_nothing_is_loaded_ahead_of_its_turn(book_pages):
    for name, elements in book_pages.items():
        assert not [one for one in of(elements, "link") if one.get("rel") in ("preload", "modulepreload")], name


def test_thebe_is_nowhere_in_the_book(book, book_pages):
    assert not list(book.rglob("*thebe*"))
    for name in book_pages:
        assert "thebe" not in (book / name).read_text(encoding="utf-8").lower(), name


def test_neither_font_awesome_nor_bootstrap_is_loaded_and_nothing_needs_them(book_pages):
    for name, elements in book_pages.items():
        assert not {"fontawesome.js", "bootstrap.js"} & set(scripts(elements)), name
        assert not [one for one in elements if one.get("data-bs-toggle") not in (None, "tooltip")], name
        assert "pydata-sphinx-theme.js" in scripts(elements), name


def test_scripts_wait_for_the_page_but_not_the_options_that_others_need_at_once(book_pages):
    for name, elements in book_pages.items():
        files = scripts(elements)
        assert [file for file, one in files.items() if one.get("defer") is None] == ["documentation_options.js"], name
        inline = next(one for one in of(elements, "script") if "DOCUMENTATION_OPTIONS" in one.words)
        assert elements.index(files["documentation_options.js"]) < elements.index(inline), name


def test_the_themes_own_script_runs_last(book_pages):
    for name, elements in book_pages.items():
        files = [file for file in scripts(elements) if file not in SEARCH]
        assert files[-1] == "pydata-sphinx-theme.js", name


def test_the_search_index_is_loaded_on_the_search_page_only(book_pages):
    for name, elements in book_pages.items():
        loaded = [file for file in scripts(elements) if file in SEARCH]
        assert loaded == (SEARCH if name == "search.html" else []), name


def test_a_page_loads_scripts_for_code_only_where_it_shows_some(book_pages):
    with_code = set()
    for name, elements in book_pages.items():
        has_code = bool(of(elements, "pre"))
        assert ("copybutton.js" in scripts(elements)) == ("clipboard.min.js" in scripts(elements)) == has_code, name
        with_code.update({name} if has_code else ())
    assert "book/causes.html" in with_code and "book/reference/facts.html" not in with_code


def test_scripts_for_boxes_and_tabs_that_no_page_has_are_on_none(book_pages):
    for name, elements in book_pages.items():
        assert not {"togglebutton.js", "design-tabs.js"} & set(scripts(elements)), name
        assert not [one for one in of(elements, "script") if "toggle" in one.words.lower()], name


# The line above the text


def test_a_chapter_offers_its_notebook_and_a_page_of_text_offers_nothing(book, book_pages):
    for name, elements in book_pages.items():
        head = of(elements, "div", "article-header-buttons")
        links = of(head[0].inner, "a") if head else []
        words = [" ".join(one.words.split()) for one in links]
        is_notebook = (book / "_sources" / name).with_suffix(".ipynb").is_file()
        assert words == ["Notebook"] * is_notebook, name
        assert all(((book / name).parent / one.get("href")).is_file() and one.get("title") for one in links), name
        assert not [one for one in elements if "dropdown-menu" in one.classes], name


@pytest.mark.browser
def test_a_block_is_asked_whether_it_scrolls_when_it_comes_near_and_not_before(book, browser):
    page = browser.new_page(viewport={"width": 360, "height": 700})
    page.goto(f"{book.as_uri()}/book/causes.html")
    blocks = page.locator(".bd-article pre:not(details *)")
    assert blocks.last.get_attribute("tabindex") is None
    # Sections that come near for the first time take another height, and move the block away again.
    is_told = """one => {
      one.scrollIntoView({block: "center"});
      return one.getAttribute("tabindex") === (one.scrollWidth > one.clientWidth ? "0" : "-1");
    }"""
    for block in (blocks.first, blocks.last):
        page.wait_for_function(is_told, arg=block.element_handle())
    assert blocks.last.get_attribute("tabindex") == "0"
    page.set_viewport_size({"width": 2400, "height": 700})
    page.wait_for_function(is_told, arg=blocks.last.element_handle())
    assert blocks.last.get_attribute("tabindex") == "-1"
    page.close()
