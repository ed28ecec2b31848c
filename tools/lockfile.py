"""Read the lock files: a line `name==version ; marker` per package, with the hashes of its files below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")


@dataclass(frozen=True)
class Pin:
    """One package of a lock file; `hashes` are SHA-256 in hexadecimal."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the package."""
        return self.requirement.name

    @property
    def version(self) -> str:
        """The one version that is allowed."""
        [specifier] = self.requirement.specifier
        return specifier.version

    def text(self, marker: bool = True) -> str:
        """Return the entry as a lock file has it, with or without what says which computers need it."""
        line = str(self.requirement) if marker else f"{self.name}{self.requirement.specifier}"
        return " \\\n    ".join([line, *(f"--hash=sha256:{one}" for one in self.hashes)])


def read(path: Path) -> list[Pin]:
    """Return the packages of the lock file `path`, in its order; raise ValueError, in one sentence, if it is none."""
    if not path.is_file():
        raise ValueError(f"{path} is no file; name the lock file.")
    try:
        entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
        pins = [Pin(Requirement(entry.split("\\")[0].strip()), tuple(HASH.findall(entry))) for entry in entries]
    except (InvalidRequirement, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no lock file ({str(error).splitlines()[0]}); name another.") from None
    if loose := [pin.name for pin in pins if len(pin.requirement.specifier) != 1 or not pin.hashes]:
        raise ValueError(f"{path} is no lock file ({loose[0]} has no one version and hash); name another.")
    return pins
