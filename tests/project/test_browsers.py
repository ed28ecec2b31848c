"""What a test run does with a browser, without one, and with one that is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import browsers
import pytest

ROOT = Path(__file__).resolve().parents[2]

# Finding one


@pytest.fixture
def empty(tmp_path, monkeypatch) -> Path:
    """A machine on which no browser can be found: an empty PATH, no usual place, no variable."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browsers, "LINUX_PLACES", ())
    for name in ("QANTAR_BROWSER", "QANTAR_INSTALL_BROWSER", *browsers.WINDOWS_ROOTS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def program(path: Path, body: str = "exit 0") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_nothing_is_found_where_nothing_is(empty):
    assert browsers.find() is None


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "microsoft-edge"])
def test_a_browser_on_the_path_is_found(empty, name):
    placed = program(empty / name)
    assert browsers.find() == str(placed)


@pytest.mark.parametrize("app", ["Chromium", "Google Chrome", "Microsoft Edge"])
def test_an_app_of_a_mac_is_found(empty, monkeypatch, app):
    monkeypatch.setattr(sys, "platform", "darwin")
    placed = program(empty / f"Applications/{app}.app/Contents/MacOS/{app}")
    assert browsers.find() == str(placed)


@pytest.mark.parametrize("place", ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"])
def test_a_program_of_windows_is_found(empty, monkeypatch, place):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("PROGRAMFILES(X86)", str(empty / "Program Files"))
    placed = program(empty / "Program Files" / place)
    assert browsers.find() == str(placed)


def test_the_variable_wins_over_the_path(empty, monkeypatch):
    program(empty / "chromium")
    monkeypatch.setenv("QANTAR_BROWSER", str(program(empty / "other")))
    assert browsers.find() == str(empty / "other")
    monkeypatch.setenv("QANTAR_BROWSER", "none")
    assert browsers.find() is None


def test_root_on_debian_gets_one_installed(empty, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert not browsers.may_install()
    made = empty / "chromium-headless-shell"
    program(empty / "apt-get", f'echo "$*" >> {empty}/asked; : > {made}; /bin/chmod 755 {made}')
    assert browsers.may_install()
    browsers.install()
    asked = (empty / "asked").read_text(encoding="utf-8").splitlines()
    assert asked == [
        "-qq update",
        "-qq install -y --no-install-recommends chromium-headless-shell",
    ]
    assert browsers.find() == str(made)


@pytest.mark.parametrize(("variable", "value"), [("QANTAR_INSTALL_BROWSER", "0"), ("QANTAR_BROWSER", "none")])
def test_nothing_is_installed_against_the_users_word(empty, monkeypatch, variable, value):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    program(empty / "apt-get")
    monkeypatch.setenv(variable, value)
    assert not browsers.may_install()


def test_nobody_but_root_installs(empty, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    program(empty / "apt-get")
    assert not browsers.may_install()
    assert "--no-sandbox" not in browsers.flags()


# A test run

PROBE = """
import pytest
@pytest.mark.browser
def test_with(browser): assert browser.version
def test_without(): pass
"""


@pytest.fixture
def probe(tmp_path):
    """Run one test with and one without a browser, on two workers, under changed variables."""
    for name in ("tests/conftest.py", "tools/browsers.py", "tests/books.py"):
        shutil.copy(ROOT / name, tmp_path)
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
