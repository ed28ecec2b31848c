"""Computed cells: each is what its builder computes, none is typed in, and a wrong result is refused."""

import csv
import shutil

import pytest

from qantar.data.build import BUILDERS, build, forces, migration, prepared, regions, sizes, tolls
from qantar.data.build.__main__ import main
from qantar.data.build.steps import read
from qantar.data.descriptor import FILE, FOLDER
from qantar.errors import QantarError

NAMES = [builder.table for builder in BUILDERS]


@pytest.fixture
def folder(tmp_path):
    """Copy the described tables, so that a build may write."""
    for path in [FOLDER / FILE, *FOLDER.glob("*.csv"), *FOLDER.glob("*_map.json")]:
        shutil.copy(path, tmp_path)
    return tmp_path


def computed(builder) -> set[tuple[str, str]]:
    return {(key, column) for key, column, _ in builder.cells(read(builder.table))}


def spoiled(builder, folder, key, **changes):
    """Write other values into one row of a copy."""
    rows = read(builder.table, folder)
    next(row for row in rows if next(iter(row.values())) == key).update(changes)
    with (folder / f"{builder.table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("builder", BUILDERS, ids=NAMES)
def test_stored_cells_are_the_computed_ones(builder):
    assert prepared(builder, read(builder.table)) == read(builder.table)


@pytest.mark.parametrize("builder", BUILDERS, ids=NAMES)
def test_a_lost_cell_comes_back_and_nothing_else_changes(builder, folder):
    original = (folder / f"{builder.table}.csv").read_bytes()
    key, column = sorted(computed(builder))[0]
    spoiled(builder, folder, key, **{column: "1"})
    assert build(builder, folder)
    assert (folder / f"{builder.table}.csv").read_bytes() == original
    assert not build(builder, folder)


def test_what_is_computed_is_a_short_list():
    assert {builder.table: len(computed(builder)) for builder in BUILDERS} == {
        "csto_forces": 6,
        "institution_sizes": 1,
        "migration": 26,
        "regions": 34,
        "tolls": 6,
    }


def test_computed_rows_of_tolls_are_the_derived_ones():
    derived = {row["toll_id"] for row in read("tolls") if row["series"] == "derived"}
    assert derived == {key for key, _ in computed(tolls.BUILDER)} == set(tolls.REMAINDERS)


@pytest.mark.parametrize(
    ("module", "key", "changes", "sentence"),
    [
        (tolls, "toll-072", {"value": "300"}, "the places add up to more than toll-068"),
        (tolls, "toll-073", {"date": "2023-01-06"}, "the places of toll-068 were stated on another day"),
        (forces, "force-13", {"value": "2000"}, "larger than the official total"),
        (forces, "force-06", {"derived": "true"}, "flagged as derived"),
        (migration, "2004", {"year": "2003"}, "2003 is followed by 2003"),
        (migration, "2004", {"departures": "-1"}, "-1 departures in 2004"),
        (sizes, "government", {"posts_kept": "19"}, "government cannot have -1 changed posts"),
    ],
)
def test_an_impossible_result_is_refused_and_nothing_is_written(module, key, changes, sentence, folder):
    spoiled(module.BUILDER, folder, key, **changes)
    before = (folder / f"{module.BUILDER.table}.csv").read_bytes()
    with pytest.raises(QantarError, match=sentence) as refused:
        build(module.BUILDER, folder)
    assert str(refused.value).startswith(f"Cannot build {module.BUILDER.table}: ")
    assert (folder / f"{module.BUILDER.table}.csv").read_bytes() == before


@pytest.mark.parametrize(("units", "sentence"), [(slice(1, None), "16 units"), (slice(0, 17, 17), "both sides of 100")])
def test_product_per_head_needs_all_units_and_a_spread(units, sentence, folder):
    lines = (folder / "regions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "regions.csv").write_text(lines[0] + "".join(lines[1:][units]), encoding="utf-8", newline="\n")
    with pytest.raises(QantarError, match=sentence):
        build(regions.BUILDER, folder)


def test_the_command_reports_what_it_computed(capsys, monkeypatch):
    monkeypatch.setattr("qantar.data.build.__main__.build", lambda builder: builder.table == "tolls")
    assert main() == 0 and capsys.readouterr().out == "Computed anew: tolls.\n"
    monkeypatch.setattr("qantar.data.build.__main__.build", lambda builder: False)
    assert main() == 0 and capsys.readouterr().out == "Nothing had changed.\n"


def test_the_command_ends_with_one_sentence_when_a_result_is_refused(capsys, monkeypatch):
    def refuse(builder):
        raise QantarError("Cannot build tolls: wrong.")

    monkeypatch.setattr("qantar.data.build.__main__.build", refuse)
    assert main() == 2
    assert capsys.readouterr().err == "Cannot build tolls: wrong.\n"
