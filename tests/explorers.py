"""Find the book's explorers, drive one by keyboard in a live chart, and ask Vega what its chart would draw from."""

import importlib
import pkgutil
import random
import xml.etree.ElementTree as ElementTree

import altair as alt
import pandas as pd
import vl_convert

import qantar.chapters
from qantar.chapters.counting.count import OTHER_QUESTION
from qantar.figures import Explorer
from qantar.sphinxext.drawing.chart import VEGA_LITE

ROWS = """async (figure, columns) => {
  await figure.qantarView.runAsync();
  const view = figure.qantarView, names = Object.keys(view.getState({data: () => true, signals: () => false}).data);
  return names.flatMap(name => view.data(name))
    .filter(row => row && columns.every(column => column in row && !Array.isArray(row[column])))
    .map(row => columns.map(column => row[column]));
}"""
"""Script: the rows of a live chart that have all columns; those that still hold the lists of the grid are left out."""


def all_of_them() -> dict[str, Explorer]:
    """Return every explorer that a chapter's room defines, by its id."""
    names = [module.name for module in pkgutil.walk_packages(qantar.chapters.__path__, "qantar.chapters.")]
    modules = [importlib.import_module(name) for name in names]
    return {value.id: value for module in modules for value in vars(module).values() if isinstance(value, Explorer)}


def some_states(explorer: Explorer, number: int, seed: int) -> list[dict]:
    """Return states with every control drawn by itself, the same at each run: nobody can list 21 to the power of 11."""
    draw = random.Random(seed)
    return [{one.name: draw.choice(one.values) for one in explorer.controls} for _ in range(number)]


def other_states(explorer: Explorer) -> list[dict]:
    """Return three states of the book's chart that are not the defaults, the same at each run."""
    return [state for state in some_states(explorer, 8, seed=7) if state != explorer.defaults()][:3]


def set_state(chart, explorer: Explorer, state: dict) -> None:
    """Set every control of the chart to its value in `state`, by arrow keys only."""
    for control in explorer.controls:
        control_input = chart.locator(f".q-controls [name='{control.name}']")
        if control_input.get_attribute("type") == "checkbox":
            control_input.set_checked(state[control.name] == "yes")
            continue
        control_input.press("Home")
        for _ in range(control.values.index(state[control.name])):
            control_input.press("ArrowDown" if control.labels else "ArrowRight")


def shown_rows(chart, explorer: Explorer) -> set[tuple]:
    """Return the distinct rows that the live chart draws from, as tuples in the order of the explorer's columns."""
    return {tuple(row) for row in chart.evaluate(ROWS, list(explorer.columns))}


LEFT_OUT = {"count": {"state": OTHER_QUESTION}}
"""Rows of a model that its chart drops before it draws anything: in the count, those of the categories not asked."""


def model_rows(explorer: Explorer, state: dict) -> set[tuple]:
    """Return the rows of the Python model at `state` that the chart draws from, in the same form."""
    frame = explorer.frame(**state)
    for column, value in LEFT_OUT.get(explorer.id, {}).items():
        frame = frame[frame[column] != value]
    return frame_rows(explorer, frame)


def frame_rows(explorer: Explorer, frame: pd.DataFrame) -> set[tuple]:
    """Return the rows of a model's frame as tuples in the order of the explorer's columns."""
    return set(frame[list(explorer.columns)].itertuples(index=False, name=None))


CELL, ROW = "\u241f", "\u241e"


def computed_rows(explorer: Explorer, spec: dict, state: dict) -> set[tuple]:
    """Return the rows that the kernel-free chart `spec` makes at `state`, computed by Vega itself.

    The chart's data, parameters and first transforms are kept; its marks give way to one text per row.
    """
    params = [{**one, "value": state[one["name"]]} if one["name"] in state else one for one in spec["params"]]
    joined = f" + '{CELL}' + ".join(f"datum['{column}']" for column in explorer.columns)
    text = alt.Chart().mark_text().transform_calculate(cells=f"'{ROW}' + {joined}").encode(text="cells:N").to_dict()
    asked = {"params": params, "data": spec["data"], "datasets": spec.get("datasets", {})}
    asked |= {"transform": spec["transform"] + text["transform"], "mark": "text", "encoding": text["encoding"]}
    svg = vl_convert.vegalite_to_svg(asked, vl_version=VEGA_LITE)
    texts = [element.text for element in ElementTree.fromstring(svg).iter() if (element.text or "").startswith(ROW)]
    like = explorer.frame()[list(explorer.columns)].dtypes
    return {_typed(one.removeprefix(ROW).split(CELL), like) for one in texts}


def _typed(cells: list[str], like: pd.Series) -> tuple:
    numeric = [pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) for kind in like]
    return tuple(float(cell) if number else cell for cell, number in zip(cells, numeric, strict=True))
