"""Measure the pages of built books: weight, requests, time to the first chart, Lighthouse, and the time of a build.

    .venv/bin/python benchmarks/pages.py                          this book's chapters
    .venv/bin/python benchmarks/pages.py --build                  … and time the build, twice, and compare
    .venv/bin/python benchmarks/pages.py OTHER/_build/html        … and another book's heaviest pages, in the same run

Needs Chromium, Chrome or Edge; Lighthouse needs Node and is fetched into `_build/lighthouse` the first time. Every
book is served from 127.0.0.1, compressed by gzip at level 6. Bytes are counted as they come over the wire: for the
first view until the page rests, for the whole page after scrolling through it. Lighthouse runs in its mobile setting
(a processor slowed four times, a slow network, both simulated); the scores are the median of `--runs`. Requests to
other hosts are counted and then refused, as they are without a network. Run it with nothing else running.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import itertools
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tools"))
import browsers  # noqa: E402 (lies beside the other tools, not in the package)

OWN = PROJECT / "_build" / "html"
LIGHTHOUSE = PROJECT / "_build" / "lighthouse"
VERSION = "12.8.2"
KINDS = ("performance", "accessibility", "best-practices", "seo")
TEXTS = {".html", ".js", ".css", ".json", ".svg", ".csv", ".txt", ".xml", ".map", ".ipynb", ".inv"}
CHART = "figure svg, figure img, .q-drawing svg, .vega-embed canvas, .vega-embed svg, .js-plotly-plot, .cell_output img"
"""What counts as a chart in any of the usual books."""
NOTE_FIRST_CHART = f"""
const look = () => {{
  const charts = [...document.querySelectorAll({json.dumps(CHART)})];
  const chart = charts.find(one => one.getBoundingClientRect().height > 40);
  if (chart) window.firstChart = performance.now();
  else requestAnimationFrame(look);
}};
requestAnimationFrame(look);
"""


MOVE_EVERYTHING = """async figure => {
  const times = [];
  for (const control of figure.querySelectorAll(".q-controls :is(input[type=range], select)")) {
    for (const step of [1, -1, 1, -1]) {
      if (control.tagName === "SELECT") control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
      else step > 0 ? control.stepUp() : control.stepDown();
      const start = performance.now();
      control.dispatchEvent(new Event(control.tagName === "SELECT" ? "change" : "input", {bubbles: true}));
      await figure.qantarView.runAsync();
      times.push(performance.now() - start);
    }
  }
  return times;
}"""


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves files, texts among them compressed, without a line per request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or what the standard handler sends."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if path.suffix not in TEXTS or not path.is_file():
            return super().do_GET()
        body = packed(path)
        self.send_response(200)
        for name, value in {
            "Content-Type": self.guess_type(str(path)) + "; charset=utf-8",
            "Content-Encoding": "gzip",
            "Content-Length": str(len(body)),
            "Cache-Control": "max-age=3600",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@functools.cache
def packed(path: Path) -> bytes:
    """Return a file compressed as most servers do it."""
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback and give its address."""
    handler = functools.partial(Compressing, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def chosen(folder: Path, count: int) -> list[str]:
    """Return the pages to measure: this book's chapters, or another book's heaviest pages."""
    if folder == OWN:
        toc = (PROJECT / "_toc.yml").read_text(encoding="utf-8")
        return [f"{name}.html" for name in re.findall(r"file: (book/\w+)$", toc, re.M)]
    left_out = {"genindex.html", "search.html", "index.html", "404.html"}
    pages = [path for path in folder.rglob("*.html") if path.name not in left_out and "_static" not in path.parts]
    heaviest = sorted(pages, key=lambda path: -path.stat().st_size)[:count]
    return sorted(path.relative_to(folder).as_posix() for path in heaviest)


def visited(browser: object, base: str, name: str) -> dict[str, float]:
    """Open one page as a phone would and return what was transferred, and when the first chart stood there."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
    page, seen = context.new_page(), {"bytes": 0, "requests": 0, "elsewhere": 0}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: seen.update(bytes=seen["bytes"] + event["encodedDataLength"]))

    def note(request: object) -> None:
        if request.url.startswith("http"):
            seen["requests" if request.url.startswith(base) else "elsewhere"] += 1

    page.on("request", note)
    page.add_init_script(NOTE_FIRST_CHART)
    page.goto(f"{base}/{name}", wait_until="load")
    page.wait_for_timeout(1500)
    first = dict(seen)
    chart = page.evaluate("() => window.firstChart ?? NaN")
    # A page grows as its sections come near: ask again for its height at each step.
    for place in itertools.count(0, 500):
        height = page.evaluate("place => { scrollTo(0, place); return document.documentElement.scrollHeight; }", place)
        page.wait_for_timeout(40)
        if place > height:
            break
    page.wait_for_timeout(2500)
    context.close()
    return {
        "first view, kB": first["bytes"] / 1000,
        "requests": first["requests"],
        "elsewhere": seen["elsewhere"],
        "whole page, kB": seen["bytes"] / 1000,
        "first chart, ms": chart,
    }


def redrawn(browser: object, base: str, name: str) -> dict[str, float]:
    """Return the time of an explorer's answer with the processor slowed four times: median of all its controls' moves.

    NaN for a page without an explorer of this book's kind. From the event of the control until the picture is drawn.
    """
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    page.goto(f"{base}/{name}", wait_until="load")
    chart = page.locator(".q-chart:has(.q-controls)").first
    times = []
    if chart.count():
        chart.scroll_into_view_if_needed()
        chart.dispatch_event("pointerenter")
        chart.and_(page.locator("[data-live=true]")).wait_for()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        times = chart.evaluate(MOVE_EVERYTHING)
    context.close()
    return {"redraw, ms": statistics.median(times) if times else math.nan}


def fetched() -> Path | None:
    """Return the program Lighthouse, fetched when it is missing, or None with a sentence why not."""
    program = LIGHTHOUSE / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        if shutil.which("npm") is None:
            print("Lighthouse is left out: it needs Node, and there is none.", file=sys.stderr)
            return None
        quiet = ["--silent", "--no-fund", "--no-audit"]
        done = subprocess.run(
            ["npm", "install", *quiet, "--prefix", str(LIGHTHOUSE), f"lighthouse@{VERSION}"], check=False
        )
        if done.returncode or not program.exists():
            print("Lighthouse is left out: npm could not fetch it.", file=sys.stderr)
            return None
    return program


def judged(program: Path, address: str, runs: int) -> tuple[dict[str, float], list[str]]:
    """Return Lighthouse's scores of a page, 0 to 100, and the audits below full marks."""
    scores, faults = [], set()
    chrome = f"--chrome-flags=--headless=new {' '.join(browsers.flags())}"
    for _ in range(runs):
        only = f"--only-categories={','.join(KINDS)}"
        done = subprocess.run(
            [str(program), address, "--quiet", "--output=json", only, chrome],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"CHROME_PATH": browsers.find()},
        )
        if done.returncode:
            return {}, [f"Lighthouse failed: {done.stderr.strip().splitlines()[-1]}"]
        report = json.loads(done.stdout)
        scores.append({kind: 100 * (report["categories"][kind]["score"] or 0) for kind in KINDS})
        for kind in KINDS:
            for ref in report["categories"][kind]["auditRefs"]:
                audit = report["audits"][ref["id"]]
                if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                    faults.add(f"{kind}: {audit['title']} {audit.get('displayValue', '')}".strip())
    return {kind: statistics.median(one[kind] for one in scores) for kind in KINDS}, sorted(faults)


