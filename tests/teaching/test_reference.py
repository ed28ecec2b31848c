"""The reference pages: up to date, each record reachable once, and what the built pages link to."""

import json
import re
from html import escape as html
from pathlib import Path

import pytest

from qantar.chapters import CHAPTERS
from qantar.cli import main
from qantar.cli.pages import stale, texts
from qantar.data import describe, load, tables
from qantar.data.dates import label
from qantar.data.records import records
from qantar.facts.lookup import LEDGERS, record
from qantar.reference.markdown import escape, sentence, value
from qantar.reference.words import (
    CHANGES,
    CONFIDENCE,
    FOUND,
    LANES,
    LANGUAGES,
    NETWORKS,
    PERSON_EVENTS,
    SOURCE_KINDS,
    TERMS,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "book" / "reference"
FILES = texts()
PAGES = {name: text for name, text in FILES.items() if name.endswith(".md") and "/" not in name}
FOR_TEACHERS = {name: text for name, text in FILES.items() if name.startswith("../teaching/")}
TARGETS = {name: re.findall(r"^\((.+)\)=$", text, re.M) for name, text in PAGES.items()}
IDS = {page: list(records(page, kind)) for page, kind in LEDGERS.items()}


def test_no_page_is_stale():
    assert [path.name for path in stale(FOLDER)] == [], "run: qantar pages"


@pytest.mark.parametrize("page", IDS)
def test_every_record_is_a_target_once_and_on_its_own_page(page):
    for name, text in PAGES.items():
        targets = re.findall(r"^\((.+)\)=$", text, re.M)
        assert len(set(targets)) == len(targets)
        assert sorted(set(targets) & set(IDS[page])) == (sorted(IDS[page]) if name == f"{page}.md" else [])


def test_targets_differ_between_pages():
    every = [target for targets in TARGETS.values() for target in targets]
    assert len(every) > sum(map(len, IDS.values()))
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_record_has_its_target(page):
    links = re.findall(r"\]\((\w+)\.md#([^)]+)\)", PAGES[page])
    assert links or page == "sources.md"
    for name, target in links:
        assert target in TARGETS[f"{name}.md"]


@pytest.mark.parametrize("page", FOR_TEACHERS)
def test_every_link_of_a_page_for_teachers_has_its_target(page):
    links = re.findall(r"\]\(\.\./reference/(\w+)\.md#([^)]+)\)", FOR_TEACHERS[page])
    assert links or page != "../teaching/notes.md"
    for name, target in links:
        assert target in TARGETS[f"{name}.md"]


@pytest.mark.parametrize("page", ["facts", "claims", "timeline", "corrections", "searches"])
def test_headings_are_groups_and_records(page):
    text = PAGES[f"{page}.md"]
    assert len(re.findall(r"^# ", text, re.M)) == 1
    assert len(re.findall(r"^### ", text, re.M)) == len(IDS[page])
    assert not re.search(r"^####", text, re.M)


def test_publishers_stand_in_alphabetical_order():
    publishers = re.findall(r"^### (.+)$", PAGES["sources.md"], re.M)
    names = [name.removeprefix("The ").casefold() for name in publishers]
    assert names == sorted(names)
    assert len(publishers) == load("sources")["publisher"].nunique()


def test_a_copy_is_called_a_copy():
    for one in records("sources", LEDGERS["sources"]).values():
        text = entry("sources.md", one.source_id)
        assert ("Copy at " in text) == bool(
            one.url and re.search(r"(?i)read (in|on) (a|the) .*(copy|mirror)|machine-trans", one.note)
        )


def test_a_fact_shows_all_the_ledger_says():
    one = record("facts", "deaths-telegram-withdrawn")
    text = entry("facts.md", one.fact_id)
    for content in (
        escape(one.title),
        f"\n{value(one)}\n",
        sentence(one.counted),
        sentence(one.speaker),
        sentence(one.note),
    ):
        assert content in text
    assert f"**Stated:** {label(one.stated)}." in text
    assert all(f"sources.md#{source}" in text for source in one.source_ids)
    assert all(f"(facts.md#{rival})" in text for rival in one.rivals)


def test_only_what_is_disputed_is_called_disputed():
    for one in records("facts", LEDGERS["facts"]).values():
        assert ("**Disputed:**" in entry("facts.md", one.fact_id)) == (one.confidence == "disputed")


def test_the_tally_on_the_page_counts_the_table():
    table = load("claims")
    for kind in ("fact", "interpretation", "forecast"):
        row = re.search(rf"^\| {kind.capitalize()} \|(.*)\|$", PAGES["claims.md"], re.M)[1]
        *counts, total = [int(cell) for cell in row.split("|")]
        assert counts == list(table[table["kind"] == kind]["verdict"].value_counts(sort=False))
        assert total == sum(counts)


def test_an_event_never_says_more_of_its_time_than_the_table():
    for event in records("timeline", LEDGERS["timeline"]).values():
        when = re.search(r"^\*\*(.*)\*\*$", entry("timeline.md", event.event_id), re.M)[1]
        assert when.startswith(label(event.date))
        assert ("day not known" in when) == (len(event.date) < 10)
        assert re.findall(r"\d\d:\d\d", when) == re.findall(r"\d\d:\d\d", event.time_local)
        assert ("hour not recorded" in when) == (not event.time_local and len(event.date) == 10)


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("facts", "confidence", CONFIDENCE),
        ("timeline", "confidence", CONFIDENCE),
        ("timeline", "lane", LANES),
        ("sources", "kind", SOURCE_KINDS),
        ("claims", "chapter", CHAPTERS),
        ("people", "network", NETWORKS),
        ("people_events", "event", PERSON_EVENTS),
        ("institutions", "kind", CHANGES),
        ("glossary", "category", TERMS),
        ("searches", "found", FOUND),
    ],
)
def test_every_code_has_words(table, column, words):
    assert list(words) == list(load(table)[column].cat.categories)


