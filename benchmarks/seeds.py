"""Does any mark depend on luck? The points of every listed mistake and every right answer under many seeds.

    .venv/bin/python benchmarks/seeds.py                        all worksheets, twenty seeds
    .venv/bin/python benchmarks/seeds.py counting --seeds 5     one worksheet, five seeds

Each answer is graded alone, as in `qantar grade`; all seeds run one after the other in one kernel, which is faster.
Prints the mistakes whose points vary, and the right answers that lose points; `--write` stores the points of the
mistakes, which the tests compare with theirs.
"""

import argparse
import json
import runpy
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from qantar.grading.marking.reference import SOLUTION_LIMITS
from qantar.grading.marking.run import Run, Step
from qantar.grading.marking.steps import own_answers, redrawn_steps, steps_of
from qantar.grading.sandbox.kernels import Kernels, Opening
from qantar.grading.worksheets.release import load_named, places
from qantar.grading.worksheets.solution import Solution

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "worksheets"
MARKS = FIXTURES / "marks.json"
AFRESH = "from qantar.data import loader as _loader\n_loader._substitutes.clear()\ndel _loader"


def rounds(solution: Solution, exercise: str, source: str, seeds: int) -> Iterator[tuple[int, Step]]:
    """Give the steps of one answer under each seed, with the seed; 0 for what no seed changes."""
    answers = {exercise: [source]}
    first = [step for step in steps_of(solution, answers, 0, until=exercise) if step.exercise in {"", exercise}]
    yield from ((0, step) for step in first if step.role != "probe")
    for seed in range(1, seeds + 1):
        yield seed, Step("given", "", AFRESH)
        again = steps_of(solution, answers, seed, until=exercise)
        yield from ((seed, step) for step in again if step.role == "probe" and step.exercise == exercise)
        last = solution.checks_of(exercise)[-1].number
        later = {cell.source for cell in solution.cells[last + 1 :] if cell.role != "redraw"}
        for step in redrawn_steps(solution, answers, seed, None):
            if step.exercise == exercise or (not step.exercise and step.source not in later):
                yield seed, step


def printed(solution: Solution, exercise: str, source: str, seeds: int, kernels: Kernels) -> dict[tuple[int, str], str]:
    """Return what checks and probes print for an answer, by seed and key; nothing where they stop with an error."""
    steps = list(rounds(solution, exercise, source, seeds))
    ran = Run(kernels, SOLUTION_LIMITS).go([step for _, step in steps])
    pairs = zip(steps, ran, strict=True)
    return {
        (seed, step.key): verdict.printed if verdict.state == "right" else ""
        for (seed, step), (_, verdict) in pairs
        if step.role in {"check", "probe"}
    }


def points(solution: Solution, exercise: str, right: dict, found: dict, seed: int) -> float:
    """Return the points of an answer under one seed."""
    same = {key[1] for key in right if key[0] in {0, seed} and right[key] == found.get(key)}
    asked = {key[1] for key in right if key[0] in {0, seed}}
    return sum(
        check.points
        for check in solution.checks_of(exercise)
        if all(key in same for key in asked if key in {check.name, f"{check.name} redrawn"})
    )


def right_answers(name: str, exercise: str) -> list[str]:
    """Return the ways in which the tests write an exercise rightly, each once."""
    submissions = runpy.run_path(str(FIXTURES / f"{name}_right.py"))["RIGHT"].values()
    return list(dict.fromkeys(answers[exercise] for answers in submissions))


def by_seed(solution: Solution, exercise: str, texts: list[str], seeds: int, kernels: Kernels) -> list[list[float]]:
    """Return the points of each of these answers under each seed."""
    right = printed(solution, exercise, own_answers(solution)[exercise][0], seeds, kernels)
    found = [printed(solution, exercise, text, seeds, kernels) for text in texts]
    return [[points(solution, exercise, right, one, seed) for seed in range(1, seeds + 1)] for one in found]


def main() -> None:
    """Print the mistakes whose points vary, the right answers that lose any, and how many were tried."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("worksheets", nargs="*")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--write", action="store_true", help=f"store the points in {MARKS.name}")
    options = parser.parse_args()
    place, marks, varying = places(), json.loads(MARKS.read_text("utf-8")) if MARKS.exists() else {}, 0
    with closing(Opening([], trusted=True).kernels()) as kernels:
        for name in options.worksheets or place.names():
            solution, marks[name] = load_named(name, place), {}
            for exercise, cell in solution.exercises.items():
                full = sum(check.points for check in solution.checks_of(exercise))
                rights, wrongs = right_answers(name, exercise), [mistake.source for mistake in cell.mistakes]
                earned = by_seed(solution, exercise, rights + wrongs, options.seeds, kernels)
                mistaken = zip(cell.mistakes, earned[len(rights) :], strict=True)
                marks[name][exercise] = {mistake.name: min(row) for mistake, row in mistaken}
                for place, (text, row) in enumerate(zip(rights + wrongs, earned, strict=True)):
                    if set(row) != {full if place < len(rights) else row[0]}:
                        varying += 1
                        print(f"{exercise}: {row}\n{text}\n", flush=True)
            print(f"{name}: {sum(map(len, marks[name].values()))} mistakes", flush=True)
    print(f"{varying} marks vary over {options.seeds} seeds.")
    if options.write:
        MARKS.write_text(json.dumps(marks, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
