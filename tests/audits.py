"""Audit pages with axe-core, in a browser."""

from axe_playwright_python.sync_playwright import Axe

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


def faults(page, colours: bool = True) -> list[tuple]:
    """Return the faults that axe finds on a page as it stands, those of colour only where asked for."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(ONLY_MARKED, {rule: f"{about}[{LOOK}]" for rule, about in COLOUR_RULES.items()})
    page.evaluate(MARK_LOOKS, LOOK)
    result = page.evaluate(RUN, {rule: {"enabled": colours} for rule in COLOUR_RULES})
    assert result["passes"]
    return [(fault["id"], fault["impact"], fault["nodes"][0]["html"]) for fault in result["violations"]]
