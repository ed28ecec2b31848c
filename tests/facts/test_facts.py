"""The facts room: prose and ledgers agree, and what disagrees is found and named."""

import json
import re
from pathlib import Path

import pytest

from qantar.claims import HORIZONS, REACHES, VERDICTS, asked_on, claim, claims, tally, verdicts
from qantar.cli import main
from qantar.cli.facts import pages
from qantar.data import load
from qantar.data.dates import label
from qantar.errors import QantarError
from qantar.facts import Fact, fact, facts, number
from qantar.facts.amounts import amounts
from qantar.facts.check import EXEMPT, problems
from qantar.facts.derived import DERIVED, disagreements
from qantar.facts.links import agree, plain
from qantar.facts.lookup import Claim, Correction, Event, Search, Source, record
from qantar.facts.negatives import unsearched
from qantar.facts.prose import blocks

BOOK = Path(__file__).resolve().parents[2] / "book"


def made(value="238", value_type="number", unit="people", display="", stated="2022-08-16") -> Fact:
    """Return a fact that is in no table."""
    return Fact("made", ("counting",), "T", value, value_type, unit, display, "C", "S", stated, (), "disputed", (), "")


EVENT = Event(
    "t999", "2022-01-04", "19:58", "Aktau", "MNG", "protest", "protest", "crowd", "A rally of 300", "", (), "disputed"
)
MONTH = Event(
    "t998", "2022-01", "evening", "Aktau", "MNG", "protest", "protest", "crowd", "A rally", "", (), "disputed"
)
CLAIM = Claim("c99", "1", "fact", "the_day", "164 people died.", "counting", "partly", "E", "W", "2022-08-16", (), "")
SEARCH = Search("s", "2026-12-01", "Which 14 sites?", ("counting",), ("en",), "en: sites", "W", "No list.", "nothing")
CORRECTION = Correction("k99", "2026-12-01", "A chart", (), ("counting",), "13 sites", "14 sites", "W", ("a-2022",))
SOURCE = Source("a-2022", "Channel 24", "Nine days", "2022-08-16", "", "news", "")


@pytest.mark.parametrize("text", ["238", "238 people", "more than 238 dead", "**238**", "238."])
def test_a_number_agrees_with_words_around_it(text):
    assert agree(text, made())


@pytest.mark.parametrize("text", ["239", "2,38", "-238", "238 %", "238 or 239", "238 million", "some people", "", "23"])
def test_another_number_disagrees(text):
    assert not agree(text, made())


@pytest.mark.parametrize("text", ["2030", "2,030", "2 030", "2\u202f030 soldiers"])
def test_thousands_may_be_separated(text):
    assert agree(text, made("2030"))
    assert not agree(text, made("203"))


@pytest.mark.parametrize("unit", ["%", "per cent of all", "percent"])
@pytest.mark.parametrize("text", ["8.4", "8.4 %", "8.4%", "8.4 per cent", "8.4 percent"])
def test_a_percentage_needs_a_unit_of_per_cent(text, unit):
    assert agree(text, made("8.4", unit=unit))


@pytest.mark.parametrize("text", ["−3.2", "-3.2 %", "by −3.2 per cent"])
def test_a_minus_sign_counts(text):
    assert agree(text, made("-3.2", unit="%"))
    assert not agree(text, made("3.2", unit="%"))


def test_a_scale_word_multiplies():
    assert agree("1.6 million", made("1600000"))
    assert agree("1.6 million", made("1.6", unit="million tonnes"))
    assert agree("1.6", made("1.6", unit="million tonnes"))
    assert not agree("1.6 billion", made("1.6", unit="million tonnes"))


def test_a_rounded_number_must_be_listed():
    assert not agree("about 8 per cent", made("8.4", unit="%"))
    assert agree("about 8 per cent", made("8.4", unit="%", display="8|one in twelve"))
    assert agree("One in  twelve", made("8.4", unit="%", display="8|one in twelve"))
    assert not agree("one in ten", made("8.4", unit="%", display="8|one in twelve"))


