"""A classroom as students get it: the bundle unpacked, installed without a network, JupyterLab in a browser."""

import functools
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import visits

ROOT = Path(__file__).resolve().parent.parent
WINDOW = {"width": 1400, "height": 1000}
EXPLORER = ".jp-OutputArea-output:has(.widget-vbox)"
CONTROL = ".noUi-handle, .widget-dropdown select"
DRAWN = ".vega-embed :is(svg, canvas)"
EXECUTE = """
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
import nbformat
from qantar.sphinxext.running import kernels

def executed(path):
    start = time.perf_counter()
    cells = kernels.execute(server, nbformat.read(path, 4), timeout=120).cells
    return path, sum("execution_count" in cell for cell in cells), time.perf_counter() - start

with kernels.ForkServer() as server, ThreadPoolExecutor(2) as pool:
    print(json.dumps(list(pool.map(executed, sys.argv[1:]))))
"""
"""Run by a classroom's own Python: notebooks → path, number of code cells executed, seconds."""


@functools.cache
def without_network() -> tuple[str, ...]:
    """Return what to put before a command so that it has no network; nothing where the system cannot do that."""
    prefix = ("unshare", "--map-root-user", "--net")
    works = shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    return prefix if works else ()


def run(*command: object, cwd: Path = ROOT, network: bool = False) -> subprocess.CompletedProcess:
    """Run a command without a network, whatever the machine's settings for pip say."""
    prefix = () if network else without_network()
    kept = {name: value for name, value in os.environ.items() if network or not name.startswith("PIP_")}
    words = [*prefix, *map(str, command)]
    return subprocess.run(words, cwd=cwd, env=kept, capture_output=True, text=True, check=False)


def made(folder: Path, python: str = sys.executable) -> Path:
    """Collect the wheels, pack and unpack the bundle, make the environment; return the folder `classroom`."""
    system = "here" if python == sys.executable else platform.system().lower().replace("darwin", "macos")
    bundle, wheels = folder / "qantar-book.zip", folder / "wheels"
    pages = folder / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("A book.", encoding="utf-8")
    steps = [
        run(sys.executable, "tools/collect_wheels.py", ".binder/requirements.lock", wheels, system, network=True),
        run(sys.executable, "tools/zip_book.py", pages, bundle, wheels),
    ]
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    classroom = folder / "qantar-book" / "classroom"
    steps.append(run(python, "classroom.py", "--prepare", cwd=classroom))
    for step in steps:
        assert step.returncode == 0, step.stderr
    return classroom


def python_of(classroom: Path) -> Path:
    """Return the Python of a classroom's environment."""
    return classroom / ".venv" / "bin" / "python"


