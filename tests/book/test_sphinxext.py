"""The book's Sphinx extension: each mend does one thing, the style sheet keeps what is used, plain Sphinx will do."""

import re

import nbformat
import nbformat.v4 as v4
import pytest
from books import sphinx
from docutils import nodes
from docutils.utils import new_document

from qantar.sphinxext.page import scripts, summary, targets
from qantar.sphinxext.sheet import styles
from qantar.sphinxext.sheet.css import pruned, without_unused_properties, words_of_pages, words_of_scripts

HEAD = """<!DOCTYPE html><html lang="en"><head>
  <link href="../_static/styles/theme.css?digest=55c2" rel="stylesheet" />
  <link rel="stylesheet" type="text/css" href="../_static/pygments.css?v=03e4" />
  <link rel="stylesheet" href="https://example.org/other.css" />
  <link rel="preload" as="style" href="../_static/late.css" />
</head><body><p>Words.</p></body></html>"""


def test_a_page_links_to_one_style_sheet_of_the_book():
    page = styles.with_one_sheet(HEAD, "0000aaaa")
    assert styles.sheets_of(HEAD) == ["styles/theme.css", "pygments.css"]
    assert styles.sheets_of(page) == [styles.BUNDLE]
    assert f'href="../_static/{styles.BUNDLE}?v=0000aaaa' in page and "https://example.org/other.css" in page
    assert styles.with_one_sheet(page, "0000bbbb") == page.replace("0000aaaa", "0000bbbb")
    assert styles.with_one_sheet("<p>none</p>", "0000aaaa") == "<p>none</p>"


WORDS = {"a", "b", "open", "side", "html", "p"}


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".a{x:1}", ".a{x:1}"),
        (".gone{x:1}", ""),
        (".a,.gone,p{x:1}", ".a,p{x:1}"),
        (".a .gone>b{x:1}", ""),
        (".a:hover .b::after{x:1}", ".a:hover .b::after{x:1}"),
        (".a:not(.gone){x:1}", ".a:not(.gone){x:1}"),
        (":is(.a,.gone) p{x:1}", ":is(.a,.gone) p{x:1}"),
        ("#side a{x:1}", "#side a{x:1}"),
        ("#nowhere a{x:1}", ""),
        ("li,p{x:1}", "p{x:1}"),
        ("p > li:first-child{x:1}", ""),
        ("p::first-line,p:not(li)[open]{x:1}", "p::first-line,p:not(li)[open]{x:1}"),
        ("p{}a{/* nothing */}", ""),
        ("p{ --x: ; a: b c ; d: url(e) }", "p{--x: ;a:b c ;d:url(e)}"),
        ('html[data-theme="dark"] .b{color:#123456}', 'html[data-theme="dark"] .b{color:#123456}'),
        ("@media (min-width:9px){.gone{x:1}.a{y:2}}", "@media (min-width:9px){.a{y:2}}"),
        ("@media print{.gone{x:1}}", ""),
        ("@font-face{font-family:F}", ""),
        ("@keyframes k{from{x:1}}", "@keyframes k{from{x:1}}"),
        ("/* note */p{x:1}", "p{x:1}"),
        ("/*! licence */p{x:1}", "/*! licence */\np{x:1}"),
        ('p::after{content:"\\f0c9"}', 'p::after{content:"\uf0c9"}'),
    ],
)
def test_a_rule_stays_when_all_its_names_exist(sheet, kept):
    assert pruned(sheet, WORDS) == kept


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        ("p{--x:1px;color:var(--x)}", "p{--x:1px;color:var(--x)}"),
        ("p{--x:1px;color:red}", "p{color:red}"),
        (":root{--a:var(--b);--b:1px}p{x:1}", ":root{}p{x:1}"),
        (":root{--a:var(--b);--b:1px}p{x:var( --a )}", ":root{--a:var(--b);--b:1px}p{x:var( --a )}"),
        ('p{--x:url("data:a;b}c");y:1}', "p{y:1}"),
        (":root{--in-page:1;--q-ink:#000}", ":root{--in-page:1;--q-ink:#000}"),
    ],
)
def test_a_custom_property_stays_when_something_uses_it(sheet, kept):
    assert without_unused_properties(sheet, {"--in-page"}) == kept


def test_names_come_from_pages_and_scripts():
    assert words_of_pages(['<p class="a b-c" id="d" style="x:var(--e)">prose</p>']) == {"p", "a", "b-c", "d", "--e"}
    assert {"is-open", "toggle"} <= words_of_scripts(['e.classList.toggle("is-open")'])


