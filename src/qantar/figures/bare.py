"""A chart that was not published: JupyterLab draws it, where Altair by itself asks the network for a script."""

from typing import Any

import altair as alt

from qantar.figures.figure import MIME, SCHEMA

RENDERER = "qantar"


def bundle(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Return what a notebook shows of a chart: its specification, as the type that JupyterLab draws."""
    return {MIME: {**spec, "$schema": SCHEMA}, "text/plain": "A chart."}


alt.renderers.register(RENDERER, bundle)
alt.renderers.enable(RENDERER)
