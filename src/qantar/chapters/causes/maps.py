"""Maps of Kazakhstan in the borders of January 2022: regions in five steps, and places on top of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from qantar.data import load_map
from qantar.figures.looks import BAR, key, own_scales
from qantar.figures.theme import COLOURS, STEPS

STATES: dict[str, dict[str, Any]] = {
    "before": {"shape": "circle", "fill": "ink", "stroke": "paper", "size": 70},
    "new that day": {"shape": "diamond", "fill": "orange", "stroke": "paper", "size": 190},
    "later": {"shape": "circle", "fill": "paper", "stroke": "grey", "size": 22},
    "date not found": {"shape": "cross", "fill": "paper", "stroke": "ink", "size": 90},
}
"""State of a place on the chosen day → how it is drawn; shape and size differ, so colour is never alone."""

_EAST = "datum.lon > 82"
_LEFT = "(datum.lon < 51.5 || datum.lon > 79)"
"""In the far east a name stands under its mark, near the western and eastern edge left of it, elsewhere right of it."""


_ALWAYS = "indexof(['Zhanaozen', 'Almaty'], datum.name) >= 0"
"""Where it began and where most people died have their names as soon as protest is there."""
PALE = (COLOURS["paper"], COLOURS["step1"])
"""Fills of a ground that stands back behind what lies on it."""


def spread_map(places: pd.DataFrame, product: Mapping[str, float]) -> alt.LayerChart:
    """Draw the places reached by a day that the reader chooses, on regions coloured by product per head.

    `places` has the columns place, name ("" where none is shown), day (of January, or missing), lon and lat; `product`
    maps the code of a region to its product per head, whole country = 100.
    """
    choice = alt.binding_range(min=2, max=5, step=1, name="Day of January 2022")
    towns = alt.Chart(places[["place", "name", "day", "lon", "lat"]])
    towns = towns.encode(longitude="lon:Q", latitude="lat:Q").transform_calculate(
        state="datum.day == null ? 'date not found' : datum.day > day ? 'later'"
        " : datum.day == day ? 'new that day' : 'before'"
    )
    towns = towns.transform_calculate(always=_ALWAYS)
    ground = region_map(product, breaks=[100], steps=PALE)
    shaded = key({"shaded: product per head above the country's, 2021": (BAR, "step1", "grey")}, orient="bottom")
    return own_scales(on_map(shaded, ground, place_marks(towns))).add_params(
        alt.param(name="day", value=4, bind=choice)
    )


def region_map(
    values: Mapping[str, float], breaks: Sequence[float], title: str = "", steps: Sequence[str] = STEPS
) -> alt.Chart:
    """Return the regions coloured by `values` (region code → value) in `steps`, the second of which begins at `breaks`.

    The shapes are those before 2018, from Natural Earth: Turkistan Region is drawn together with Shymkent.
    """
    shapes = [_filled(f, values) for f in load_map("regions")["features"] if f["geometry"]["type"] != "Point"]
    legend = alt.Legend(title=title, titleLimit=500, orient="bottom", direction="horizontal", gradientLength=260)
    legend = legend if title else None
    colours = alt.Scale(type="threshold", domain=list(breaks), range=list(steps))
    return (
        alt.Chart(alt.Data(values=shapes))
        .mark_geoshape(stroke=COLOURS["paper"] if len(steps) > 2 else COLOURS["grey"], strokeWidth=0.7, tooltip=False)
        .encode(color=alt.Color("properties.value:Q", scale=colours, legend=legend))
    )


def place_marks(places: alt.Chart) -> alt.LayerChart:
    """Return the marks and names of `places`, a chart with longitude, latitude and a field `state` of `STATES`.

    Names (field `name`, beside `lon`) stand at places that are new that day, and later where a field `always` is true.
    """
    legend = alt.Legend(title=None, orient="top", symbolStrokeWidth=1.5)
    # An ordinal size scale sorts its range, so sizes come from an expression.
    sizes = alt.expr(f"({ {state: look['size'] for state, look in STATES.items()} })[datum.state]")
    marks = places.mark_point(opacity=1, strokeWidth=1.5, filled=False, size=sizes).encode(
        shape=alt.Shape("state:N", scale=_scale("shape"), legend=legend),
        fill=alt.Fill("state:N", scale=_scale("fill"), legend=legend),
        stroke=alt.Stroke("state:N", scale=_scale("stroke"), legend=legend),
    )
    new = places.transform_filter("datum.state == 'new that day' || datum.always && datum.state == 'before'").encode(
        text="name:N"
    )
    beside = {
        "align": alt.expr(f"{_EAST} ? 'center' : {_LEFT} ? 'right' : 'left'"),
        "dx": alt.expr(f"{_EAST} ? 0 : {_LEFT} ? -11 : 11"),
        "dy": alt.expr(f"{_EAST} ? 19 : 0"),
        "fontWeight": 600,
    }
    halo = new.mark_text(stroke=COLOURS["paper"], strokeWidth=4, strokeJoin="round", **beside)
    return marks + halo + new.mark_text(**beside)


def on_map(*layers: alt.Chart | alt.LayerChart, width: int = 600, height: int = 330) -> alt.LayerChart:
    """Lay the charts over one another in a projection that keeps areas comparable; sizes in pixels."""
    chart = alt.layer(*layers).project(type="conicEqualArea", rotate=[-67, 0, 0], parallels=[42, 54])
    return chart.properties(width=width, height=height)


def _scale(what: str) -> alt.Scale:
    looks = [state[what] for state in STATES.values()]
    return alt.Scale(domain=list(STATES), range=[COLOURS.get(look, look) for look in looks])


def _filled(feature: dict[str, Any], values: Mapping[str, float]) -> dict[str, Any]:
    """Return the shape with its value and without holes: cities lie on top, and Baikonur belongs to its region."""
    shape = feature["geometry"]
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    outer = {"type": "MultiPolygon", "coordinates": [part[:1] for part in parts]}
    code = feature["properties"]["region_code"]
    return {"type": "Feature", "properties": {"value": float(values[code])}, "geometry": outer}
