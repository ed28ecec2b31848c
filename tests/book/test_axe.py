"""Every page of the built book under axe-core, its charts live: phone, tablet and desktop, light and dark."""

import pages
import pytest
import visits
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
COLOURS_AT = {(360, "dark"), (1440, "light")}
"""Where the rules on colour run: they take nine tenths of the time, and no colour depends on the width alone."""
COLOUR_RULES = ("color-contrast", "link-in-text-block")
WITHOUT_COLOURS = {"rules": {rule: {"enabled": False} for rule in COLOUR_RULES}}


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_fault(browser, book, served, width):
    faults = {}
    for name in [*pages.names(book), *pages.DOORS]:
        with visits.open_page(browser, viewport={"width": width, "height": 900}, reduced_motion="reduce") as (page, _):
            page.goto(f"{served}/{name}")
            visits.enliven(page)
            visits.see_every_block(page)
            faults |= {(name, scheme): faults_of(page, width, scheme) for scheme in SCHEMES}
    assert {where: found for where, found in faults.items() if found} == {}


def faults_of(page, width: int, scheme: str) -> list[tuple]:
    """Return rule, impact and the first place of each fault that axe finds."""
    page.emulate_media(color_scheme=scheme)
    rules = {} if (width, scheme) in COLOURS_AT else WITHOUT_COLOURS
    result = Axe().run(page, options={**rules, "resultTypes": ["violations"]}).response
    assert result["passes"]
    return [(fault["id"], fault["impact"], fault["nodes"][0]["target"]) for fault in result["violations"]]
