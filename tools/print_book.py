"""Print the built book through Chromium: `print_book.py FOLDER TARGET [PAGE …]`, each chapter and the whole.

TARGET gets one PDF per chapter, `causes.pdf` and so on, and `qantar.pdf` with all pages, a title page and a table of
contents. The whole is one document put together from the pages' articles, so that page numbers run through and links
between pages stay links. A chapter on its own gets what its links lead to as notes at its end, with the addresses of
the sources.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

import browsers
import yaml
from classroom import failed, told

PROJECT = Path(__file__).resolve().parent.parent
PAPER = {"format": "A4", "print_background": True, "outline": True, "tagged": True}
MARGIN = {"top": "18mm", "bottom": "20mm", "left": "16mm", "right": "16mm"}
FOOTER = (
    '<div style="width:100%;padding:0 16mm;font:8px sans-serif;color:#555;display:flex;justify-content:space-between">'
    '<span>{title}</span><span class="pageNumber"></span></div>'
)
# The theme measures the window; on paper there is none, and a chart's drawing is what every reader can have.
PREPARE = """async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
  await document.fonts.ready;
}"""
COLLECT = """({names, title}) => {
  const place = address => address.replace(/[^\\w]+/g, "-");
  const article = document.createElement("article");
  article.className = "bd-article";
  article.innerHTML = `<section class="q-title"><img alt=""><h1></h1><h2>Contents</h2><ol></ol></section>`;
  article.querySelector("h1").textContent = title;
  article.querySelector("img").src = document.querySelector("link[rel~='icon']").href;
  for (const {name, base, html} of names) {
    const part = document.createElement("div");
    part.className = "q-part";
    part.innerHTML = html;
    part.id = place(name);
    for (const node of part.querySelectorAll("[id]")) node.id = place(name) + "--" + node.id;
    for (const link of part.querySelectorAll("a[href]")) {
      const url = new URL(link.getAttribute("href"), base);
      const inside = names.find(one => one.base === url.href.split("#")[0]);
      if (inside) link.setAttribute("href", "#" + place(inside.name) + (url.hash ? "--" + url.hash.slice(1) : ""));
      else if (url.protocol === "file:") link.removeAttribute("href");
      else link.setAttribute("href", url.href);
    }
    for (const image of part.querySelectorAll("img[src]")) image.src = new URL(image.getAttribute("src"), base).href;
    const entry = document.createElement("li");
    entry.innerHTML = `<a href="#${part.id}"></a>`;
    entry.firstChild.textContent = part.querySelector("h1").firstChild.textContent;
    article.querySelector("ol").append(entry);
    article.append(part);
  }
  document.querySelector(".bd-article").replaceWith(article);
}"""
NOTES = """pages => {
  const parser = new DOMParser();
  const docs = new Map(Object.entries(pages).map(([name, html]) => [name, parser.parseFromString(html, "text/html")]));
  const target = url => docs.get(url.pathname.split("/").pop())?.getElementById(decodeURIComponent(url.hash.slice(1)));
  const told = ["Verdict:", "Stated by:", "Stated:", "Sources:"];
  const words = record => {
    if (record.matches("p")) return record.innerHTML;
    const title = record.querySelector("h2, h3").firstChild.textContent;
    const about = [...record.querySelectorAll(":scope > p")].map(one => one.innerHTML.replace(/([^.?!>])$/, "$1."));
    const lines = [...record.querySelectorAll(":scope > ul > li > p")].map(one => one.innerHTML);
    const kept = lines.filter(line => told.some(label => line.startsWith(`<strong>${label}`)));
    return [`<strong>${title}.</strong>`, ...about, ...kept].join(" ");
  };
  const list = document.createElement("ol");
  list.className = "q-notes";
  const numbers = new Map();
  for (const link of [...document.querySelectorAll("article a[href]")]) {
    const url = new URL(link.href);
    if (url.protocol !== "file:" || url.pathname === location.pathname) continue;
    const record = target(url);
    if (!record) {
      link.removeAttribute("href");
      continue;
    }
    if (!numbers.has(url.href)) {
      const note = document.createElement("li");
      numbers.set(url.href, numbers.size + 1);
      note.id = `note-${numbers.size}`;
      note.innerHTML = words(record);
      for (const one of note.querySelectorAll("a[href]:not(.external)")) {
        const source = target(new URL(one.getAttribute("href"), url))?.querySelector("a.external");
        if (source) one.href = source.href;
        else one.removeAttribute("href");
      }
      list.append(note);
    }
    const number = numbers.get(url.href);
    link.href = `#note-${number}`;
    link.insertAdjacentHTML("afterend", `<sup class="q-mark">[${number}]</sup>`);
  }
  const section = document.createElement("section");
  section.innerHTML = "<h2>Notes</h2>";
  section.append(list);
  document.querySelector("article").append(section);
}"""
MARKS = """@media print {
  .q-mark { margin-left: 0.15em; font: 0.62em var(--q-sans); color: var(--q-muted) }
  .q-notes { font-size: 0.75rem; line-height: 1.35 }
  .q-notes li { margin-bottom: 0.3em; max-width: none; break-inside: avoid }
}"""
BREAKS = """@media print {
  .q-part { break-before: page }
  .q-title { padding-top: 8vh }
  .q-title img { width: 5rem; margin-bottom: 1rem }
  .q-title ol { line-height: 1.35 }
  .headerlink { display: none }
}"""


def main(folder: Path, target: Path, *wanted: str) -> int:
    """Write the PDFs; return 0, or 2 with one sentence when there is no book, no browser or no such page."""
    program = browsers.find()
    names = contents(PROJECT / "_toc.yml")
    chapters = [name for name in names if name.count("/") == 1 and name != names[0]]
    unknown = [name for name in wanted if f"book/{name}" not in names]
    if not (folder / "index.html").is_file():
        return failed(f"There is no book in {folder}: build it first (make book).")
    if program is None:
        return failed(f"No browser was found: {browsers.HOW_TO_GET_ONE}.")
    if unknown:
        return failed(f"The book has no page {unknown[0]}; name one of the chapters, such as causes.")
    target.mkdir(parents=True, exist_ok=True)
    print_all(program, folder.resolve(), target, names, [f"book/{name}" for name in wanted] or chapters, not wanted)
    return 0


def contents(toc: Path) -> list[str]:
    """Return the pages of the book in reading order, as `_toc.yml` has them, without an ending."""
    try:
        table = yaml.safe_load(toc.read_text(encoding="utf-8"))
        root = table["root"]
    except (yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError):
        raise ValueError(f"{toc} is no table of contents of a book: take the one of the project.") from None
    return [root, *re.findall(r'"file": "([^"]+)"', json.dumps(table))]


def print_all(program: str, folder: Path, target: Path, names: list[str], chapters: list[str], whole: bool) -> None:
    """Print the chapters, and the whole book when it is asked for, with a browser that reaches no network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=browsers.flags())
        page = browser.new_page(viewport={"width": 900, "height": 1200}, color_scheme="light", reduced_motion="reduce")
        records = {path.name: path.read_text("utf-8") for path in (folder / "book" / "reference").glob("*.html")}
        for name in chapters:
            page.goto((folder / f"{name}.html").as_uri())
            add_notes(page, records)
            printed(page, target / f"{Path(name).name}.pdf")
        if whole:
            collect(page, folder, names)
            printed(page, target / "qantar.pdf")
        browser.close()


