"""The printed lines that count when a check is compared with its reference."""

from .showing import MARK


def marked_lines(text: str) -> list[str]:
    """Return the lines that `show` printed; if there are none, all lines that are not blank."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return [line for line in lines if MARK.rstrip() in line] or lines


def is_marked(text: str) -> bool:
    """Say whether all lines of a text come from `show`."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(MARK.rstrip() in line for line in lines)


def error_line(name: str) -> str:
    """Return the line that stands for an error in a check's output."""
    return f"stopped with {name}"
