"""The repository itself: its versions, its form, and what no file of it may say."""

import json
import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

import lockfile
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from repository import ROOT, files, recipes, run, text, windows_commands

import qantar
from qantar.sphinxext.page import theme

PROJECT = tomllib.loads(text("pyproject.toml"))["project"]
LOCKS = ("requirements.lock", ".binder/requirements.lock")


def pins(name: str) -> list[lockfile.Pin]:
    return lockfile.read(ROOT / name)


# Versions


def test_one_version_everywhere():
    cited = yaml.safe_load(text("CITATION.cff"))["version"]
    described = json.loads(text("codemeta.json"))["version"]
    assert str(cited) == described == PROJECT["version"] == qantar.__version__
    assert f"## {qantar.__version__}" in text("CHANGELOG.md")


def test_lock_pins_every_package_with_hashes():
    locked = pins("requirements.lock")
    assert len(locked) > 100
    for pin in locked:
        assert pin.requirement.specifier == SpecifierSet(f"=={pin.version}") and pin.hashes, pin.name


def test_a_lock_file_is_read_whole():
    for name in LOCKS:
        entries = re.findall(r"^\S.*?(?=^\S|\Z)", text(name), re.M | re.S)
        for pin, entry in zip(pins(name), entries, strict=True):
            assert "".join(pin.text().split()) == "".join(entry.replace("'", '"').split())


def test_lock_satisfies_the_project():
    optional = PROJECT["optional-dependencies"].values()
    wanted = [Requirement(line) for line in [*PROJECT["dependencies"], *(line for extra in optional for line in extra)]]
    locked = pins("requirements.lock")
    for requirement in [*wanted, Requirement("setuptools>=77")]:
        found = [pin.version for pin in locked if pin.name == requirement.name]
        assert found and all(map(requirement.specifier.contains, found)), requirement


def test_lock_leaves_out_what_slows_or_weighs_and_is_not_used():
    locked = {pin.name for pin in pins("requirements.lock")}
    assert not locked & {"rfc3987-syntax", "lark", "matplotlib", "pillow"}
    assert "--no-deps" in text("Makefile") and "--no-deps --require-hashes" in text("README.md")


def test_binder_installs_the_locked_versions():
    # The marker of a package may differ, since fewer others ask for it.
    locked, binder = ({(pin.name, pin.version, pin.hashes) for pin in pins(name)} for name in LOCKS)
    assert binder and binder <= locked


def test_binder_needs_neither_book_nor_test_tools():
    names = {pin.name for pin in pins(".binder/requirements.lock")}
    assert {"altair", "ipywidgets", "nbval", "pandas"} <= names
    assert not names & {"jupyter-book", "sphinx", "playwright", "frictionless", "ruff", "vl-convert-python"}


def test_binder_runs_the_oldest_python_the_project_promises():
    assert text(".binder/runtime.txt").strip() == "python-" + PROJECT["requires-python"].removeprefix(">=")
    assert os.access(ROOT / ".binder/postBuild", os.X_OK)


def test_the_workflow_is_valid_and_runs_the_same_commands_as_everybody():
    name = ".github/workflows/book.yml"
    linter = str(Path(sys.executable).with_name("check-jsonschema"))
    checked = run(linter, "--builtin-schema", "vendor.github-workflows", name)
    assert checked.returncode == 0, checked.stdout
    jobs = yaml.safe_load(text(name))["jobs"].values()
    on_windows, elsewhere = ([run for job in jobs for run in runs(job, windows)] for windows in (True, False))
    assert on_windows == [*windows_commands()[""], *windows_commands()["check"]]
    assert elsewhere and all(command.split()[0] == "make" for command in elsewhere)
    assert {word for command in elsewhere for word in command.split()[1:]} <= set(recipes())
    systems = {system for job in jobs if "make check" in runs(job, False) for system in systems_of(job)}
    assert {"ubuntu-24.04", "macos-14"} <= systems


def runs(job: dict, windows: bool) -> list[str]:
    """Return the lines that a job of the workflow runs on Windows, or on the other systems."""
    taken = "windows" in " ".join(systems_of(job))
    return [line for step in job["steps"] if taken == windows for line in step.get("run", "").splitlines()]


def systems_of(job: dict) -> list[str]:
    """Return the systems that a job of the workflow runs on."""
    return job.get("strategy", {}).get("matrix", {}).get("os") or [job["runs-on"]]


@pytest.mark.parametrize("address", ["", theme.NO_REPOSITORY, theme.NO_REPOSITORY + "/", None])
def test_without_a_repository_there_is_no_launch_button(address):
    options = {"launch_buttons": {"binderhub_url": "https://example.org"}, "search_bar_text": "Search"}
    if address is not None:
        options["repository_url"] = address
    assert theme.without_dead_links(options) == {"search_bar_text": "Search"}


def test_with_a_repository_there_is_one():
    options = {"launch_buttons": {"binderhub_url": "https://example.org"}, "repository_url": "https://example.org/q"}
    assert theme.without_dead_links(options) == options
    assert yaml.safe_load(text("_config.yml"))["launch_buttons"]["binderhub_url"].startswith("https://")


# What no file may say

# Written with a gap in each, or this file would say it.
UNWANTED = {
    "registry host": r"py[p]i\.org|python[h]osted|npm[j]s\.(org|com)|deb\.debi[a]n\.org|index-[u]rl",
    "machine path": r"(?<![\w.])/(wor[k]|roo[t])/|\.py[e]nv|/opt/py[p]i",
    "unfinished": r"\b(TOD[O]|FIXM[E]|TB[D]|XX[X]|[Ll]orem ipsu[m])\b",
}


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_names_a(what):
    pattern = re.compile(UNWANTED[what])
    found = []
    for path in files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert not found


def test_links_of_the_front_pages_lead_somewhere():
    for name in ("README.md", "LICENSE-text.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text(name)):
            assert (ROOT / target).exists(), f"{name} links to {target}"


def test_folders_the_readme_names_exist():
    for name in re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", text("README.md").split("## What is where")[1], re.M):
        for folder in re.findall(r"`([^`]+)`", name):
            assert (ROOT / folder).exists() or (ROOT / "src/qantar" / folder).exists(), folder


# Form


def test_code_is_in_the_form_ruff_gives_it():
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    checked = run(ruff, "check", "--no-cache", ".")
    formatted = run(ruff, "format", "--no-cache", "--check", ".")
    assert (checked.returncode, formatted.returncode) == (0, 0), checked.stdout + formatted.stdout


def test_notebooks_but_solutions_are_committed_empty():
    kept = {"solutions", "fixtures"}
    names = [path for path in files() if path.suffix == ".ipynb" and not kept & set(path.parts)]
    assert names
    done = run(sys.executable, "-m", "nbstripout", "--keep-id", "--verify", *map(str, names))
    assert done.returncode == 0, done.stdout
