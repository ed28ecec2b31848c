"""Read the pages of a built book as they lie in the folder: no browser, no list of pages written by hand."""

import csv
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

DOORS = ("404.html",)
"""Pages that stand alone, without the book's theme."""
FIGURE_MIME = "application/vnd.vegalite.v5+json"


@dataclass
class Page:
    """What the tests ask of one page: addresses in it, ids, words of some elements, tables."""

    name: str
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    metas: dict[str, str] = field(default_factory=dict)
    lang: str = ""
    headings: list[int] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


def names(book: Path) -> list[str]:
    """Return the pages of the built book as addresses relative to its folder, redirects and `DOORS` left out."""
    found = (path for path in sorted(book.rglob("*.html")) if "_static" not in path.relative_to(book).parts)
    return [path.relative_to(book).as_posix() for path in found if not _is_redirect(path) and path.name not in DOORS]


def read(book: Path, name: str) -> Page:
    """Return one page, parsed."""
    reader = _Reader(Page(name))
    reader.feed((book / name).read_text(encoding="utf-8"))
    return reader.page


def published(book: Path) -> dict[str, int]:
    """Return page → number of figures that its notebook put out when the book was built."""
    executed = book.parent / "executed"
    counts = {}
    for path in sorted(executed.rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        bundles = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
        counts[path.relative_to(executed).with_suffix(".html").as_posix()] = sum(FIGURE_MIME in b for b in bundles)
    return counts


def rows_of(path: Path) -> list[list[str]]:
    """Return a CSV file as lists of texts, header first."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _is_redirect(path: Path) -> bool:
    return 'http-equiv="refresh"' in path.read_text(encoding="utf-8")[:500].lower()


class _Reader(HTMLParser):
    """Fills a `Page`; the table of a figure belongs to the first link to a CSV file after it."""

    def __init__(self, page: Page):
        super().__init__()
        self.page = page
        self.in_article = False
        self.rows: list[list[str]] | None = None
        self.table: list[list[str]] | None = None
        self.cell: list[str] | None = None

    def handle_starttag(self, tag, attrs):
        values = {key: value or "" for key, value in attrs}
        page = self.page
        page.classes.update(values.get("class", "").split())
        if "id" in values:
            page.ids.add(values["id"])
        if tag == "html":
            page.lang = values.get("lang", "")
        elif tag == "meta":
            page.metas[values.get("name") or values.get("property", "")] = values.get("content", "")
        elif tag == "a" and "href" in values:
            page.links.append(values["href"])
            if "download" in values and values["href"].endswith(".csv") and self.table is not None:
                page.tables[values["href"]], self.table = self.table, None
        elif "q-data" in values.get("class", "").split():
            self.rows = self.table = []
        elif tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload", "modulepreload", "preconnect"):
            page.loads.append(values["href"])
        elif tag in ("script", "img", "iframe", "source", "video", "audio") and "src" in values:
            page.loads.append(values["src"])
        elif tag == "article":
            self.in_article = True
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6") and self.in_article:
            page.headings.append(int(tag[1]))
        if self.rows is not None and tag == "tr":
            self.rows.append([])
        if self.rows and tag in ("td", "th"):
            self.cell = []

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append("".join(self.cell))
            self.cell = None
        elif tag == "table":
            self.rows = None
        elif tag == "article":
            self.in_article = False
