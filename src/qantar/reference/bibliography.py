"""The bibliography: the table of readings as a BibTeX file, and the page that prints it."""

from __future__ import annotations

import re

from qantar.chapters import CHAPTERS
from qantar.data.dates import label
from qantar.data.records import Row, records
from qantar.reference.markdown import escape, page

BIB = "../references.bib"
"""The BibTeX file, seen from the folder of the reference pages."""
INTRODUCTION = f"""# Bibliography

{{count}} texts: all works that the chapters use, and what they recommend to read. Of some only an abstract, an opening
or the details in reference lists were seen; the note says so. A text in this list is a voice, not an authority.

[Download the list as a BibTeX file]({BIB})"""
# A list in numbers, which `qantar.sphinxext.page.citations` makes fit for a screen reader; {cite} in Markdown leads
# to it. Jupyter shows that role as raw text in a notebook, so the chapters' texts lead to their sources.
LIST = """## All texts

```{bibliography}
:all:
:style: plain
```"""
KINDS = ("article", "book")
"""Entry types of BibTeX; every other kind of text is `misc`."""


def readings() -> list[Row]:
    """Return all readings in the table's order."""
    return list(records("readings").values())


def bibliography_page() -> str:
    """Return the whole page as MyST Markdown: the texts by chapter, then the list that Sphinx makes from the file."""
    chapters = "\n".join(["## By chapter", "", *(f"- **{name}** {_cited(key)}." for key, name in CHAPTERS.items())])
    return page(INTRODUCTION.format(count=len(readings())), chapters, LIST)


def references() -> str:
    """Return the text of the BibTeX file."""
    head = "% Written by `qantar pages` from the table readings; change the table, not this file.\n"
    return "\n".join([head, *map(_entry, readings())])


def _cited(chapter: str) -> str:
    """Return the chapter's texts as author and year, each a link to the record of its source."""
    here = [one for one in readings() if chapter in one.chapters]
    return "; ".join(f"[{escape(_short(one))}](sources.md#{one.source_id})" for one in here)


def _short(one: Row) -> str:
    """Return "Jones and Smyth (2022)"; of more than two authors the first."""
    names = [name.split(",")[0] for name in one.authors.removesuffix(" (ed.)").split("; ")]
    return f"{names[0]} et al. ({one.year})" if len(names) > 2 else f"{' and '.join(names)} ({one.year})"


def _entry(one: Row) -> str:
    fields = {
        "editor" if one.authors.endswith("(ed.)") else "author": _people(one.authors),
        "title": f"{{{_tex(one.title)}}}",
        **_venue(one),
        "volume": one.volume,
        "number": one.issue,
        "pages": one.pages.replace("-", "--"),
        "year": one.year,
        "month": label(one.date).removesuffix(one.year).strip(),
        "doi": one.doi,
        "url": "" if one.doi else one.url,
        "note": _tex(_note(one)).rstrip("."),
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@{one.type if one.type in KINDS else 'misc'}{{{one.reading_id},\n{lines}}}\n"


def _venue(one: Row) -> dict[str, str]:
    """Return the venue by BibTeX's names for it; what follows a publisher's comma is the series of the book."""
    if one.type == "book":
        publisher, _, series = one.venue.partition(", ")
        return {"publisher": _tex(publisher), "series": _tex(series)}
    return {"journal" if one.type == "article" else "howpublished": _tex(one.venue)}


def _note(one: Row) -> str:
    """Return the note, with volume and issue when there are no pages: the printed list has all three or none."""
    issue = f" ({one.issue})" if one.issue else ""
    return f"Volume {one.volume}{issue}. {one.note}" if one.volume and not one.pages else one.note


def _people(authors: str) -> str:
    """Return authors as BibTeX names; an organisation stands in braces, so that it is not taken for a person."""
    names = authors.removesuffix(" (ed.)").split("; ")
    return " and ".join(name.removeprefix("and ") if name == "and others" else _name(name) for name in names)


def _name(name: str) -> str:
    return _tex(name) if "," in name else f"{{{_tex(name)}}}"


def _tex(text: str) -> str:
    return re.sub(r"([&%_#$])", r"\\\1", text)
