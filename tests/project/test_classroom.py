"""The classroom: carried on a stick, installed and used without a network, answering in JupyterLab."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import classrooms
import nbformat
import pytest
from playwright.sync_api import expect

from qantar.chapters import CHAPTERS

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = [ROOT / "exercises" / "solutions" / f"{name}.ipynb" for name in ("counting", "elites")]
"""Between them they need all libraries that solutions need; that every one prints what is stored, nbval says."""


@pytest.fixture(scope="module")
def classroom(tmp_path_factory) -> Path:
    """The folder `classroom` of the bundle, its environment made from the wheels in it and from nothing else."""
    return classrooms.made(tmp_path_factory.mktemp("stick"))


def test_a_classroom_holds_what_students_need_and_no_solution(classroom):
    notebooks = {
        path.relative_to(classroom).as_posix() for path in classroom.glob("**/*.ipynb") if ".venv" not in path.parts
    }
    assert notebooks == {
        "start.ipynb",
        *(f"{folder}/{name}.ipynb" for folder in ("book", "exercises") for name in CHAPTERS),
    }
    assert not [path for path in classroom.glob("exercises/*.ipynb") if "BEGIN SOLUTION" in path.read_text("utf-8")]
    assert len(list(classroom.glob("data/*.csv"))) > 40 and (classroom / "data/datapackage.json").is_file()


def test_every_link_of_the_landing_notebook_arrives_in_the_classroom(classroom):
    cells = nbformat.read(classroom / "start.ipynb", 4).cells
    links = re.findall(r"\]\(([^)#]+)\)", "\n".join(cell.source for cell in cells))
    assert {f"book/{name}.ipynb" for name in CHAPTERS} < set(links)
    for link in links:
        assert (classroom / link).is_file(), link


def test_every_chapter_and_two_solutions_run_there_without_a_network(classroom):
    notebooks = [classroom / "start.ipynb", *(classroom / "book" / f"{name}.ipynb" for name in CHAPTERS), *SOLUTIONS]
    done = classrooms.execute(classroom, *notebooks)
    assert [path for path, _, _ in done] == list(map(str, notebooks))
    assert all(count > 10 for path, count, _ in done if "start" not in path)


def test_notebooks_hold_no_directive_that_jupyterlab_would_show_raw():
    raw = re.compile(r"^(:::|```\{)|\{[a-z:-]+\}`|^\([\w-]+\)=$", re.M)
    for path in [*(ROOT / "book").glob("*.ipynb"), *(ROOT / "exercises").glob("*.ipynb"), ROOT / "start.ipynb"]:
        for cell in nbformat.read(path, 4).cells:
            assert cell.cell_type != "markdown" or not raw.search(cell.source), (path.name, cell.id)


def test_the_settings_of_the_classroom_are_those_that_jupyterlab_knows(classroom):
    schemas = classroom / ".venv" / "share" / "jupyter" / "lab" / "schemas"
    overrides = json.loads((classroom / "lab/settings/overrides.json").read_text("utf-8"))
    for plugin, settings in overrides.items():
        package, name = plugin.split(":")
        schema = json.loads((schemas / package / f"{name}.json").read_text("utf-8"))
        assert set(settings) <= set(schema["properties"]), plugin


@pytest.mark.browser
def test_in_jupyterlab_a_slider_moves_the_chart_and_nothing_asks_the_network(classroom, browser):
    with classrooms.lab(classroom) as address, classrooms.opened(browser, address, CHAPTERS["causes"]) as (page, log):
        panel = classrooms.explorer_of(page)
        readout = panel.locator(".widget-readout").first
        expect(readout).to_have_text(re.compile(r"\d"))
        opening = int(readout.text_content())
        assert classrooms.moved(panel, 1) > 0
        expect(readout).to_have_text(str(opening + 1))
        assert classrooms.moved(panel, -1) > 0
        assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        assert log.elsewhere == []


def test_a_system_nobody_knows_is_refused_in_one_sentence(tmp_path):
    done = classrooms.run(
        "python3", "tools/collect_wheels.py", ".binder/requirements.lock", tmp_path / "wheels", "amiga"
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and "choose among linux, macos, windows" in done.stderr


def test_a_classroom_that_lacks_wheels_says_what_to_do(classroom, tmp_path):
    poor = tmp_path / "classroom"
    unlike = shutil.ignore_patterns(".venv", "pandas-*", "runtime")
    shutil.copytree(classroom, poor, ignore=unlike, copy_function=os.link)
    done = classrooms.run(sys.executable, "classroom.py", "--prepare", cwd=poor)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "pandas" in done.stderr and "try another Python" in done.stderr
    assert not (poor / ".venv" / "ready").exists()


# The steps of a Binder or JupyterHub service


def test_repo2docker_accepts_the_files_and_its_steps_give_the_landing_notebook(classroom, tmp_path):
    dockerfile = rendered(ROOT)
    assert "postBuild" in dockerfile and "pip install --no-cache-dir -r" not in dockerfile
    copy = tmp_path / "home"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "_build", "__pycache__", "*.egg-info"))
    beside = f"{classrooms.python_of(classroom).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["./.binder/postBuild"], cwd=copy, env=os.environ | {"PATH": beside}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = classrooms.run(classrooms.python_of(classroom), "-c", "import qantar; print(qantar.__file__)", cwd=tmp_path)
    assert found.stdout.startswith(str(copy))
    with classrooms.lab(classroom, home=copy, config=None) as address, urllib.request.urlopen(address) as answer:
        assert answer.url.split("?")[0].endswith("/lab/tree/start.ipynb")


def rendered(project: Path) -> str:
    """Return the Dockerfile that repo2docker would build an image from."""
    script = (
        "from repo2docker.buildpacks import PythonBuildPack\n"
        "pack = PythonBuildPack('base')\n"
        "pack.platform = 'linux/amd64'\n"
        "assert pack.detect() and pack.python_version == '3.11', 'not taken for a Python project'\n"
        "print(pack.render(build_args={}))\n"
    )
    done = classrooms.run(sys.executable, "-c", script, cwd=project)
    assert done.returncode == 0, done.stderr
    return done.stdout