@pytest.mark.parametrize(
    "text", ["4 January 2022", "4 January", "Tuesday, 4 January", "2022-01-04", "January 2022", "2022"]
)
def test_a_date_agrees_as_far_as_it_is_written(text):
    assert agree(text, made("2022-01-04", "date"))


@pytest.mark.parametrize(
    "text", ["5 January", "4 January 2021", "4 February", "4–5 January", "February 2022", "2021", "4", "that day"]
)
def test_another_date_disagrees(text):
    assert not agree(text, made("2022-01-04", "date"))


def test_a_text_more_exact_than_the_ledger_disagrees():
    assert agree("January 2022", made("2022-01", "date"))
    assert not agree("4 January 2022", made("2022-01", "date"))


def test_a_number_may_be_linked_by_the_date_it_was_stated():
    assert agree("16 August 2022", made())
    assert not agree("17 August 2022", made())
    assert not agree("238 on 16 August", made())


def test_a_text_fact_agrees_with_its_value_and_its_variants_only():
    assert agree("Freedom’s end", made("Freedom's end", "text"))
    assert agree("the end", made("Freedom's end", "text", display="the end"))
    assert not agree("5", made("Freedom's end", "text"))


@pytest.mark.parametrize(
    "text", ["C99", "c99", "C99: partly held up", "Partly held up", "the 164 of that day", "the toll"]
)
def test_a_claim_agrees_by_id_verdict_and_its_own_numbers(text):
    assert agree(text, CLAIM)


@pytest.mark.parametrize("text", ["C98", "C98 and C99", "C99: held up", "did not hold", "the 165 of that day"])
def test_a_claim_disagrees_with_another_id_verdict_or_number(text):
    assert not agree(text, CLAIM)


@pytest.mark.parametrize(
    "text", ["4 January", "4 January 2022, 19:58", "19:58", "a rally of 300", "the rally", "January 2022"]
)
def test_an_event_agrees_by_date_time_and_its_own_numbers(text):
    assert agree(text, EVENT)


@pytest.mark.parametrize("text", ["5 January", "4–6 January", "19:59", "a rally of 400", "4 January 2021"])
def test_an_event_disagrees_with_another_date_time_or_number(text):
    assert not agree(text, EVENT)


def test_an_event_of_a_month_has_no_day():
    assert agree("January 2022", MONTH)
    assert not agree("4 January", MONTH)


def test_a_source_is_named_by_its_own_numbers_only():
    assert agree("Channel 24, 16 August 2022", SOURCE)
    assert agree("its report", SOURCE)
    assert not agree("238", SOURCE)


# Whole files


def notebook(folder: Path, *sources: str) -> Path:
    """Write a notebook with a code cell first, then one Markdown cell per source, ids m0, m1, …"""
    cells = [{"cell_type": "code", "id": "code", "source": ["total = 239"], "metadata": {}, "outputs": []}]
    cells += [
        {"cell_type": "markdown", "id": f"m{number}", "source": source.splitlines(keepends=True), "metadata": {}}
        for number, source in enumerate(sources)
    ]
    path = folder / "chapter.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}))
    return path


TOLL = "reference/facts.md#deaths-official-final"


def faults(folder: Path, *sources: str) -> list[str]:
    return problems(notebook(folder, *sources))


def test_a_linked_number_that_agrees_is_no_problem(tmp_path):
    value = fact("deaths-official-final").value
    assert faults(tmp_path, f"# One\n\nBy the count, [{value}]({TOLL}) died.") == []


def test_a_link_that_disagrees_is_named_by_cell_and_line(tmp_path):
    found = faults(tmp_path, "# One", f"First line,\nthen [9999]({TOLL}) dead.")
    assert len(found) == 1
    assert f"{tmp_path / 'chapter.ipynb'}, cell 3 (m1), line 2: " in found[0]
    assert '"9999"' in found[0] and f'"{fact("deaths-official-final").value} people"' in found[0]


