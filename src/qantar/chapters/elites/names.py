"""How people of the elite are named and marked in drawings (chapter `elites`)."""

from __future__ import annotations

import pandas as pd

NETWORKS = {
    "family": ("Nazarbayev's family", "circle", "orange"),
    "patronage": ("linked to Nazarbayev in reports", "square", "plum"),
    "security": ("officers and police", "triangle-up", "blue"),
    "tokayev": ("close to or promoted by Tokayev", "diamond", "teal"),
    "government": ("other officials", "cross", "gold"),
    "business": ("other business", "triangle-down", "red"),
}
"""Network of the table `people` → its words, shape and colour."""


def short_names(people: pd.DataFrame) -> pd.Series:
    """Return per person (index `person_id`) the surname, with an initial where the table has a namesake or relative."""
    names = people.set_index("person_id")["name"].str.split(n=1, expand=True)
    family = names[1].str.replace(r"a$", "", regex=True)
    shared = family.duplicated(keep=False)
    return names[1].where(~shared, names[0].str[0] + ". " + names[1])
