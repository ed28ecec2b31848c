"""What `check` answers: a small card, as text and as Markdown, that says of each thing asked for how it stands."""

from dataclasses import dataclass, field

from qantar.grading.tutor.checkfile import ExerciseChecks, lines_of, table_of
from qantar.grading.tutor.comparing import Comparison, Difference, difference
from qantar.grading.tutor.lines import absent_columns
from qantar.words import as_markdown

SHORT = 100
"""Letters of a sentence that names parts; of more it gives the number."""
FIRST_ROW = "The first row of yours that cannot be right:"
RIGHT = "right. Your values are the expected ones."


@dataclass(frozen=True)
class Part:
    """One thing that an exercise asks for, whether it is right or differs, and what can be said of it."""

    name: str
    state: str
    more: Difference = field(default_factory=Difference)

    def as_text(self) -> list[str]:
        """Return the lines on this part for a terminal."""
        cells = ", ".join(f"{name} {text}" for name, text in self.more.row.items())
        first = [f"  {FIRST_ROW} {cells}", f"  {self.more.question}"] if cells else []
        return [" ".join([f"{self.name}: {self.state}.", *self.more.sentences]), *first]

    def as_markdown(self) -> str:
        """Return the item on this part of a Markdown list, the row as a table: upright, so that a phone shows it."""
        said = " ".join([f"{as_markdown(self.name)}: **{self.state}**.", *map(as_markdown, self.more.sentences)])
        if not self.more.row:
            return said
        row = [[as_markdown(text.replace("`", "'")) for text in pair] for pair in self.more.row.items()]
        table = ["| column | yours |", "| --- | --- |", *(f"| {name} | {text} |" for name, text in row)]
        lines = [said, "", FIRST_ROW, "", *table, "", as_markdown(self.more.question)]
        return "\n".join(f"  {line}" for line in lines).strip()


@dataclass(frozen=True)
class Card:
    """What is known of an answer: whether it is right, complaints, the parts, and one hint; never a right value."""

    exercise: str
    is_right: bool = False
    complaints: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    hint: str = ""

    @property
    def verdict(self) -> str:
        """What stands first."""
        return RIGHT if self.is_right else "not yet."

    def as_text(self) -> str:
        """Return the card for a terminal."""
        blocks = [f"{self.exercise}: {self.verdict}", *self.complaints]
        blocks += [line for part in self.parts for line in part.as_text()]
        return "\n  ".join([*blocks, *self.last()])

    def as_markdown(self) -> str:
        """Return the card for a notebook or a page."""
        items = [*map(as_markdown, self.complaints), *(part.as_markdown() for part in self.parts)]
        blocks = [f"**{self.exercise}: {self.verdict}**", *(f"- {item}" for item in items), *self.last()]
        return "\n\n".join(blocks)

    def last(self) -> list[str]:
        """Return the hint, where there is one."""
        return [f"Hint: {self.hint}"] if self.hint else []


def parts_of(checks: ExerciseChecks, lines: list[str], missing: list[str]) -> list[Part]:
    """Return how each part stands that the checks printed; the first table that differs shows a row."""
    right, parts = checks.right_parts(lines), []
    for name in dict.fromkeys(checks.parts):
        if name in right:
            parts.append(Part(name, "right"))
        elif name not in missing and lines_of(name, lines):
            more, told = of_table(checks, name, lines), any(part.more.row for part in parts)
            parts.append(Part(name, "differs", Difference(more.sentences) if told else more))
    return parts


def in_short(checks: ExerciseChecks | None, lines: list[str]) -> str:
    """Return one short sentence on the parts that differ."""
    right = checks.right_parts(lines) if checks else []
    differ = [part for part in dict.fromkeys(checks.parts if checks else []) if part not in right]
    if not right:
        return "A value differs from the expected one."
    named = f"Right: {', '.join(right)}; differs: {', '.join(differ)}."
    return named if len(named) <= SHORT else f"{len(differ)} of {len(differ) + len(right)} values differ."


def of_table(checks: ExerciseChecks, name: str, lines: list[str]) -> Difference:
    """Return what can be said of a part that differs: of a table columns and rows, of anything else nothing."""
    absent = absent_columns(lines_of(name, lines))
    if absent:
        return Difference([absent])
    own, right = table_of(name, lines), checks.tables.get(name)
    if own is None or right is None:
        return Difference()
    return difference(Comparison(checks.name, name, own, right, checks.expected_lines(name)))
