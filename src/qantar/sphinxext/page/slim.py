"""Weight: what a page loads without using it is taken away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

SEARCH_FILES = ("searchtools.js", "language_data.js", "searchindex.js")
UNUSED = ("scripts/fontawesome.js", "scripts/bootstrap.js", "vendor/fontawesome")
"""In the folder of static files: what no page asks for once the mends are done."""

THEME_SCRIPT = "scripts/pydata-sphinx-theme.js"
ASKS_ALL = re.compile(
    r'(document\.querySelectorAll\(\[[^]]*\]\.join\(", "\)\))\.forEach\((\w)=>\{(\2\.tabIndex=[^}]*?\?0:-1)\}\)'
)
ASKS_THE_NEAR = (
    r"(()=>{const seen=new IntersectionObserver(all=>all.forEach(({isIntersecting:near,target:\2})=>{"
    r'if(near){seen.unobserve(\2);\3}}),{rootMargin:"500px"});\1.forEach(one=>seen.observe(one))})()'
)


def setup(app: Sphinx) -> None:
    """Connect the parts to the build."""
    # After Thebe's extension has added what is taken away here.
    app.connect("doctree-resolved", drop_thebe_settings, priority=900)
    app.connect("build-finished", delete_unused, priority=890)
    app.connect("build-finished", mend_theme_script, priority=890)


def drop_thebe_settings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the settings of Thebe, which would run code on a server elsewhere."""
    for node in list(doctree.findall(nodes.raw)):
        if "text/x-thebe-config" in node.astext() or node.astext().startswith("<script>kernelName"):
            node.parent.remove(node)


def delete_unused(app: Sphinx, error: Exception | None) -> None:
    """Delete the theme's files that no page asks for, source maps included: they weigh more than the book."""
    static = Path(app.outdir) / "_static"
    if error or app.builder.format != "html":
        return
    for path in (*static.rglob("*.map"), *(static / name for name in UNUSED)):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def mend_theme_script(app: Sphinx, error: Exception | None) -> None:
    """Let the theme's script ask a block whether it scrolls when the block comes near the window.

    It asks all of them when the page has loaded, which lays out the whole page again for each: on a slow phone that is
    a quarter of a second in which nothing answers.
    """
    path = Path(app.outdir) / "_static" / THEME_SCRIPT
    if error or app.builder.format != "html" or not path.is_file():
        return
    mended, count = ASKS_ALL.subn(ASKS_THE_NEAR, path.read_text(encoding="utf-8"))
    if count != 1:
        raise ExtensionError(f"{THEME_SCRIPT} is not the script that is mended here; see mend_theme_script.")
    path.write_text(mended, encoding="utf-8")


def without_icon_script(page: str, name: str) -> str:
    """Drop the script that draws all of Font Awesome (1.5 MB): the style sheet draws the few icons in use."""
    return _without_scripts(page, "fontawesome.js")


def without_menu_script(page: str, name: str) -> str:
    """Drop Bootstrap's script: it opens menus and tooltips, and the pages have links and native tooltips."""
    return _without_scripts(page, "bootstrap.js")


def without_search_scripts(page: str, name: str) -> str:
    """Load the search index where it is used, on the search page, instead of everywhere."""
    return page if name == "search" else _without_scripts(page, *SEARCH_FILES)


def without_preloads(page: str, name: str) -> str:
    """Drop the preload hints: one names a script that is gone, the other one that the page loads last anyway."""
    return re.sub(r'\s*<link rel="preload"[^>]*>', "", page)


def with_one_viewport(page: str, name: str) -> str:
    """Keep the first of the theme's three viewport settings."""
    settings = re.compile(r'\s*<meta name="viewport"[^>]*>')
    first = settings.search(page)
    return page if first is None else page[: first.end()] + settings.sub("", page[first.end() :])


def with_deferred_scripts(page: str, name: str) -> str:
    """Let the page be drawn before its scripts run; inline scripts need the options at once."""
    return re.sub(r'<script src="(?![^"]*documentation_options\.js)', '<script defer src="', page)


def _without_scripts(page: str, *files: str) -> str:
    names = "|".join(map(re.escape, files))
    return re.sub(rf'\s*<script[^>]*\bsrc="[^"]*({names})[^"]*"[^>]*></script>', "", page)


MENDS: tuple[Callable[[str, str], str], ...] = (
    without_icon_script,
    without_menu_script,
    without_search_scripts,
    without_preloads,
    with_one_viewport,
    with_deferred_scripts,
)
