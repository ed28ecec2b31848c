"""No eight words in a row of the analysis that the book reads stand in the book: it is quoted by paraphrase alone.

The analysis is not in this repository. `fixtures/analysis-runs.txt` holds a short hash of every run of eight of its
words, in order of the hashes, so that neither text nor order can be read from it.
"""

import hashlib
import json
import re
from pathlib import Path

import pytest

from qantar.data import load

ROOT = Path(__file__).parents[2]
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
LENGTH = 8
NOTEBOOKS = sorted([*(ROOT / "book").glob("*.ipynb"), *(ROOT / "exercises").rglob("*.ipynb")])
PAGES = sorted((ROOT / "book").rglob("*.md"))
TABLES = ("claims", "facts", "timeline", "glossary", "self_check", "discussion", "misconceptions")


def runs(text: str) -> set[str]:
    """Return the hashes of all runs of eight words, case, punctuation and link addresses left out."""
    plain = re.sub(r"<[^>]+>|\]\([^)]*\)", " ", text)
    words = [word.casefold() for word in WORD.findall(plain)]
    found = (" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1))
    return {hashlib.blake2b(run.encode(), digest_size=6).hexdigest() for run in found}


@pytest.fixture(scope="module")
def analysis() -> set[str]:
    return set((Path(__file__).parents[1] / "fixtures" / "analysis-runs.txt").read_text(encoding="ascii").split())


def cells(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def test_the_analysis_has_the_length_of_an_article(analysis):
    assert 800 < len(analysis) < 10_000


def test_a_borrowed_run_is_found_whatever_stands_around_it():
    lender = "The quick brown fox jumps over the lazy dog near a river."
    borrower = "He wrote: *The quick [brown](x.md) fox* jumps, over the LAZY dog!"
    assert runs(lender) & runs(borrower)
    assert not runs(lender) & runs("The quick brown fox jumps over a lazy dog near the river.")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_notebook_borrows_a_sentence(path, analysis):
    assert [text for text in cells(path) if runs(text) & analysis] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_borrows_a_sentence(path, analysis):
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    assert [text for text in paragraphs if runs(text) & analysis] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_table_borrows_a_sentence(table, analysis):
    rows = [" ".join(map(str, row)) for row in load(table).itertuples(index=False)]
    assert [row for row in rows if runs(row) & analysis] == []
