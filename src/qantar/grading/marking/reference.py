"""The reference: what the solution prints, run once per batch under the batch's own seed."""

from qantar.errors import QantarError
from qantar.grading.marking.judge import Judge, stdout
from qantar.grading.marking.run import Kernels, Run, Step
from qantar.grading.marking.steps import Reference, own_answers, steps_of
from qantar.grading.sandbox.limits import Limits
from qantar.grading.worksheets.solution import Solution

IMPORTED = (
    "import sys\nfrom qantar.grading.sandbox.child import WARMED\nprint(*sorted(set(sys.modules) - WARMED), sep='\\n')"
)
SOLUTION_LIMITS = Limits(timeout=120.0, memory=4096, output=10_000_000)


def reference_of(solution: Solution, judge: Judge, kernels: Kernels, seed: int) -> Reference:
    """Run the solution; return the outputs of each check and probe by name.

    What the solution's cells import is then imported for all kernels to come. Raises QantarError when a cell fails
    or a check no longer prints what is stored in the solution notebook.
    """
    steps = [*steps_of(solution, own_answers(solution), seed), Step("given", "", IMPORTED)]
    verdicts = Run(judge, kernels, SOLUTION_LIMITS).go(steps)
    for number, step in enumerate(steps):
        if verdicts[number].state != "right":
            raise QantarError(failure(solution, step.name, verdicts[number].error or verdicts[number].reason))
    kernels.warm(verdicts[len(steps) - 1].printed.split())
    texts = {step.name: verdicts[number].printed for number, step in enumerate(steps) if step.name}
    for check in solution.checks:
        if not check.probe and texts[check.name] != stdout(check.outputs):
            raise QantarError(
                f"{solution.path.name}: {check.name} no longer prints what is stored; "
                f"look at the change, then run `qantar release --execute {solution.name}`."
            )
    return {check.name: [stream(texts[check.name])] for check in solution.checks}


def failure(solution: Solution, cell: str, why: str) -> str:
    """Return the sentence for a solution that does not run."""
    return f"{solution.path.name}: cell {cell or 'before the exercises'} does not run ({why}); mend the solution."


def stream(text: str) -> dict[str, str]:
    """Return printed text as a notebook output."""
    return {"output_type": "stream", "name": "stdout", "text": text}
