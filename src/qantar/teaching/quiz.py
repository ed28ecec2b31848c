"""The self-check questions as Moodle XML, which Moodle and, through its import, Canvas read.

The form is documented by Moodle ("Moodle XML format"). No maintained Python library writes it, and it is plain XML, so
the standard library does.
"""

from __future__ import annotations

import argparse
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd

from qantar.data import load
from qantar.errors import QantarError
from qantar.reference.words import CHAPTERS


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add `quiz` to a command line; the parsed arguments carry `run(arguments) -> exit status`."""
    parser = subparsers.add_parser("quiz", help="write the self-check questions for Moodle or Canvas")
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="chapters (default: all)")
    parser.add_argument("--out", type=Path, default=Path("_build/quiz"), help="folder to write to (_build/quiz)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write one file per chapter, `qantar-CHAPTER.xml`, and return 0."""
    unknown = [name for name in arguments.chapters if name not in CHAPTERS]
    if unknown:
        raise QantarError(f"There is no chapter {unknown[0]!r}; there are {', '.join(CHAPTERS)}.")
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for name in arguments.chapters or CHAPTERS:
            path = arguments.out / f"qantar-{name}.xml"
            path.write_text(moodle_xml(name), encoding="utf-8")
            print(path)
    except OSError as error:
        raise QantarError(f"{arguments.out} cannot be written ({error.strerror}); name another --out.") from None
    return 0


def moodle_xml(chapter: str) -> str:
    """Return the questions of `chapter` as one Moodle XML document, in a category named after the chapter."""
    quiz = ET.Element("quiz")
    category = ET.SubElement(ET.SubElement(quiz, "question", type="category"), "category")
    ET.SubElement(category, "text").text = f"$course$/Qantar/{CHAPTERS[chapter]}"
    rows = load("self_check")
    for _, options in rows[rows["chapter"] == chapter].groupby("question_id", sort=False, observed=True):
        quiz.append(_question(options))
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