def add_notes(page: object, records: dict[str, str]) -> None:
    """Have the open chapter end with notes: what it links to in `records`, the reference pages as HTML by file name.

    Other links into the book become text.
    """
    page.evaluate(NOTES, records)
    page.add_style_tag(content=MARKS)


def collect(page: object, folder: Path, names: list[str]) -> None:
    """Make the open page hold the articles of all pages, their links and ids made to fit into one document."""
    parts = []
    for name in names:
        page.goto((folder / f"{name}.html").as_uri())
        html = page.evaluate("() => document.querySelector('.bd-article').innerHTML")
        parts.append({"name": name, "base": page.url, "html": html})
    # Without scripts: a chart that came to life would be drawn twice.
    page.route("**/*.js", lambda route: route.abort())
    page.goto((folder / f"{names[0]}.html").as_uri())
    title = re.split(r" [—–|] ", page.title())[-1]
    page.evaluate(COLLECT, {"names": parts, "title": title})
    page.add_style_tag(content=BREAKS)


def printed(page: object, target: Path) -> None:
    """Write the open page to `target`, with every fold open and every image there."""
    page.emulate_media(media="print", color_scheme="light")
    page.evaluate(PREPARE)
    title = page.title().replace("&", "&amp;").replace("<", "&lt;")
    footer = FOOTER.format(title=title)
    page.pdf(
        path=target,
        margin=MARGIN,
        display_header_footer=True,
        header_template="<i></i>",
        footer_template=footer,
        **PAPER,
    )
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the built book")
    parser.add_argument("target", type=Path, metavar="TARGET", help="where the PDFs go")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="chapters (default: each, and the whole book)")
    options = parser.parse_args()
    sys.exit(told(lambda: main(options.folder, options.target, *options.pages)))
