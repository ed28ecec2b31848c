"""The book's figure: drawing, live chart, numbered caption, sources, data. A renderer plugin of myst-nb."""

from __future__ import annotations

import csv
import io
import json
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from qantar.figures.figure import MIME
from qantar.sphinxext.chart import book_spec, draw

DATA_FOLDER = "_data"
"""Folder of the built book that holds each figure's table as CSV."""


class FigureRenderer:
    """Turns the MIME bundle of `qantar.figures.Figure` into document nodes."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the figure's nodes, or None for output that is not a published figure."""
        if data.mime_type != MIME or inline:
            return None
        meta = data.content.get("usermeta", {}).get("qantar")
        if meta is None:
            return None
        env = renderer.renderer.sphinx_env
        env.metadata[env.docname].setdefault("qantar_figures", []).append(meta["id"])
        return [figure_node(env, data.content, meta)]


def figure_node(env: BuildEnvironment, spec: dict[str, Any], meta: dict[str, Any]) -> nodes.figure:
    """Return a numbered `figure`: chart, caption, source line and data, the CSV written beside the page."""
    page = env.docname.rsplit("/", 1)[-1]
    _write_csv(Path(env.app.outdir) / DATA_FOLDER / f"{page}-{meta['id']}.csv", meta["table"])
    link = "../" * env.docname.count("/") + f"{DATA_FOLDER}/{page}-{meta['id']}.csv"
    node = nodes.figure("", ids=[meta["id"]], classes=["qantar-figure"])
    node += nodes.raw("", _chart_html(book_spec(spec), meta), format="html")
    node += nodes.caption("", meta["title"])
    legend = nodes.legend()
    legend += _source_line(env, meta["sources"])
    if meta.get("caveat"):
        legend += nodes.paragraph("", meta["caveat"], classes=["qantar-caveat"])
    legend += nodes.raw("", _data_html(meta, link), format="html")
    node += legend
    return node


def _chart_html(spec: dict[str, Any], meta: dict[str, Any]) -> str:
    name = escape(meta["id"])
    words = escape(f"{meta['title']}. {meta['description']}")
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    controls = f'<div class="q-controls" id="{name}-controls"></div>' if _has_inputs(spec) else ""
    return (
        f'<div class="q-chart" data-figure="{name}">{controls}'
        f'<div class="q-scroll" tabindex="0" role="group" aria-label="Chart, scrolls sideways on small screens">'
        f'<div class="q-drawing" role="img" aria-label="{words}">{draw(spec, name)}</div></div>'
        f'<script type="application/json" class="q-spec">{text}</script></div>'
    )


def _has_inputs(spec: dict[str, Any]) -> bool:
    """Say whether the reader can set a parameter: its input then stands above the drawing, outside of the picture."""
    return any(isinstance(param.get("bind"), dict) for param in spec.get("params", []))


def _source_line(env: BuildEnvironment, sources: list[dict[str, str]]) -> nodes.paragraph:
    line = nodes.paragraph("", "Source: " if len(sources) == 1 else "Sources: ", classes=["qantar-sources"])
    for place, source in enumerate(sources):
        text = ", ".join(filter(None, [source["publisher"], source["title"], source["date"]]))
        target = addnodes.pending_xref(
            "",
            nodes.inline("", text),
            refdomain="doc",
            reftype="myst",
            refexplicit=True,
            refdoc=env.docname,
            reftarget="book/reference/sources",
            reftargetid=source["id"],
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
