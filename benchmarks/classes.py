"""A class of students: submissions of one worksheet, made from its solution and its listed mistakes."""

import copy
import json
from pathlib import Path

ROOT = Path(__file__).parents[1]


def read(path: Path) -> dict:
    """Return a notebook as plain data."""
    return json.loads(path.read_text(encoding="utf-8"))


def name_of(cell: dict) -> str | None:
    """Return the grade_id of a cell."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def answers_of(worksheet: str, number: int) -> dict[str, str]:
    """Return the answers of one student: of five the first is right, the last untouched, the others in between."""
    cells = read(ROOT / "exercises" / "solutions" / f"{worksheet}.ipynb")["cells"]
    answers: dict[str, str] = {}
    for place, cell in enumerate(cell for cell in cells if "mistakes" in cell["metadata"].get("qantar", {})):
        mistakes = cell["metadata"]["qantar"]["mistakes"]
        wrong = mistakes[(number + place) % len(mistakes)]["source"]
        kind = number % 5
        if kind == 0 or (kind < 4 and (place + number) % 4 >= kind):
            answers[name_of(cell)] = "".join(cell["source"])
        elif kind < 4:
            answers[name_of(cell)] = wrong if isinstance(wrong, str) else "\n".join(wrong)
    return answers


def students_of(worksheet: str, count: int) -> dict[str, dict]:
    """Return notebooks by student; every student has a comment of their own, so that no two files are the same."""
    blank = read(ROOT / "exercises" / f"{worksheet}.ipynb")
    students = {}
    for number in range(count):
        notebook = copy.deepcopy(blank)
        answers = answers_of(worksheet, number)
        for cell in notebook["cells"]:
            if name_of(cell) in answers:
                cell["source"] = f"# student {number}\n{answers[name_of(cell)]}"
        students[f"student{number:03}"] = notebook
    return students


def hand_in(students: dict[str, dict], worksheet: str, folder: Path) -> Path:
    """Write the submissions as STUDENT/WORKSHEET.ipynb; return the folder."""
    for student, notebook in students.items():
        place = folder / student / f"{worksheet}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(notebook), encoding="utf-8")
    return folder
