"""The door: what the metadata of a notebook says is read here, into plain records, and nowhere else."""

from dataclasses import dataclass, field, replace
from typing import Any

Raw = dict[str, Any]
"""A cell, or a notebook, as it stands in the file."""


@dataclass(frozen=True)
class Mistake:
    """A common mistake: the whole answer cell with the mistake in it, and the hint it deserves."""

    name: str
    source: str
    hint: str


@dataclass(frozen=True)
class Cell:
    """One cell, the `number`-th of its notebook; `name` is its grade_id, if it has one.

    The rest is known of solutions alone. Roles: answer (a program marks it), open (the teacher does), check (prints
    values of an answer), probe (a check that no student sees), feedback (speaks to the student alone), redraw
    (changes what answers work on, for the second time that they are run; no student sees it), nameless
    (nbgrader's, but without a name); other cells have none. `solved` cells are emptied before students get them.
    """

    number: int
    is_code: bool
    source: str
    cell_id: str | None = None
    name: str = ""
    role: str = ""
    solved: bool = False
    points: float = 0
    exercise: str = ""
    objective: str = ""
    expects: list[dict[str, str]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    stub: list[str] = field(default_factory=list)
    rubric: list[dict[str, Any]] = field(default_factory=list)
    weak: dict[str, Any] | None = None
    was_run: bool = False
    outputs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The names that the cell carries."""
        return {name for name in (self.name, self.cell_id) if name}

    @property
    def printed(self) -> str:
        """What its stored outputs print."""
        return stdout(self.outputs)


def cell_of(number: int, raw: Raw) -> Cell:
    """Return a cell of anybody's notebook, whose metadata may hold anything."""
    name = part(raw, "nbgrader").get("grade_id")
    named = name if isinstance(name, str) else ""
    return Cell(number, raw.get("cell_type") == "code", raw["source"], raw.get("id"), named)


def solution_cell(number: int, raw: Raw) -> Cell:
    """Return a cell of a solution notebook with all that it declares."""
    marks, extra = part(raw, "nbgrader"), part(raw, "qantar")
    cell = cell_of(number, raw)
    return replace(
        cell,
        role=role_of(cell, marks, extra),
        solved=bool(marks.get("solution")),
        points=marks.get("points", 0),
        exercise=str(extra.get("exercise") or ""),
        objective=str(extra.get("objective", "")),
        expects=list(extra.get("expects", [])),
        hints=list(extra.get("hints", [])),
        mistakes=[Mistake(m["name"], joined(m["source"]), m["hint"]) for m in extra.get("mistakes", [])],
        stub=list(extra.get("stub") or []),
        rubric=list(extra.get("rubric", [])),
        weak=extra.get("weak"),
        was_run=bool(raw.get("execution_count")),
        outputs=raw.get("outputs", []),
    )


def role_of(cell: Cell, marks: dict[str, Any], extra: dict[str, Any]) -> str:
    """Return what a cell of a solution notebook is for."""
    if marks and not cell.name:
        return "nameless"
    if marks.get("solution") and (marks.get("grade") or cell.is_code):
        return "open" if marks.get("grade") else "answer"
    if marks.get("grade") and not marks.get("solution"):
        return "probe" if extra.get("probe") else "check"
    return next((role for role in ("feedback", "redraw") if extra.get(role)), "")


def declared(notebook: Raw) -> dict[str, Any]:
    """Return what a notebook as a whole declares: its worksheet, and a solution's title and points."""
    return part(notebook, "qantar")


def part(holder: Raw, key: str) -> dict[str, Any]:
    """Return one part of the metadata of a cell or a notebook, or an empty dictionary."""
    found = holder["metadata"].get(key)
    return found if isinstance(found, dict) else {}


def joined(source: str | list[str]) -> str:
    """Return a source that may be given as lines (with or without newlines) as one text."""
    return source if isinstance(source, str) else "\n".join(line.rstrip("\n") for line in source)


def is_stdout(output: dict[str, Any]) -> bool:
    """Say whether an output is text printed to standard output."""
    return output.get("output_type") == "stream" and output.get("name") == "stdout"


def stdout(outputs: list[dict[str, Any]]) -> str:
    """Return what outputs print to standard output."""
    texts = (output["text"] for output in outputs if is_stdout(output))
    return "".join(text if isinstance(text, str) else "".join(text) for text in texts)
