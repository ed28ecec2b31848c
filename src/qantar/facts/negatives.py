"""Sentences that say that something was not found or is not known, by their wording: each needs a record of a search.

Only the wordings of `NEGATIVE` are seen. A sentence that hides the same thing in other words passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qantar.facts.prose import LINK_MARK, Block

NEGATIVE = re.compile(
    r"\bfound (?:no|none|nothing|nobody)\b"
    r"|\b(?:was|were|been|is|are) (?:not|never) (?:found|seen|known|published|counted|verified)\b"
    r"|\bcould not be (?:found|verified|checked|confirmed)\b"
    r"|\b(?:have|has|did|could) not (?:find|found|seen?)\b"
    r"|\bnobody (?:has|have|knows?|counted|published)\b"
    r"|\bno \w+(?: \w+){0,4} (?:was|were|has been|have been|is|are) (?:found|known|published|shown)\b"
    r"|\bno (?:source|record|study|survey|list|document)\b[^.;:]{0,40}?\b(?:shows?|names?|gives?|says?|tells?)\b"
    r"|\bno clock time\b",
    re.IGNORECASE,
)
"""Wordings of a negative finding."""
END = re.compile(r"(?<=[.!?])[\"'”’)*_]*\s+(?=[A-Z\"“(*\[\ufffc])")
"""Between two sentences of a block's plain text."""
ADVICE = (
    'link it to a record of the table searches, as in "[we found none](reference/searches.md#ID)", '
    "or say what was found instead"
)


def unsearched(block: Block) -> Iterator[tuple[int, str]]:
    """Yield line and message for each negative sentence of the block that holds no link to a search."""
    links, start = iter(block.links), 0
    for end in (*(match.end() for match in END.finditer(block.text)), len(block.text)):
        sentence = block.text[start:end]
        ledgers = [next(links).ledger for _ in range(sentence.count(LINK_MARK))]
        if (found := NEGATIVE.search(sentence)) and "searches" not in ledgers:
            line = block.line + block.text.count("\n", 0, start + found.start())
            words = re.sub(r"\s+", " ", found.group())
            yield line, f'the sentence says "{words}" without a record of the search; {ADVICE}.'
        start = end
