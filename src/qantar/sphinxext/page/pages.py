"""The last hand on every page: what the theme's templates write is mended before the file is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader

from qantar.sphinxext.page import access, slim

MENDS: tuple[Callable[[str, str], str], ...] = (*slim.MENDS, *access.MENDS)
"""Each takes a page and its name, and returns the page with one thing changed."""


def setup(app: Sphinx) -> None:
    """Have Sphinx render its templates through `PageTemplates`."""
    app.connect("config-inited", _choose_templates)


class PageTemplates(BuiltinTemplateLoader):
    """Sphinx's own templates, each finished page mended."""

    def render(self, template: str, context: dict[str, Any]) -> str:
        """Return the rendered template; a page (and no other kind of file) goes through `MENDS`."""
        text = super().render(template, context)
        if text.lstrip().lower().startswith("<!doctype html"):
            for mend in MENDS:
                text = mend(text, context["pagename"])
        return text


def _choose_templates(app: Sphinx, config: Config) -> None:
    config.template_bridge = f"{__name__}.{PageTemplates.__name__}"
