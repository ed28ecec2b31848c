"""What a solution notebook must look like before anything can be read off it."""

from qantar.shapes import NUMBER, TEXT, WORDS, many, record

LINES = {"anyOf": [WORDS, many(WORDS)]}
NBGRADER = record({}, grade_id=WORDS, points=NUMBER)
QANTAR = record(
    {},
    expects=many(record({"name": TEXT})),
    hints=many(WORDS),
    mistakes=many(record({"name": TEXT, "source": LINES, "hint": WORDS})),
    stub=many(WORDS),
    rubric=many(record({}, points=NUMBER, criterion=WORDS)),
    weak={"type": ["object", "null"]},
)
CELL = record(
    {"cell_type": {"enum": ["code", "markdown", "raw"]}},
    metadata=record({}, nbgrader=NBGRADER, qantar=QANTAR),
    outputs=many(record({"output_type": TEXT}, text=LINES)),
)
ABOUT = record({}, worksheet=TEXT, title=WORDS, points=NUMBER)
SOLUTION = record({"cells": many(CELL)}, metadata=record({}, qantar=ABOUT))
