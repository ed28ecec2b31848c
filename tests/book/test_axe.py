"""Every page of the built book under axe-core, its charts live: phone, tablet and desktop, light and dark."""

import audits
import pages
import pytest
import visits

pytestmark = pytest.mark.browser

TABLET = (768, "light")
VISITS = ((360, "dark"), TABLET, (1440, "light"))
"""Each page is loaded once, on a phone, and then made wider; either colour scheme meets every rule. To a page without
charts a tablet is a phone: the theme lays both out by the same rules."""
COLOURS_AT = {(360, "dark"), (1440, "light")}


def test_axe_finds_no_fault(browser, book, served):
    faults, with_charts = {}, [name for name, count in pages.published(book).items() if count]
    with visits.open_page(browser, reduced_motion="reduce") as (page, _):
        for name in [*pages.names(book), *pages.DOORS]:
            page.set_viewport_size(size(VISITS[0][0]))
            page.goto(f"{served}/{name}")
            visits.enliven(page)
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
    return audits.faults(page, colours=(width, scheme) in COLOURS_AT)
