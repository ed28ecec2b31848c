"""What is known of one submission when it is marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from qantar.grading.marking.judge import Verdict
from qantar.grading.marking.run import Step
from qantar.grading.marking.submission import Answers
from qantar.grading.tutor.checkfile import ExerciseChecks
from qantar.grading.worksheets.solution import Solution


@dataclass(frozen=True)
class Evidence:
    """All that is known of one submission when it is marked."""

    solution: Solution
    checks: Mapping[str, ExerciseChecks]
    answers: Answers
    steps: list[Step]
    verdicts: Mapping[int, Verdict]

    def of(self, exercise: str, role: str) -> list[tuple[Step, Verdict]]:
        """Return the steps of one role in one exercise, with their verdicts."""
        pairs = ((step, self.verdicts[number]) for number, step in enumerate(self.steps))
        return [(step, verdict) for step, verdict in pairs if step.exercise == exercise and step.role == role]