def test_imports_are_put_in_place_and_addresses_follow(tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "basic.css").write_text("li{background:url(file.png)}")
    (tmp_path / "styles" / "theme.css").write_text(
        '@import "../basic.css";p{background:url("../img/a.svg")}b{mask:url("data:image/svg+xml,x")}'
    )
    text = styles.whole(tmp_path, "styles/theme.css")
    assert text == 'li{background:url(file.png)}p{background:url(img/a.svg)}b{mask:url("data:image/svg+xml,x")}'


class Script:
    def __init__(self, filename=None, **attributes):
        self.filename, self.attributes = filename, attributes


PAGES = {
    "prose": nodes.paragraph("", "a dropdown, a toggle, a highlight"),
    "code": nodes.literal_block("", "1 + 1"),
    "box": nodes.note("", classes=["dropdown"]),
    "tabs": nodes.container("", classes=["sd-tab-set"]),
    "card": nodes.container("", classes=["sd-card"]),
}


@pytest.mark.parametrize(
    ("script", "page", "is_used"),
    [
        (Script("_static/copybutton.js"), "code", True),
        (Script("_static/copybutton.js"), "prose", False),
        (Script("_static/clipboard.min.js"), "box", False),
        (Script("_static/design-tabs.js"), "tabs", True),
        (Script("_static/design-tabs.js"), "card", False),
        (Script(body="var togglebuttonSelector = '.toggle'"), "box", True),
        (Script(body="var togglebuttonSelector = '.toggle'"), "prose", False),
        (Script("_static/qantar-page.js"), "prose", True),
        (Script("_static/qantar-page.js"), None, True),
        (Script("_static/copybutton.js"), None, False),
    ],
)
def test_a_page_loads_a_script_when_it_holds_what_it_is_for(script, page, is_used):
    document = nodes.section("", PAGES[page].deepcopy()) if page else None
    context = {"script_files": [script]}
    scripts.choose_scripts(None, "a", "page.html", context, document)
    assert bool(context["script_files"]) == is_used


def test_scripts_that_mark_words_of_a_search_are_on_the_search_page_only():
    for name, kept in (("search", True), ("book/causes", False)):
        context = {"script_files": [Script("_static/doctools.js"), Script("_static/sphinx_highlight.js")]}
        scripts.choose_scripts(None, name, "page.html", context, None)
        assert len(context["script_files"]) == (2 if kept else 0)


def test_scripts_wait_for_the_page_but_the_options_do_not():
    given = [Script("_static/documentation_options.js"), Script("_static/a.js"), Script(body="1")]
    given.append(Script("_static/b.js", **{"async": "async"}))
    scripts.choose_scripts(None, "a", "page.html", {"script_files": given}, None)
    assert ["defer" in one.attributes for one in given] == [False, True, False, False]


THEMED = """extensions = ["myst_nb", "qantar.sphinxext"]
nb_execution_mode = "off"
html_theme = "sphinx_book_theme"
html_theme_options = {
    "repository_url": "https://github.com/a/b",
    "launch_buttons": {"binderhub_url": "https://hub.example.org"},
    "use_repository_button": True,
}
"""


@pytest.fixture(scope="module")
def themed(tmp_path_factory):
    """Build a page of text and a notebook with the theme, but without Jupyter Book; return the folder of the result."""
    folder = tmp_path_factory.mktemp("themed")
    (folder / "conf.py").write_text(THEMED)
    (folder / "index.md").write_text("# First\n\nText.\n\n```{toctree}\nwork\n```\n")
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# Work"), v4.new_code_cell("1")])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "work.ipynb")
    sphinx(folder)
    return folder / "out"


def test_menus_become_the_links_that_a_reader_needs(themed):
    def links(name):
        head = re.search(r'<div class="article-header-buttons">.*?</div>', (themed / name).read_text("utf-8"), re.S)[0]
        assert "dropdown" not in head and "onclick" not in head
        found = re.findall(r'<a href="([^"]*)"[^>]* title="([^"]*)"[^>]*>(.*?)</a>', head, re.S)
        return [(address, title, re.sub(r"<[^>]*>", "", words).strip()) for address, title, words in found]

    repository = ("https://github.com/a/b", "Source repository", "")
    launch, *others = links("work.html")
    assert re.fullmatch(r"https://hub\.example\.org/v2/gh/a/b/\w+\?urlpath=.*work\.ipynb", launch[0])
    assert launch[1:] == ("Launch on Binder", "Binder")
    assert others == [repository, ("_sources/work.ipynb", "Download this page as a notebook", "Notebook")]
    assert links("index.html") == [repository]


