"""The page of all sources."""

from __future__ import annotations

import re
from itertools import groupby
from urllib.parse import quote, urlsplit

from qantar.data.dates import label
from qantar.data.records import records
from qantar.facts.lookup import Source
from qantar.reference.markdown import escape, page, sentence
from qantar.reference.words import SOURCE_KINDS

COPY = re.compile(r"\bread (?:in|on) (?:a|the)\b[^.;]*\b(?:copy|mirror)\b|\bmachine-translated\b", re.IGNORECASE)
"""How a note says that the address is not the original publisher's."""
ADDRESS = ":/?#[]@!$&'()*+,;=%~"
"""What stays in an address as it is."""
INTRODUCTION = """# Sources

The {count} reports, documents and data sets that the tables of this book cite, by publisher. {copies} of them were
read in a copy, on a mirror or in a machine translation, because the original page was not at hand: the record then
says at which site the *copy* stands, while the publisher is the original one. A title that was translated or
paraphrased, as the note says, must not be quoted as a title. Each title leads to where the text was read; nothing is
fetched from there until you follow the link."""

PAYS = """## Who pays

Nobody reports for nothing, so the same question goes to all that are quoted often. TASS, Sputnik, RT and Kazinform are
owned or steered by states, as the kind of each source says. OSW, whose analysis this book tests, is
[financed by the Polish state](sources.md#wikipedia-osw) and
[supervised by the office of its prime minister](sources.md#mfa-poland-osw). RFE/RL, with Azattyq and Current Time,
lives on [a grant of the United States Congress](sources.md#radioworld-rferl). Crisis Group had
[43 per cent from governments](sources.md#wikipedia-crisis-group) in the year to June 2019, and most of the rest from
foundations and private givers. Human Rights Watch [says](sources.md#helpfulbox-hrw) that it takes no money of any
government. PaperLab, the Kazakhstan bureau for human rights and the office of Reuters stand on
[a list of receivers of foreign money](sources.md#diplomat-2023-09) that the finance ministry published in 2023; the
bureau and Ar.Rukh.Khak had [American grants in 2021](sources.md#tellerreport-2022-02-22), by a report of RT. Of all
others it was not looked up. Who is paid can be right, and who is not can be wrong: money tells where to look twice.
"""


def sources_page() -> str:
    """Return the whole page as MyST Markdown, in alphabetical order of publishers."""
    sources = sorted(
        records("sources", Source).values(), key=lambda one: (_sorting(one.publisher), one.date, one.title)
    )
    copies = sum(bool(COPY.search(one.note)) for one in sources)
    kinds = "Kinds of sources:\n\n" + "\n".join(f"- **{_kind(kind)}:** {who}." for kind, who in SOURCE_KINDS.items())
    parts = [INTRODUCTION.format(count=len(sources), copies=copies), kinds, PAYS]
    for letter, group in groupby(sources, key=lambda one: _letter(one.publisher)):
        parts.append(f"## {letter}")
        for publisher, published in groupby(group, key=lambda one: one.publisher):
            parts += [f"### {escape(publisher)}", *(_record(one) for one in published)]
    return page(*parts, settings="tocdepth: 2")


def _record(one: Source) -> str:
    when = label(one.date) if one.date else "no date"
    parts = [f"{_title(one)}, {when}.", f"{_kind(one.kind)}.", _copy(one), sentence(one.note)]
    return f"({one.source_id})=\n" + "\n".join(filter(None, parts))


def _title(one: Source) -> str:
    """Return the title as the link to where the text was read; without an address it stands out by its weight."""
    title = escape(one.title)
    return f"[{title}](<{quote(one.url, safe=ADDRESS)}>)" if one.url else f"**{title}**"


def _copy(one: Source) -> str:
    """Return where a copy was read, or that there is no address."""
    if not one.url:
        return "No address."
    return f"Copy at {escape(urlsplit(one.url).netloc.removeprefix('www.'))}." if COPY.search(one.note) else ""


def _kind(kind: str) -> str:
    return {"ngo": "NGO"}.get(kind, kind.replace("_", " ").capitalize())


def _sorting(publisher: str) -> str:
    return re.sub(r"\AThe ", "", publisher).casefold()


def _letter(publisher: str) -> str:
    first = _sorting(publisher)[0].upper()
    return first if first.isalpha() else "0 to 9"
