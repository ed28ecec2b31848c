"""The reference: what the solution prints, run once per batch under the batch's own seed."""

from qantar.errors import QantarError
from qantar.grading.marking.run import Run, Step
from qantar.grading.marking.steps import own_answers, steps_of
from qantar.grading.sandbox.kernels import Kernels
from qantar.grading.sandbox.limits import Limits
from qantar.grading.worksheets.solution import Solution

IMPORTED = (
    "import sys\nfrom qantar.grading.sandbox.child import WARMED\nprint(*sorted(set(sys.modules) - WARMED), sep='\\n')"
)
SOLUTION_LIMITS = Limits(timeout=120.0, memory=4096, output=10_000_000)


def reference_of(solution: Solution, kernels: Kernels, seed: int) -> dict[str, str]:
    """Run the solution; return what each check and probe prints, by the key of its step.

    What the solution's cells import is then imported for all kernels to come. Raises QantarError when a cell fails
    or a check no longer prints what is stored in the solution notebook.
    """
    steps = [*steps_of(solution, own_answers(solution), seed), Step("given", "", IMPORTED)]
    ran = Run(kernels, SOLUTION_LIMITS).go(steps)
    for step, verdict in ran:
        if verdict.state != "right":
            if verdict.reason == "start":
                raise QantarError("no kernel started for the solution; when the computer is less busy, grade again.")
            where, why = step.name or "before the exercises", verdict.error or verdict.reason
            raise QantarError(f"{solution.path.name}: cell {where} does not run ({why}); mend the solution.")
    kernels.warm(ran[-1][1].printed.split())
    texts = {step.key: verdict.printed for step, verdict in ran}
    for check in solution.of_role("check"):
        if texts[check.name] != check.printed:
            raise QantarError(
                f"{solution.path.name}: {check.name} no longer prints what is stored; "
                f"look at the change, then run `qantar release --execute {solution.name}`."
            )
    return {step.key: texts[step.key] for step in steps if step.role in {"check", "probe"}}
