"""The built pages as files: links lead somewhere, nothing comes from elsewhere, tables are the data."""

import re
from urllib.parse import unquote, urldefrag, urlsplit

import pages
import pytest

from qantar.sphinxext.page.slim import UNUSED


@pytest.fixture(scope="module")
def all_pages(book):
    return {name: pages.read(book, name) for name in pages.names(book)}


def target(book, page, address):
    """Return (file, fragment) of a relative address, or None for another site or another scheme."""
    if urlsplit(address).scheme or address.startswith("//"):
        return None
    path, fragment = urldefrag(address)
    file = (book / page).parent / unquote(path.split("?")[0]) if path else book / page
    return file.resolve(), unquote(fragment)


def test_there_are_chapters_and_reference_pages(all_pages):
    assert {"book/index.html", "book/causes.html", "book/reference/facts.html", "search.html"} <= set(all_pages)


def test_every_internal_link_and_anchor_resolves(book, all_pages):
    by_file = {(book / name).resolve(): page for name, page in all_pages.items()}
    faults, followed = [], 0
    for name, page in all_pages.items():
        for address in {*page.links, *page.loads}:
            found = target(book, name, address)
            if found is None or address == "#":
                continue
            followed += 1
            file, fragment = found
            if not file.is_file():
                faults.append(f"{name}: {address} is no file")
            elif fragment and file in by_file and fragment not in by_file[file].ids:
                faults.append(f"{name}: {address} leads to no such place")
    assert not faults
    assert followed > 200


def test_the_front_door_leads_to_the_first_page(book):
    words = (book / "index.html").read_text(encoding="utf-8")
    address = re.search(r"url=([^\"']+)", words)
    assert address is None or (book / address.group(1)).is_file()


def test_no_page_loads_anything_from_elsewhere(all_pages):
    foreign = [(name, address) for name, page in all_pages.items() for address in page.loads if "//" in address]
    assert not foreign


def test_a_page_loads_no_script_or_style_that_was_taken_out(all_pages):
    dropped = re.compile(r"fontawesome|bootstrap\.js|thebe|mathjax|require|html-manager|design-tabs", re.I)
    found = [(name, address) for name, page in all_pages.items() for address in page.loads if dropped.search(address)]
    assert not found


def test_the_search_index_is_loaded_on_the_search_page_only(all_pages):
    with_index = {name for name, page in all_pages.items() if any("searchindex.js" in load for load in page.loads)}
    assert with_index == {"search.html"}


def test_charts_scripts_are_loaded_where_there_are_charts(all_pages):
    for name, page in all_pages.items():
        is_loaded = any("qantar-charts.js" in load for load in page.loads)
        assert is_loaded == ("q-chart" in page.classes), name
        assert not any("qantar-vega.js" in load for load in page.loads), name


def test_the_folder_carries_no_dead_weight(book):
    static = book / "_static"
    assert not list(static.rglob("*.map"))
    assert not [name for name in UNUSED if (static / name).exists()]


def test_every_page_names_its_language_and_says_what_it_holds(all_pages):
    said = {}
    for name, page in all_pages.items():
        assert page.lang == "en", name
        assert 20 < len(page.metas.get("description", "")) <= 160, name
        assert page.metas["viewport"].startswith("width=device-width"), name
        said.setdefault(page.metas["description"], []).append(name)
    assert all(len(names) == 1 for names in said.values()), said


def test_headings_are_in_order(all_pages):
    for name, page in all_pages.items():
        if not page.headings:
            assert name == "search.html"
            continue
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert page.headings.count(1) == 1 and page.headings[0] == 1, name
        assert all(after - before <= 1 for before, after in steps), name


def test_every_icon_named_on_a_page_is_drawn_by_the_books_style(book, all_pages):
    style = (book / "_static" / "qantar-icons.css").read_text(encoding="utf-8")
    named = {c for page in all_pages.values() for c in page.classes if c.startswith("fa-")}
    drawn = set(re.findall(r"\.(fa-[a-z-]+) \{ --q-icon", style))
    assert named - drawn - {"fa-solid", "fa-lg"} == set()
    assert "fa-bars" in named


def test_the_table_of_each_figure_is_its_csv(book, all_pages):
    compared = 0
    for name, page in all_pages.items():
        for address, rows in page.tables.items():
            file, _ = target(book, name, address)
            assert rows == pages.rows_of(file), f"{name}: {address}"
            assert len(rows) > 1 and len({len(row) for row in rows}) == 1, f"{name}: {address}"
            compared += 1
    assert compared == sum(pages.published(book).values()) > 0


def test_no_page_offers_a_launch_that_leads_nowhere(all_pages):
    assert not [link for page in all_pages.values() for link in page.links if "binder.org" in link]


def test_no_page_shows_an_error_of_a_notebook(all_pages):
    for name, page in all_pages.items():
        assert not page.classes & {"traceback", "stderr", "system-message", "problematic"}, name
