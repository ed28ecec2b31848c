"""The book's Sphinx extension: each mend does one thing, the style sheet keeps what is used, plain Sphinx will do."""

import re
import subprocess
import sys

import pytest
from docutils import nodes
from docutils.utils import new_document

from qantar.sphinxext.page import access, pages, slim, summary, targets, theme, uses
from qantar.sphinxext.sheet import styles
from qantar.sphinxext.sheet.css import pruned, without_unused_properties, words_of_pages, words_of_scripts

HEAD = """<!DOCTYPE html><html lang="en"><head>
  <meta name="viewport" content="one" /><meta name="viewport" content="two"/>
  <link href="../_static/styles/theme.css?digest=55c2" rel="stylesheet" />
  <link rel="stylesheet" type="text/css" href="../_static/pygments.css?v=03e4" />
  <link rel="stylesheet" href="https://example.org/other.css" />
  <script defer src="../_static/scripts/fontawesome.js?digest=55c2"></script>
  <link rel="preload" as="script" href="../_static/scripts/bootstrap.js?digest=55c2" />
  <script src="../_static/documentation_options.js?v=9eb3"></script>
  <script src="../_static/doctools.js?v=9a2d"></script>
  <script src="../_static/searchtools.js"></script>
  <script src="../searchindex.js"></script>
  <script>DOCUMENTATION_OPTIONS.pagename = 'book/a';</script>
</head><body>
<div class="sidebar-primary-items__start sidebar-primary__section">logo</div>
<button class="btn search-button-field search-button__button" title="Search" aria-label="Search">Search</button>
<a class="reference internal" href="x.html">For all</a><details><summary><span class="toctree-toggle"></span></summary>
</details>
<table><tr><th></th><th>a</th></tr><tr><th class="head"><p></p></th><th class="head"><p>b</p></th></tr></table>
<script defer src="../_static/scripts/bootstrap.js?digest=55c2"></script>
</body></html>"""


