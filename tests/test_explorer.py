"""An explorer is one definition: the panel and the kernel-free chart must say the same."""

import random

import pandas as pd
import pytest

from qantar.errors import QantarError
from qantar.figures import Control, Explorer
from qantar.figures.cascade import cascade
from qantar.figures.figure import MIME


def some_states(explorer: Explorer) -> list[dict]:
    states = explorer.states()
    return [explorer.defaults(), states[0], states[-1], *random.Random(1).sample(states, 5)]


@pytest.fixture(scope="module")
def grid():
    rows, shared = cascade.grid()
    return {row["k"]: row for row in rows}, shared


def test_grid_and_model_give_the_same_numbers(grid):
    rows, shared = grid
    for state in some_states(cascade):
        place = cascade.states().index(state)
        picked = pd.DataFrame({c: shared.get(c, rows[place].get(c)) for c in cascade.columns})
        pd.testing.assert_frame_equal(picked, cascade.frame(**state)[list(cascade.columns)], check_dtype=False)


def test_the_charts_index_expression_counts_as_the_grid_does():
    expression = next(t.filter for t in cascade._choose({}) if hasattr(t, "filter")).removeprefix("datum.k == ")
    for place, state in enumerate(cascade.states()):
        if place % 97 == 0:
            value = eval(expression, {"indexof": lambda values, value: values.index(value)}, dict(state))
            assert value == place


def test_every_control_of_the_cascade_moves_something(grid):
    for control in cascade.controls:
        start = cascade.frame()
        assert any(not start.equals(cascade.frame(**{control.name: value})) for value in control.values), control.name
        assert control.default in control.values


def test_the_panel_draws_what_the_model_says(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    panel = cascade.panel()
    sliders = {child.description: child for child in panel.children if hasattr(child, "description")}
    sliders["Average threshold, %"].value = 41  # between the book's steps: a live kernel has the full range
    sliders["Internet cut"].value = 3
    table = shown[-1].meta["table"]
    expected = cascade.frame(mean=41, cut=3)
    assert [row[3] for row in table["rows"]] == [str(value) for value in expected["mid"]]
    assert len(shown) == 3


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
