"""The teacher's path: nothing untaught or unassessed, plans that add up, sheets and quizzes true to the book."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from qantar.chapters import CHAPTERS
from qantar.cli import main
from qantar.data import load
from qantar.teaching.handouts import sheet
from qantar.teaching.links import evidence
from qantar.teaching.notes import LETTERS, notes_page
from qantar.teaching.objectives import faults
from qantar.teaching.plan import objectives, tasks
from qantar.teaching.quiz import moodle_xml
from qantar.teaching.rubrics import rubrics_page

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "book" / "teaching" / "index.md").read_text(encoding="utf-8")
DOCKER = {"--cap-add"}
"""Options that the guide gives to Docker."""


def headings(chapter: str) -> list[str]:
    cells = json.loads((ROOT / "book" / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.findall(r"^## (.+)$", text, re.M)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_objective_is_taught_and_assessed_and_every_exercise_has_one(chapter):
    assert len(objectives(chapter)) == (load("objectives")["chapter"] == chapter).sum()
    assert faults(objectives(chapter), tasks(chapter), headings(chapter)) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_gap_on_either_side_is_found(chapter):
    own, work, sections = objectives(chapter), tasks(chapter), headings(chapter)
    first = own[0].objective_id
    dropped = [
        replace(task, cell=replace(task.cell, objective="")) if task.cell.objective == first else task for task in work
    ]
    assert f"{first} has no exercise." in faults(own, dropped, sections)
    assert any("has no objective of this chapter" in fault for fault in faults(own, dropped, sections))
    renamed = [section for section in sections if section not in own[0].sections]
    assert any(fault.startswith(f"{first} is taught in") for fault in faults(own, work, renamed))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_objective_has_a_question_to_check_oneself(chapter):
    asked = set(load("self_check")["objective"])
    assert {one.objective_id for one in objectives(chapter)} <= asked


def plan(title: str) -> list[list[str]]:
    section = GUIDE.split(f"### {title}\n")[1].split("\n##")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.split("\n") if "|" in line]
    return rows[2:]


def test_the_plans_take_the_minutes_that_they_promise():
    assert sum(int(row[0]) for row in plan("One session of 90 minutes")) == 90
    assert [int(row[1]) for row in plan("Four sessions of 90 minutes")] == [90] * 4
    parts = re.search(r"In each session: (\d+) minutes .*?, (\d+) for .*?, (\d+) for .*?, (\d+) for", GUIDE, re.S)
    assert sum(map(int, parts.groups())) == 90
    assert [int(row[0]) for row in plan("Two weeks")] == list(range(1, 11))
    assert {row[3].removeprefix("worksheet ") for row in plan("Two weeks") if "worksheet" in row[3]} == set(CHAPTERS)


def test_what_the_guide_tells_teachers_to_type_exists(capsys):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make (\w+)`", GUIDE)):
        assert re.search(rf"^{target}:", makefile, re.M), target
    for command in set(re.findall(r"`qantar (\w+)", GUIDE)):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        options = capsys.readouterr().out
        assert "--out" in options or command != "grade"
        if command == "grade":
            named = set(re.findall(r"`(--[\w-]+)", GUIDE)) - DOCKER
            assert named and all(option in options for option in named)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sheet_asks_what_the_book_asks_and_answers_nothing(chapter):
    text = sheet(chapter).replace("\\", "")
    rows = load("self_check").query("chapter == @chapter")
    for row in rows.itertuples():
        assert row.prompt in text and row.option in text
        assert row.feedback not in text
    discussion = load("discussion").query("chapter == @chapter")
    assert all(question in text for question in discussion["question"])
    assert not any(answer in text for answer in [*discussion["answer_a"], *discussion["answer_b"]])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_key_fits_the_sheet(chapter):
    part = notes_page().split(f"## {CHAPTERS[chapter]}\n")[1].split("\n## ")[0]
    key = dict(re.findall(r"(\d+) ([a-h])[,.]", part.split("### Key to the question sheet")[1]))
    rows = load("self_check").query("chapter == @chapter and correct")
    text = sheet(chapter).replace("\\", "")
    for place, row in enumerate(rows.itertuples(), start=1):
        question = text.split(f"**{place}. ")[1]
        assert f"☐ {key[str(place)]}: {row.option}" in question.split("\n\n**")[0]
    assert len(key) == len(rows)


def test_every_open_answer_has_criteria_a_good_and_a_weak_answer():
    page = rubrics_page().replace("\\", "")
    open_ones = [task for chapter in CHAPTERS for task in tasks(chapter) if task.is_open]
    assert len(open_ones) == len(CHAPTERS)
    for task in open_ones:
        weak = task.cell.weak
        assert all(row["criterion"] in page for row in task.cell.rubric)
        assert " ".join(task.answer.split()) in page and weak["text"] in page and weak["why"] in page
        assert 0 < weak["points"] < task.points


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_quiz_read_back_holds_every_question_option_and_feedback(chapter):
    read = {}
    for question in ET.fromstring(moodle_xml(chapter).encode()).findall("question[@type='multichoice']"):
        answers = question.findall("answer")
        read[question.findtext("name/text").split(" ")[0]] = (
            question.findtext("questiontext/text"),
            [(one.findtext("text"), one.get("fraction") == "100", one.findtext("feedback/text")) for one in answers],
        )
    rows = load("self_check").query("chapter == @chapter")
    expected = {
        name: (
            group["prompt"].iloc[0],
            list(zip(group["option"], map(bool, group["correct"]), group["feedback"], strict=True)),
        )
        for name, group in rows.groupby("question_id", sort=False, observed=True)
    }
    assert read == expected


def test_the_command_writes_a_file_per_chapter_and_refuses_in_one_sentence(tmp_path, capsys):
    assert main(["quiz", "--out", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"qantar-{name}.xml" for name in CHAPTERS}
    assert main(["quiz", "nothing", "--out", str(tmp_path)]) == 2
    assert "There is no chapter 'nothing'" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main(["quiz", "--out", str(tmp_path / "file")]) == 2
    assert "cannot be made a folder" in capsys.readouterr().err


def test_evidence_becomes_links_to_records():
    assert evidence("") == ""
    assert evidence("timeline/t021;lpg_prices/p001;lpg_prices/p002") == (
        "[t021](../reference/timeline.md#t021), [`lpg_prices` (p001, p002)](../reference/data.md#table-lpg_prices)"
    )
    assert len(LETTERS) >= load("self_check").groupby("question_id").size().max()
