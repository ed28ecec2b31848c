"""Choose how kernels are started: the fastest and safest way that this machine offers."""

from .processes import Limits, Processes
from .run import Kernels


def open_kernels(limits: Limits) -> Kernels:
    """Return a way to start kernels; close it when done."""
    return Processes(limits)
