"""Self-check questions: the table is fair, the HTML is safe and works without a script."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from qantar.data import load
from qantar.errors import QantarError
from qantar.questions import question_html, self_check

QUESTIONS = load("self_check")


class Reader(HTMLParser):
    """Keeps the tags with their attributes, and the text of each summary."""

    def __init__(self):
        super().__init__()
        self.tags, self.classes, self.summaries, self.open = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.classes += (dict(attributes).get("class") or "").split()
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "summary":
            self.summaries.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def made_up(**changes):
    row = {
        "question_id": "causes-q9",
        "objective": "causes-1",
        "prompt": "Why?",
        "option": "Because",
        "correct": True,
        "feedback": "It is so.",
    }
    return pd.DataFrame([row | changes, row | {"option": "Not so", "correct": False, "feedback": "No."}])


@pytest.mark.parametrize("question", QUESTIONS["question_id"].unique())
def test_each_question_has_one_right_answer_among_three_or_more(question):
    rows = QUESTIONS[QUESTIONS["question_id"] == question]
    assert rows["correct"].sum() == 1
    assert len(rows) >= 3
    assert rows[["chapter", "objective", "prompt"]].nunique().eq(1).all()
    assert rows["option"].is_unique and rows["feedback"].is_unique
    assert list(rows["option_id"]) == list("abcde")[: len(rows)]
    assert rows["objective"].str.startswith(rows["chapter"].iloc[0] + "-").all()


def test_every_feedback_gives_a_reason():
    assert QUESTIONS["feedback"].str.split().str.len().min() >= 8


def test_the_right_answer_does_not_always_stand_in_one_place():
    right = QUESTIONS[QUESTIONS["correct"]]
    assert right["option_id"].nunique() >= 3
    assert right["option_id"].value_counts(normalize=True).max() <= 0.5


def test_options_open_without_a_script():
    reader = read(self_check("causes").data)
    own = QUESTIONS[QUESTIONS["chapter"] == "causes"]
    assert reader.classes.count("q-question") == own["question_id"].nunique()
    assert reader.classes.count("q-option") == reader.tags.count("details") == len(own)
    assert reader.summaries == list(own["option"])
    assert "script" not in reader.tags and "input" not in reader.tags


def test_right_and_wrong_are_told_apart_in_words():
    html = question_html(made_up(), 1)
    assert html.index("Right.") < html.index("It is so.") < html.index("Not quite.") < html.index("No.")
    assert html.count("Right.") == html.count("Not quite.") == 1


@pytest.mark.parametrize("column", ["question_id", "prompt", "option", "feedback", "objective"])
def test_texts_cannot_become_markup(column):
    reader = read(question_html(made_up(**{column: '"><script>alert(1)</script>'}), 1))
    assert "script" not in reader.tags


def test_a_chapter_without_questions_is_told_so():
    with pytest.raises(QantarError, match="no questions for 'spring'"):
        self_check("spring")
