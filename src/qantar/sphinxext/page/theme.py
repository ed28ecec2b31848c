"""What the book asks of the Sphinx book theme: its options, its looks, and templates in place of some of its own.

With another theme options and templates are left alone: the build does not need them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

THEME = "sphinx_book_theme"
OPTIONS: dict[str, Any] = {
    "navbar_persistent": [],  # the sidebar and the page header have a search field already
    "primary_sidebar_end": [],  # a place for advertisements
    "back_to_top_button": False,
    "use_fullscreen_button": False,
    "search_bar_text": "Search this book",
    "toc_title": "On this page",
}
SCRIPT, SCROLL = "scripts/pydata-sphinx-theme.js", "qantar-scroll.js"
"""The theme's script, and one of our own that keeps it from a question.

When a page has loaded, the theme asks every block of it whether it scrolls, and again after each change. The browser
then lays out all that it had put off: on a slow phone nothing answers for a quarter of a second. Ours asks a block that
comes near the window, before the theme does, and ends the event that the theme waits for.
"""
TEMPLATES = Path(__file__).parents[1] / "templates"
"""Each says what it does otherwise than the theme's template of the same name."""
STYLES = ("qantar-icons.css", "qantar-page.css")
LOGO = {"text": "Qantar", "alt_text": "Qantar, first page"}


def setup(app: Sphinx) -> None:
    """Connect the parts to the build."""
    app.connect("config-inited", choose_options)
    for style in STYLES:
        app.add_css_file(style, priority=605)


NO_REPOSITORY = "https://github.com/executablebooks/jupyter-book"
"""What Jupyter Book puts in when `_config.yml` names no repository."""


def choose_options(app: Sphinx, config: Config) -> None:
    """Set the theme's options and templates; an index of terms is left out because the book has none."""
    config.html_use_index = False
    if config.html_theme == THEME:
        config.templates_path = [str(TEMPLATES), *config.templates_path]
        # Borrowed: the name of the theme's script, which its own template writes together with Bootstrap's.
        app.add_js_file(SCROLL, priority=890)
        app.add_js_file(SCRIPT, priority=900)  # after all others, where the theme puts it by itself
        logo = {**LOGO, **config.html_theme_options.get("logo", {})}
        config.html_theme_options = without_dead_links({**config.html_theme_options, **OPTIONS, "logo": logo})


def without_dead_links(options: dict[str, Any]) -> dict[str, Any]:
    """Drop the launch buttons where no repository is set: Jupyter Book would send readers to one of its own."""
    if options.get("repository_url", "").rstrip("/") not in ("", NO_REPOSITORY):
        return options
    return {name: value for name, value in options.items() if name not in ("launch_buttons", "repository_url")}
