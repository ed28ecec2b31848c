"""Every page of the built book under axe-core, its charts live: phone, tablet and desktop, light and dark."""

import pages
import pytest
import visits
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

VISITS = ((360, "dark"), (768, "light"), (1440, "light"))
"""Each page is loaded once, on a phone, and then made wider; either colour scheme meets every rule."""
COLOURS_AT = {(360, "dark"), (1440, "light")}
COLOUR_RULES = ("color-contrast", "link-in-text-block")
OTHER_RULES = {"rules": {rule: {"enabled": False} for rule in COLOUR_RULES}}
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": COLOUR_RULES}}
LOOK = "data-axe-look"
MARK_LOOKS = """mark => {
  const style = one => {
    const {color, fill, backgroundColor, backgroundImage, opacity, fontSize, fontWeight} = getComputedStyle(one);
    return [one.localName, one.classList, color, fill, backgroundColor, backgroundImage, opacity, fontSize, fontWeight];
  };
  const looks = new Map([[document.documentElement, ""]]), seen = new Set();
  const look = one => {
    if (!looks.has(one)) looks.set(one, `${look(one.parentElement)} > ${style(one)}`);
    return looks.get(one);
  };
  const hasText = one => [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const one of [...document.querySelectorAll("body *")].filter(hasText)) {
    one.toggleAttribute(mark, !seen.has(look(one)));
    seen.add(look(one));
  }
}"""
"""Marks the first text of each look, which is the style of an element and of all around it. The rules on colour take
nine tenths of axe's time, and a second text of the same look has the same contrast."""


def test_axe_finds_no_fault(browser, book, served):
    faults = {}
    for name in [*pages.names(book), *pages.DOORS]:
        with visits.open_page(browser, viewport=size(VISITS[0][0]), reduced_motion="reduce") as (page, _):
            page.goto(f"{served}/{name}")
            visits.enliven(page)
            faults |= {(name, *visit): faults_at(page, *visit) for visit in VISITS}
    assert {where: found for where, found in faults.items() if found} == {}


def size(width: int) -> dict[str, int]:
    """Return a window of this width."""
    return {"width": width, "height": 900}


def faults_at(page, width: int, scheme: str) -> list[tuple]:
    """Return the faults that axe finds on the page at this width and in this colour scheme."""
    page.set_viewport_size(size(width))
    page.emulate_media(color_scheme=scheme)
    visits.see_every_block(page)
    found = faults_of(page, "html", OTHER_RULES)
    if (width, scheme) in COLOURS_AT:
        page.evaluate(MARK_LOOKS, LOOK)
        found += faults_of(page, f"[{LOOK}]", ONLY_COLOURS)
    return found


def faults_of(page, part: str, rules: dict) -> list[tuple]:
    """Return rule, impact and the first element of each fault within what the selector `part` names."""
    result = Axe().run(page, context={"include": [[part]]}, options={**rules, "resultTypes": ["violations"]}).response
    assert result["passes"]
    return [(fault["id"], fault["impact"], fault["nodes"][0]["html"]) for fault in result["violations"]]
