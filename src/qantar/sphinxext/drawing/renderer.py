"""The book's figure: drawing, live chart, numbered caption, sources, data."""

from __future__ import annotations

import csv
import io
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from qantar.figures.figure import MIME
from qantar.sphinxext.drawing.chart import Drawing, coloured, drawing, inputs, size

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer

DATA_FOLDER, CHART_FOLDER = "_data", "_charts"
"""Folders of the built book: the table of each figure as CSV; its specification, and its drawing if not in the page."""


def setup(app: Sphinx) -> None:
    """Make figures of charts when pages are read."""
    app.add_transform(DrawFigures)


class Chart(nodes.General, nodes.Element):
    """A published figure on a page that is being read; `spec` is its Vega-Lite specification."""


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


def figure_node(env: BuildEnvironment, spec: dict[str, Any], meta: dict[str, Any]) -> nodes.figure:
    """Return a numbered `figure`: chart, caption, source line and data, the CSV written beside the page."""
    name = f"{env.docname.rsplit('/', 1)[-1]}-{meta['id']}"
    out, up = Path(env.app.outdir), "../" * env.docname.count("/")
    _write_csv(out / DATA_FOLDER / f"{name}.csv", meta["table"])
    is_first = env.metadata[env.docname]["qantar_figures"] == [meta["id"]]
    node = nodes.figure("", ids=[meta["id"]], classes=["qantar-figure"])
    node += nodes.raw("", chart_html(drawing(spec), meta, out, f"{up}{CHART_FOLDER}/{name}", is_first), format="html")
    node += nodes.caption("", meta["title"])
    legend = nodes.legend()
    legend += _source_line(env, meta["sources"])
    if meta.get("caveat"):
        legend += nodes.paragraph("", meta["caveat"], classes=["qantar-caveat"])
    legend += nodes.raw("", _data_html(meta, f"{up}{DATA_FOLDER}/{name}.csv"), format="html")
    node += legend
    return node


def chart_html(drawn: Drawing, meta: dict[str, Any], out: Path, address: str, is_first: bool) -> str:
    """Return the HTML of a chart and write the files it asks for, `address` from the page, into the folder `out`.

    The first drawing of a page stands in it and is painted at once; the others are loaded when the reader comes near.
    """
    name, files = escape(meta["id"]), out / CHART_FOLDER / address.rsplit("/", 1)[-1]
    words = escape(f"{meta['title']}. {meta['description']}")
    spec, svg = drawn
    _write_spec(files, spec)
    return (
        f'<div class="q-chart" data-figure="{name}" data-spec="{escape(address)}.js">{_places(inputs(spec))}'
        f'<div class="q-scroll" tabindex="0" role="group" aria-label="Chart, scrolls sideways on small screens">'
        f'<div class="q-drawing" role="img" aria-label="{words}">'
        f"{svg if is_first else _pictures(svg, files, escape(address))}</div></div></div>"
    )


def _pictures(svg: str, files: Path, address: str) -> str:
    """Return images of the drawing for the light and for the dark page: a browser loads only the one it shows."""
    width, height = size(svg)
    for name, dark in (("light", False), ("dark", True)):
        files.with_name(f"{files.name}-{name}.svg").write_text(coloured(svg, dark), encoding="utf-8")
    return "".join(
        f'<img class="q-{name}" src="{address}-{name}.svg" width="{width}" height="{height}" alt="" loading="lazy">'
        for name in ("light", "dark")
    )


def _places(controls: list[dict[str, Any]]) -> str:
    """Return the room that the controls will take, so that nothing moves when the chart comes to life."""
    if not controls:
        return ""
    named = [f'<span class="vega-bind-name">{escape(one["name"])}</span>{_input(one)}' for one in controls]
    places = "".join(f'<div class="vega-bind"><label>{one}</label></div>' for one in named)
    return f'<div class="q-controls q-waiting">{places}</div>'


def _input(control: dict[str, Any]) -> str:
    if control["input"] == "select":
        longest = max(map(str, control.get("labels") or control["options"]), key=len)
        return f"<select disabled><option>{escape(longest)}</option></select>"
    return f'<input type="{escape(control["input"])}" disabled><span>{escape(str(control["value"]))}</span>'


def _write_spec(files: Path, spec: dict[str, Any]) -> None:
    """Write the specification as a script: a page opened from a folder may load scripts, but not fetch data."""
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    files.parent.mkdir(parents=True, exist_ok=True)
    files.with_name(f"{files.name}.js").write_text(f"qantarSpec({text});\n", encoding="utf-8")


def _source_line(env: BuildEnvironment, sources: list[dict[str, str]]) -> nodes.paragraph:
    line = nodes.paragraph("", "Source: " if len(sources) == 1 else "Sources: ", classes=["qantar-sources"])
    for place, source in enumerate(sources):
        text = ", ".join(filter(None, [source["publisher"], source["title"], source["date"]]))
        target = addnodes.pending_xref(
            "",
            nodes.inline("", text, classes=["std", "std-ref"]),
            refdomain="std",
            reftype="ref",
            refexplicit=True,
            refdoc=env.docname,
            reftarget=source["id"],
            refwarn=True,
        )
        line += [nodes.Text("; "), target] if place else [target]
    return line


def _data_html(meta: dict[str, Any], link: str) -> str:
    table = meta["table"]
    styles = [' class="q-number"' if number else "" for number in table["numeric"]]
    head = "".join(
        f'<th scope="col"{style}>{escape(column)}</th>' for column, style in zip(table["columns"], styles, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f"<td{s}>{escape(cell)}</td>" for cell, s in zip(row, styles, strict=True)) + "</tr>"
        for row in table["rows"]
    )
    title = escape(meta["title"])
    return (
        f'<details class="q-data"><summary>Description and data<span class="q-hidden"> of the figure: {title}</span>'
        f"</summary><p>{escape(meta['description'])}</p>"
        f'<p><a href="{escape(link)}" download>Download the data (CSV)</a></p>'
        f'<div class="q-scroll" tabindex="0" role="group" aria-label="Data of the figure: {title}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _write_csv(path: Path, table: dict[str, Any]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([table["columns"], *table["rows"]])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8")
