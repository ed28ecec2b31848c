"""Style sheets without the rules that no page can use: a rule stays when every class and id it names exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

GROUPS = {"media", "supports", "layer", "container"}
"""Rules that hold other rules."""
DROPPED = {"font-face", "charset", "import"}
"""The book carries no fonts; one sheet says its encoding by being served; imports are put in place of themselves."""

OWN = "--q-"
_PROPERTY = re.compile(r"""(--[\w-]+)\s*:(?:[^;{}"']|"[^"]*"|'[^']*')*;?\s*""")


def words_of_pages(pages: Iterable[str]) -> set[str]:
    """Return every class, id and custom property in the texts of HTML pages."""
    values = (value for page in pages for value in re.findall(r'\b(?:class|id)="([^"]*)"|(--[\w-]+)', page))
    return {word for pair in values for value in pair for word in value.split()}


def words_of_scripts(scripts: Iterable[str]) -> set[str]:
    """Return every word in the texts of scripts: any of them may be a class that the script sets."""
    return {word for script in scripts for word in re.findall(r"[\w-]+", script)}


def pruned(sheet: str, words: set[str]) -> str:
    """Return the style sheet without rules that need a class or id outside `words`; licence notices stay."""
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
    if selectors:
        yield f"{','.join(selectors)}{{{_short(rule.content)}}}"


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
    """Return the classes and ids that an element must have; what `:is(…)` and `:not(…)` hold is left open."""
    after_dot = zip(selector, selector[1:], strict=False)
    classes = {second.value for first, second in after_dot if first == "." and second.type == "ident"}
    return classes | {token.value for token in selector if token.type == "hash"}


def _short(content: list[Node]) -> str:
    """Write declarations without comments and line breaks."""
    text = tinycss2.serialize([token for token in content if token.type != "comment"])
    return re.sub(r"\s*\n\s*", " ", text).strip()
