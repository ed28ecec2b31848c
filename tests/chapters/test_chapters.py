"""Every chapter keeps the shape that readers and teachers rely on, as written and as executed."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
import vl_convert

from qantar.claims import VERDICTS, claims
from qantar.data import load
from qantar.figures.figure import MIME
from qantar.sphinxext.drawing.chart import VEGA_LITE

CHAPTERS = sorted((Path(__file__).parents[2] / "book").glob("*.ipynb"))
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ROLE_OR_DIRECTIVE = re.compile(r"\{[\w:-]+\}`|^\s*(?:`{3,}|~{3,}|:{3,})\s*\{|^\([\w-]+\)=\s*$|^:{3,}", re.M)


@pytest.fixture(scope="session", params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request):
    """Name of the chapter and its notebook as committed."""
    return request.param.stem, nbformat.read(request.param, as_version=4)


@pytest.fixture(scope="session")
def executed(chapter, book):
    """The outputs of the chapter's cells by cell id, from the run that the book was built with."""
    notebook = nbformat.read(book.parent / "executed" / "book" / f"{chapter[0]}.ipynb", as_version=4)
    ran = cells(notebook, "code")
    assert [(cell.id, cell.source) for cell in ran] == [(cell.id, cell.source) for cell in cells(chapter[1], "code")]
    return {cell.id: cell.outputs for cell in ran}


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def markdown(notebook):
    return "\n\n".join(cell.source for cell in cells(notebook, "markdown"))


def section(notebook, heading):
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", markdown(notebook), re.S | re.M)
    assert found, f"no section {heading!r}"
    return found[1]


def figures(executed):
    """Specifications of the published figures, explorers left out (they are the ones with a caveat)."""
    data = [output.get("data", {}) for outputs in executed.values() for output in outputs]
    specs = [bundle[MIME] for bundle in data if MIME in bundle]
    return [spec for spec in specs if "caveat" not in spec["usermeta"]["qantar"]]


def test_there_is_a_chapter():
    assert "causes" in [path.stem for path in CHAPTERS]


def test_it_is_committed_without_outputs(chapter):
    for cell in cells(chapter[1], "code"):
        assert cell.outputs == [] and cell.execution_count is None, cell.id
    assert chapter[1].metadata.kernelspec.name == "python3"


def test_cell_ids_are_unique_and_readable(chapter):
    ids = [cell.id for cell in chapter[1].cells]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"[a-z]{2,}(?:-[a-z0-9]+)*", name)] == []


def test_code_cells_are_short(chapter):
    long = {cell.id: cell.source.count("\n") + 1 for cell in cells(chapter[1], "code")}
    assert {name: lines for name, lines in long.items() if lines > 20} == {}


def test_the_first_code_cell_imports_and_no_other_does(chapter):
    kinds = [{type(node) for node in ast.parse(cell.source).body} for cell in cells(chapter[1], "code")]
    imports = {ast.Import, ast.ImportFrom}
    assert kinds[0] <= imports
    assert not any(kind & imports for kind in kinds[1:])


def test_objectives_have_ids_in_order_and_minutes(chapter):
    name, notebook = chapter
    rows = re.findall(
        rf"^\| ({name}-\d) \|.*\| (\d+) minutes \|$", section(notebook, "What you will be able to do"), re.M
    )
    assert [objective for objective, _ in rows] == [f"{name}-{number}" for number in range(1, len(rows) + 1)]
    assert 3 <= len(rows) <= 5
    assert 40 <= sum(int(minutes) for _, minutes in rows) <= 75


def test_prose_has_the_length_of_one_sitting(chapter):
    text = markdown(chapter[1]).split("## Further reading")[0]
    prose = re.sub(r"^\|.*$", "", re.sub(r"\]\([^)]*\)", "]", text), flags=re.M)
    assert 2000 <= len(WORD.findall(prose)) <= 3500


def test_markdown_is_plain(chapter):
    assert ROLE_OR_DIRECTIVE.findall(markdown(chapter[1])) == []


