"""A chart that ends a cell is drawn without a network."""

import altair as alt
import pandas as pd

import qantar.figures
from qantar.figures.figure import MIME

TABLE = pd.DataFrame({"day": ["5 January"], "reports": [3]})


def test_a_bare_chart_is_shown_as_the_type_that_jupyterlab_draws_and_asks_for_no_script():
    shown = alt.Chart(TABLE).mark_bar().encode(x="day", y="reports")._repr_mimebundle_()
    assert set(shown) == {MIME, "text/plain"}
    assert shown[MIME]["$schema"] == qantar.figures.figure.SCHEMA and shown[MIME]["mark"] == {"type": "bar"}
    assert "jsdelivr" not in str(shown)
