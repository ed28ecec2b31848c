"""The page of the claims ledger."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from qantar.chapters import CHAPTERS
from qantar.claims import HORIZONS, REACHES, VERDICTS, Claim, asked_on, claims, tally, verdicts
from qantar.data.dates import label
from qantar.data.records import records
from qantar.reference.markdown import cite, heading, items, page, sentence, source_links
from qantar.reference.words import VERDICT_MEANINGS

INTRODUCTION = """# Claims

This book tests one text: the [analysis of 10 January 2022](sources.md#osw-2022-01-10) by the Centre for Eastern
Studies in Warsaw. It has been broken down into {count} claims, each told in the words of this book, none quoted. A
*fact* could be checked on the day; an *interpretation* reads causes or meaning; a *forecast* says what will happen.
Each claim is answered by one chapter. Its verdict is a judgement on public evidence up to the date given with it, and
what happened beyond the reach of the sentence does not count. *By the clock* says what could be said earlier, on
evidence of that time: after two weeks ({two_weeks}), one year ({one_year}), four years ({four_years}) and today
({today}). Where a second coder judges otherwise, that is said. Each record says what would change it. Another split of
the text would give other totals. Claims stand under the chapter that answers them."""


def claims_page() -> str:
    """Return the whole page as MyST Markdown: what verdicts mean, how many there are, then the claims by chapter."""
    meanings = "\n".join(f"- **{words.capitalize()}:** {VERDICT_MEANINGS[words]}" for words in VERDICTS.values())
    days = {horizon: label(asked_on(horizon)) for horizon in HORIZONS}
    introduction = INTRODUCTION.format(count=len(claims()), **days)
    return page(introduction, "## What a verdict means", meanings, "## How many of each", _tally(), *_groups())


def _tally() -> str:
    """Return the table of verdicts by kind of claim, with sums."""
    table = tally("kind")
    table.loc["all"] = table.sum()
    table["all"] = table.sum(axis=1)
    head = "| Kind | " + " | ".join(name.capitalize() for name in table.columns) + " |"
    rule = "|---|" + "---:|" * len(table.columns)
    rows = [
        f"| {str(kind).capitalize()} | " + " | ".join(str(n) for n in row) + " |" for kind, *row in table.itertuples()
    ]
    return "\n".join([head, rule, *rows])


def _groups() -> Iterator[str]:
    for chapter, title in CHAPTERS.items():
        here = claims(chapter)
        if here:
            yield f"## {title}"
            yield from (_record(one) for one in here)


def _record(one: Claim) -> str:
    lines = items(
        [
            ("Verdict", f"{one.verdict_words}, on evidence up to {label(one.evidence_date)}."),
            ("Kind", f"{one.kind}, from {_place(one)} of the analysis; reach: {REACHES[one.reach]}."),
            ("Evidence", sentence(one.evidence)),
            ("What would change the verdict", sentence(one.would_change)),
            ("Sources", f"{source_links(one.source_ids)}."),
            ("By the clock", " ".join(_spells(one.claim_id))),
            ("Second coder", _second(one)),
            ("Note", sentence(one.note)),
            cite("claims", one.claim_id, f"verdict of {label(asked_on('today'))}"),
        ]
    )
    title = heading(one.claim_id, f"{one.claim_id.upper()}: {one.verdict_words}")
    return f"{title}\n\n{sentence(one.paraphrase)}\n\n{lines}"


def _spells(claim_id: str) -> Iterator[str]:
    """Yield what could be said in each spell between two changes of the evidence."""
    for evidence, spell in groupby(verdicts(claim_id), key=lambda one: one.evidence):
        first, *rest = spell
        until = f" to {HORIZONS[rest[-1].horizon]}" if rest else ""
        yield (
            f"*{HORIZONS[first.horizon].capitalize()}{until}: {first.words}.* {sentence(evidence)} "
            f"({source_links(first.source_ids)})"
        )


def _second(one: Claim) -> str:
    other = records("second_coder").get(one.claim_id)
    same = other is None or other.second == one.verdict
    return "" if same else f"{VERDICTS[other.second]}. {sentence(other.reason)}"


def _place(one: Claim) -> str:
    return "the opening" if one.paragraph == "0" else f"point {one.paragraph}"
