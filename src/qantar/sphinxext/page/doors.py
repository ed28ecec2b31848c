"""The front door and the wrong door: a first page at the book's root, a page for addresses that lead nowhere.

With `html: baseurl:` set in `_config.yml` there is a sitemap, too, and previews name absolute addresses; without it no
page claims to know where it will lie.
"""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from sphinx.application import Sphinx

PREVIEW = "_static/preview.png"
"""The picture that a shared link shows; 1200 × 630 pixels."""
HEAD = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">"""
FRONT = """{head}
<title>{title}</title>
<meta name="description" content="{title}. The first page of the book.">
<meta http-equiv="refresh" content="0; url={root}">
<link rel="icon" href="_static/favicon.svg">
{style}
</head>
<body><main><h1>{title}</h1><p><a href="{root}">Open the first page</a></p></main></body>
</html>
"""
LOST = """{head}
<meta name="robots" content="noindex">
<title>No such page – {title}</title>
<meta name="description" content="This address leads to no page of the book.">
{style}
</head>
<body><main>
<h1>There is no such page</h1>
<p>The address leads to no page of this book. It may hold a mistake of typing or copying.</p>
<p><a href="{base}{root}">First page</a> · <a href="{base}search.html">Search</a></p>
</main>
<script>
// A host shows this page at any depth. Every page of the book lies below "book/", so what comes before is the root.
const [before, inside] = location.pathname.split("/book/");
const home = inside === undefined ? before.replace(/\\/[^/]*$/, "") : before;
if (!"{base}") for (const link of document.links) link.href = `${home}/${link.getAttribute("href")}`;
</script>
</body>
</html>
"""
STYLE = """<style>
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 system-ui, sans-serif; margin: 0;
  color: light-dark(#1d2329, #e8eaed); background: light-dark(#fff, #14181c); }
main { max-width: 36rem; margin: min(15vh, 6rem) auto; padding: 0 1.2rem; }
a { color: light-dark(#1f5fa8, #8ab8e8); }
code, pre { font-size: .95em; background: light-dark(#f1f3f5, #2a2e33); border-radius: 4px; }
code { padding: .1em .3em; }
pre { padding: .8rem 1rem; overflow-x: auto; }
pre code { padding: 0; background: none; }
</style>"""
"""The look of the pages that stand outside the book's theme; `tools/INSTALL.html` has it, too."""


def setup(app: Sphinx) -> None:
    """Write the pages when the book is built."""
    app.connect("build-finished", write_doors)


def write_doors(app: Sphinx, error: Exception | None) -> None:
    """Write `index.html`, `404.html` and the preview, and `sitemap.xml` where the book's address is known."""
    if error or app.builder.format != "html":
        return
    folder, root, base = Path(app.outdir), app.builder.get_target_uri(app.config.root_doc), address(app)
    words = {"title": escape(app.config.html_title), "lang": app.config.language, "root": root, "base": base}
    (folder / "404.html").write_text(filled(LOST, **words), encoding="utf-8")
    if root != "index.html":
        (folder / "index.html").write_text(filled(FRONT, **words), encoding="utf-8")
    picture = Path(app.srcdir, "book", "images", "preview.png")
    if picture.is_file():
        shutil.copyfile(picture, folder / PREVIEW)
    if base:
        (folder / "sitemap.xml").write_text(sitemap(app, base), encoding="utf-8")


def filled(template: str, **words: str) -> str:
    """Return the template, `{head}`, `{style}` and each `{name}` of `words` replaced; other braces are of scripts."""
    for name, text in {"head": HEAD, "style": STYLE, **words}.items():
        template = template.replace("{" + name + "}", text)
    return template


def address(app: Sphinx) -> str:
    """Return the address that the book will have, ending in a slash, or nothing where it is not set."""
    base = app.config.html_baseurl
    return base.rstrip("/") + "/" if base else ""


def sitemap(app: Sphinx, base: str) -> str:
    """Return a sitemap of all documents."""
    names = sorted(app.env.found_docs)
    places = (escape(urljoin(base, app.builder.get_target_uri(name))) for name in names)
    rows = "".join(f"<url><loc>{place}</loc></url>\n" for place in places)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )
