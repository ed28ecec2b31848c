"""The notebook that JupyterLab opens first: the chapters and worksheets in order, and a cell that tries the kernel."""

from __future__ import annotations

import json

from qantar.chapters import CHAPTERS
from qantar.reference.markdown import escape
from qantar.teaching.plan import objectives, tasks

NAME = "start.ipynb"
OPENING = """# Qantar: reading a crisis in real time

Open a chapter by its name. Run a cell with Shift and Enter; run a whole chapter with *Run, Run All Cells*. Chapters may
be read in any order; each worksheet belongs to its chapter. Everything here works without a network."""
TRIED = """## Does everything work?

Run the next cell. It counts the tables of the book and shows the latest event in its timeline. If an error appears
instead, ask your teacher, or read [how to set up a classroom](book/teaching/offline.md)."""
CODE = """from qantar.data import load, tables

print(len(tables()), "tables")
load("timeline").tail(1)[["date", "title"]]"""
FURTHER = """## Beside the chapters

- [First page](book/index.md): what happened, in two minutes, and how this material is handled
- [Facts](book/reference/facts.md), [claims](book/reference/claims.md), [timeline](book/reference/timeline.md): the
  records behind every number
- [Glossary](book/reference/glossary.md) and [people](book/reference/people.md)
- [For teachers](book/teaching/index.md)

The numbers in a chapter are links to these records. If such a page opens as plain text, right click on it in the list
of files and choose *Open With, Markdown Preview*; the built book shows the same pages in a browser."""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def landing_notebook() -> str:
    """Return the notebook as JSON text, without outputs."""
    cells = [
        _cell("markdown", "start-title", OPENING),
        _cell("markdown", "start-chapters", "\n".join(["## Chapters and worksheets", "", *_table()])),
        _cell("markdown", "start-tried", TRIED),
        _cell("code", "start-kernel", CODE),
        _cell("markdown", "start-further", FURTHER),
    ]
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _table() -> list[str]:
    rows = ["| chapter | minutes to read | worksheet | minutes | points |", "|---|--:|---|--:|--:|"]
    for place, (name, title) in enumerate(CHAPTERS.items(), start=1):
        reading = sum(one.minutes for one in objectives(name))
        work = tasks(name)
        minutes, points = sum(one.minutes for one in work), sum(one.points for one in work)
        rows.append(
            f"| {place}. [{escape(title)}](book/{name}.ipynb) | {reading} "
            f"| [Worksheet {place}](exercises/{name}.ipynb) | {minutes} | {points:g} |"
        )
    return rows


def _cell(kind: str, name: str, source: str) -> dict:
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
