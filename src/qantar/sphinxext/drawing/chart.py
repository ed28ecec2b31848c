"""From a notebook's Vega-Lite specification to what a page holds: the book's specification and a drawing of it."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from typing import Any

import vl_convert
from nbformat import NotebookNode

from qantar.figures.figure import MIME
from qantar.figures.theme import TOKENS
from qantar.sphinxext.drawing.narrow import narrow

VEGA_LITE = "6.4"
"""Version that draws in the book; the notebook's specification says 5 because JupyterLab draws no later one."""
Drawing = tuple[dict[str, Any], dict[str, Any], str]
"""The book's specifications of a chart for a wide page and for a phone, and the SVG of the first."""
READY: dict[str, Drawing] = {}
"""Drawings that were made ahead, by `key`."""
_VARIABLES = {light: f"var(--q-{name})" for name, (light, _) in TOKENS.items()}


def published(notebook: NotebookNode) -> list[dict[str, Any]]:
    """Return the Vega-Lite specifications of the figures that an executed notebook shows."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]


def key(spec: dict[str, Any]) -> str:
    """Return what tells the Vega-Lite `spec` of a published figure from all others."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()


def drawing(spec: dict[str, Any]) -> Drawing:
    """Return specification and SVG of a published figure for the page, made ahead or now."""
    if (name := key(spec)) in READY:
        return READY[name]
    page = book_spec(spec)
    return page, book_spec(narrow(spec)), draw(page)


def small_drawing(drawn: Drawing) -> str:
    """Return the SVG of a figure for a phone."""
    return draw(drawn[1])


def book_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the Vega specification of a Vega-Lite `spec` for the page, so that no reader has to load Vega-Lite.

    The caption has the title, the page has background and controls, and colours follow the page.
    """
    page = {key: value for key, value in copy.deepcopy(spec).items() if key not in ("title", "description", "usermeta")}
    page["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json"
    page.get("config", {}).pop("background", None)
    page = {**_with_variables(page), "background": None}
    page["params"] = [{key: one[key] for key in one if key != "bind"} for one in page.get("params", [])]
    return vl_convert.vegalite_to_vega(page, vl_version=VEGA_LITE)


def draw(spec: dict[str, Any]) -> str:
    """Return the SVG of a book specification at its opening state."""
    return _lean(vl_convert.vega_to_svg(spec))


def coloured(svg: str, dark: bool) -> str:
    """Return a drawing with the colours of the light or dark page in it, for a file that no page's style reaches."""
    return re.sub(r"var\(--q-(\w+)\)", lambda found: TOKENS[found[1]][dark], svg)


def size(svg: str) -> tuple[int, int]:
    """Return width and height of a drawing in pixels."""
    width, height = re.search(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', svg).groups()
    return round(float(width)), round(float(height))


def controls(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the controls of a published figure: key and opening `value`, its input, `label` and, of a range, `unit`.

    The label of a range ends with its unit ("Average threshold, %").
    """
    return [_control(one) for one in spec.get("params", []) if "input" in one.get("bind", {})]


def _control(param: dict[str, Any]) -> dict[str, Any]:
    bind = param["bind"]
    label, _, unit = bind["name"].rpartition(", ") if bind["input"] == "range" else (bind["name"], "", "")
    named = {"label": label, "unit": unit} if label else {"label": bind["name"], "unit": ""}
    return {**bind, **named, "key": param["name"], "value": param.get("value")}


def _with_variables(part: Any) -> Any:
    """Replace each colour of the theme by its CSS variable, wherever it stands alone as a value."""
    if isinstance(part, dict):
        return {key: _with_variables(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_with_variables(value) for value in part]
    return _VARIABLES.get(part, part) if isinstance(part, str) else part


def _lean(svg: str) -> str:
    """Drop what the page does not use: long decimals of places, inner roles and labels; the figure has its own."""
    svg = re.sub(r' (?:role|aria-[a-z]+|xmlns:xlink|version)="[^"]*"', "", svg)
    svg = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\d+\.\d)\d+", r"\1", tag[0]), svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
