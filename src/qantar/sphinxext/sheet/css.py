"""Style sheets without the rules that no page can use: one stays when every element, class and id it names exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule, WhitespaceToken

GROUPS = {"media", "supports", "layer", "container"}
"""Rules that hold other rules."""
DROPPED = {"font-face", "charset", "import"}
"""The book carries no fonts; one sheet says its encoding by being served; imports are put in place of themselves."""

_WORDS = re.compile(r"""<([a-z][a-z0-9]*)|\b(?:class|id)="([^"]*)"|(--[\w-]+)""")
OWN = "--q-"
_PROPERTY = re.compile(r"""(--[\w-]+)\s*:(?:[^;{}"']|"[^"]*"|'[^']*')*;?\s*""")


def words_of_pages(pages: Iterable[str]) -> set[str]:
    """Return every element, class, id and custom property in the texts of HTML pages."""
    values = (value for page in pages for value in _WORDS.findall(page))
    return {word for found in values for value in found for word in value.split()}


def words_of_scripts(scripts: Iterable[str]) -> set[str]:
    """Return every word in the texts of scripts: any of them may be a class or an element that the script makes."""
    return {word for script in scripts for word in re.findall(r"[\w-]+", script)}


def pruned(sheet: str, words: set[str]) -> str:
    """Return the style sheet without rules that need an element, class or id outside `words`; licence notices stay."""
    return "\n".join(_kept(tinycss2.parse_stylesheet(sheet), words))


def without_unused_properties(sheet: str, words: set[str]) -> str:
    """Return the style sheet without custom properties that it does not use itself and that are not among `words`.

    The book's own properties stay: charts that come to life later name them.
    """
    needed = set(re.findall(r"var\(\s*(--[\w-]+)", sheet)) | words
    shorter = _PROPERTY.sub(lambda found: found[0] if found[1] in needed or found[1].startswith(OWN) else "", sheet)
    # A property that only a dropped one used may be left.
    return sheet if shorter == sheet else without_unused_properties(shorter, words)


def _kept(rules: Iterable[Node], words: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "comment" and rule.value.startswith("!"):
            yield f"/*{rule.value}*/"
        elif rule.type == "qualified-rule":
            yield from _kept_rule(rule, words)
        elif rule.type == "at-rule" and rule.lower_at_keyword not in DROPPED:
            yield from _kept_group(rule, words)


def _kept_rule(rule: QualifiedRule, words: set[str]) -> Iterator[str]:
    selectors = [tinycss2.serialize(s).strip() for s in _split(rule.prelude) if _names(s) <= words]
    if selectors and (declarations := _short(rule.content)):
        yield f"{','.join(selectors)}{{{declarations}}}"


def _kept_group(rule: AtRule, words: set[str]) -> Iterator[str]:
    head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}".strip()
    if rule.content is None:
        yield f"{head};"
    elif rule.lower_at_keyword in GROUPS:
        inner = "".join(_kept(tinycss2.parse_rule_list(rule.content), words))
        yield from [f"{head}{{{inner}}}"] if inner else []
    else:
        yield f"{head}{{{_short(rule.content)}}}"


def _split(prelude: list[Node]) -> list[list[Node]]:
    """Split a list of selectors at its own commas, not at those inside `:is(…)`."""
    selectors: list[list[Node]] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        elif token.type != "comment":
            selectors[-1].append(token)
    return selectors


def _names(selector: list[Node]) -> set[str]:
    """Return the names that must exist: of elements, classes and ids; what `:is(…)` and `:not(…)` hold is left open."""
    pairs = zip([None, *selector], selector, strict=False)
    idents = {token.value for before, token in pairs if token.type == "ident" and before != ":"}
    return idents | {token.value for token in selector if token.type == "hash"}


def _short(content: list[Node]) -> str:
    """Write declarations without comments, and without the spaces that only make them easy to read."""
    kept: list[Node] = []
    for token in content:
        starts = not kept or kept[-1] in (":", ";")
        if token == ";" and kept and kept[-1] == ":":
            kept.append(WhitespaceToken(token.source_line, token.source_column, " "))  # it is the value of `--x: ;`
        if token.type != "comment" and not (token.type == "whitespace" and starts):
            kept.append(token)
    return re.sub(r"\s*\n\s*", " ", tinycss2.serialize(kept)).strip().removesuffix(";")