@pytest.mark.parametrize("page", ["facts", "claims", "timeline", "sources", "corrections", "searches"])
def test_an_unknown_record_is_named(tmp_path, page):
    found = faults(tmp_path, f"[this](reference/{page}.md#no-such-record)")
    assert len(found) == 1 and "no-such-record" in found[0] and f"table {page}" in found[0]


def test_an_unknown_record_brings_the_nearest_ids(tmp_path):
    assert "deaths-official-final" in faults(tmp_path, "[238](reference/facts.md#death-official-final)")[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("In all 17 people came.", "17"),
        ("In all **1,700** people came.", "1,700"),
        ("A rise of 3.5 %.", "3.5 %"),
        ("See [the 12 papers](https://example.org/x).", "12"),
        ("| a | b |\n|---|---|\n| x | 17 |", "17"),
        ("- one\n- 17 more", "17"),
        ("> He said 17.", "17"),
        ("By 2 January 2022 came 17.", "17"),
    ],
)
def test_a_number_linked_to_nothing_is_named(tmp_path, text, number):
    found = [fault for fault in faults(tmp_path, text) if "linked to nothing" in fault]
    assert len(found) == 1 and f'"{number}"' in found[0]


def test_a_number_is_named_by_its_own_line(tmp_path):
    found = faults(tmp_path, "# One\n\nFirst line,\nsecond [toll\nof that day](reference/facts.md#deaths) with 17.")
    assert [re.search(r"line (\d+): the (\w+)", fault).groups() for fault in found] == [("4", "link"), ("5", "number")]


def test_a_time_linked_to_nothing_is_named(tmp_path):
    assert [re.search(r'the time "(.*?)"', fault)[1] for fault in faults(tmp_path, "It was 19:58.")] == ["19:58"]


def test_a_date_is_linked_once_in_a_file(tmp_path):
    day = "[2 January](reference/timeline.md#t010)"
    assert faults(tmp_path, f"On {day} it began.", "On 2 January, and 2 January 2022, too.") == []
    assert len(faults(tmp_path, f"On {day} it began; on 3 January it spread.")) == 1
    assert len(faults(tmp_path, f"On {day} it began.", "But 2 January 2021 was calm.")) == 1
    assert len(faults(tmp_path, "On 2 January it began.")) == 1


NEGATIVES = [
    "We found no list.",
    "Its hour was not found.",
    "Nobody has counted them.",
    "No list of the sites was found.",
    "The hour is not known.",
    "No clock time is given.",
    "It could not be verified.",
    "No source that we read shows a shot.",
    "We did not find\nthe day.",
]


@pytest.mark.parametrize("text", NEGATIVES)
def test_a_sentence_on_what_was_not_found_needs_its_search(text):
    [(line, message)] = unsearched(*blocks(f"Before it. {text} After it."))
    assert line == 1 and "searches.md#" in message and plain(message.split('"')[1]) in plain(text)
    searched = "By [two searches](reference/searches.md#hour-of-the-request) "
    assert list(unsearched(*blocks(f"Before it. {searched}{text[0].lower()}{text[1:]} After it."))) == []
    elsewhere = "Before it, by [a search](reference/searches.md#hour-of-the-request). "
    assert len(list(unsearched(*blocks(elsewhere + text)))) == 1
    assert len(list(unsearched(*blocks(f"By [a count]({TOLL}) {text}")))) == 1


@pytest.mark.parametrize("text", ["It was found at noon.", "Nobody died.", "No rally was held.", "They know the hour."])
def test_other_sentences_need_no_search(text):
    assert list(unsearched(*blocks(text))) == []


def test_a_negative_sentence_is_a_fault_of_its_file(tmp_path):
    [found] = faults(tmp_path, "# One", "Some rallied.\n\nWe found no list of them.")
    assert "cell 3 (m1), line 3: " in found and "record of the search" in found