def test_a_pages_description_is_its_first_own_paragraph():
    document = nodes.section("", nodes.title("", "T"))
    document += nodes.note("", nodes.paragraph("", "In a box."))
    document += nodes.paragraph("", "The prose.")
    assert summary.first_paragraph(document) == "The prose."
    assert summary.first_paragraph(None) == ""


LEDGER = """# Ledger

## Facts

(deaths-official-final)=
### Dead, last official total

See [the report](#24kg-2022-01-11).

(24kg-2022-01-11)=
**A report**, 11 January.

(table-csto_forces)=
### Forces

(c17)=
### Facts
"""
BIBLIOGRAPHY = """
```{{bibliography}}
:all:
:style: {}
:keyprefix: {}
```
"""


PLAIN_PAGE = "# First\n\nOne sentence & more.\n\nA formula $x^2$.\n\n```{note}\nBox.\n```\n"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Build two small pages with plain Sphinx; return the folder of the result."""
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "conf.py").write_text(
        'extensions = ["myst_nb", "sphinxcontrib.bibtex", "qantar.sphinxext"]\nbibtex_bibfiles = ["two.bib"]\n'
        'nb_execution_mode = "off"\nhtml_theme = "alabaster"\nmyst_heading_anchors = 3\nnitpicky = True\n'
        'myst_enable_extensions = ["dollarmath"]\n'
    )
    names = [
        "deaths-official-final",
        "24kg-2022-01-11",
        "table-csto_forces",
        "c17",
        "dead-last-official-total",
        "facts",
    ]
    links = " ".join(f"[{name}](ledger.md#{name})" for name in names)
    roles = "{ref}`one <c17>` {ref}`24kg <24kg-2022-01-11>` {cite}`second`"
    (folder / "index.md").write_text(f"{PLAIN_PAGE}\n{links} {roles}\n\n```{{toctree}}\nledger\n```\n")
    (folder / "two.bib").write_text("@misc{first, title={A}, year={2022}}\n@misc{second, title={B}, year={2023}}\n")
    lists = BIBLIOGRAPHY.format("plain", "") + BIBLIOGRAPHY.format("alpha", "named-")
    (folder / "ledger.md").write_text(LEDGER + lists)
    sphinx(folder)
    return folder / "out"


def test_a_record_has_its_id_as_the_address_of_its_section(ledger):
    page = (ledger / "ledger.html").read_text(encoding="utf-8")
    for name in ("deaths-official-final", "table-csto_forces", "c17"):
        assert f'<section id="{name}">' in page
        assert f'<a class="headerlink" href="#{name}"' in page
    assert re.findall(r'<p id="(.+?)"><strong>A report', page) == ["24kg-2022-01-11"]
    assert page.count('href="#24kg-2022-01-11"') == 1
    ids = re.findall(r' id="(.+?)"', page)
    assert len(ids) == len(set(ids))


def test_links_contents_and_search_lead_to_the_id(ledger):
    page = (ledger / "index.html").read_text(encoding="utf-8").split('class="toctree-wrapper')
    for name in ("deaths-official-final", "24kg-2022-01-11", "table-csto_forces", "c17", "facts"):
        assert f'href="ledger.html#{name}"' in page[0]
    assert re.findall(r'href="ledger.html#(.+?)"', page[1])[:4] == [
        "facts",
        "deaths-official-final",
        "table-csto_forces",
        "c17",
    ]
    found = (ledger / "searchindex.js").read_text(encoding="utf-8")
    assert '"Dead, last official total": [[1, "deaths-official-final"]]' in found


def test_an_address_made_of_a_headings_wording_still_leads_there(ledger):
    assert '<span id="dead-last-official-total">' in (ledger / "ledger.html").read_text(encoding="utf-8")
    assert 'href="ledger.html#dead-last-official-total"' in (ledger / "index.html").read_text(encoding="utf-8")


def test_a_numbered_bibliography_is_a_list_that_can_be_cited(ledger):
    page = (ledger / "ledger.html").read_text(encoding="utf-8")
    numbered = re.search(r'<ol class="arabic simple".*?</ol>', page, re.S)[0]
    assert "role=" not in numbered and page.count('class="citation-list"') == 1
    ids = re.findall(r'<li id="(id\d+)"><p>[AB]\.', numbered)
    assert len(ids) == 2
    assert f'href="ledger.html#{ids[1]}"' in (ledger / "index.html").read_text(encoding="utf-8")


def test_a_name_that_no_address_can_carry_or_that_another_heading_has_is_left_alone():
    document = new_document("page")
    for name, node in (("two words", nodes.section()), ("old", nodes.section()), ("old-2", nodes.section())):
        document += node
        node["ids"], node["names"] = [name.replace(" ", "-")], [name]
    document += [nodes.target(refid="two-words"), nodes.target(refid="old-2")]
    document.nameids.update({"two words": "two-words", "old": "old-2"})
    document.ids.update({"two-words": document[0], "old": document[1], "old-2": document[2]})
    targets.TargetsFirst(document).apply()
    assert [node["ids"] for node in document[:3]] == [["two-words"], ["old"], ["old-2"]]


def test_plain_sphinx_with_another_theme_builds_the_same_pages(ledger):
    page = (ledger / "index.html").read_text(encoding="utf-8")
    sheet = (ledger / "_static" / styles.BUNDLE).read_text(encoding="utf-8")
    assert '<meta name="description" content="One sentence &amp; more."' in page
    assert "<math" in page and page.count('rel="stylesheet"') <= 2 and styles.BUNDLE in page
    assert "--q-ink" in sheet and "div.body" in sheet


OPENING = """# Bread

