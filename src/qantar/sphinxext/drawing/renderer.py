"""The book's figure: what a notebook publishes becomes a numbered figure with its drawings, table and downloads."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from qantar.data.records import records
from qantar.figures.figure import MIME
from qantar.sphinxext.drawing.chart import Drawing, coloured, controls, drawing, size, small_drawing
from qantar.sphinxext.drawing.picture import LICENCE, framed
from qantar.templates import template

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.writers.html5 import HTML5Translator

DATA_FOLDER, CHART_FOLDER = "_data", "_charts"
"""Folders of the built book: the table of each figure as CSV with a text about it; its specifications and drawings."""


def setup(app: Sphinx) -> None:
    """Make figures of charts when pages are read, and HTML of figures when they are written."""
    app.add_transform(DrawFigures)
    app.add_enumerable_node(PublishedFigure, "figure", html=(write_figure, None))


class Chart(nodes.General, nodes.Element):
    """A published figure on a page that is being read; `spec` is its Vega-Lite specification."""


class PublishedFigure(nodes.figure):
    """A figure with everything that its HTML shows in `words`; its caption is numbered and found by the search."""


class FigureRenderer:
    """Takes `qantar.figures.Figure` out of what a cell puts out."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return a `Chart`, or None for output that is not a published figure."""
        is_figure = data.mime_type == MIME and not inline and "qantar" in data.content.get("usermeta", {})
        return [Chart(spec=data.content)] if is_figure else None


class DrawFigures(SphinxTransform):
    """Put the figure of each chart in its place."""

    # Before docutils and Sphinx look for what has an address (260) and resolve what has a name.
    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Rewrite the page's charts in their order."""
        shown = self.env.metadata[self.env.docname]
        for chart in list(self.document.findall(Chart)):
            meta = chart["spec"]["usermeta"]["qantar"]
            shown.setdefault("qantar_figures", []).append(meta["id"])
            chart.replace_self(figure_node(self.env, chart["spec"], meta))


def figure_node(env: BuildEnvironment, spec: dict[str, Any], meta: dict[str, Any]) -> PublishedFigure:
    """Return a numbered figure, the files that it leads to written beside the page."""
    name = f"{env.docname.rsplit('/', 1)[-1]}-{meta['id']}"
    out, up = Path(env.app.outdir), "../" * env.docname.count("/")
    drawn = drawing(spec)
    # The first page is read before anything is touched, by most on a phone: its drawing is made for both.
    narrow = small_drawing(drawn) if env.docname.endswith("index") else ""
    cite = f"“{meta['title']}”, figure {meta['id']} in {LICENCE}."
    _write_charts(out / CHART_FOLDER / name, drawn, narrow, meta)
    _write_data(out / DATA_FOLDER / name, meta, cite)
    words = {
        **{key: meta.get(key) for key in ("id", "title", "shown", "description", "caveat", "sources", "fields")},
        "charts": f"{up}{CHART_FOLDER}/{name}",
        "data": f"{up}{DATA_FOLDER}/{name}",
        "controls": controls(spec),
        "columns": [dict(zip(("name", "number"), one, strict=True)) for one in _columns(meta["table"])],
        "rows": meta["table"]["rows"],
        "size": size(drawn[2]),
        "narrow": size(narrow) if narrow else None,
        "cite": cite,
        "licence": LICENCE,
    }
    node = PublishedFigure("", nodes.caption("", meta["title"]), ids=[meta["id"]], words=words)
    return node


def write_figure(translator: HTML5Translator, node: PublishedFigure) -> None:
    """Write the HTML of a figure, its number and the addresses of its sources known by now."""
    body, start = translator.body, len(translator.body)
    translator.add_fignumber(node)
    number = Markup("".join(body[start:]))  # noqa: S704 - Sphinx's own HTML
    del body[start:]
    sources = [{"words": words_of(one), "href": _address(translator, one["id"])} for one in node["words"]["sources"]]
    shown = node["words"] | {"sources": sources, "number": number}
    body.append(template("qantar.sphinxext", "figure/figure.html").render(shown))
    raise nodes.SkipNode


def words_of(source: dict[str, str]) -> str:
    """Return publisher, title and date of a source."""
    return ", ".join(filter(None, [source["publisher"], source["title"], source["date"]]))


def _address(translator: HTML5Translator, source: str) -> str | None:
    builder = translator.builder
    labels = builder.env.get_domain("std").anonlabels
    if source not in labels:
        return None
    page, place = labels[source]
    return f"{builder.get_relative_uri(builder.current_docname, page)}#{place}"


def _columns(table: dict[str, Any]) -> list[tuple[str, bool]]:
    return list(zip(table["columns"], table["numeric"], strict=True))


def _write_charts(files: Path, drawn: Drawing, narrow: str, meta: dict[str, Any]) -> None:
    """Write the specifications as scripts (a page opened from a folder may not fetch data), and the drawings."""
    wide, small, svg = drawn
    files.parent.mkdir(parents=True, exist_ok=True)
    for end, spec in (("", wide), ("-narrow", small)):
        text = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        _write(files, f"{end}.js", f"qantarSpec({text});\n")
    for name, one in (("", svg), ("-narrow", narrow)):
        for side, dark in (("light", False), ("dark", True)):
            if one:
                _write(files, f"{name}-{side}.svg", coloured(one, dark))
    publishers = [source["publisher"] for source in meta["sources"]]
    _write(files, ".svg", framed(svg, meta["title"], meta.get("shown", ""), publishers))


def _write_data(files: Path, meta: dict[str, Any], cite: str) -> None:
    """Write the table as CSV, and a text that says what it is and where it comes from."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([meta["table"]["columns"], *meta["table"]["rows"]])
    files.parent.mkdir(parents=True, exist_ok=True)
    _write(files, ".csv", text.getvalue())
    parts = [meta["title"], meta.get("shown"), meta["description"], meta.get("caveat"), "Sources:"]
    known = records("sources")
    parts += [f"- {words_of(source)}. {known[source['id']].url or ''}".strip() for source in meta["sources"]]
    parts += [f"Cite as: {cite}", "Licence: CC BY 4.0; the sources keep their own terms."]
    _write(files, ".txt", "\n".join(filter(None, parts)) + "\n")


def _write(files: Path, end: str, text: str) -> None:
    files.with_name(files.name + end).write_text(text, encoding="utf-8")