def test_a_link_to_a_search_or_a_correction_says_its_day_and_no_number_of_its_own(tmp_path):
    assert agree("searched on 1 December 2026", SEARCH) and agree("none of the 14", SEARCH) and agree("no list", SEARCH)
    assert not agree("searched on 2 December", SEARCH) and not agree("none of the 15", SEARCH)
    assert agree("corrected in December 2026", CORRECTION) and agree("k99: 14", CORRECTION)
    assert not agree("corrected in November 2026", CORRECTION) and not agree("15", CORRECTION)
    link = "[On 1 December 2026](reference/searches.md#hour-of-the-request)"
    assert faults(tmp_path, f"{link} we looked again; on 1 December 2026 the book changed.") == []


def test_a_range_of_days_needs_both_ends(tmp_path):
    found = faults(tmp_path, "On [2 January](reference/timeline.md#t010).", "From 2–6 January.")
    assert len(found) == 1 and '"6 January"' in found[0]


EXAMPLES = {
    "year": ("In 2019–2021 and the 1990s, 2022.", "In 1899, or 2,019."),
    "claim id": ("Claim C10 says so.", "Claim 10 says so."),
    "figure, section or exercise number": ("Figures 1 and 2, Section 3.1, Exercise 4b.", "Protest 4."),
    "minutes": ("- Read a table (12 minutes)", "It lasted 12 minutes."),
    "heading number": ("## 3.1 What they did", "## 31 dead"),
    "points": ("The worksheet gives 20 points.", "The worksheet gives 20 marks."),
    "volume and pages": ("*World Politics*, *44*(1), 7–48.", "World Politics, 44, 7–48."),
    "name with a number": ("Objective causes-1, COVID-19 and AI-95.", "Objective 1."),
}


def test_every_exemption_has_an_example():
    assert set(EXAMPLES) == {exempt.name for exempt in EXEMPT}
    assert all(exempt.reason for exempt in EXEMPT)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_exemption_covers_its_example_and_nothing_near(tmp_path, name):
    exempt, near = EXAMPLES[name]
    assert faults(tmp_path, exempt) == []
    assert faults(tmp_path, near) != []


@pytest.mark.parametrize(
    "text",
    [
        "Set `n = 17`.",
        "```python\nn = 17\n```",
        "    n = 17",
        '<span data-n="17">many</span>',
        "<div>\n17\n</div>",
        "The share $x = 17$.\n\n$$\nx = 17\n$$",
        "[Here](https://example.org/17) and <https://example.org/17>.",
        "[doi.org/10.17/17](https://doi.org/10.17/17)",
        "![17 people](a.svg)",
        "1. one\n2. two",
        "(a-17)=\n# A heading",
    ],
)
def test_what_is_no_prose_needs_no_link(tmp_path, text):
    assert faults(tmp_path, text) == []


def test_a_page_is_read_with_its_directives(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "---\nsize: 17\n---\n\n:::{note} Of 18\n:class: n19\n\nThere were 20.\n:::\n\n```{code-cell}\n21\n```\n"
    )
    found = [re.search(r'line (\d+): the number "(\d+)"', fault).groups() for fault in problems(page)]
    assert found == [("5", "18"), ("8", "20")]


def test_a_verdict_in_a_row_is_that_of_its_claim(tmp_path):
    words = claim("c10").verdict_words
    other = next(verdict for verdict in VERDICTS.values() if verdict != words)
    table = "| Claim | Verdict |\n|---|---|\n| [C10](reference/claims.md#c10) | {} |"
    assert faults(tmp_path, table.format(words.capitalize())) == []
    found = faults(tmp_path, table.format(other))
    assert len(found) == 1 and f'"{other}"' in found[0] and "line 3" in found[0]


@pytest.mark.parametrize("content", ["{", "[]", '{"cells": [{}]}'])
def test_a_broken_notebook_is_one_clear_sentence(tmp_path, content):
    path = tmp_path / "broken.ipynb"
    path.write_text(content)
    with pytest.raises(QantarError, match="is not a notebook"):
        problems(path)


@pytest.mark.parametrize("path", pages(BOOK), ids=lambda path: path.name)
def test_the_book_agrees_with_its_ledgers(path):
    assert problems(path) == []


# Ledgers


def test_derived_facts_equal_the_ledger():
    assert disagreements() == []
    assert set(DERIVED) <= {one.fact_id for one in facts()}


