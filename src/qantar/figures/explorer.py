"""Explorers: one definition, a panel of ipywidgets where there is a kernel, a chart with inputs where there is none."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt
import pandas as pd

from qantar.errors import QantarError
from qantar.figures.figure import Figure, publish
from qantar.figures.table import table_record

State = dict[str, Any]
NO_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
"""One empty pixel: to a chart without a picture JupyterLab adds one after every answer, and draws it all again."""


ROWS = alt.NamedData(name="rows")
"""The place in a specification where `_filled` puts the rows."""


@dataclass(frozen=True)
class Control:
    """One thing a reader can change.

    `values` is the grid that the book offers, `default` one of them; `live` = (min, max, step) is the full range in a
    live kernel (default: the grid). `labels` name the values in words and make the control a choice, not a slider.
    """

    name: str
    label: str
    values: tuple[Any, ...]
    default: Any
    live: tuple[float, float, float] | None = None
    labels: tuple[str, ...] = ()

    def bind(self) -> dict[str, Any]:
        """Return the Vega input element of this control."""
        if self.labels:
            return {"input": "select", "options": list(self.values), "labels": list(self.labels), "name": self.label}
        low, high, step = self._grid_range()
        return {"input": "range", "min": low, "max": high, "step": step, "name": self.label}

    def widget(self) -> Any:
        """Return the ipywidgets input of this control, over the full range."""
        import ipywidgets as widgets

        look = {"style": {"description_width": "17rem"}, "layout": widgets.Layout(width="36rem")}
        if self.labels:
            options = list(zip(self.labels, self.values, strict=True))
            return widgets.Dropdown(options=options, value=self.default, description=self.label, **look)
        low, high, step = self.live or self._grid_range()
        slider = widgets.IntSlider if isinstance(step, int) else widgets.FloatSlider
        return slider(value=self.default, min=low, max=high, step=step, description=self.label, **look)

    def _grid_range(self) -> tuple[float, float, float]:
        return self.values[0], self.values[-1], self.values[1] - self.values[0]


@dataclass(frozen=True)
class Formula:
    """A model in closed form, in Vega's own expressions: for controls so many that no grid could hold their states.

    `rows` are the rows of the model's frame with those of its columns that no control changes. `values` are named
    expressions over the controls and over the values before them; `columns` gives each other column of the frame as
    an expression over `datum` (the row), the controls and the values.
    """

    rows: pd.DataFrame
    values: dict[str, str]
    columns: dict[str, str]


@dataclass(frozen=True)
class Explorer:
    """A model that a reader can question.

    `model(**state)` returns a tidy frame with as many rows for every state. `view(data)` draws it from a DataFrame, or
    from `alt.Undefined` when the data are supplied from outside, so its encodings name their types. `columns` are the
    frame's columns with the names a reader sees; `caveat` says what the explorer does not show. The book computes the
    model at every state in advance, unless a `formula` lets the browser compute the same frame.
    """

    id: str
    title: str
    shown: str
    description: str
    model: Callable[..., pd.DataFrame]
    view: Callable[[Any], alt.TopLevelMixin]
    controls: tuple[Control, ...]
    columns: dict[str, str]
    sources: tuple[str, ...]
    caveat: str
    formula: Formula | None = None

    def defaults(self) -> State:
        """Return the state the explorer opens with."""
        return {control.name: control.default for control in self.controls}

    def states(self) -> list[State]:
        """Return every state of the book's grid; the last control moves fastest."""
        names = [control.name for control in self.controls]
        return [dict(zip(names, state, strict=True)) for state in itertools.product(*(c.values for c in self.controls))]

    def frame(self, **state: Any) -> pd.DataFrame:
        """Return the model's frame at `state`; what is not given keeps its default."""
        return self.model(**{**self.defaults(), **state})

    def live(self, **state: Any) -> Figure:
        """Return the figure at one `state`, computed by the model: what the ipywidgets panel draws.

        Only the data differ from state to state: the view is drawn up once, which would take half of the answer's time.
        """
        frame = self.frame(**state)
        rows = json.loads(frame.to_json(orient="records", date_format="iso"))
        meta = {**self._shell.meta, "table": table_record(self._named(frame))}
        return Figure(_filled(self._shell.spec, rows), meta)

    @cached_property
    def _shell(self) -> Figure:
        chart = self.view(alt.Undefined)
        chart.data = ROWS
        return self._publish(chart, self.frame())

    def figure(self) -> Figure:
        """Return the kernel-free figure: inputs, and the grid of states they choose from or the formula they feed."""
        chart = self.view(alt.Undefined)
        rows, steps, values = self._by_formula(self.formula) if self.formula else self._by_grid()
        own = chart.transform if isinstance(chart.transform, list) else []
        chart.data = ROWS
        chart.transform = [*steps, *own]
        inputs = [alt.param(name=c.name, value=c.default, bind=c.bind()) for c in self.controls]
        figure = self._publish(chart.add_params(*inputs, *values), self.frame())
        return Figure(_filled(figure.spec, rows), figure.meta)

    def grid(self) -> tuple[list[dict[str, Any]], dict[str, list[Any]]]:
        """Return the model at every state: one row a state with a list per varying column, and the shared columns.

        Raises `QantarError` when a state has another number of rows: the book could not choose among them.
        """
        frames = [self.frame(**state) for state in self.states()]
        if len({len(frame) for frame in frames}) > 1:
            raise QantarError(f"The model of the explorer {self.id!r} must return as many rows for every state.")
        lists = [{column: frame[column].tolist() for column in self.columns} for frame in frames]
        shared = {c: lists[0][c] for c in self.columns if all(row[c] == lists[0][c] for row in lists)}
        rows = [{"k": k, **{c: v for c, v in row.items() if c not in shared}} for k, row in enumerate(lists)]
        return rows, shared

    def panel(self) -> Any:
        """Return the ipywidgets panel: every change asks the model anew."""
        import ipywidgets as widgets

        inputs = {control.name: control.widget() for control in self.controls}
        output = widgets.Output()

        def draw(_: object = None) -> None:
            # Set, not printed: nbclient answers what an output widget catches over the socket on which it waits for
            # the cell to end, can miss the end in doing so, and then sits out the cell's whole time limit.
            figure = self.live(**{name: widget.value for name, widget in inputs.items()})
            data = {**figure._repr_mimebundle_(), "image/png": NO_PICTURE}
            output.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)

        for widget in inputs.values():
            widget.observe(draw, names="value")
        draw()
        return widgets.VBox([*inputs.values(), output, widgets.HTML(f"<p>{self.caveat}</p>")])

    def show(self) -> Figure:
        """Return what a notebook cell shows: in the book the kernel-free figure, in a live notebook the panel.

        A front end that cannot draw widgets shows the chart at its opening state, without a control that would be dead.
        """
        # The book's build has a kernel too, but its readers have none.
        if os.environ.get("QANTAR_DOOR") == "book":
            return self.figure()
        still = self.live()
        return Figure(still.spec, still.meta, self.panel()._repr_mimebundle_())

    def _publish(self, chart: alt.TopLevelMixin, frame: pd.DataFrame) -> Figure:
        words = {
            "title": self.title,
            "shown": self.shown,
            "description": self.description,
            "sources": self.sources,
            "id": self.id,
        }
        figure = publish(chart, **words, table=self._named(frame))
        figure.meta["caveat"] = self.caveat
        figure.meta["fields"] = list(self.columns)
        return figure

    def _named(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame[list(self.columns)].rename(columns=self.columns)

    def _by_grid(self) -> tuple[list[dict[str, Any]], list[alt.Transform], list[alt.Parameter]]:
        rows, shared = self.grid()
        return rows, self._choose(shared), []

    def _by_formula(self, formula: Formula) -> tuple[list[dict[str, Any]], list[alt.Transform], list[alt.Parameter]]:
        steps = [alt.CalculateTransform(calculate=how, **{"as": column}) for column, how in formula.columns.items()]
        values = [alt.param(name=name, expr=how) for name, how in formula.values.items()]
        return formula.rows.to_dict("records"), steps, values

    def _choose(self, shared: dict[str, list[Any]]) -> list[alt.Transform]:
        """Return the transforms that pick the row of the chosen state and unfold its lists."""
        index = "0"
        for control in self.controls:
            place = f"indexof({json.dumps(control.values)}, {control.name})"
            index = f"({index}) * {len(control.values)} + {place}"
        constants = [alt.CalculateTransform(calculate=json.dumps(v), **{"as": c}) for c, v in shared.items()]
        return [
            alt.FilterTransform(filter=f"datum.k == {index}"),
            *constants,
            alt.FlattenTransform(flatten=list(self.columns)),
        ]


def _filled(spec: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a specification that was drawn up for `ROWS`, with its rows: altair would check each value of them."""
    return {**spec, "datasets": {**spec.get("datasets", {}), ROWS.name: rows}}