def sphinx(folder):
    """Build the pages in a folder into its folder `out`, warnings as errors; return what was printed."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", ".", "out"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert run.returncode == 0, run.stderr
    return run.stdout


def mended(page=HEAD, name="book/a"):
    for mend in pages.MENDS:
        page = mend(page, name)
    return page


def test_a_page_loses_what_it_does_not_use():
    page = mended()
    for gone in ("fontawesome", "bootstrap", "preload", "searchtools", "searchindex", 'content="two"'):
        assert gone in HEAD and gone not in page, gone
    assert page.count('name="viewport"') == 1


def test_the_search_page_keeps_its_scripts_in_their_order():
    page = mended(name="search")
    order = [page.index(word) for word in ("documentation_options.js", "searchtools.js", "searchindex.js")]
    assert order == sorted(order)


def test_scripts_wait_for_the_page_but_the_options_do_not():
    page = mended()
    assert '<script src="../_static/documentation_options.js' in page
    assert '<script defer src="../_static/doctools.js' in page
    assert "<script>DOCUMENTATION_OPTIONS" in page


def test_faults_of_access_are_mended():
    page = mended()
    assert 'sidebar-primary__section" role="navigation" aria-label="Book">' in page
    assert '<button class="btn search-button-field search-button__button" title="Search">' in page
    assert '<details><summary aria-label="Pages under For all"><span' in page
    assert page.count("<td") == 2 and "<th>a</th>" in page and '<th class="head"><p>b</p></th>' in page


@pytest.mark.parametrize("mend", pages.MENDS, ids=lambda mend: mend.__name__)
def test_a_mend_does_one_thing_once(mend):
    once = mend(HEAD, "book/a")
    assert once != HEAD
    assert mend("<p>nothing to mend</p>", "book/a") == "<p>nothing to mend</p>"
    if mend is not access.with_named_sidebar:
        assert mend(once, "book/a") == once


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
    def __init__(self, filename=None, body=None):
        self.filename, self.attributes = filename, {"body": body}


@pytest.mark.parametrize(
    ("script", "body", "is_used"),
    [
        (Script("_static/copybutton.js"), '<div class="highlight-python"><div class="highlight">', True),
        (Script("_static/copybutton.js"), "<p>prose</p>", False),
        (Script("_static/design-tabs.js"), '<div class="sd-tab-set">', True),
        (Script("_static/design-tabs.js"), '<div class="sd-card">', False),
        (Script("_static/sphinx-thebe.js"), "anything", False),
        (Script(body="const THEBE_JS_URL = 1"), "anything", False),
        (Script(body="var togglebuttonSelector = '.toggle'"), '<div class="admonition dropdown">', True),
        (Script(body="var togglebuttonSelector = '.toggle'"), "<p>a dropdown, a toggle</p>", False),
        (Script("_static/doctools.js"), "<p>prose</p>", True),
    ],
)
def test_a_page_loads_a_script_when_it_holds_what_it_is_for(script, body, is_used):
    context = {"script_files": [script], "body": body}
    uses.drop_unused_scripts(None, "a", "page.html", context, None)
    assert bool(context["script_files"]) == is_used


def test_menus_become_the_links_that_a_reader_needs():
    notebook = {"type": "link", "label": "download-source-button", "text": ".ipynb", "url": "a.ipynb"}
    launch = {"type": "link", "label": "binder-button", "text": "Binder", "url": "https://example.org"}
    menus = [{"type": "group", "buttons": [notebook, {"type": "javascript"}]}, {"type": "group", "buttons": [launch]}]
    context = {"header_buttons": menus, "page_source_suffix": ".ipynb"}
    theme.unfold_menus(None, "a", "page.html", context, None)
    assert [button["text"] for button in context["header_buttons"]] == ["Notebook", "Binder"]
    context = {"header_buttons": menus, "page_source_suffix": ".md"}
    theme.unfold_menus(None, "a", "page.html", context, None)
    assert [button["text"] for button in context["header_buttons"]] == ["Binder"]


def test_a_pages_description_is_its_first_own_paragraph():
    document = nodes.section("", nodes.title("", "T"))
    document += nodes.note("", nodes.paragraph("", "In a box."))
    document += nodes.paragraph("", "The prose.")
    assert summary.first_paragraph(document) == "The prose."
    assert summary.first_paragraph(None) == ""


def test_settings_of_thebe_leave_the_document():
    document = nodes.section("", nodes.raw("", '<script type="text/x-thebe-config">{}</script>', format="html"))
    document += nodes.raw("", "<script>kernelName = 'python3'</script>", format="html")
    document += nodes.raw("", "<b>own</b>", format="html")
    slim.drop_thebe_settings(None, document, "a")
    assert [node.astext() for node in document.findall(nodes.raw)] == ["<b>own</b>"]


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


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Build two small pages with plain Sphinx; return the folder of the result."""
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "conf.py").write_text(
        'extensions = ["myst_nb", "sphinxcontrib.bibtex", "qantar.sphinxext"]\nbibtex_bibfiles = ["two.bib"]\n'
        'nb_execution_mode = "off"\nhtml_theme = "alabaster"\nmyst_heading_anchors = 3\nnitpicky = True\n'
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
    (folder / "index.md").write_text(f"# First\n\n{links} {roles}\n\n```{{toctree}}\nledger\n```\n")
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


def test_plain_sphinx_with_another_theme_builds_the_same_pages(tmp_path):
    (tmp_path / "conf.py").write_text(
        'project = "Plain"\nextensions = ["myst_nb", "qantar.sphinxext"]\n'
        'nb_execution_mode = "off"\nhtml_theme = "alabaster"\nmyst_enable_extensions = ["dollarmath"]\n'
    )
    (tmp_path / "index.md").write_text("# First\n\nOne sentence & more.\n\nA formula $x^2$.\n\n```{note}\nBox.\n```\n")
    sphinx(tmp_path)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    sheet = (tmp_path / "out" / "_static" / styles.BUNDLE).read_text(encoding="utf-8")
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


def test_the_question_and_the_answer_under_a_title_stand_out(three_pages):
    (three_pages / "one.md").write_text(OPENING)
    (three_pages / "two.md").write_text("# Two\n\n**All of it is bold.**\n\n**Bold** words without a label.\n")
    plain_book(three_pages, safe=True)
    pages = [(three_pages / "out" / name).read_text(encoding="utf-8") for name in ("one.html", "two.html")]
    marked = re.findall(r'<p class="(q-[^"]*)"><strong>([^<]*)</strong>', pages[0])
    assert marked == [("q-lead q-label", "The question."), ("q-answer q-label", "An answer to expect.")]
    assert "q-label" not in pages[1]


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


@pytest.fixture()
def three_pages(tmp_path):
    (tmp_path / "index.md").write_text("# First\n\n```{toctree}\none\ntwo\n```\n")
    (tmp_path / "one.md").write_text("# One\n\nText.\n")
    (tmp_path / "two.md").write_text("# Two\n\nText.\n")
    return tmp_path


def test_pages_are_written_by_several_processes_where_every_extension_allows_it(three_pages):
    writers = plain_book(three_pages, safe=True)
    # Sphinx writes the first page, and the last that is no document, before and after the others.
    assert writers["index"] == writers["search"] not in {writers["one"], writers["two"]}


def test_one_extension_that_is_not_safe_has_one_process_write_all_without_a_warning(three_pages):
    assert len(set(plain_book(three_pages, safe=False).values())) == 1


def test_a_page_that_is_written_again_finds_the_sheet_of_all_pages(three_pages):
    def files():
        names = ("one.html", "two.html", "_static/qantar-book.css")
        return [(three_pages / "out" / name).read_text(encoding="utf-8") for name in names]

    def address(page):
        return re.search(r"qantar-book.css\?v=\w{8}", page)[0]

    plain_book(three_pages, safe=True)
    before = files()
    (three_pages / "two.md").write_text("# Two\n\nWords.\n")
    assert set(plain_book(three_pages, safe=True)) & {"one", "two"} == {"two"}
    assert files() == [before[0], before[1].replace("Text.", "Words."), before[2]] != before
    # Another class in use: another sheet, at an address that no browser has kept, on every page.
    (three_pages / "two.md").write_text("# Two\n\n```{note}\nWords.\n```\n")
    plain_book(three_pages, safe=True)
    assert address(files()[0]) == address(files()[1]) != address(before[0])
