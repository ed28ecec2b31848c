"""Find the book's explorers, and drive one by keyboard in a live chart."""

import importlib
import pkgutil
import random

import qantar.figures
from qantar.figures import Explorer
from qantar.figures.count import OTHER_QUESTION

ROWS = """async (figure, columns) => {
  await figure.qantarView.runAsync();
  const view = figure.qantarView, names = Object.keys(view.getState({data: () => true, signals: () => false}).data);
  return names.flatMap(name => view.data(name))
    .filter(row => row && columns.every(column => column in row && !Array.isArray(row[column])))
    .map(row => columns.map(column => row[column]));
}"""
"""Script: the rows of a live chart that have all columns; those that still hold the lists of the grid are left out."""


def all_of_them() -> dict[str, Explorer]:
    """Return every explorer that a module of `qantar.figures` defines, by its id."""
    names = [module.name for module in pkgutil.iter_modules(qantar.figures.__path__)]
    modules = [importlib.import_module(f"qantar.figures.{name}") for name in names]
    return {value.id: value for module in modules for value in vars(module).values() if isinstance(value, Explorer)}


def other_states(explorer: Explorer) -> list[dict]:
    """Return three states of the book's grid that are not the defaults, the same at each run."""
    return random.Random(7).sample([state for state in explorer.states() if state != explorer.defaults()], 3)


def set_state(chart, explorer: Explorer, state: dict) -> None:
    """Set every control of the chart to its value in `state`, by arrow keys only."""
    for control in explorer.controls:
        control_input = chart.locator(f".q-controls [name='{control.name}']")
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
    return set(frame[list(explorer.columns)].itertuples(index=False, name=None))