def test_a_derived_fact_is_compared_with_the_decimals_of_the_ledger():
    value = int(fact("deaths-official-final").value)
    assert disagreements({"deaths-official-final": lambda: value + 0.4}) == []
    found = disagreements({"deaths-official-final": lambda: value + 0.5})
    assert len(found) == 1 and "deaths-official-final" in found[0] and f"says {value} " in found[0]


def test_numbers_and_dates_of_the_ledger_can_be_read():
    assert all(agree(one.value, one) for one in facts())
    assert all(len(amounts(one.value)) == 1 for one in facts() if one.value_type == "number")
    assert all(agree(label(one.value), one) for one in facts() if one.value_type == "date")


def test_facts_are_found_by_id_and_chapter():
    assert "counting" in fact("deaths-official-final").chapters
    assert {one.fact_id for one in facts("counting")} < {one.fact_id for one in facts()}
    assert all("counting" in one.chapters for one in facts("counting"))
    with pytest.raises(QantarError, match="deaths-official-final"):
        fact("deaths-oficial-final")


def test_claims_are_found_by_either_spelling():
    assert claim("C10") is claim("c10")
    assert [one.claim_id for one in claims("causes")][:2] == ["c10", "c11"]
    assert record("claims", "c10") is claim("c10")


@pytest.mark.parametrize("by", ["kind", "reach", "chapter", "paragraph"])
def test_the_tally_counts_every_claim_once(by):
    counts = tally(by)
    assert list(counts.columns) == list(VERDICTS.values())
    assert counts.to_numpy().sum() == len(load("claims"))
    for group, row in counts.iterrows():
        for verdict, words in VERDICTS.items():
            assert row[words] == sum(str(getattr(c, by)) == str(group) and c.verdict == verdict for c in claims())


def test_the_tally_by_time_counts_every_claim_each_time_and_ends_with_today():
    counts = tally("horizon")
    assert list(counts.index) == list(HORIZONS) and set(counts.sum(axis=1)) == {len(claims())}
    assert counts.loc["today"].tolist() == tally("kind").sum().tolist()
    assert [asked_on(horizon) for horizon in HORIZONS] == ["2022-01-24", "2023-01-10", "2026-01-10", "2026-11-30"]


def test_the_verdicts_on_a_claim_come_in_the_order_of_time():
    found = verdicts("c43")
    assert [one.horizon for one in found] == list(HORIZONS)
    assert [one.words for one in found] == ["cannot be verified", "did not hold", "did not hold", "did not hold"]


def test_a_tally_by_anything_else_is_refused():
    with pytest.raises(QantarError, match="use kind"):
        tally("evidence")


def test_verdicts_have_words_for_every_code():
    assert set(VERDICTS) == set(load("claims")["verdict"].cat.categories)
    assert set(REACHES) == set(load("claims")["reach"].cat.categories)
    assert list(HORIZONS) == list(load("verdicts")["horizon"].cat.categories)


# The command


def test_the_command_names_problems_and_exits_1(tmp_path, capsys):
    assert main(["facts", "check", str(notebook(tmp_path, "There were 17."))]) == 1
    out = capsys.readouterr().out
    assert 'the number "17"' in out and "Problems: 1." in out


def test_the_command_exits_0_when_all_agrees(tmp_path, capsys):
    assert main(["facts", "check", str(notebook(tmp_path, "Nothing to count."))]) == 0
    assert "Agree with the ledgers" in capsys.readouterr().out


def test_the_command_exits_2_without_pages(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["facts", "check"]) == 2
    assert "project's folder" in capsys.readouterr().err


def test_a_number_is_read_by_id_and_a_date_is_refused_in_one_sentence():
    assert (number("deaths-official-final"), type(number("deaths-official-final"))) == (238, int)
    assert number("inflation-december-2021") == 8.4
    dated = next(one.fact_id for one in facts() if one.value_type == "date")
    with pytest.raises(QantarError, match=f"'{dated}' is no number"):
        number(dated)
