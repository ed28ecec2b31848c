"""Notebooks that were handed in are read so that none costs more memory than its own reader may take."""

import resource
from pathlib import Path

import pytest
from gradings import answered, as_format_3, code_cell, write

from qantar.errors import QantarError
from qantar.grading.worksheets import notebook as room
from qantar.grading.worksheets.notebook import LARGEST, MOST_CELLS, read_notebook


def filled(path: Path, value: str, size: int) -> Path:
    """Write a notebook whose metadata holds one value very often."""
    many = ",".join([value] * (size // (len(value) + 1)))
    path.write_text(f'{{"nbformat": 4, "cells": [], "metadata": {{"a": [{many}]}}}}', encoding="utf-8")
    return path


def test_what_grows_in_memory_is_given_up_by_its_reader_and_costs_the_grader_nothing(tmp_path):
    path = filled(tmp_path / "a.ipynb", "{}", 30_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(QantarError, match=r"a\.ipynb holds too much beside its outputs; copy the answers"):
        read_notebook(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < before + 50_000


def test_a_file_above_the_limit_is_not_even_opened_by_a_reader(tmp_path, monkeypatch):
    with (tmp_path / "a.ipynb").open("wb") as file:
        file.truncate(LARGEST + 1)
    monkeypatch.setattr(room.subprocess, "run", None)
    with pytest.raises(QantarError, match="larger than 60 MB; clear its outputs"):
        read_notebook(tmp_path / "a.ipynb")


def test_large_outputs_cost_nothing_and_are_left_out(tmp_path):
    large = answered()
    large["cells"][3] |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "ә" * 1_000_000}]}
    found = read_notebook(write(tmp_path / "a.ipynb", large))
    assert [cell["source"] for cell in found["cells"]] == ["".join(cell["source"]) for cell in large["cells"]]
    assert [cell.get("id") for cell in found["cells"]] == [cell.get("id") for cell in large["cells"]]
    assert found["cells"][3]["outputs"] == []
    assert read_notebook(tmp_path / "a.ipynb", trusted=True)["cells"][3]["outputs"] == large["cells"][3]["outputs"]


@pytest.mark.parametrize(("count", "fits"), [(MOST_CELLS, True), (MOST_CELLS + 1, False)])
def test_a_notebook_has_so_many_cells_at_most(tmp_path, count, fits):
    path = write(tmp_path / "a.ipynb", {"cells": [code_cell("1")] * count, "metadata": {}, "nbformat": 4})
    if fits:
        assert len(read_notebook(path)["cells"]) == count
    else:
        with pytest.raises(QantarError, match="holds too much"):
            read_notebook(path)


def test_only_what_is_large_or_old_takes_a_process(tmp_path, monkeypatch):
    taken = []
    monkeypatch.setattr(room, "lightened", lambda path: taken.append(path.name) or answered())
    for name, content in {"usual": answered(), "old": as_format_3(answered())}.items():
        read_notebook(write(tmp_path / f"{name}.ipynb", content))
    read_notebook(filled(tmp_path / "large.ipynb", '"text"', 1_100_000))
    assert taken == ["old.ipynb", "large.ipynb"]
