"""The one chart theme: colour tokens in a light and a dark value, and the Vega-Lite configuration made of them.

Charts are written with the light values. The book replaces each of them by the CSS variable of its token, so that one
drawing follows the page from light to dark. Only whole colours can follow: interpolated colour ramps would not, so
use the five steps (`STEPS`) with a threshold or ordinal scale instead.
"""

from __future__ import annotations

TOKENS: dict[str, tuple[str, str]] = {
    "ink": ("#1c2530", "#e9edf2"),
    "muted": ("#55616f", "#a9b4c0"),
    "grid": ("#dde2e8", "#38424d"),
    "paper": ("#ffffff", "#14191f"),
    "blue": ("#1f62a6", "#7db4ee"),
    "orange": ("#b8500a", "#f0a35e"),
    "teal": ("#0a7a70", "#55c4b6"),
    "plum": ("#8a3f8f", "#d69bda"),
    "gold": ("#7d6608", "#d9bf55"),
    "red": ("#a8282d", "#f28c86"),
    "grey": ("#6c7682", "#98a3af"),
    "band": ("#c3d6ea", "#2c4a69"),
    "step1": ("#e3edf7", "#1d2f42"),
    "step2": ("#b6d0ea", "#2b4d70"),
    "step3": ("#7daedb", "#3f73a6"),
    "step4": ("#3f80bd", "#69a5dc"),
    "step5": ("#154f8c", "#aed4f7"),
}
"""Token → (light, dark) colour."""

COLOURS: dict[str, str] = {name: light for name, (light, _) in TOKENS.items()}
"""Token → colour to write in a chart."""

CATEGORY: tuple[str, ...] = ("blue", "orange", "teal", "plum", "gold", "red")
STEPS: list[str] = [COLOURS[f"step{n}"] for n in range(1, 6)]
FONT = "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', system-ui, sans-serif"
"""Of charts and of what stands around the text.

Fonts of nearly one width come first: drawings are laid out in one of them, and read in another. The font of the system
itself can be a sixth wider, and labels would be cut off.
"""


def config() -> dict[str, object]:
    """Return the Vega-Lite configuration every published chart carries."""
    text = {"font": FONT, "labelColor": COLOURS["muted"], "titleColor": COLOURS["ink"]}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 600}
    lines = {"gridColor": COLOURS["grid"], "domainColor": COLOURS["muted"], "tickColor": COLOURS["muted"]}
    return {
        "background": COLOURS["paper"],
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**text, **sizes, **lines, "labelLimit": 260, "titlePadding": 8},
        "legend": {**text, **sizes, "labelLimit": 260, "symbolStrokeWidth": 2},
        "header": {**text, **sizes},
        "title": {
            "font": FONT,
            "color": COLOURS["ink"],
            "subtitleColor": COLOURS["muted"],
            "anchor": "start",
            "fontSize": 14,
        },
        "range": {"category": [COLOURS[name] for name in CATEGORY], "ordinal": STEPS},
        "mark": {"color": COLOURS["blue"], "tooltip": True},
        "text": {"color": COLOURS["ink"], "font": FONT, "fontSize": 12},
        "rule": {"color": COLOURS["muted"]},
        "line": {"strokeWidth": 2.5},
        "area": {"color": COLOURS["band"]},
    }


def css() -> str:
    """Return the style sheet that gives every token its light and dark value (`--q-…`), and the font as `--q-sans`.

    `--q-if-light` and `--q-if-dark` are the display of an image drawn for one of the two.
    """

    def block(selector: str, column: int) -> str:
        rules = "".join(f"--q-{name}:{pair[column]};" for name, pair in TOKENS.items())
        shown = ("block", "none")
        return f"{selector}{{{rules}--q-if-light:{shown[column]};--q-if-dark:{shown[1 - column]};}}\n"

    # Paper is white: print always takes the light values.
    return (
        f":root{{--q-sans:{FONT}}}\n"
        + block(":root", 0)
        + "@media screen{"
        + block('html[data-theme="dark"]', 1)
        + "}\n@media screen and (prefers-color-scheme:dark){"
        + block('html:not([data-theme]),html[data-theme="auto"]', 1)
        + "}\n"
    )
