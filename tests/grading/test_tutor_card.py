"""What `check` answers: each part, the first row of one's own that cannot be right, a question, and never an answer."""

import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from qantar.grading import show
from qantar.grading.marking.answers import Answers
from qantar.grading.marking.judge import Verdict
from qantar.grading.marking.messages import OTHER_INPUTS, Evidence
from qantar.grading.marking.run import Step
from qantar.grading.marking.work import Earned, earned
from qantar.grading.tutor import checking
from qantar.grading.tutor.checkfile import ExerciseChecks, expected_table, hashed, table_of
from qantar.grading.tutor.showing import MARK
from qantar.grading.worksheets.cells import Cell

RIGHT = pd.DataFrame(
    {
        "day": pd.to_datetime(["2030-01-01", "2030-01-02", "2030-01-05", "2030-01-09"]),
        "value": [7, 7, 12, 31],
        "speaker": ["the | office", "the | office", "a *town*", "the court"],
    }
)
SOURCE = "show(known, 'known', by='day', columns=['day', 'value', 'speaker'])"


def checks_of(capsys, sources: dict[str, str], names: dict, expects: list) -> ExerciseChecks:
    """Return the checks of an exercise whose right values are these."""
    for source in sources.values():
        exec(source, {"show": show, **names})
    lines = capsys.readouterr().out.splitlines()
    parts = [line.partition(MARK)[0] for line in lines]
    tables = {part: table for part in sources if (table := table_of(part, lines))}
    return ExerciseChecks(
        "a-2",
        expects=expects,
        sources=list(sources.values()),
        lines=hashed("a-2", lines),
        parts=parts,
        tables={part: expected_table("a-2", part, table) for part, table in tables.items()},
        hints=["first", "second", "third"],
    )


@pytest.fixture
def known(capsys):
    """A function that returns the card of a table, where `RIGHT` is the right one."""
    checks = checks_of(capsys, {"known": SOURCE}, {"known": RIGHT}, [{"name": "known", "type": "DataFrame"}])
    return lambda table: checking.card(checks, {"known": table, "show": show}, [])


@pytest.fixture
def asked(capsys):
    """The checks of an exercise that asks for a list and a number."""
    sources = {"ids": "show(list(ids), 'ids')", "total": "show(total, 'total')"}
    expects = [{"name": "ids", "type": "list"}, {"name": "total", "type": "number"}]
    return checks_of(capsys, sources, {"ids": [1, 2], "total": 3}, expects)


def changed(place: int, column: str, value: object) -> pd.DataFrame:
    """Return the right table, one value of it changed."""
    table = RIGHT.copy()
    table.loc[place, column] = value
    return table


def test_it_is_right_where_the_grader_finds_it_right_whatever_its_type(asked):
    card = checking.card(asked, {"ids": pd.Series([1, 2]), "total": 3, "show": show}, [])
    assert card.is_right and card.as_text() == "a-2: right. Your values are the expected ones."


def test_types_and_parts_come_in_one_answer_and_the_hint_last(asked):
    told = checking.card(asked, {"ids": pd.Series([1, 2]), "total": "4", "show": show}, []).as_text()
    lines = [line.strip() for line in told.splitlines()]
    assert lines == [
        "a-2: not yet.",
        "`total` should be a number, but it is a text.",
        "ids: right.",
        "total: differs.",
        "Hint: first",
    ]


def test_what_is_missing_does_not_hide_how_the_rest_stands(asked):
    card = checking.card(asked, {"ids": [2, 1], "show": show}, [])
    assert "`total` does not exist yet" in card.complaints[0] and len(card.complaints) == 1
    assert [(part.name, part.state) for part in card.parts] == [("ids", "differs")]
    assert checking.card(asked, {"show": show}, []).as_text().count("\n") == 2  # two names are missing, no hint yet


