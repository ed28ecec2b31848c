"""The house: every room stands on a floor and imports only from floors below it; nothing goes round in a circle."""

from collections import Counter

import grimp
import networkx as nx
import pytest

FLOORS = [
    "cli",
    "sphinxext",
    "page",
    "teaching",
    "reference",
    "facts",
    "questions",
    "chapters",
    "figures",
    "models",
    "claims",
    "data",
    "grading.course",
    "grading.marking",
    {"grading.sandbox", "grading.worksheets"},
    "grading.tutor",
    {"files", "shapes"},
    {"errors", "lean", "templates", "words"},
]
"""From the roof down; rooms of one floor know nothing of each other. What grades imports nothing of the book."""
DOORS = {"qantar", "qantar.__main__", "qantar.grading"}
"""Modules that only lead into rooms."""
MOST = 14
"""Files in a room, its `__init__` left out."""


@pytest.fixture(scope="module")
def house() -> grimp.ImportGraph:
    return grimp.build_graph("qantar", cache_dir=None)


def full(floor: str | set[str]) -> str | set[str]:
    return {f"qantar.{room}" for room in floor} if isinstance(floor, set) else f"qantar.{floor}"


def stairs(graph: grimp.ImportGraph, floors: list) -> list[str]:
    """Return the imports that go up, or across a floor whose rooms know nothing of each other."""
    found = graph.find_illegal_dependencies_for_layers(floors)
    return sorted(" → ".join((*route.heads, *route.middle, *route.tails)) for one in found for route in one.routes)


def test_no_room_imports_from_a_floor_above_it(house):
    assert stairs(house, [full(floor) for floor in FLOORS]) == []


def test_every_module_stands_on_a_floor(house):
    rooms = [room for floor in FLOORS for room in (floor if isinstance(floor, set) else {floor})]
    assert {room for room in rooms if f"qantar.{room}" not in house.modules} == set()
    placed = {f"qantar.{room}" for room in rooms}
    assert {
        name for name in house.modules - DOORS if not any(f"{name}.".startswith(f"{one}.") for one in placed)
    } == set()


def test_chapters_know_nothing_of_each_other(house):
    assert stairs(house, [house.find_children("qantar.chapters")]) == []


def test_no_import_goes_round_in_a_circle(house):
    edges = [(name, other) for name in house.modules for other in house.find_modules_directly_imported_by(name)]
    assert list(nx.simple_cycles(nx.DiGraph(edges))) == []


def test_a_room_can_be_taken_in_at_a_glance(house):
    files = Counter(name.rpartition(".")[0] for name in house.modules if not house.find_children(name))
    assert {room: count for room, count in files.items() if count > MOST} == {}


@pytest.mark.parametrize("upward", [("data.loader", "claims"), ("grading.tutor.plain", "data.dates")])
def test_an_import_that_goes_up_is_found(house, upward):
    lower, upper = (f"qantar.{name}" for name in upward)
    house.add_import(importer=lower, imported=upper)
    assert any(lower in found and upper in found for found in stairs(house, [full(floor) for floor in FLOORS]))
    house.remove_import(importer=lower, imported=upper)
