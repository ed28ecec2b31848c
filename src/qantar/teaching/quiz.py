"""The self-check questions as Moodle XML, which Moodle and, through its import, Canvas read.

The form is documented by Moodle ("Moodle XML format"). No maintained Python library writes it, and it is plain XML, so
the standard library does.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pandas as pd

from qantar.chapters import CHAPTERS
from qantar.teaching.plan import questions


def moodle_xml(chapter: str) -> str:
    """Return the questions of `chapter` as one Moodle XML document, in a category named after the chapter."""
    quiz = ET.Element("quiz")
    category = ET.SubElement(ET.SubElement(quiz, "question", type="category"), "category")
    ET.SubElement(category, "text").text = f"$course$/Qantar/{CHAPTERS[chapter]}"
    quiz.extend(map(_question, questions(chapter)))
    ET.indent(quiz)
    return ET.tostring(quiz, encoding="unicode", xml_declaration=True) + "\n"


def _question(options: pd.DataFrame) -> ET.Element:
    first = options.iloc[0]
    question = ET.Element("question", type="multichoice")
    _text(question, "name", f"{first['question_id']} ({first['objective']})")
    _text(question, "questiontext", first["prompt"], format="plain_text")
    for name, value in {"defaultgrade": "1", "penalty": "0.5", "single": "true", "shuffleanswers": "true"}.items():
        ET.SubElement(question, name).text = value
    ET.SubElement(question, "answernumbering").text = "abc"
    for row in options.itertuples():
        answer = ET.SubElement(question, "answer", fraction="100" if row.correct else "0", format="plain_text")
        ET.SubElement(answer, "text").text = row.option
        _text(answer, "feedback", row.feedback, format="plain_text")
    return question


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(ET.SubElement(parent, name, attributes), "text").text = text
