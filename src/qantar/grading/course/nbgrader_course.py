"""The same worksheets in an nbgrader course: one source, the same answers taken in, the same points.

A course's `nbgrader_config.py` needs three lines, and `source/NAME/NAME.ipynb` is the solution notebook as it is:

    from qantar.grading.course.nbgrader_course import configure
    c = get_config()
    configure(c)

nbgrader gives points to every check cell that runs without an error. Ours print values, because no assertion that runs
in a student's kernel can be trusted; so nbgrader's own process compares, as `qantar grade` does, what they print with
what the solution notebook holds, and puts an error into those that differ. What stays nbgrader's: it runs the
notebooks, and shuts no student's code in; and what is drawn in `qantar grade` is the same here at each run.
"""

from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute, LockCells, NbGraderPreprocessor, OverwriteCells, SaveCells
from traitlets.config import Config

from qantar.grading.marking.answers import find_answers
from qantar.grading.marking.reference import reference_of
from qantar.grading.marking.run import Step
from qantar.grading.marking.steps import redrawn_steps
from qantar.grading.sandbox.kernels import Opening
from qantar.grading.tutor.lines import absent_columns, essential, marked_lines
from qantar.grading.worksheets.cells import Cell, Raw, cell_of, part, solution_cell, stdout
from qantar.grading.worksheets.fitness import load_solution
from qantar.grading.worksheets.notebook import tidy
from qantar.grading.worksheets.solution import Solution
from qantar.grading.worksheets.worksheet import HIDDEN_ROLES, stubbed

SEED = 2022
Converted = tuple[NotebookNode, dict[str, Any]]


def configure(config: Config) -> None:
    """Add to a course's configuration the steps that hand out and grade worksheets of this kind."""
    out = [step for step in usual(GenerateAssignment, "preprocessors") if step is not ClearSolutions]
    out.insert(out.index(LockCells), Stubs)
    out.insert(out.index(SaveCells) + 1, WithoutProbes)
    config.GenerateAssignment.preprocessors = out
    taken_in = usual(Autograde, "sanitize_preprocessors")
    taken_in.insert(taken_in.index(OverwriteCells), AnswersInMaster)
    config.Autograde.sanitize_preprocessors = taken_in
    graded = usual(Autograde, "autograde_preprocessors")
    graded.insert(graded.index(Execute) + 1, ComparedOutputs)
    config.Autograde.autograde_preprocessors = graded


def usual(converter: type, name: str) -> list[type]:
    """Return the steps that nbgrader takes when it is not configured."""
    return list(converter.class_traits()[name].default())


def source_of(step: NbGraderPreprocessor, resources: dict[str, Any]) -> Solution:
    """Return the solution notebook of the assignment at hand; raise QantarError when it is unfit."""
    course, at_hand = step.parent.parent.coursedir, resources["nbgrader"]
    folder = course.format_path(course.source_directory, ".", at_hand["assignment"])
    return load_solution(Path(folder, f"{at_hand['notebook']}.ipynb"))


