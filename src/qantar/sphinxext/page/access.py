"""Access: faults of the theme and of pandas that keep readers out, each mended by one function."""

from __future__ import annotations

import re
from collections.abc import Callable


def with_named_sidebar(page: str, name: str) -> str:
    """Name the sidebar's first block as navigation: its logo and search field lie outside every landmark."""
    start = '<div class="sidebar-primary-items__start sidebar-primary__section"'
    return page.replace(start, f'{start} role="navigation" aria-label="Book"')


def with_spoken_search_button(page: str, name: str) -> str:
    """Drop the label of the search field's button: it hides the button's own words, shortcut included."""
    return re.sub(r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"', r"\1", page)


def with_named_toggles(page: str, name: str) -> str:
    """Name the arrow that unfolds a part of the sidebar: it holds nothing but an icon."""
    return re.sub(
        r'(<a class="[^"]*\binternal"[^>]*>([^<]+)</a><details[^>]*>)<summary>(?=<span class="toctree-toggle")',
        r'\1<summary aria-label="Pages under \2">',
        page,
    )


def without_empty_headers(page: str, name: str) -> str:
    """Make the empty corner of a table a plain cell: an empty header is read out as a header of nothing."""
    return re.sub(r"<th\b([^>]*)>\s*(?:<p>\s*</p>)?\s*</th>", r"<td\1></td>", page)


MENDS: tuple[Callable[[str, str], str], ...] = (
    with_named_sidebar,
    with_spoken_search_button,
    with_named_toggles,
    without_empty_headers,
)
