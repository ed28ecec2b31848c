"""Run a worksheet's cells in order; when a cell takes the kernel down, go on without it in a fresh one."""

import time
from dataclasses import dataclass, field

from qantar.grading.marking.judge import Verdict, judge
from qantar.grading.sandbox.kernels import Kernel, Kernels
from qantar.grading.sandbox.limits import Limits
from qantar.grading.sandbox.wire import KernelLost

# One submission may take the limit of one cell once for each exercise, and this many times more.
SPARE = 3
# After so many kernels in a row that do not come up the rest of a submission is left ungraded.
STARTS = 2


@dataclass(frozen=True)
class Step:
    """One cell to run. Roles: given (the worksheet's own), answer (a student's), check, probe, ask (for feedback only).

    What a check or probe prints is compared with its `reference`, if it has one. `redrawn` steps run a cell once more,
    on other inputs.
    """

    role: str
    exercise: str
    source: str
    name: str = ""
    reference: str | None = None
    redrawn: bool = False

    @property
    def key(self) -> str:
        """The name by which its reference is kept."""
        return f"{self.name} redrawn" if self.redrawn else self.name


Ran = list[tuple[Step, Verdict]]
"""Steps with their verdicts."""


@dataclass
class Run:
    """The run of one submission: what to repeat in a fresh kernel, what to leave out, and where a check differs."""

    kernels: Kernels
    limits: Limits
    kept: list[Step] = field(default_factory=list)
    spoiled: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    kernel: Kernel | None = None
    deadline: float = 0.0
    failed_starts: int = 0

    def go(self, steps: list[Step]) -> Ran:
        """Run all steps; return each with its verdict, which is `lost` for those that could not be run."""
        exercises = {step.exercise for step in steps if step.exercise}
        self.deadline = time.monotonic() + (len(exercises) + SPARE) * self.limits.timeout
        try:
            return [(step, self.take(step)) for step in steps]
        finally:
            self.drop_kernel()

    def take(self, step: Step) -> Verdict:
        """Run one step; after a loss remember what to leave out from now on."""
        if self.kernel is not None and not self.kernel.wire.alive():
            self.blame_silent_end()
        if step.role != "given" and step.exercise in self.spoiled and (step.redrawn or step.role != "answer"):
            return Verdict("lost", reason="spoiled")
        if step.role == "ask" and step.exercise not in self.wrong:
            return Verdict("right")  # nothing to explain
        verdict = self.run(step)
        if verdict.reason == "memory":
            verdict = self.with_memory_of_its_own(step, verdict)
        if verdict.state == "lost":
            self.drop_kernel()
            self.leave_out(step, verdict.reason)
            if step.role == "given" and verdict.reason != "budget":
                verdict = self.run(step)
        if step.role in {"given", "answer"} and verdict.state != "lost":
            self.kept.append(step)
        if step.role in {"check", "probe"} and verdict.state != "right":
            self.wrong.add(step.exercise)
        return verdict

    def run(self, step: Step) -> Verdict:
        """Run one cell in the kernel at hand, or in a fresh one that first repeats what was kept."""
        if self.failed_starts < STARTS and time.monotonic() > self.deadline:
            return Verdict("lost", reason="budget")
        if self.kernel is None and not self.begin():
            return Verdict("lost", reason="start")
        return judge(self.kernel.wire, step.source, step.reference, self.limits.timeout)

    def begin(self) -> bool:
        """Start a kernel that repeats what was kept; say whether it came up. To wait in vain costs no student time."""
        while self.failed_starts < STARTS:
            begun = time.monotonic()
            try:
                self.repeat_kept()
                self.failed_starts = 0
                return True
            except KernelLost:
                self.failed_starts += 1
                self.deadline += time.monotonic() - begun
        return False

    def blame_silent_end(self) -> None:
        """A kernel that died after its last cell was done was ended by the last answer."""
        self.drop_kernel()
        self.leave_out_last_answer()

    def leave_out(self, step: Step, reason: str) -> None:
        """Leave a step's exercise out; a check or given cell that dies takes the answer before it along."""
        if step.role == "answer":
            self.spoiled.add(step.exercise)
        elif reason not in {"time", "memory", "budget", "start"}:
            self.leave_out_last_answer()

    def with_memory_of_its_own(self, step: Step, verdict: Verdict) -> Verdict:
        """Try a step again without the answers before it, which may have used the memory up."""
        kept, self.kept = self.kept, [one for one in self.kept if one.role != "answer" or one.exercise == step.exercise]
        left_out = [one for one in kept if one not in self.kept]
        self.drop_kernel()
        again = self.run(step) if left_out else verdict
        if again.state == "lost":
            self.kept = kept
            return verdict
        self.spoiled |= {one.exercise for one in left_out}
        return again

    def leave_out_last_answer(self) -> None:
        """Do not repeat the last answer, nor grade its exercise."""
        answers = [step for step in self.kept if step.role == "answer"]
        if answers:
            self.kept.remove(answers[-1])
            self.spoiled.add(answers[-1].exercise)

    def repeat_kept(self) -> None:
        """Start a kernel and repeat what was kept; a cell that now takes it down is left out, too."""
        while True:
            self.kernel = self.kernels.start(self.limits)
            fallen = next((step for step in self.kept if self.repeat(step).state == "lost"), None)
            if fallen is None:
                return
            self.drop_kernel()
            self.kept.remove(fallen)
            self.spoiled.add(fallen.exercise)

    def repeat(self, step: Step) -> Verdict:
        """Run a cell again, uncompared."""
        left = max(0.1, min(self.limits.timeout, self.deadline - time.monotonic()))
        return judge(self.kernel.wire, step.source, None, left)

    def drop_kernel(self) -> None:
        """End the kernel, if there is one."""
        if self.kernel is not None:
            self.kernel.stop()
            self.kernel = None
