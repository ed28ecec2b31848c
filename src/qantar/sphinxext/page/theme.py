"""What the book asks of the Sphinx book theme: its options, its looks, and plain links instead of menus.

With another theme the options are left alone and there are no header buttons: the build does not need them.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
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
STYLES = ("qantar-icons.css", "qantar-page.css")
LOGO = {"text": "Qantar", "alt_text": "Qantar, first page"}


def setup(app: Sphinx) -> None:
    """Connect the parts to the build."""
    app.connect("config-inited", choose_options)
    app.connect("html-page-context", unfold_menus, priority=900)
    for style in STYLES:
        app.add_css_file(style, priority=605)


NO_REPOSITORY = "https://github.com/executablebooks/jupyter-book"
"""What Jupyter Book puts in when `_config.yml` names no repository."""


def choose_options(app: Sphinx, config: Config) -> None:
    """Set the theme's options; an index of terms is left out because the book has none."""
    config.html_use_index = False
    if config.html_theme == THEME:
        logo = {**LOGO, **config.html_theme_options.get("logo", {})}
        config.html_theme_options = without_dead_links({**config.html_theme_options, **OPTIONS, "logo": logo})


def without_dead_links(options: dict[str, Any]) -> dict[str, Any]:
    """Drop the launch buttons where no repository is set: Jupyter Book would send readers to one of its own."""
    if options.get("repository_url", "").rstrip("/") not in ("", NO_REPOSITORY):
        return options
    return {name: value for name, value in options.items() if name not in ("launch_buttons", "repository_url")}


def unfold_menus(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Show the header's menus as the links they hold: opening a menu would take the whole of Bootstrap's script."""
    buttons = context.get("header_buttons", [])
    flat = [part for button in buttons for part in button.get("buttons", [button])]
    context["header_buttons"] = [_named(button) for button in flat if _is_useful(button, pagename, context)]


def _is_useful(button: dict[str, Any], pagename: str, context: dict[str, Any]) -> bool:
    """Keep links to notebooks and launches; every browser prints, and a reference page's source helps nobody."""
    is_source = button.get("label") == "download-source-button"
    return button.get("type") == "link" and (not is_source or context.get("page_source_suffix") == ".ipynb")


def _named(button: dict[str, Any]) -> dict[str, Any]:
    if button.get("text") != ".ipynb":
        return button
    return {**button, "text": "Notebook", "icon": "fas fa-download", "tooltip": "Download this page as a notebook"}
