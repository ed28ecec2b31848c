"""Fixtures of the browser tests, and what happens where there is no browser.

A test that needs a browser carries `@pytest.mark.browser` (or `pytestmark = pytest.mark.browser`
for a whole file). Without a browser such tests are deselected and a closing line says so;
with CI=true they fail instead.
"""

import functools
import http.server
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import books
import browsers
import pytest
from filelock import FileLock

DESELECTED = pytest.StashKey[int]()
SLOWEST = (
    "test_axe",
    "test_grading_nbgrader",  # needs no book: while one worker builds it, the other does not wait
    "test_browser",
    "test_classroom",
    "test_contributing",
    "test_worksheets",
    "test_grading_grade",
    "test_sphinxext",
)
"""Files that start first: with two workers, one that starts last is waited for by the other."""


@pytest.fixture(scope="session")
def book(tmp_path_factory, worker_id) -> Path:
    """Folder of the built book (`book / "index.html"`, `book / "book" / "causes.html"`).

    Built once per run from this checkout, into a temporary folder that all workers share. Never write into it.
    The variable QANTAR_BOOK names a folder that is built already and saves the build while tests are written.
    """
    if "QANTAR_BOOK" in os.environ:
        return Path(os.environ["QANTAR_BOOK"]).resolve(strict=True)
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "book"
    with FileLock(f"{folder}.lock"):
        return books.built(folder)


@pytest.fixture(scope="session")
def served(book) -> Iterator[str]:
    """Address of the built book on a server of this run, without a closing slash (`http://127.0.0.1:PORT`).

    For `file://` addresses use `(book / "index.html").as_uri()`.
    """
    handler = functools.partial(QuietHandler, directory=str(book))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line per request."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A headless `playwright.sync_api.Browser`, the network cut: only files and 127.0.0.1 can be reached.

    One per test file, not per run: while Playwright's synchronous interface is up, its event loop
    keeps other tests of the same worker from running one of their own.
    """
    from playwright.sync_api import sync_playwright

    program = browsers.find()
    if program is None:
        pytest.fail(f"No browser was found: {browsers.HOW_TO_GET_ONE}.", pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=browsers.flags())
        yield started
        started.close()


@pytest.fixture
def page(browser) -> Iterator[object]:
    """A fresh `playwright.sync_api.Page`, 1280 × 900 pixels, in a context of its own; closed after the test.

    For another size, dark mode or no JavaScript make a context: `browser.new_context(java_script_enabled=False)`.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def pytest_configure(config):
    """Stop before any test when QANTAR_BROWSER is wrong."""
    try:
        browsers.find()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put slow files first. Without a browser install one, or leave its tests out; with CI=true keep them, to fail."""
    items.sort(key=lambda item: SLOWEST.index(item.path.stem) if item.path.stem in SLOWEST else len(SLOWEST))
    wanting = [
        item for item in items if item.get_closest_marker("browser") or "browser" in getattr(item, "fixturenames", ())
    ]
    if not wanting or _browser_at_last(config) or os.environ.get("CI") == "true":
        return
    config.hook.pytest_deselected(items=wanting)
    items[:] = [item for item in items if item not in wanting]
    _note(config, len(wanting))


def _browser_at_last(config) -> str | None:
    if browsers.find() or not browsers.may_install():
        return browsers.find()
    with FileLock(Path(tempfile.gettempdir(), "qantar-browser.lock")):
        if not browsers.find():
            with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
                print("No browser was found: installing Chromium with apt-get …", file=sys.stderr, flush=True)
            browsers.install()
    return browsers.find()


def _note(config, count: int) -> None:
    config.stash[DESELECTED] = count
    if hasattr(config, "workeroutput"):
        config.workeroutput["without_browser"] = count


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """Carry the number of deselected tests from a worker to the run that reports."""
    count = getattr(node, "workeroutput", {}).get("without_browser", 0)
    if count:
        node.config.stash[DESELECTED] = count


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Close with one line on what did not run."""
    count = config.stash.get(DESELECTED, 0)
    if count and not hasattr(config, "workeroutput"):
        tests = "1 browser test" if count == 1 else f"{count} browser tests"
        print(f"{tests} did not run, for want of a browser: {browsers.HOW_TO_GET_ONE}.")
