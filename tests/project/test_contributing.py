"""The examples of CONTRIBUTING.md, followed word by word in a copy of the project."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\w+)(?:=(\S+))?)?\n(.*?)^```$", re.M | re.S)
FOLDERS = ("src", "book", "exercises")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "submissions", ".ipynb_checkpoints")
FILES = ("pyproject.toml", "_toc.yml", "_config.yml", "start.ipynb")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the project in which every example of the guide has been carried out."""
    folder = tmp_path_factory.mktemp("project")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    said = [follow(folder, *block) for block in BLOCK.findall(TEXT)]
    (folder / "said.txt").write_text("\n".join(filter(None, said)), encoding="utf-8")
    return folder


def follow(folder: Path, language: str, action: str, target: str, text: str) -> str:
    """Do what one block asks for and return what the commands said."""
    if action == "append":
        with (folder / target).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    elif action == "file":
        (folder / target).parent.mkdir(exist_ok=True)
        (folder / target).write_text(text, encoding="utf-8")
    elif action == "run":
        return run(folder, sys.executable, "-c", text)
    elif language == "console":
        return "".join(run(folder, *shlex.split(line)) for line in text.splitlines())
    else:
        raise ValueError(f"The guide has a block that nobody follows: {language} {action}")
    return ""


def run(folder: Path, *command: str) -> str:
    beside = Path(sys.executable).parent
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "PATH": f"{beside}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{shlex.join(command)[:200]}\n{done.stdout[-2000:]}{done.stderr[-3000:]}"
    return done.stdout


def test_each_kind_of_addition_has_an_example_that_works(project):
    headings = re.findall(r"^## An? (\w+)$", TEXT, re.M)
    assert headings == ["source", "table", "fact", "figure", "explorer", "chapter", "worksheet", "claim"]
    said = (project / "said.txt").read_text(encoding="utf-8")
    assert said.count("All tables are valid.") == 4
    assert "Agree with the ledgers: book/example.md." in said


def test_the_additions_reach_the_pages(project):
    pages = {
        name: (project / "book/reference" / name).read_text(encoding="utf-8") for name in ("facts.md", "claims.md")
    }
    assert "(winter-price-aktau)=" in pages["facts.md"] and "(c62)=" in pages["claims.md"]


def test_a_number_that_disagrees_with_its_record_is_named(project):
    page = project / "book" / "wrong.md"
    page.write_text("It cost [51](reference/facts.md#winter-price-aktau) tenge.\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"(?s)51.*50"):
        run(project, "qantar", "facts", "check", str(page))


def test_the_counts_that_a_new_claim_changes_are_named(project):
    with pytest.raises(AssertionError, match="61 for ledger-claims but its table gives 62"):
        run(project, "qantar", "facts", "check", "book/example.md")


def test_the_new_worksheet_gives_no_points_untouched_and_all_when_solved(project):
    said = (project / "said.txt").read_text(encoding="utf-8").replace(" ", "")
    assert said.rindex("0/2") < said.rindex("2/2")
    worksheets = ("exercises/winter.ipynb", "exercises/solutions/winter.ipynb")
    graded = json.loads(run(project, "qantar", "grade", *worksheets, "--json"))
    assert [one["points"] for one in graded["submissions"]] == [0, 2]
