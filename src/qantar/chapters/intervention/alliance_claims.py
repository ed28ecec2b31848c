"""What was said about the allied force, and how the alliance answered its members: charts of claims and of coding."""

from __future__ import annotations

import altair as alt
import pandas as pd

from qantar.data import load
from qantar.figures.looks import key, own_scales, shape_and_colour
from qantar.figures.theme import COLOURS

NAMES = {
    "CSTO": "All together",
    "RUS": "Russia",
    "BLR": "Belarus",
    "TJK": "Tajikistan",
    "KGZ": "Kyrgyzstan",
    "ARM": "Armenia",
}
SPEAKERS = {
    "force-01": "Zas, planned",
    "force-04": "parts of one report, added",
    "force-02": "Tokayev, present",
    "force-03": "encyclopedia page",
    "force-06": "press",
    "force-07": "what is left of {total:,.0f}",
    "force-08": "ministry: no number",
    "force-09": "press",
    "force-10": "opinion article",
    "force-12": "authorities, by the press",
    "force-13": "parliament",
    "force-11": "authorities",
}
"""Row of the table `csto_forces` → speaker in few words; rows in the order of the chart."""
TOTAL = "force-02"
LOOKS = {"official": ("circle", "blue"), "press": ("square", "orange"), "derived": ("diamond", "grey")}
ANSWERS = {
    "troops_sent": "troops",
    "mission_sent": "a mission",
    "material_aid": "equipment",
    "accepted_in_part": "a decision, half kept",
    "mediated": "Moscow mediates",
    "no_joint_action": "no joint action",
    "declined": "declined",
    "no_reply_found": "no reply found",
    "no_request": "never asked",
    "not_found": "nothing found",
}
"""Answer in the table `csto_requests` → its words."""
SOMETHING = ["mission_sent", "material_aid", "accepted_in_part", "mediated"]
NO_CASE = ["no_request", "not_found"]


def size_rows() -> pd.DataFrame:
    """Return the published and computed sizes: columns row, series, value, low, high, words ("" where no number)."""
    table = load("csto_forces").set_index("row_id").loc[list(SPEAKERS)]
    day = table["date"].fillna("").map(lambda text: f", {int(text[8:])} Jan" if len(text) == 10 else "")
    values = table[["value", "value_low", "value_high"]].astype("Float64")
    rough = (table["qualifier"] == "about").map({True: "about ", False: ""})
    speakers = pd.Series(SPEAKERS).map(lambda words: words.format(total=table.at[TOTAL, "value"]))
    words = [
        "" if pd.isna(one.value) else f"{one.low:,.0f} to {one.high:,.0f}" if one.wide else f"{mark}{one.value:,.0f}"
        for one, mark in zip(_bounds(values).itertuples(), rough, strict=True)
    ]
    return pd.DataFrame(
        {
            "row": table["country"].map(NAMES).astype(str) + " · " + speakers + day,
            "series": table["series"].astype(str),
            **_bounds(values)[["value", "low", "high"]].to_dict("series"),
            "words": words,
        }
    ).reset_index(drop=True)


def _bounds(values: pd.DataFrame) -> pd.DataFrame:
    low = values["value_low"].fillna(values["value"])
    high = values["value_high"].fillna(values["value"])
    wide = (low < high).fillna(False)
    return pd.DataFrame({"value": values["value"], "low": low, "high": high, "wide": wide})


def size_chart(sizes: pd.DataFrame, width: int = 300) -> alt.LayerChart:
    """Draw `sizes`, rows of `size_rows`: circle official, square press, diamond computed; a line is a range."""
    rows = sizes["row"].tolist()
    axis = alt.Axis(ticks=False, domain=False, grid=True, labelLimit=330)
    base = alt.Chart(sizes, width=width, height=25 * len(rows)).encode(
        y=alt.Y("row:N", sort=rows, title=None, axis=axis)
    )
    across = alt.X(
        "value:Q", title="Soldiers", scale=alt.Scale(domain=[0, 4900], nice=False), axis=alt.Axis(tickCount=5)
    )
    marks = base.transform_filter("isValid(datum.value)").mark_point(size=110, filled=True, opacity=1)
    ranges = base.transform_filter("datum.low < datum.high").mark_rule(strokeWidth=3, color=COLOURS["grey"])
    words = base.transform_filter("isValid(datum.value)").mark_text(align="left", dx=9)
    said = {"official": "said by officials", "press": "said by the press", "derived": "computed here"}
    looks = {said[kind]: (shape, hue, hue) for kind, (shape, hue) in LOOKS.items()}
    chart = alt.layer(
        key(looks),
        ranges.encode(x=alt.X("low:Q", title="Soldiers"), x2="high:Q"),
        marks.encode(x=across, **shape_and_colour("series", LOOKS)),
        words.encode(x=alt.X("high:Q"), text="words:N"),
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", color=COLOURS["muted"])
        .encode(x=alt.value(6), text=alt.value("none given")),
    )
    return own_scales(chart)