class Stubs(NbGraderPreprocessor):
    """Leave of the solution what students may see: the worksheet's own stubs, no hints, mistakes and rubrics."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> Converted:
        """Empty one cell of what gives an answer away."""
        known = solution_cell(index, cell)
        if known.solved:
            cell.source = stubbed(known)
        cell.metadata.pop("qantar", None)
        return cell, resources


class WithoutProbes(NbGraderPreprocessor):
    """Hand out no hidden cell; nbgrader's database, by then, knows the probes."""

    def preprocess(self, notebook: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Drop the cells that students never see."""
        hidden = {cell.name for cell in source_of(self, resources).of_role(*HIDDEN_ROLES)}
        notebook.cells = [cell for cell in notebook.cells if cell_of(0, cell).name not in hidden]
        return notebook, resources


class AnswersInMaster(NbGraderPreprocessor):
    """Take from a student's notebook the answers alone, and put them among the master's cells, probes included."""

    def preprocess(self, notebook: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Replace the cells of a submission."""
        handed = [cell_of(number, tidy(cell)) for number, cell in enumerate(notebook.cells)]
        notebook.cells = [nbformat.from_dict(cell) for cell in rebuilt(handed, source_of(self, resources))]
        return notebook, resources


def rebuilt(handed: list[Cell], solution: Solution) -> list[Raw]:
    """Return the master's cells with a student's answers in them, and behind them what runs again on redrawn inputs.

    Further parts of a split answer follow it.
    """
    answers = find_answers(handed, solution).sources
    cells: list[Raw] = []
    for cell, raw in zip(solution.cells, solution.notebook["cells"], strict=True):
        if cell.role == "redraw":  # it has its turn behind, on tables that nothing has redrawn yet
            continue
        first, *others = [cell.source]
        if cell.role == "answer":
            first, *others = answers[cell.name] or [""]
        elif cell.role == "open":
            first = next((one.source for one in handed if cell.name in one.names), stubbed(cell))
        cells.append(unrun(cell, raw, first))
        cells += [nbformat.v4.new_code_cell(source) for source in others]
    return cells + [again(step) for step in redrawn_steps(solution, answers, SEED, None)]


def again(step: Step) -> Raw:
    """Return the cell of a step on redrawn inputs; of a check it tells the name."""
    metadata = {"qantar": {"redrawn": step.name if step.role == "probe" else ""}}
    return nbformat.v4.new_code_cell(step.source, metadata=metadata)


@lru_cache(maxsize=8)
def redrawn_reference(path: Path, changed: int) -> dict[str, str]:
    """Return what the checks of a solution print on redrawn inputs, by name; `changed` is the time of the file."""
    with closing(Opening([], trusted=True).kernels()) as kernels:
        solution = load_solution(path)
        printed = reference_of(solution, kernels, SEED)
        steps = redrawn_steps(solution, {}, SEED, printed)
    return {step.name: printed[step.key] for step in steps if step.role == "probe"}


def unrun(cell: Cell, raw: Raw, source: str) -> Raw:
    """Return a cell of the master with this source, without outputs, hints and rubrics."""
    marks = {"nbgrader": raw["metadata"]["nbgrader"]} if cell.name else {}
    made = {**raw, "source": source, "metadata": marks}
    return made | {"outputs": [], "execution_count": None} if cell.is_code else made


class ComparedOutputs(NbGraderPreprocessor):
    """After execution, let nbgrader see an error in every check cell that does not print what it should."""

    def preprocess(self, notebook: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Compare the outputs of all check cells."""
        solution = source_of(self, resources)
        expected = redrawn_reference(solution.path, solution.path.stat().st_mtime_ns)
        ran_again = {part(cell, "qantar").get("redrawn"): cell for cell in notebook.cells}
        checks = {check.name: check for check in solution.checks}
        for cell in notebook.cells:
            check = checks.get(cell_of(0, cell).name)
            if check:
                cell.outputs = judged(cell.outputs, check.printed)
            if check and check.name in expected and not failed(cell.outputs):
                second = judged(ran_again[check.name].outputs, expected[check.name])
                cell.outputs += [output for output in second if output.output_type == "error"]
        notebook.cells = [cell for cell in notebook.cells if "redrawn" not in part(cell, "qantar")]
        return notebook, resources


def failed(outputs: list[NotebookNode]) -> bool:
    """Say whether a cell stopped with an error."""
    return any(output.output_type == "error" for output in outputs)


def judged(outputs: list[NotebookNode], reference: str) -> list[NotebookNode]:
    """Return what a check printed, with an error behind it if that is not what it should print.

    To nbgrader an error or a warning means no points, and a displayed number means that many; so neither warnings
    nor displays are kept.
    """
    if failed(outputs):
        return outputs
    text = essential(stdout(outputs), reference)
    kept = [nbformat.v4.new_output("stream", text=text)] if text else []
    if text == essential(reference, reference):
        return kept
    found = absent_columns(marked_lines(text)) or "A value differs from the expected one."
    return [*kept, nbformat.v4.new_output("error", ename="Difference", evalue=found, traceback=[found])]
