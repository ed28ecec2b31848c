"""Visit pages of the built book with a browser and write down what happens there."""

import gzip
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

ELSEWHERE = re.compile(r"^(?!file:|data:|blob:|about:|http://127\.0\.0\.1[:/])")
LIBRARY = "qantar-vega.js"
DESKTOP = {"width": 1280, "height": 900}
CHARTS = ".q-chart"
DRAWINGS = ".q-drawing img:visible"
"""What stands for a chart before it is live."""
SCROLL = """async chart => {
  const top = () => chart.getBoundingClientRect().top;
  let before;
  do {
    chart.scrollIntoView({block: "center"});
    before = top();
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  } while (top() !== before);
}"""
"""Scrolls until the chart stays: a phone lays out sections as they come near, which moves what is below them."""


@dataclass
class Log:
    """What one page did: requests, those to elsewhere among them, and its errors and warnings."""

    requests: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def files(self, base: str) -> set[str]:
        """Return the requested files, relative to the book's folder that `base` is the address of."""
        own = (urlsplit(address)._replace(query="", fragment="").geturl() for address in self.requests)
        return {unquote(address.removeprefix(base + "/")) for address in own if address.startswith(base)}


@contextmanager
def open_page(browser, **settings):
    """Give a page in a context of its own and its `Log`; requests to elsewhere are aborted and recorded."""
    context = browser.new_context(**{"viewport": DESKTOP, **settings})
    page, log = context.new_page(), Log()
    context.route(ELSEWHERE, lambda route: route.abort())
    page.on("request", lambda request: _note_request(log, request.url))
    page.on("pageerror", lambda error: log.complaints.append(f"exception: {error}"))
    page.on("console", lambda message: _note_message(log, message))
    yield page, log
    context.close()


def enliven(page) -> int:
    """Scroll to every chart of the page, wait until all are live, and return how many there are."""
    charts = page.locator(CHARTS).all()
    for chart in charts:
        wait_for_life(chart)
    return len(charts)


def wait_for_life(chart) -> None:
    """Scroll to one chart, point at it, and wait until it is live."""
    chart.evaluate(SCROLL)
    chart.dispatch_event("pointerenter")
    chart.and_(chart.page.locator("[data-live=true]")).wait_for()


def see_every_block(page) -> None:
    """Scroll to each block that scrolls by itself: a page decides then whether the keyboard has to reach it."""
    page.evaluate(
        """async () => {
          const kinds = "pre, .output, .jp-RenderedHTMLCommon, .pst-scrollable-table-container";
          for (const block of document.querySelectorAll(`article :is(${kinds})`)) {
            if (block.scrollWidth <= block.clientWidth || block.tabIndex === 0) continue;
            block.scrollIntoView();
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
        }"""
    )


def picture(chart) -> str:
    """Return the marks of a live chart, axes and legends left out, once it has drawn what was asked of it."""
    return chart.evaluate(
        """async figure => {
          await figure.qantarView.runAsync();
          return [...figure.querySelectorAll(".q-drawing svg .role-mark")].map(mark => mark.innerHTML).join();
        }"""
    )


def compressed(book: Path, files: set[str]) -> int:
    """Return the bytes of these files of the book as a server would send them, each compressed by gzip."""
    return sum(len(gzip.compress((book / name).read_bytes(), 6)) for name in files)


def _note_request(log: Log, address: str) -> None:
    if address.startswith(("data:", "blob:")):
        return
    log.requests.append(address)
    if ELSEWHERE.match(address):
        log.elsewhere.append(address)


def _note_message(log: Log, message) -> None:
    if message.type in ("error", "warning"):
        log.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