@pytest.mark.parametrize(
    ("table", "row", "question", "said"),
    [
        (changed(2, "value", 11), "11", "Work out `value` of this row", "3 of your 4 rows are right; `value` differs"),
        (changed(3, "speaker", "nobody"), "31", "Work out `speaker`", "`day`, `value` agree"),
        (pd.concat([RIGHT, RIGHT[1:2]]), "7", "more than one row with this `day`", "3 of your 5 rows are right"),
        (
            pd.concat([RIGHT, changed(0, "day", pd.Timestamp("2029-01-01"))[:1]]),
            "7",
            "Should there be a row",
            "4 of your 5",
        ),
    ],
    ids=["a value", "a text", "twice", "another day"],
)
def test_the_first_row_that_cannot_be_right_is_shown_with_a_question(known, table, row, question, said):
    (part,) = known(table).parts
    assert (part.state, part.more.row["value"]) == ("differs", row)
    assert question in part.more.question and said in " ".join(part.more.sentences)


def test_of_rows_that_are_all_right_it_says_that_some_are_missing_and_not_which(known):
    (part,) = known(RIGHT.drop(index=2)).parts
    assert "some are missing" in " ".join(part.more.sentences) and not part.more.row
    assert "2030-01-05" not in known(RIGHT.drop(index=2)).as_text()


def test_kinds_and_columns_come_before_values(known):
    (part,) = known(RIGHT.assign(value=RIGHT["value"].astype(str))).parts
    assert part.more.sentences == ["`value` holds texts; it should hold numbers."]
    (part,) = known(RIGHT.drop(columns="value")).parts
    assert part.more.sentences == ["In known there is no column `value`: give it as a column, not as the index."]


@pytest.mark.parametrize("place", range(len(RIGHT)))
@pytest.mark.parametrize(
    ("column", "value"), [("value", 99), ("speaker", "nobody"), ("day", pd.Timestamp("2031-01-01"))]
)
def test_no_card_holds_a_right_value_that_the_student_does_not_have(known, place, column, value):
    card = known(changed(place, column, value))
    right = {
        "value": str(RIGHT.loc[place, "value"]),
        "speaker": RIGHT.loc[place, "speaker"],
        "day": str(RIGHT.loc[place, "day"])[:10],
    }
    for text in (card.as_text(), card.as_markdown()):
        assert text.count(right[column]) == 0


def test_a_notebook_shows_the_row_as_a_table_whatever_it_holds(known):
    html = MarkdownIt("js-default").render(known(changed(1, "speaker", "<b>a | *b*")).as_markdown())
    assert "<td>speaker</td>\n<td>&lt;b&gt;a | *b*</td>" in html and html.count("<td>") == 2 * len(RIGHT.columns)
    assert "<strong>differs</strong>" in html


@pytest.mark.parametrize(
    ("states", "why"),
    [(("right", "differs"), OTHER_INPUTS), (("differs", "right"), ""), (("differs", "differs"), "")],
)
def test_points_that_other_inputs_cost_are_told_from_those_that_show_on_the_card(states, why):
    ran = [
        (Step("check", "a-2", "", "a-2-check", redrawn=redrawn), Verdict(state))
        for redrawn, state in zip((False, True), states, strict=True)
    ]
    evidence = Evidence(Cell(0, True, ""), Answers(), ran)
    check = Cell(1, True, "", name="a-2-check", points=2, outputs=[])
    assert earned(evidence, check, set()) == Earned("a-2-check", 0, 2, why)
    assert earned(evidence, check, {"a-2-check"}).points == 2


def test_the_ladder_starts_again_where_other_values_differ(asked):
    told = [checking.card(asked, {"ids": [1, 2], "total": total, "show": show}, []).hint for total in (5, 5, 6, 6)]
    assert told == ["first", "second", "first", "second"]


def test_it_says_that_the_last_cell_stopped_and_shows_markdown_in_a_notebook(monkeypatch):
    shown = []
    shell = SimpleNamespace(last_execution_succeeded=False, user_ns={})
    display = SimpleNamespace(display=lambda data, raw: shown.append(data))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell, display=display))
    checking.check("counting-1")
    shell.last_execution_succeeded = True
    checking.check("counting-1")
    assert [set(data) for data in shown] == [{"text/plain", "text/markdown"}] * 2
    assert ["stopped with an error" in data["text/plain"] for data in shown] == [True, False]