@pytest.mark.parametrize("chapter", [name for name in CHAPTERS if (ROOT / "book" / f"{name}.ipynb").exists()])
def test_chapters_are_called_by_their_titles(chapter):
    cells = json.loads((ROOT / "book" / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    assert "".join(cells[0]["source"]).splitlines()[0] == f"# {CHAPTERS[chapter]}"


@pytest.mark.parametrize(
    "text", ["a*b*", "[x](y)", "<b>", "$5 and $6", "a_b_", "{x}", "`x`", "# x", "1. x", "- x", "% x"]
)
def test_ledger_texts_are_shown_as_they_are(text):
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin

    tokens = MarkdownIt("commonmark").use(dollarmath_plugin).use(myst_block_plugin).parse(escape(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children} <= {"text", "text_special"}
    assert "".join(child.content for child in tokens[1].children) == text


def entry(page: str, record_id: str) -> str:
    """Return a record's part of a page."""
    return re.search(rf"^\({record_id}\)=\n(.*?)(?=^\(|^## |^### [^\n]*\n\n\(|\Z)", PAGES[page], re.M | re.S)[0]


# People and institutions


def test_each_person_stands_under_the_institution_of_january():
    groups = re.split(r"^\(institution-(.+)\)=$", PAGES["people.md"], flags=re.M)
    for institution, text in zip(groups[1::2], groups[2::2], strict=True):
        text = text.split("\n## Further people")[0]
        people = [one for one in records("people").values() if one.institution == institution]
        assert re.findall(r"^### (.+)$", text, re.M) == [escape(one.name) for one in people]
    assert len(groups[1::2]) == load("people")["institution"].nunique()


@pytest.mark.parametrize(("column", "language"), [("name_kk", "kk"), ("name_ru", "ru")])
def test_a_name_is_marked_by_language_and_by_whether_it_was_seen(column, language):
    for one in records("people").values():
        text, name = entry("people.md", one.person_id), getattr(one, column)
        seen = getattr(one, f"{language}_verified") == "True"
        line = f'<span lang="{language}">{name}</span>{"" if seen else " (form not verified)"}\n'
        assert text.count(line) == 1, one.person_id


def test_a_person_shows_ties_doubts_and_every_event_in_order_with_its_sources():
    events = list(records("people_events").values())
    for one in records("people").values():
        text = entry("people.md", one.person_id)
        assert sentence(one.relation) in text and sentence(one.network_doubt) in text
        assert ("**Doubt about the group:**" in text) == bool(one.network_doubt)
        lines = re.findall(r"^  - \*\*(.+?):\*\* (.+)$", text, re.M)
        mine = [event for event in events if event.person_id == one.person_id]
        assert len(lines) == len(mine) > 0
        dated = sorted(event.date for event in mine if event.date)
        assert [when for when, _ in lines] == [*map(label, dated)] + ["Date not found"] * (len(mine) - len(dated))
        for event in mine:
            [line] = [rest for _, rest in lines if rest.startswith(f"{PERSON_EVENTS[event.event]}. {_told(event)}")]
            assert all(f"sources.md#{source})" in line for source in event.source_ids)


def _told(event):
    return f"{sentence(event.detail)} " if event.detail else "*Confidence"


def test_each_tie_stands_with_both_people_with_its_doubt_and_its_sources():
    told = {one: re.findall(r"^  - (?!\*\*)(.+)$", entry("people.md", one), re.M) for one in records("people")}
    ties = load("ties").fillna("")
    assert sum(map(len, told.values())) == 2 * len(ties) > 0
    for tie in ties.itertuples():
        for here, other in ((tie.person_a, tie.person_b), (tie.person_b, tie.person_a)):
            [line] = [line for line in told[here] if f"(people.md#{other})" in line]
            assert sentence(tie.statement) in line and sentence(tie.doubt) in line
            assert ("*Doubt:*" in line) == bool(tie.doubt)
            assert all(f"sources.md#{source})" in line for source in tie.source_ids.split(";"))


def test_changes_of_rules_stand_in_order_with_their_votes():
    table = load("institutions").sort_values("date", kind="stable")
    assert [target for target in TARGETS["people.md"] if target.startswith("change-")] == [
        f"change-{change}" for change in table["change_id"]
    ]
    assert "yes 77.18 per cent" in entry("people.md", "change-constitution-amended-2022").casefold()
    assert PAGES["people.md"].count("**Vote:**") == int((table["turnout_pct"].notna()).sum())


# Corrections and searches


def test_the_newest_correction_stands_first():
    days = [record("corrections", name).date for name in TARGETS["corrections.md"]]
    assert days == sorted(days, reverse=True)


def test_a_correction_shows_all_that_it_changed_and_its_sources():
    for one in records("corrections", LEDGERS["corrections"]).values():
        text = entry("corrections.md", one.correction_id)
        assert all(f"{sentence(part)}\n" in text for part in (one.stood, one.stands, one.why))
        assert all(f"sources.md#{source})" in text for source in one.source_ids)
        assert all(row.split("/")[-1] in text for row in one.records)


def test_a_search_shows_every_query_in_its_language_the_place_and_the_day():
    for one in records("searches", LEDGERS["searches"]).values():
        text = entry("searches.md", one.search_id)
        shown = re.findall(r'^  - <span lang="(\w+)">(.+)</span>$', text, re.M)
        assert shown == [(language, html(words)) for language, words in one.asked] != []
        assert set(one.languages) <= set(LANGUAGES)
        assert sentence(one.where) in text and f"**Asked on:** {label(one.date)}." in text
        assert f"**Found:** {FOUND[one.found]}." in text and sentence(one.result) in text


# The glossary


def test_terms_stand_in_alphabetical_order_each_with_its_target():
    terms = sorted(records("glossary").values(), key=lambda one: one.english.casefold())
    assert TARGETS["glossary.md"] == [f"term-{one.term_id}" for one in terms]
    assert re.findall(r"^### (.+)$", PAGES["glossary.md"], re.M) == [escape(one.english) for one in terms]


def test_a_term_shows_its_forms_in_their_languages_and_whether_they_were_seen():
    for one in records("glossary").values():
        text = entry("glossary.md", f"term-{one.term_id}")
        forms = {"kk": one.kazakh, "ru": one.russian, "kk-Latn": one.kazakh_latin, "ru-Latn": one.transliteration}
        shown = dict(re.findall(r'<span lang="([\w-]+)">(.+?)</span>', text))
        assert shown == {language: form for language, form in forms.items() if form}
        assert text.count("(form not verified)") == [one.kk_verified, one.ru_verified].count("False")
        assert sentence(one.definition) in text
        assert all(f"sources.md#{source})" in text for source in one.source_ids)


def test_no_letter_of_kazakh_or_russian_stands_without_its_language():
    for page in ("people.md", "glossary.md"):
        unmarked = re.sub(r'<span lang="(kk|ru)">.*?</span>', "", PAGES[page])
        assert re.findall(r"\w*[\u0400-\u052f]\w*", unmarked) == []


def test_every_name_of_a_place_is_in_the_table_and_marked_when_it_was_not_seen():
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|", PAGES["glossary.md"].split("## Names of places")[1], re.M)
    places = [one for one in records("names").values() if one.kind != "person"]
    assert [row[0] for row in rows[1:]] == [escape(one.english) for one in places]
    for (_, kazakh, russian), one in zip(rows[1:], places, strict=True):
        assert (kazakh.endswith("\\*"), russian.endswith("\\*")) == (
            one.kk_verified == "False",
            one.ru_verified == "False",
        )
        assert f">{one.kazakh}<" in kazakh and f">{one.russian}<" in russian


# The data dictionary


def described(name: str) -> str:
    """Return a table's part of the page."""
    return re.search(rf"^\(table-{name}\)=\n.*?(?=^\(|\Z)", PAGES["data.md"], re.M | re.S)[0]


def test_every_table_is_described():
    assert TARGETS["data.md"] == [f"table-{name}" for name in tables()]
    assert f"The {len(tables())} tables" in PAGES["data.md"]


@pytest.mark.parametrize("name", tables())
def test_a_table_shows_its_rows_key_sources_licence_making_and_caveats(name):
    one, text = describe(name), described(name)
    flat = text.split("<details>")[0]
    for content in (one["description"], one["made"], one.get("licenseNote", ""), *one["caveats"]):
        assert sentence(content) in flat
    assert f"**Rows:** {len(load(name)):,}." in flat
    assert f"**Key:** {', '.join(f'`{key}`' for key in one['schema']['primaryKey'])}\n" in flat
    assert all(escape(source["title"]) in flat for source in one["sources"])
    assert all(f"(<{licence['path']}>)" in flat for licence in one["licenses"])
    assert f"Checked on {label(one['licenseChecked'])}." in flat


@pytest.mark.parametrize("name", tables())
def test_every_field_stands_in_the_folded_list_with_unit_and_allowed_values(name):
    fields = describe(name)["schema"]["fields"]
    folded = re.search(r"<details>\n<summary>(\d+) fields</summary>\n\n(.*)\n\n</details>", described(name), re.S)
    lines = folded[2].splitlines()
    assert int(folded[1]) == len(lines) == len(fields)
    for line, field in zip(lines, fields, strict=True):
        assert line.startswith(f"- `{field['name']}` (")
        assert sentence(field["description"])[1:] in line
        kind = re.match(r"- `\w+` \((.*?)\) ", line)[1]
        assert kind.partition("unit: ")[2] == escape(field.get("unit", ""))
        allowed = re.search(r"Allowed: (.*?)\.", line)
        assert (re.findall(r"`(.+?)`", allowed[1]) if allowed else []) == field.get("constraints", {}).get("enum", [])


# The bibliography


def test_the_file_of_references_holds_every_reading_as_bibtex_reads_it():
    from pybtex.database import parse_string

    entries = parse_string(FILES["../references.bib"], "bibtex").entries
    readings = load("readings").fillna("").to_dict("records")
    assert list(entries) == [one["reading_id"] for one in readings]
    for one in readings:
        entry = entries[one["reading_id"]]
        assert entry.fields["title"] == f"{{{escaped(one['title'])}}}"
        assert entry.fields["year"] == str(one["year"])
        assert entry.fields.get("doi", "") == one["doi"]
        assert entry.fields.get("url", one["doi"]) == (one["doi"] or one["url"])
        assert entry.fields.get("month", "") == label(one["date"]).removesuffix(str(one["year"])).strip()
        venue = ", ".join(filter(None, map(entry.fields.get, ("journal", "howpublished", "publisher", "series"))))
        assert venue == escaped(one["venue"])
        assert [entry.fields.get(name, "") for name in ("volume", "number")] == [one["volume"], one["issue"]]
        people = entry.persons.get("author") or entry.persons["editor"]
        names = one["authors"].removesuffix(" (ed.)").replace("; and others", "; others").split("; ")
        assert [str(person).strip("{}") for person in people] == list(map(escaped, names))


def escaped(text: str) -> str:
    return re.sub(r"([&%_#$])", r"\\\1", text)


@pytest.mark.browser
def test_the_built_list_prints_every_reading(book):
    page = (book / "book" / "reference" / "bibliography.html").read_text(encoding="utf-8")
    printed = re.findall(r'<li id="id\d+"><p>(.+?)</p></li>', page.split('id="all-texts"')[1])
    assert len(printed) == len(load("readings"))
    for one in load("readings").fillna("").to_dict("records"):
        [line] = [line for line in printed if f'href="{one["url"]}"' in line]
        for part in (label(one["date"]), one["volume"], f"({one['issue']})" if one["issue"] else ""):
            assert part in line, one["reading_id"]


@pytest.mark.browser
@pytest.mark.parametrize("page", TARGETS)
def test_every_target_is_the_one_address_of_its_record_in_the_built_page(page, book):
    built = (book / "book" / "reference" / page).with_suffix(".html").read_text(encoding="utf-8")
    ids = re.findall(r'<\w+[^>]* id="([^"]+)"', built)
    assert len(set(ids)) == len(ids)
    assert set(TARGETS[page]) <= set(ids)
    sections = dict(re.findall(r'<section id="([^"]+)">.*?<a class="headerlink" href="#([^"]+)"', built, re.S))
    headed = re.findall(r"^\((.+)\)=\n#", PAGES[page], re.M)
    assert {name: sections.get(name) for name in headed} == dict(zip(headed, headed, strict=True))


def test_every_work_that_a_chapter_uses_is_in_the_bibliography():
    sources = load("sources").set_index("source_id")["kind"].astype(str)
    held = set(load("readings")["source_id"])
    for name in CHAPTERS:
        text = (ROOT / "book" / f"{name}.ipynb").read_text(encoding="utf-8")
        named = set(re.findall(r"sources\.md#([a-z0-9-]+)", text))
        for cited in re.findall(r"sources=\[(.*?)\]", text):
            named |= set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", cited))
        works = {source for source in named if sources.get(source) == "research"}
        assert works and works - held == set(), name


def test_each_chapter_lists_its_readings():
    for chapter, title in CHAPTERS.items():
        line = re.search(rf"^- \*\*{re.escape(title)}\*\* (.+)$", PAGES["bibliography.md"], re.M)[1]
        table = load("readings")
        wanted = [(row.source_id, str(row.year)) for row in table.itertuples() if chapter in row.chapters.split(";")]
        assert [(source, year) for year, source in re.findall(r"\((\d{4})\)\]\(sources\.md#(.+?)\)", line)] == wanted


# The data essays

ESSAYS = (FOLDER / "essays.md").read_text(encoding="utf-8")
QUESTIONS = [
    "Where from?",
    "Who collected it, and why?",
    "What counts?",
    "What is missing?",
    "Who could be harmed by a wrong number?",
]


def test_each_essay_asks_the_same_questions_in_150_to_250_words():
    title, *essays = re.split(r"^## (.+)$", ESSAYS, flags=re.M)[0::2]
    assert len(essays) == 6
    for essay in essays:
        assert re.findall(r"^\*\*(.+?)\*\*", essay, re.M) == QUESTIONS
        words = re.sub(r"\]\([^)]*\)|\*\*.*?\*\*|^Tables?: .*?(?=\n\n)", "", essay, flags=re.M | re.S).split()
        assert 150 <= len(words) <= 250, essay[:40]


def test_the_essays_speak_of_the_contested_tables_and_their_links_arrive():
    tables_named = re.findall(r"data\.md#table-(\w+)", ESSAYS)
    assert tables_named == ["tolls", "shutdown", "protest_counts", "inequality", "people", "people_events", "claims"]
    for name, target in re.findall(r"\]\((\w+)\.md#([^)]+)\)", ESSAYS):
        assert target in TARGETS[f"{name}.md"]


def test_every_number_of_the_essays_agrees_with_the_ledgers():
    from qantar.facts.check import problems

    assert problems(FOLDER / "essays.md") == []


# The command


def test_pages_are_written_and_stale_ones_named(tmp_path, capsys):
    folder = tmp_path / "book" / "reference"
    folder.mkdir(parents=True)
    options = ["--folder", str(folder)]
    assert main(["pages", "--check", *options]) == 1
    assert list(tmp_path.rglob("*")) == [folder.parent, folder]
    assert main(["pages", *options]) == 0
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {Path(name).name: text for name, text in FILES.items()}
    assert (folder.parent / "references.bib").is_file() and (tmp_path / "start.ipynb").is_file()
    (folder / "claims.md").write_text("old")
    capsys.readouterr()
    assert main(["pages", "--check", *options]) == 1
    assert capsys.readouterr().out == f"{folder / 'claims.md'} is stale; run: qantar pages\n"
    assert main(["pages", *options]) == 0
    assert main(["pages", "--check", *options]) == 0


def test_pages_outside_the_project_are_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["pages"]) == 2
    assert "project's folder" in capsys.readouterr().err


# The built pages


@pytest.mark.browser
def test_every_link_of_the_built_book_to_a_record_arrives(book):
    names = [Path(page).stem for page in PAGES]
    places = {name: set(places_of(book / "book" / "reference" / f"{name}.html")) for name in names}
    links = 0
    for path in (book / "book").rglob("*.html"):
        for page, place in re.findall(
            r'href="(?:[./\w]*/)?(\w*)(?:\.html)?#([^"]+)"', path.read_text(encoding="utf-8")
        ):
            name = page or path.stem
            if name in places:
                links += 1
                assert place in places[name], f"{path.name}: {name}#{place}"
    assert links > len(IDS["timeline"])


def places_of(path: Path) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))
