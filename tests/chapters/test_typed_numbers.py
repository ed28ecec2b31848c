"""No fact is typed into a chapter's code: a number that stands in a table is read from there, so both stay the same."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest

import qantar.chapters
from qantar.chapters import CHAPTERS
from qantar.data import describe, load
from qantar.facts import facts, number

BOOK = Path(__file__).parents[2] / "book"
ROOMS = Path(qantar.chapters.__file__).parent
LOOKS = {
    *("width", "height", "size", "dx", "dy", "thickness", "spacing", "step", "fontSize", "fontWeight"),
    *("opacity", "strokeWidth", "strokeDash", "symbolSize", "labelAngle", "labelLimit", "labelOffset"),
    *("domain", "values", "tickCount", "tickMinStep", "exponent", "at", "year", "month", "date"),
}
"""Keyword arguments that say how a chart looks: sizes, offsets, the ends and marks of an axis, where a name stands."""
PLACES = {"head", "tail", "round"}
"""Functions whose numbers say how many rows or decimals are shown."""
YEARS = range(1900, 2101)
SCALES = {100, 1000}
"""As factors or bases of an index, these only turn shares into per cent, or units into thousands."""
EXEMPT: dict[tuple[str, str], tuple[set[float], str]] = {
    ("causes", "model-five"): ({0.2, 0.4, 0.6, 0.8}, "thresholds of five invented people"),
    ("causes", "model-fates"): ({20, 25, 90}, "settings of the model, and the last class of its final sizes"),
    ("elites", "deep-lines"): ({21}, "end of the numbers of posts that are tried"),
    ("hindsight", "reward-hand"): ({0.2}, "a chance of an invented forecaster"),
    ("hindsight", "reward-constant-data"): ({90}, "the chance whose rows are shown"),
    ("intervention", "signal-vague"): ({20, 80}, "settings of the model"),
}
"""Chapter and cell → numbers that are no facts, and why."""


@cache
def code(chapter: str) -> dict[str, ast.Module]:
    """Return the code cells of a chapter by their ids, parsed."""
    cells = nbformat.read(BOOK / f"{chapter}.ipynb", as_version=4).cells
    return {cell.id: ast.parse(cell.source) for cell in cells if cell.cell_type == "code"}


def loaded(chapter: str) -> set[str]:
    """Return the names of the tables that the cells or the room of a chapter load by name."""
    room = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOMS / chapter).glob("*.py")]
    calls = [node for tree in [*code(chapter).values(), *room] for node in ast.walk(tree) if isinstance(node, ast.Call)]
    first = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "load"]
    return {argument.value for argument in first if isinstance(argument, ast.Constant)}


@cache
def column_values(table: str) -> set[float]:
    """Return every number of a table, those aside that say when or where."""
    fields = describe(table)["schema"]["fields"]
    kept = [field["name"] for field in fields if field["type"] in ("integer", "number")]
    columns = load(table)[[name for name in kept if name not in ("year", "lat", "lon")]]
    return {float(value) for name in columns for value in columns[name].dropna()}


@cache
def known(chapter: str) -> set[float]:
    """Return the numbers that a chapter has to read: those of its facts, and of the tables that it loads."""
    stated = {float(number(one.fact_id)) for one in facts(chapter) if one.value_type == "number"}
    return stated.union(*(column_values(table) for table in loaded(chapter)))


def typed(node: ast.AST) -> Iterator[float]:
    """Yield the numbers typed below `node`, left out those whose place says that they are no facts."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            yield float(value)
        case ast.keyword(arg=name) if name in LOOKS:
            return
        case ast.keyword(arg="x" | "y", value=ast.Constant()):  # a place in pixels
            return
        case ast.Slice():
            return
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in PLACES:
            yield from typed(node.func)
        case ast.BinOp(op=ast.Mult() | ast.Div() | ast.Sub()):
            for side in (node.left, node.right):
                if not (isinstance(side, ast.Constant) and side.value in SCALES):
                    yield from typed(side)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from typed(child)


def is_telling(value: float) -> bool:
    """Tell whether a number has two digits or a decimal part, and is no year: one digit alone says too little."""
    return (value >= 10 or value % 1 != 0) and value not in YEARS


def faults(chapter: str, cells: dict[str, ast.Module]) -> list[str]:
    """Return a line for each typed number that a table holds: chapter, cell and number; `EXEMPT` left out."""
    values = known(chapter)
    found = [(cell_id, n) for cell_id, tree in cells.items() for n in typed(tree) if is_telling(n) and n in values]
    return [f"{chapter}, {cell_id}: {n:g}" for cell_id, n in found if n not in exempt(chapter, cell_id)]


def exempt(chapter: str, cell_id: str) -> set[float]:
    return EXEMPT.get((chapter, cell_id), (set(), ""))[0]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_number_of_a_table_is_typed(chapter):
    assert faults(chapter, code(chapter)) == [], "read it by id: number('…'), or load('…') and a row"


@pytest.mark.parametrize("place", EXEMPT, ids="-".join)
def test_what_is_exempt_is_still_typed(place):
    chapter, cell_id = place
    assert exempt(*place) <= set(typed(code(chapter)[cell_id])) & known(chapter)


@pytest.mark.parametrize(
    "line",
    [
        "march = [('assailants', 149, 'orange')]",
        "bystanders - 11",
        "rate(6, total=238)",
        "chart.encode(y=alt.datum(238))",
        "moments = {'level': [13.5]}",
        "print(f'{149} dead')",
    ],
)
def test_a_fact_typed_into_code_is_found(line):
    assert len(faults("counting", {"a-cell": ast.parse(line)})) == 1


@pytest.mark.parametrize(
    "line",
    [
        "number('deaths-assailants') - value['toll-057']",
        "base.mark_text(dx=-11, x=238, fontSize=13.5)",
        "alt.Y('value:Q').scale(domain=[0, 238])",
        "alt.DateTime(year=2022, month=1, date=20)",
        "rows.head(19)[11:149].round(13)",
        "share = 100 * part / whole - 100",
        "rows[rows['year'] == 2000]",
        "part * 6 > 0.75",
        "publish(title='The dead: 149 and 238')",
    ],
)
def test_what_is_no_fact_passes(line):
    assert faults("counting", {"a-cell": ast.parse(line)}) == []
