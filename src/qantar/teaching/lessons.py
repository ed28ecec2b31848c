"""The course as linked data: a learning resource for each chapter with objectives, level and minutes."""

from __future__ import annotations

from typing import Any

from qantar.chapters import CHAPTERS
from qantar.reference.linked import CONTEXT, WORK
from qantar.teaching.plan import objectives, tasks

LEVEL = "Upper secondary school and first years of university"


def course(base: str = "") -> dict[str, Any]:
    """Return the course as a JSON-LD document; `base` is the address of the book, ending in a slash."""
    lessons = [_lesson(chapter, title, base) for chapter, title in CHAPTERS.items()]
    node = {
        "@id": f"{base}book/teaching/index.html",
        "@type": ["Course", "LearningResource"],
        **WORK,
        "educationalLevel": LEVEL,
        "hasPart": lessons,
    }
    return {"@context": CONTEXT, "@graph": [node]}


def _lesson(chapter: str, title: str, base: str) -> dict[str, Any]:
    stated = objectives(chapter)
    exercises = {
        "@type": "LearningResource",
        "name": f"Worksheet: {title}",
        "learningResourceType": "worksheet",
        "timeRequired": f"PT{sum(task.minutes for task in tasks(chapter))}M",
    }
    return {
        "@id": f"{base}book/{chapter}.html",
        "@type": "LearningResource",
        "name": title,
        "learningResourceType": "chapter",
        "educationalLevel": LEVEL,
        "teaches": [one.text for one in stated],
        "timeRequired": f"PT{sum(one.minutes for one in stated)}M",
        "hasPart": exercises,
    }
