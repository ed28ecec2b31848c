"""What a page loads: the book's own files only, and the chart scripts only where there is a chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from qantar.figures.theme import css
from qantar.sphinxext.drawing.chart import VEGA_LITE

STATIC = Path(__file__).parents[1] / "static"
TOKENS_FILE, VEGA_FILE = "qantar-tokens.css", "qantar-vega.js"
# Borrowed: the name under which vl-convert's bundler keeps the Vega that it carries; nothing is fetched. It documents
# `vega`, which is null in its bundles; `vegaEmbed.vega` would do, with a hundred kilobytes more for each reader.
VEGA = f"https://cdn.jsdelivr.net/npm/vega@{vl_convert.get_vega_version()}/+esm.js"
VEGA_PARTS = f'import {{ parse, View, Warn }} from "{VEGA}"; window.qantarVega = {{ parse, View, Warn }};'


def setup(app: Sphinx) -> None:
    """Connect the parts to the build."""
    app.connect("config-inited", add_static_folder)
    # After the notebooks have been handed over: these files are made while those are executed.
    app.connect("env-before-read-docs", write_made_files, priority=900)
    app.connect("html-page-context", choose_files)


def add_static_folder(app: Sphinx, config: Config) -> None:
    """Serve the extension's own folder: files in the book's `_static` would be added to every page."""
    config.html_static_path = [*config.html_static_path, str(STATIC)]


def write_made_files(app: Sphinx, *_: object) -> None:
    """Write the files made from Python: the colour tokens and the Vega libraries."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TOKENS_FILE).write_text(css(), encoding="utf-8")
    bundle = vl_convert.javascript_bundle(VEGA_PARTS, vl_version=VEGA_LITE)
    # The bundle has top-level constants: a function keeps them from meeting those of the page.
    (folder / VEGA_FILE).write_text(f"(function(){{{bundle}\n}})();", encoding="utf-8")


def choose_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the book's style to every page, the scripts of charts to those with figures, and what a page names."""
    app.add_css_file(TOKENS_FILE, priority=600)
    app.add_css_file("qantar.css", priority=610)
    if app.env.metadata.get(pagename, {}).get("qantar_figures"):
        app.add_js_file("qantar-state.js", priority=490, loading_method="defer")
        app.add_js_file("qantar-charts.js", loading_method="defer")
