"""Whatever a file holds, its loader returns something of its kind or says what is wrong: nothing else is raised."""

import copy
import csv
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradings
import lockfile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import ROOT

from qantar.data import descriptor, loader
from qantar.data.check import validate
from qantar.errors import QantarError
from qantar.facts import links, prose
from qantar.facts.lookup import Claim, Event, Fact
from qantar.grading.course.gradebook import COLUMNS, resumed
from qantar.grading.tutor.checkfile import ExerciseChecks, load_checks
from qantar.grading.worksheets.fitness import load_solution
from qantar.grading.worksheets.notebook import read_notebook
from qantar.grading.worksheets.release import digest
from qantar.grading.worksheets.worksheet import make_worksheet

few = settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
DATA = ROOT / "src" / "qantar" / "data"


def places(content: Any, path: tuple = ()) -> list[tuple]:
    """Return the ways to all parts of parsed JSON."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def put(content: Any, path: tuple, value: Any) -> Any:
    """Return parsed JSON with another value in one place."""
    if not path:
        return value
    changed = copy.copy(content)
    changed[path[0]] = put(content[path[0]], path[1:], value)
    return changed


def spoilt(content: Any) -> st.SearchStrategy[bytes]:
    """Return files that hold this JSON with something odd in one place, or cut off, or anything else."""
    whole = json.dumps(content).encode()
    changed = st.builds(lambda path, value: put(content, path, value), st.sampled_from(places(content)), ODD)
    cut = st.integers(0, len(whole)).map(lambda end: whole[:end])
    return changed.map(lambda made: json.dumps(made).encode()) | cut | st.binary(max_size=40) | ODD.map(as_bytes)


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def spoilt_table(text: str) -> st.SearchStrategy[bytes]:
    """Return files that hold this table with odd letters in one place, or cut off, or anything else."""
    whole = text.encode()
    place = st.integers(0, len(whole))
    odd = st.sampled_from([b'"', b",", b"\n", b"\r", b"\0", b"\xff", b";", b"x", b""])
    return st.builds(lambda at, put, end: whole[:at] + put + whole[at + end :], place, odd, place) | st.binary(
        max_size=40
    )


def loaded(load: Callable[[Path], Any], content: bytes, name: str) -> Any:
    """Return what a loader makes of a file, or None when it says in one line what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return load(path)
        except QantarError as error:
            assert "Traceback" not in str(error) and str(error)
            return None


SHEET = gradings.read(gradings.WORKSHEET)
SOLUTION = gradings.read(gradings.SOLUTION)
CHECKS = gradings.read(gradings.TRIAL / "checks" / "trial.json")
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
SMALL = PACKAGE | {"resources": [one for one in PACKAGE["resources"] if one["name"] in {"places", "regions"}]}


@few
@given(spoilt(SHEET))
def test_a_notebook_is_read_or_refused(content):
    notebook = loaded(read_notebook, content, "anna.ipynb")
    assert notebook is None or all(isinstance(cell["source"], str) for cell in notebook["cells"])


@settings(few, max_examples=60)
@given(spoilt(SOLUTION))
def test_a_solution_is_fit_for_release_or_refused(content):
    solution = loaded(load_solution, content, "trial.ipynb")
    assert solution is None or (make_worksheet(solution)["cells"] and digest(solution) and solution.exercises)


@few
@given(spoilt(CHECKS))
def test_a_check_file_is_read_or_refused(content):
    checks = loaded(lambda path: load_checks("trial", path.parent), content, "trial.json")
    assert checks is None or all(isinstance(one, ExerciseChecks) for one in checks.values())


@few
@given(spoilt(SHEET) | WORDS.map(str.encode))
def test_the_prose_of_a_notebook_or_page_is_read_or_refused(content):
    for name in ("page.ipynb", "page.md"):
        parts = loaded(prose.read, content, name)
        assert parts is None or all(isinstance(block.text, str) for part in parts for block in part.blocks)


BOOK = io.StringIO()
csv.writer(BOOK).writerows([COLUMNS, ["anna", "trial", "trial-1", "2", "2", 'Right, "x".', "full", "7"]])


@few
@given(spoilt_table(BOOK.getvalue()))
def test_a_gradebook_is_gone_on_with_or_refused(content):
    book = loaded(resumed, content, "grades.csv")
    assert book is None or all(len(row) == len(COLUMNS) for row in book.rows)


@pytest.mark.parametrize("name", ["places", "facts", "claims"])
def test_a_table_is_loaded_or_refused(name, monkeypatch):
    text = "".join((DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)[:4])
    names = [field["name"] for field in loader.describe(name)["schema"]["fields"]]
    monkeypatch.setattr(loader, "_frame", loader._frame.__wrapped__)

    @few
    @given(spoilt_table(text))
    def each(content):
        monkeypatch.setattr(loader, "_content", lambda path: content)
        try:
            assert list(loader.load(name).columns) == names
        except QantarError as error:
            assert name in str(error)

    each()


@settings(few, max_examples=12)
@given(spoilt(SMALL))
def test_a_description_is_validated_and_renewed_or_refused(content):
    def both(path: Path) -> list:
        for table in ("places.csv", "regions.csv"):
            shutil.copy(DATA / table, path.parent)
        faults = validate(path.parent)
        descriptor.refresh(path.parent)
        return faults

    found = loaded(both, content, "datapackage.json")
    assert found is None or all(str(fault) for fault in found)


@few
@given(spoilt_table((DATA / "places.csv").read_text(encoding="utf-8")))
def test_a_table_is_measured_or_refused_and_none_that_is_cut_off_is_taken(content):
    facts = loaded(descriptor.measure, content, "places.csv")
    assert facts is None or (content.endswith(b"\n") and facts["rows"] > 0)


@settings(few, max_examples=60)
@given(
    st.sampled_from([Fact, Claim, Event]),
    st.data(),
    st.text(max_size=20) | st.sampled_from(["238", "C01", "5 January 2022"]),
)
def test_a_link_is_compared_with_any_record_or_the_record_refused(kind, data, text):
    values = st.sampled_from(["238", "2022-01", "2022-13-40", "", "number", "date", "12:99", "held_up"]) | WORDS
    fields = {name: data.draw(values) for name in kind.__dataclass_fields__}
    try:
        assert links.agree(text, kind(**fields)) in (True, False)
    except QantarError as error:
        assert "damaged" in str(error) or "is not a date" in str(error)


@few
@given(
    spoilt_table(
        "numpy==2.1 \\\n    --hash=sha256:"
        + "0" * 64
        + "\nrich==15.0 ; os_name == 'nt' \\\n    --hash=sha256:"
        + "1" * 64
    )
)
def test_a_lock_file_is_read_or_refused(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requirements.lock"
        path.write_bytes(content)
        try:
            assert all(pin.version and pin.hashes for pin in lockfile.read(path))
        except ValueError as error:
            assert "is no lock file" in str(error) and "\n" not in str(error)