def measured(folder: Path, count: int, runs: int, program: Path | None) -> list[dict[str, object]]:
    """Return one row a page."""
    from playwright.sync_api import sync_playwright

    rows = []
    with served(folder) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.find(), args=browsers.flags())
        for name in chosen(folder, count):
            rows.append(
                {"book": str(folder), "page": name, **visited(browser, base, name), **redrawn(browser, base, name)}
            )
        browser.close()
        for row in rows if program else []:
            scores, row["faults"] = judged(program, f"{base}/{row['page']}", runs)
            row.update(scores)
    return rows


def built() -> float:
    """Return the seconds of a build from a clean folder, every notebook executed."""
    start = time.perf_counter()
    subprocess.run(["make", "--silent", "book"], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def contents() -> dict[str, bytes]:
    """Return name → bytes of every file of this book, without Sphinx's note on where it was built."""
    files = (path for path in OWN.rglob("*") if path.is_file() and path.name != ".buildinfo")
    return {path.relative_to(OWN).as_posix(): path.read_bytes() for path in files}


def differing() -> list[str]:
    """Build again and return the files that are not the same, byte for byte."""
    before = contents()
    built()
    after = contents()
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def shown(rows: list[dict[str, object]]) -> None:
    """Print a table, and below it what Lighthouse held against a page."""
    columns = ["first view, kB", "requests", "elsewhere", "whole page, kB", "first chart, ms", "redraw, ms", *KINDS]
    width = max(len(str(row["page"])) for row in rows)
    print(f"{'page':<{width}}" + "".join(f"{column:>17}" for column in columns))
    for row in rows:
        print(f"{row['page']:<{width}}" + "".join(f"{row.get(column, float('nan')):>17.0f}" for column in columns))
    for row in rows:
        for fault in row.get("faults", []):
            print(f"{row['page']}: {fault}")


def main() -> int:
    """Measure and print; return 0, or 2 with one sentence when there is no book or no browser."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("books", nargs="*", type=Path, help="folders of other built books")
    parser.add_argument("--build", action="store_true", help="build this book first and time it")
    parser.add_argument("--pages", type=int, default=6, help="pages of another book (default: 6)")
    parser.add_argument("--runs", type=int, default=3, help="runs of Lighthouse a page (default: 3; 0: none)")
    parser.add_argument("--json", type=Path, help="write all figures to this file, too")
    arguments = parser.parse_args()
    if arguments.build:
        print(f"This book, built from clean: {built():.1f} s.")
        print(f"Built again, files that differ: {', '.join(differing()) or 'none'}.")
    books = [OWN, *(folder.resolve() for folder in arguments.books)]
    for folder in books:
        if not any(folder.glob("*.html")):
            print(f"There is no book in {folder}: build it first (make book).", file=sys.stderr)
            return 2
    if browsers.find() is None:
        print(f"No browser was found: {browsers.HOW_TO_GET_ONE}.", file=sys.stderr)
        return 2
    program = fetched() if arguments.runs else None
    rows = []
    for folder in books:
        print(f"\n{folder}")
        mine = measured(folder, arguments.pages, arguments.runs, program)
        shown(mine)
        rows += mine
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
