"""Column names for readers, taken from the descriptions of the tables."""

from __future__ import annotations

import pandas as pd

from qantar.data import describe


def with_titles(table: pd.DataFrame, of: str) -> pd.DataFrame:
    """Return `table` with its columns named as the description of the table `of` names them.

    A column that `of` does not have gets a capital letter and spaces for underscores.
    """
    titles = {field["name"]: field["title"] for field in describe(of)["schema"]["fields"]}
    return table.rename(columns=lambda name: titles.get(name, str(name).replace("_", " ").capitalize()))