def execute(classroom: Path, *notebooks: Path) -> list[tuple[str, int, float]]:
    """Execute notebooks there without a network; return path, code cells executed and seconds of each."""
    done = run(python_of(classroom), "-c", EXECUTE, *notebooks, cwd=classroom)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def size(classroom: Path) -> int:
    """Return the bytes of all files of the environment."""
    files = (path for path in (classroom / ".venv").rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


@contextmanager
def lab(classroom: Path, home: Path | None = None, config: str | None = "lab/jupyter_lab_config.py") -> Iterator[str]:
    """Start JupyterLab as `classroom.py` does, but for the browser window, and give its address with the token.

    `home` is the folder it opens, `config` its file of settings (None: those that the environment holds).
    """
    runtime = classroom / "runtime"
    runtime.mkdir(exist_ok=True)
    own = ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    environment = os.environ | dict.fromkeys(own, str(runtime))
    options = [f"--config={config}"] if config else []
    options += ["--no-browser", "--allow-root", "--ServerApp.port=0"]
    words = [python_of(classroom), "-m", "jupyter", "lab", *options, "--IdentityProvider.token=class"]
    with (runtime / "log").open("w") as log:
        server = subprocess.Popen(words, cwd=home or classroom, env=environment, stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{_port(runtime, server)}/?token=class"
    finally:
        server.terminate()
        server.wait(30)


def _port(runtime: Path, server: subprocess.Popen) -> int:
    for _ in range(600):
        assert server.poll() is None, (runtime / "log").read_text()
        for path in runtime.glob(f"jpserver-{server.pid}.json"):
            if text := path.read_text():
                return json.loads(text)["port"]
        time.sleep(0.1)
    raise TimeoutError("JupyterLab did not say where it listens.")


@contextmanager
def opened(browser, address: str, chapter: str) -> Iterator[tuple[object, visits.Log]]:
    """Open a chapter from the landing notebook by its link, run all its cells, and give the page and its log."""
    with visits.open_page(browser, viewport=WINDOW) as (page, log):
        page.goto(address)
        page.get_by_role("link", name=chapter, exact=True).click(timeout=60_000)
        page.get_by_role("heading", name=chapter).first.wait_for(timeout=60_000)
        run_all(page)
        yield page, log


def run_in_lab(browser, address: str, home: Path, name: str, patience: int = 120) -> str:
    """Run the notebook `name` under `home` in JupyterLab and save it; return what went wrong, or nothing."""
    with visits.open_page(browser, viewport=WINDOW) as (page, log):
        page.goto(address.replace("/?", f"/lab/tree/{name}?reset&"))  # without the notebooks that were open before
        run_all(page)
        end = time.monotonic() + patience
        while waiting := fault(home / name):
            if time.monotonic() > end or log.elsewhere:
                return f"{waiting}; asked elsewhere: {log.elsewhere}"
            page.wait_for_timeout(1000)
            page.keyboard.press("Control+s")
    return ""


def run_all(page) -> None:
    """Run all cells of the open notebook, once its kernel is ready."""
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def fault(path: Path) -> str:
    """Return what an executed notebook lacks: a cell that has not run, or one that stopped."""
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code" and cell.source]
    stopped = [out for cell in cells for out in cell.outputs if out.output_type == "error"]
    missing = [cell.id for cell in cells if cell.execution_count is None]
    return f"stopped: {stopped[0].evalue}" if stopped else f"not run: {missing[0]}" if missing else ""


def explorer_of(page) -> object:
    """Return the explorer's panel in an open chapter, scrolled to, once it has drawn its chart."""
    panel = page.locator(EXPLORER).first
    panel.wait_for(state="attached", timeout=90_000)
    panel.scroll_into_view_if_needed()
    panel.locator(DRAWN).first.wait_for(timeout=60_000)
    page.locator(".jp-Notebook:not(.lm-mod-hidden) .jp-InputPrompt", has_text="[*]").first.wait_for(state="detached")
    return panel


def moved(panel, step: int = 1, place: int = 0, patience: int = 20_000) -> float:
    """Move one of the panel's controls by a step; return the milliseconds until another chart stands there."""
    control = panel.locator(CONTROL).nth(place)
    control.focus()
    panel.evaluate(WATCH, [DRAWN, patience])
    if control.evaluate("control => control.matches('select')"):
        # JupyterLab takes the arrow keys for itself when a list has the focus.
        control.select_option(index=control.evaluate("list => list.selectedIndex") + step)
    else:
        panel.page.keyboard.press("ArrowRight" if step > 0 else "ArrowLeft")
    return panel.page.evaluate("() => window.qantarMoved")


WATCH = """(panel, [drawn, patience]) => {
  const picture = chart => chart.outerHTML + (chart.toDataURL?.() ?? "");
  const old = panel.querySelector(drawn), before = picture(old);
  window.qantarMoved = new Promise((resolve, reject) => {
    let start;
    const begin = () => { start ??= performance.now(); };
    for (const kind of ["keydown", "change"]) panel.addEventListener(kind, begin, {capture: true, once: true});
    setTimeout(() => reject(new Error("the chart did not change")), patience);
    const look = () => {
      const stop = performance.now(), now = panel.querySelector(drawn);
      // Each answer is a new element. To compare pictures takes time itself, so the clock is read before.
      if (start && now && now !== old && picture(now) !== before) resolve(stop - start);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}"""
"""Starts the clock when the key or the choice arrives and stops it when the picture is another one."""
