"""Turn the package's CSV files into typed data frames."""

import copy
import difflib
import io
from functools import cache

import pandas as pd

from qantar.data.description import Description
from qantar.data.descriptor import FOLDER, parsed, read
from qantar.errors import QantarError
from qantar.files import read_bytes


@cache
def _resources() -> dict[str, dict]:
    return {resource["name"]: resource for resource in read()["resources"]}


_substitutes: dict[str, pd.DataFrame] = {}


@cache
def _content(path: str) -> bytes:
    if not (FOLDER / path).exists():
        raise QantarError(f"The file {path} is missing from the package; install the package again.")
    return read_bytes(FOLDER / path)


def tables() -> list[str]:
    """Return the names of all tables, in alphabetical order."""
    return sorted(name for name, resource in _resources().items() if "schema" in resource)


def describe(name: str) -> Description:
    """Return the description of one table or map: fields, units, sources, licence, how it was made, caveats.

    A notebook shows it as a readable page. It is a dictionary, a copy of the Data Package resource. An unknown name
    raises QantarError.
    """
    return Description(copy.deepcopy(_find(name, list(_resources()))))


def load(name: str) -> pd.DataFrame:
    """Return a table as a fresh data frame, one row per record, columns in the order of the schema.

    Dates and times are ``datetime64``; categories with a closed list are Categorical (ordered where order matters);
    whole numbers are ``int64``, or ``Int64`` where a value may be missing; measures are ``float64``; all other
    text is ``str``. Partial dates ("2022-01") stay text: see ``qantar.data.dates``. A missing value is NaN, NaT or NA
    in every type, text included. An unknown name raises QantarError with the nearest names.
    """
    resource = _find(name, tables())
    if name in _substitutes:
        return _substitutes[name].copy()
    return _frame(name, resource["path"]).copy()


@cache
def _frame(name: str, path: str) -> pd.DataFrame:
    content = io.BytesIO(_content(path))
    fields = _resources()[name]["schema"]["fields"]
    try:
        frame = pd.read_csv(content, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
        return pd.DataFrame({field["name"]: _typed(frame[field["name"]], field) for field in fields})
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise QantarError(
            f"The table {name} is damaged ({error}); install the package again, or see `qantar data validate`."
        ) from error


def substitute(name: str, frame: pd.DataFrame) -> None:
    """Let `load` return copies of this table instead, in this process: graders ask the same of other values."""
    _find(name, tables())
    _substitutes[name] = frame.copy()


def load_map(name: str = "regions") -> dict:
    """Return a map as a GeoJSON FeatureCollection (longitude, latitude; WGS 84), a fresh dictionary each time.

    ``regions`` joins to the table of the same name by the property ``region_code``.
    """
    maps = [key.removesuffix("_map") for key in _resources() if key.endswith("_map")]
    _known(name, maps, "map")
    path = _resources()[f"{name}_map"]["path"]
    return parsed(_content(path), path)


def _find(name: str, known: list[str]) -> dict:
    _known(name, known, "table")
    return _resources()[name]


def _known(name: str, known: list[str], kind: str) -> None:
    if name in known:
        return
    near = difflib.get_close_matches(str(name), known, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(near)}?" if near else f"the names are {', '.join(sorted(known))}."
    raise QantarError(f"There is no {kind} named {name!r}; {advice}")


def _typed(column: pd.Series, field: dict) -> pd.Series:
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        return column.astype(pd.CategoricalDtype(constraints["enum"], ordered=field.get("categoriesOrdered", False)))
    match field["type"]:
        case "date" | "datetime":
            return pd.to_datetime(column, format="ISO8601")
        case "integer" | "year":
            return pd.to_numeric(column).astype("int64" if constraints.get("required") else "Int64")
        case "number":
            return pd.to_numeric(column).astype("float64")
        case "boolean":
            return column.map({"true": True, "false": False}).astype("boolean")
    return column