def claims_judged_in(name):
    """Ids of the claims that the chapter answers; the one that answers none scores the forecasts of all the others."""
    forecasts = [one for one in claims() if one.kind == "forecast"]
    return [one.claim_id for one in claims(name) or forecasts]


def test_only_the_last_chapter_answers_no_claim_of_its_own():
    assert [path.stem for path in CHAPTERS if not claims(path.stem)] == ["hindsight"]


def test_the_opening_and_the_verdict_name_exactly_the_claims_of_the_chapter(chapter, executed):
    name, notebook = chapter
    own = claims_judged_in(name)
    said = section(notebook, "What the analyst said")
    opening = re.findall(r"\(reference/claims\.md#(c\d\d)\)", said)
    if not claims(name):  # it asks for forecasts first, and a link to a claim would tell how it ended
        assert opening == []
        opening = [named.lower() for named in re.findall(r"\bC\d\d\b", said)]
    table = executed["verdict-table"][0]["data"]["text/markdown"]
    assert sorted(opening) == sorted(own)
    assert re.findall(r"^\| \[C\d\d\]\(reference/claims\.md#(c\d\d)\)", table, re.M) == own


def test_nothing_is_the_latest_without_a_date(chapter):
    sentences = re.split(r"(?<=[.!?])\s", markdown(chapter[1]))
    newest = [one for one in sentences if re.search(r"\b(?:latest|newest|most recent)\b", one, re.I)]
    assert [one for one in newest if not re.search(r"\b20\d\d\b", one)] == []


def test_nothing_before_the_bet_tells_an_outcome():
    path = next(path for path in CHAPTERS if path.stem == "hindsight")
    notebook = nbformat.read(path, as_version=4)
    names = [cell.id for cell in notebook.cells]
    before = "\n".join(cell.source for cell in notebook.cells[: names.index("you-forecasts")])
    assert [words for words in VERDICTS.values() if words in before.lower()] == []
    linked = re.findall(r"reference/facts\.md#((?:ledger|forecasts|partly|clock|coders)-[a-z-]+)", before)
    assert set(linked) == {"ledger-claims", "ledger-forecasts"}


def test_it_has_five_to_eight_figures_with_their_own_addresses(executed):
    ids = [spec["usermeta"]["qantar"]["id"] for spec in figures(executed)]
    assert 5 <= len(ids) <= 8
    assert len(set(ids)) == len(ids)


def test_descriptions_say_more_than_the_titles(executed):
    for spec in figures(executed):
        meta = spec["usermeta"]["qantar"]
        description, title = meta["description"], meta["title"]
        assert 80 <= len(description) <= 400, title
        new = set(WORD.findall(description.lower())) - set(WORD.findall(title.lower()))
        assert len(new) >= 15, f"the description of {title!r} repeats its title"
        assert re.search(r"\d", description), f"the description of {title!r} gives no range"


def test_figures_fit_the_page(executed):
    for spec in figures(executed):
        svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
        width = float(re.search(r'<svg[^>]* width="([\d.]+)"', svg)[1])
        assert width <= 640, f"{spec['usermeta']['qantar']['id']} is {width:.0f} pixels wide"


def test_it_has_one_explorer(executed):
    data = [output.get("data", {}) for outputs in executed.values() for output in outputs]
    assert sum("caveat" in bundle[MIME]["usermeta"]["qantar"] for bundle in data if MIME in bundle) == 1


def test_it_runs_without_a_warning(executed):
    noise = [output for outputs in executed.values() for output in outputs if output.get("name") == "stderr"]
    assert noise == []


def test_it_ends_with_four_to_six_questions_on_its_objectives(chapter, executed):
    name, notebook = chapter
    questions = load("self_check").query("chapter == @name")
    shown = [o["data"]["text/html"] for o in executed["check-questions"] if "text/html" in o.get("data", {})]
    assert re.findall(r'class="q-question" id="([\w-]+)"', "".join(shown)) == list(questions["question_id"].unique())
    assert 4 <= questions["question_id"].nunique() <= 6
    stated = set(re.findall(rf"^\| ({name}-\d) \|", markdown(notebook), re.M))
    assert set(questions["objective"]) <= stated