**The question.** What did a loaf cost?

A paragraph *between* them.

**An answer to expect.** More than before.

**A third.** Is left alone.

## Prices

**In short.** Is left alone.
"""


PLAIN = """import sys
sys.path.append(".")
extensions = ["myst_nb", "qantar.sphinxext", "tells"]
html_theme = "alabaster"
nb_execution_mode = "off"
"""
TELLS = """import os
def setup(app):
    app.connect("html-page-context", lambda app, name, *_: print("page", name, os.getpid()))
    return {{"parallel_read_safe": True, "parallel_write_safe": {safe}}}
"""


def plain_book(folder, safe):
    """Build three pages; return the process that wrote each."""
    (folder / "conf.py").write_text(PLAIN)
    (folder / "tells.py").write_text(TELLS.format(safe=safe))
    return {line.split()[1]: line.split()[2] for line in sphinx(folder).splitlines() if line.startswith("page ")}


def three_pages(folder):
    """Write the sources of three pages into a folder."""
    (folder / "index.md").write_text("# First\n\n```{toctree}\none\ntwo\n```\n")
    (folder / "one.md").write_text(OPENING)
    (folder / "two.md").write_text("# Two\n\n**All of it is bold.**\n\n**Bold** words without a label.\n")
    return folder


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Build three pages with extensions that allow several processes; return the folder, and who wrote each page."""
    folder = three_pages(tmp_path_factory.mktemp("three"))
    return folder, plain_book(folder, safe=True)


def test_the_question_and_the_answer_under_a_title_stand_out(three):
    pages = [(three[0] / "out" / name).read_text(encoding="utf-8") for name in ("one.html", "two.html")]
    marked = re.findall(r'<p class="(q-[^"]*)"><strong>([^<]*)</strong>', pages[0])
    assert marked == [("q-lead q-label", "The question."), ("q-answer q-label", "An answer to expect.")]
    assert "q-label" not in pages[1]


def test_pages_are_written_by_several_processes_where_every_extension_allows_it(three):
    _, writers = three
    # Sphinx writes the first page, and the last that is no document, before and after the others.
    assert writers["index"] == writers["search"] not in {writers["one"], writers["two"]}


def test_one_extension_that_is_not_safe_has_one_process_write_all_without_a_warning(tmp_path):
    assert len(set(plain_book(three_pages(tmp_path), safe=False).values())) == 1


def test_a_page_that_is_written_again_finds_the_sheet_of_all_pages(three):
    folder, _ = three

    def files():
        names = ("one.html", "two.html", "_static/qantar-book.css")
        return [(folder / "out" / name).read_text(encoding="utf-8") for name in names]

    def address(page):
        return re.search(r"qantar-book.css\?v=\w{8}", page)[0]

    before = files()
    (folder / "two.md").write_text("# Two\n\n**All of it is bold.**\n\n**Other** words without a label.\n")
    assert set(plain_book(folder, safe=True)) & {"one", "two"} == {"two"}
    assert files() == [before[0], before[1].replace("Bold<", "Other<"), before[2]] != before
    # Another class in use: another sheet, at an address that no browser has kept, on every page.
    (folder / "two.md").write_text("# Two\n\n```{note}\nWords.\n```\n")
    plain_book(folder, safe=True)
    assert address(files()[0]) == address(files()[1]) != address(before[0])
