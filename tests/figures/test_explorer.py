"""An explorer is one definition: the panel and the kernel-free chart must say the same."""

import gzip
import json
import re

import explorers
import ipywidgets as widgets
import pandas as pd
import pytest
import vl_convert

from qantar.chapters.causes.cascade import cascade
from qantar.errors import QantarError
from qantar.figures import Control, Explorer
from qantar.figures.figure import MIME
from qantar.sphinxext.drawing.chart import VEGA_LITE


def states_of(explorer: Explorer) -> list[dict]:
    ends = [{control.name: control.values[end] for control in explorer.controls} for end in (0, -1)]
    return [explorer.defaults(), *ends, *explorers.some_states(explorer, 8, seed=1)]


ALL = explorers.all_of_them().values()


@pytest.fixture(scope="module", params=ALL, ids=lambda explorer: explorer.id)
def explorer(request) -> Explorer:
    return request.param


@pytest.fixture(scope="module")
def spec(explorer) -> dict:
    """The chart for readers without a kernel; its grid takes seconds, so it is made once."""
    return explorer.figure().spec


@pytest.fixture(scope="module", params=[one for one in ALL if one.formula is None], ids=lambda explorer: explorer.id)
def gridded(request) -> Explorer:
    """An explorer whose states the book computes in advance."""
    return request.param


@pytest.fixture(scope="module")
def grid(gridded):
    return gridded.grid()


def test_every_explorer_has_a_grid_or_a_formula_and_most_have_a_grid():
    assert {one.id for one in ALL if one.formula} == {"forecasts"}


def test_the_chart_computes_what_the_model_says(explorer, spec):
    for state in states_of(explorer):
        rows = explorers.frame_rows(explorer, explorer.frame(**state))
        assert explorers.computed_rows(explorer, spec, state) == rows, state


def test_the_chart_without_a_kernel_is_small(spec):
    assert len(gzip.compress(json.dumps(spec, sort_keys=True).encode())) < 20_000


def test_grid_and_model_give_the_same_numbers(gridded, grid):
    rows, shared = grid
    by_place = {row["k"]: row for row in rows}
    for state in states_of(gridded):
        row = by_place[gridded.states().index(state)]
        picked = pd.DataFrame({c: shared.get(c, row.get(c)) for c in gridded.columns})
        pd.testing.assert_frame_equal(picked, gridded.frame(**state)[list(gridded.columns)], check_dtype=False)


def test_the_grid_is_small(grid):
    assert len(gzip.compress(json.dumps(grid[0]).encode())) < 15_000


def test_the_charts_index_expression_counts_as_the_grid_does(gridded):
    expression = next(t.filter for t in gridded._choose({}) if hasattr(t, "filter")).removeprefix("datum.k == ")
    for state in states_of(gridded):
        value = eval(expression, {"indexof": lambda values, value: values.index(value)}, dict(state))
        assert value == gridded.states().index(state)


def test_every_control_moves_something_from_the_opening_state(explorer):
    start = explorer.frame()
    for control in explorer.controls:
        assert control.default in control.values
        assert any(not start.equals(explorer.frame(**{control.name: v})) for v in control.values), control.name


def test_the_panels_picture_is_that_of_the_view_drawn_anew(explorer):
    state = explorers.some_states(explorer, 1, seed=3)[0]
    frame = explorer.frame(**state)
    anew = explorer._publish(explorer.view(frame), frame)
    live = explorer.live(**state)
    assert live.meta == anew.meta
    one, two = (vl_convert.vegalite_to_svg(figure.spec, vl_version=VEGA_LITE) for figure in (live, anew))
    assert marks_of(one) == marks_of(two) and marks_of(one)


def marks_of(svg: str) -> list[str]:
    return sorted(re.findall(r'<(?:path|text)[^>]*aria-label="([^"]*)"[^>]*\bd="([^"]*)"', svg)) + re.findall(
        r">([^<>]+)</text>", svg
    )


def test_the_panel_draws_what_the_model_says():
    panel = cascade.panel()
    sliders = {child.description: child for child in panel.children if hasattr(child, "description")}
    [output] = [child for child in panel.children if isinstance(child, widgets.Output)]
    shown = []
    output.observe(lambda change: shown.append(change["new"]), names="outputs")
    sliders["Average threshold, %"].value = 41  # between the book's steps: a live kernel has the full range
    sliders["Internet cut"].value = 3
    [drawn] = output.outputs
    assert drawn["output_type"] == "display_data"
    expected = cascade.frame(mean=41, cut=3)
    table = drawn["data"][MIME]["usermeta"]["qantar"]["table"]
    assert [row[3] for row in table["rows"]] == [str(value) for value in expected["mid"]]
    assert len(shown) == 2


def test_the_panel_prints_nothing_that_nbclient_would_have_to_catch(monkeypatch):
    monkeypatch.setattr(widgets.Output, "__enter__", lambda self: pytest.fail("the panel catches what is printed"))
    assert cascade.panel().children


def test_a_live_notebook_gets_the_panel_and_the_book_does_not(monkeypatch):
    monkeypatch.setenv("QANTAR_DOOR", "book")
    assert set(cascade.show()._repr_mimebundle_()) == {MIME, "text/plain"}
    monkeypatch.delenv("QANTAR_DOOR")
    assert "application/vnd.jupyter.widget-view+json" in cascade.show()._repr_mimebundle_()


def test_the_opening_state_is_what_the_description_says():
    sizes = cascade.frame().query("panel == 'sizes'").set_index("x")["mid"]
    assert 45 <= sizes[[0, 10]].sum() <= 55
    assert sizes[90] > 33
    assert sizes.loc[20:80].sum() < 15


def test_a_model_with_a_changing_number_of_rows_is_refused():
    uneven = Explorer(
        "uneven",
        "Uneven",
        "Rows of a model",
        cascade.description,
        lambda n: pd.DataFrame({"x": range(n)}),
        cascade.view,
        (Control("n", "Rows", (1, 2), 1),),
        {"x": "x"},
        cascade.sources,
        "None.",
    )
    with pytest.raises(QantarError, match="as many rows for every state"):
        uneven.grid()