def part_labels(base: alt.Chart) -> list[alt.Chart]:
    """Return the numbers of soldiers at the parts of stacked bars.

    `base` draws the columns bar, part, soldiers and middle. A part of Belarus is too small to hold its number.
    """
    numbers = base.encode(x="middle:Q", text=alt.Text("soldiers:Q", format=","))
    inside = numbers.transform_filter("datum.part != 'Belarus'").mark_text(color=COLOURS["paper"], fontWeight=600)
    return [inside, numbers.transform_filter("datum.part == 'Belarus'").mark_text(dy=22, fontWeight=600)]


def request_rows() -> pd.DataFrame:
    """Return the cases as cells to draw: columns case, about ("Threat", "Legal basis", "Answer"), words, look."""
    table = load("csto_requests").sort_values("date")
    months = pd.to_datetime(table["date"].str.pad(7, "right").str[:7].str.strip(), format="mixed")
    precise = table["date"].str.len() > 4
    when = months.dt.strftime("%b %Y").where(precise, months.dt.strftime("%Y"))
    country = table["country"].astype(str).replace("Kyrgyzstan and Tajikistan", "Kyrgyzstan, Tajikistan")
    case = when + " · " + country
    answer = table["answer"].astype(str)
    parts = {
        "Threat": table["threat"].astype(str).str.replace("_", " "),
        "Legal basis": table["legal_basis"].astype(str).str.replace("_", " ").str.replace("article", "Article"),
        "Answer": answer.map(ANSWERS),
    }
    cells = [pd.DataFrame({"case": case, "about": name, "words": words}) for name, words in parts.items()]
    looks = answer.map(lambda one: "troops" if one == "troops_sent" else "less" if one in SOMETHING else "none")
    looks = looks.where(~answer.isin(NO_CASE), "case")
    cells[2]["look"] = looks
    return pd.concat(cells, ignore_index=True).fillna({"look": "code"})


def request_chart(cells: pd.DataFrame, width: int = 440) -> alt.LayerChart:
    """Draw `cells`, rows of `request_rows`, as a table, every cell with its word: dark is troops, faint is no case."""
    rows = cells["case"].unique().tolist()
    names = ["Threat", "Legal basis", "Answer"]
    top = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelFontWeight="bold")
    side = alt.Axis(ticks=False, domain=False, labelLimit=250)
    base = alt.Chart(cells, width=width, height=26 * len(rows)).encode(
        x=alt.X("about:N", sort=names, title=None, axis=top),
        y=alt.Y("case:N", sort=rows, title=None, axis=side),
    )
    fills = {"code": "paper", "troops": "step5", "less": "step2", "none": "paper", "case": "paper"}
    edges = {"code": "grid", "troops": "step5", "less": "step2", "none": "muted", "case": "grid"}
    look = base.mark_rect(strokeWidth=1.5, height={"band": 0.86}, width={"band": 0.96}).encode(
        fill=alt.Fill("look:N", legend=None, scale=_scale(fills)),
        stroke=alt.Stroke("look:N", legend=None, scale=_scale(edges)),
    )
    dark = base.transform_filter("datum.look == 'troops'").mark_text(color=COLOURS["paper"], fontWeight=700)
    light = base.transform_filter("datum.look != 'troops'").mark_text()
    return look + light.encode(text="words:N") + dark.encode(text="words:N")


def _scale(tokens: dict[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(tokens), range=[COLOURS[name] for name in tokens.values()])
