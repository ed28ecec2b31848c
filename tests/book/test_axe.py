"""Every page of the built book under axe-core, its charts live: phone, tablet and desktop, light and dark."""

import pages
import pytest
import visits
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

TABLET = (768, "light")
VISITS = ((360, "dark"), TABLET, (1440, "light"))
"""Each page is loaded once, on a phone, and then made wider; either colour scheme meets every rule. To a page without
charts a tablet is a phone: the theme lays both out by the same rules."""
COLOURS_AT = {(360, "dark"), (1440, "light")}
COLOUR_RULES = {"color-contrast": "", "link-in-text-block": "a[href]"}
"""Rules with what they are about."""
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
most of axe's time, and a second text of the same look has the same contrast."""
ONLY_MARKED = "rules => axe.configure({rules: Object.entries(rules).map(([id, selector]) => ({id, selector}))})"
RUN = "rules => axe.run(document, {resultTypes: ['violations'], rules})"


def test_axe_finds_no_fault(browser, book, served):
    faults, with_charts = {}, [name for name, count in pages.published(book).items() if count]
    with visits.open_page(browser, reduced_motion="reduce") as (page, _):
        for name in [*pages.names(book), *pages.DOORS]:
            page.set_viewport_size(size(VISITS[0][0]))
            page.goto(f"{served}/{name}")
            visits.enliven(page)
            page.evaluate(Axe().axe_script)
            page.evaluate(ONLY_MARKED, {rule: f"{about}[{LOOK}]" for rule, about in COLOUR_RULES.items()})
            seen = [visit for visit in VISITS if visit != TABLET or name in with_charts]
            faults |= {(name, *visit): faults_at(page, *visit) for visit in seen}
    assert {where: found for where, found in faults.items() if found} == {}


def size(width: int) -> dict[str, int]:
    """Return a window of this width."""
    return {"width": width, "height": 900}


def faults_at(page, width: int, scheme: str) -> list[tuple]:
    """Return the faults that axe finds on the page at this width and in this colour scheme."""
    page.set_viewport_size(size(width))
    page.emulate_media(color_scheme=scheme)
    visits.see_every_block(page)
    page.evaluate(MARK_LOOKS, LOOK)
    result = page.evaluate(RUN, {rule: {"enabled": (width, scheme) in COLOURS_AT} for rule in COLOUR_RULES})
    assert result["passes"]
    return [(fault["id"], fault["impact"], fault["nodes"][0]["html"]) for fault in result["violations"]]
