"""What a test run does with a browser, without one, and with one that is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PROBE = """
import pytest
@pytest.mark.browser
def test_with(browser): assert browser.version
def test_without(): pass
"""


@pytest.fixture
def probe(tmp_path):
    """Run one test with and one without a browser, on two workers, under changed variables."""
    for name in ("conftest.py", "browsers.py", "books.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_probe.py").write_text(PROBE, encoding="utf-8")

    def start(workers: str, **changes):
        # Other plugins take seconds to load and change nothing here.
        plain = {"CI": "", "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | changes
        command = [sys.executable, "-m", "pytest", "-p", "xdist", "-n", workers, "test_probe.py"]
        return subprocess.run(
            command, cwd=tmp_path, env=os.environ | plain, capture_output=True, text=True, check=False
        )

    return start


@pytest.mark.parametrize("workers", ["0", "2"])
def test_without_a_browser_all_else_runs_and_the_last_line_says_how_to_get_one(probe, workers):
    done = probe(workers, QANTAR_BROWSER="none")
    last = done.stdout.strip().splitlines()[-1]
    assert done.returncode == 0
    assert "1 passed" in done.stdout
    assert last.startswith("1 browser test did not run, for want of a browser: install Chromium, Chrome or Edge")


def test_without_a_browser_ci_fails(probe):
    done = probe("0", QANTAR_BROWSER="none", CI="true")
    assert done.returncode == 1
    assert "1 passed, 1 error" in done.stdout
    assert "No browser was found: install Chromium" in done.stdout


def test_a_browser_that_is_none_is_refused_in_one_sentence(probe):
    done = probe("0", QANTAR_BROWSER="/nowhere/chrome")
    assert done.returncode == 4
    assert done.stderr.strip() == (
        "ERROR: QANTAR_BROWSER is /nowhere/chrome, which is no program here; correct it, or unset it to search."
    )


@pytest.mark.browser
def test_the_browser_that_is_found_starts(browser):
    assert int(browser.version.split(".")[0]) > 100
